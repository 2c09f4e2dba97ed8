//! Which file of a crate imports which other.

use std::collections::{BTreeMap, BTreeSet};

use crate::modules::{Module, ModuleId, modules};
use crate::resolve::{Target, resolve};
use crate::tree::Tree;

/// The imports between the files of a crate.
#[derive(Debug, Clone, Default)]
pub struct Imports {
    /// For each file the files that it imports, and for each of these the lines that do so.
    pub edges: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl Imports {
    fn add(&mut self, from: &str, to: &str, line: usize, path: &[String]) {
        if from == to {
            return;
        }
        let edges = self.edges.entry(from.to_owned()).or_default();
        let lines = edges.entry(to.to_owned()).or_default();
        let line = format!("{from}:{line}: `{}`", path.join("::"));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }

    /// The files that a file imports.
    pub fn of<'i>(&'i self, file: &str) -> impl Iterator<Item = &'i str> {
        let edges = self.edges.get(file).into_iter();
        edges.flat_map(|edges| edges.keys().map(String::as_str))
    }

    /// The lines by which one file imports another.
    #[must_use]
    pub fn lines(&self, from: &str, to: &str) -> &[String] {
        let lines = self.edges.get(from).and_then(|edges| edges.get(to));
        lines.map_or(&[], Vec::as_slice)
    }
}

/// Reads the imports between the files of the crate with the given root. An import leads to the file that defines
/// the item, past re-exports. A module that declares or re-exports what is below it does not import it.
///
/// # Errors
/// If a file does not parse, or a module has no file.
pub fn imports(tree: &Tree, root: &str) -> Result<Imports, String> {
    let modules = modules(tree, root)?;
    let mut imports = Imports::default();
    for (id, module) in modules.iter().enumerate() {
        imports.edges.entry(module.file.clone()).or_default();
        let file_of = |target: Target| &modules[target.module()].file;
        for import in &module.uses {
            let target = resolve(&modules, id, &import.path);
            let is_import =
                |it: &Target| !(import.is_reexport && is_below(&modules, it.module(), id));
            if let Some(target) = target.filter(is_import) {
                imports.add(&module.file, file_of(target), import.line, &import.path);
            }
        }
        // A file that is imported by `use` need not be named again for each path in the code.
        let used: BTreeSet<String> = imports.of(&module.file).map(str::to_owned).collect();
        for mention in &module.mentions {
            let target = resolve(&modules, id, &mention.path)
                .filter(|target| !mention.in_macro || is_certain(*target))
                .filter(|target| !used.contains(file_of(*target)));
            if let Some(target) = target {
                imports.add(&module.file, file_of(target), mention.line, &mention.path);
            }
        }
    }
    Ok(imports)
}

fn is_certain(target: Target) -> bool {
    matches!(target, Target::Item { known: true, .. })
}

/// Whether a module is inside of another.
fn is_below(modules: &[Module], module: ModuleId, of: ModuleId) -> bool {
    let mut parents = std::iter::successors(modules[module].parent, |id| modules[*id].parent);
    parents.any(|parent| parent == of)
}
