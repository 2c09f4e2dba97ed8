//! Finds the module that defines what a path names.

use std::collections::HashSet;

use crate::modules::{Module, ModuleId};

/// What a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A module.
    Module(ModuleId),
    /// An item of a module. With `known: false`, one that only a macro can define.
    Item {
        /// The module that defines it.
        module: ModuleId,
        /// Whether the source shows the item.
        known: bool,
    },
}

impl Target {
    /// The module itself, or the module of the item.
    pub fn module(self) -> ModuleId {
        match self {
            Self::Module(module) | Self::Item { module, .. } => module,
        }
    }
}

/// What `path` names in the module `from`; `None` if it leads out of the crate.
pub fn resolve(modules: &[Module], from: ModuleId, path: &[String]) -> Option<Target> {
    let mut resolver = Resolver {
        modules,
        entered: HashSet::new(),
    };
    resolver.path(from, path)
}

struct Resolver<'m> {
    modules: &'m [Module],
    /// The names that are being looked up, since imports can form circles.
    entered: HashSet<(ModuleId, String)>,
}

impl Resolver<'_> {
    fn path(&mut self, from: ModuleId, path: &[String]) -> Option<Target> {
        let mut target = Target::Module(from);
        let mut is_in_crate = false;
        for (index, segment) in path.iter().enumerate() {
            let Target::Module(module) = target else {
                // A variant or an associated item.
                return Some(target);
            };
            target = match segment.as_str() {
                "crate" if index == 0 => Target::Module(0),
                "self" if index == 0 => target,
                "super" => Target::Module(self.modules[module].parent?),
                name => match self.name(module, name) {
                    Some(target) => target,
                    None if is_in_crate => Target::Item {
                        module,
                        known: false,
                    },
                    None => return None,
                },
            };
            is_in_crate = true;
        }
        Some(target)
    }

    /// What a name means in a module.
    fn name(&mut self, module: ModuleId, name: &str) -> Option<Target> {
        let here = &self.modules[module];
        if let Some(child) = here.children.get(name) {
            return Some(Target::Module(*child));
        }
        if here.items.contains(name) {
            return Some(Target::Item {
                module,
                known: true,
            });
        }
        if !self.entered.insert((module, name.to_owned())) {
            return None;
        }
        let named = here
            .uses
            .iter()
            .filter(|it| it.name.as_deref() == Some(name));
        for import in named {
            if let Some(target) = self.path(module, &import.path) {
                return Some(target);
            }
        }
        let globs = here.uses.iter().filter(|it| it.name.is_none());
        for import in globs {
            if let Some(Target::Module(from)) = self.path(module, &import.path)
                && let Some(target) = self.name(from, name)
            {
                return Some(target);
            }
        }
        None
    }
}
