//! The modules of a crate: which file each stands in, what it defines, and what it imports.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta, Visibility};

use crate::mentions::{Mention, mentions};
use crate::tree::{Tree, folder};
use crate::uses::{Use, uses};

/// A module of a crate, by its position among them. The root comes first.
pub type ModuleId = usize;

/// A module.
pub struct Module {
    pub parent: Option<ModuleId>,
    /// The file that it stands in, which it shares with its inline modules.
    pub file: String,
    pub children: BTreeMap<String, ModuleId>,
    /// The names of its items, except those of modules.
    pub items: BTreeSet<String>,
    pub uses: Vec<Use>,
    /// The paths in its code, and the imports within functions.
    pub mentions: Vec<Mention>,
}

/// Reads the modules of the crate with the given root.
///
/// # Errors
/// If a file does not parse, or a module has no file.
pub fn modules(tree: &Tree, root: &str) -> Result<Vec<Module>, String> {
    let mut reader = Reader {
        tree,
        modules: Vec::new(),
    };
    reader.file(root.to_owned(), folder(root).to_owned(), None)?;
    Ok(reader.modules)
}

struct Reader<'t> {
    tree: &'t Tree,
    modules: Vec<Module>,
}

impl Reader<'_> {
    /// Adds the module of a file; `inner` is the folder of its modules' files.
    fn file(
        &mut self,
        path: String,
        inner: String,
        parent: Option<ModuleId>,
    ) -> Result<ModuleId, String> {
        let text = self
            .tree
            .text(&path)
            .ok_or_else(|| format!("{path}: not found"))?;
        let file = syn::parse_file(text).map_err(|error| {
            let line = error.span().start().line;
            format!("{path}:{line}: {error}")
        })?;
        self.module(&file.items, path, inner, parent)
    }

    fn module(
        &mut self,
        items: &[Item],
        file: String,
        inner: String,
        parent: Option<ModuleId>,
    ) -> Result<ModuleId, String> {
        let id = self.modules.len();
        self.modules.push(Module {
            parent,
            file: file.clone(),
            children: BTreeMap::new(),
            items: BTreeSet::new(),
            uses: Vec::new(),
            mentions: Vec::new(),
        });
        for item in items {
            match item {
                Item::Mod(module) => {
                    let name = module.ident.to_string();
                    let below = format!("{inner}{name}/");
                    let child = if let Some((_, items)) = &module.content {
                        self.module(items, file.clone(), below, Some(id))?
                    } else {
                        let (path, inner) = self.file_of(&name, &module.attrs, &file, &inner)?;
                        self.file(path, inner, Some(id))?
                    };
                    self.modules[id].children.insert(name, child);
                }
                Item::Use(item) => {
                    let is_reexport = !matches!(item.vis, Visibility::Inherited);
                    let found = uses(&item.tree, is_reexport, item.use_token.span);
                    self.modules[id].uses.extend(found);
                }
                other => {
                    self.modules[id].items.extend(name(other));
                    self.modules[id].mentions.extend(mentions(other));
                }
            }
        }
        Ok(id)
    }

    /// The file of `mod name;`, and the folder of the files of its own modules.
    fn file_of(
        &self,
        name: &str,
        attributes: &[Attribute],
        file: &str,
        inner: &str,
    ) -> Result<(String, String), String> {
        if let Some(path) = path_attribute(attributes) {
            let path = joined(folder(file), &path);
            let inner = folder(&path).to_owned();
            return Ok((path, inner));
        }
        let below = format!("{inner}{name}/");
        let candidates = [format!("{inner}{name}.rs"), format!("{below}mod.rs")];
        let path = candidates
            .into_iter()
            .find(|path| self.tree.text(path).is_some());
        let path = path.ok_or_else(|| format!("{file}: no file for `mod {name};` in {inner}"))?;
        Ok((path, below))
    }
}

/// The path in `#[path = "…"]`.
fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes
        .iter()
        .find_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
}

/// A relative path seen from a folder.
fn joined(folder: &str, path: &str) -> String {
    let mut segments: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for segment in path.split('/') {
        if segment == ".." {
            segments.pop();
        } else {
            segments.push(segment);
        }
    }
    segments.join("/")
}

/// The name of an item.
fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
