//! What `use` items import.

use proc_macro2::Span;
use syn::UseTree;

/// One name, or all names of a module, that a `use` item imports.
pub struct Use {
    pub path: Vec<String>,
    /// The name in the importing module; `None` for all names.
    pub name: Option<String>,
    pub line: usize,
    /// Whether other modules can name what is imported.
    pub is_reexport: bool,
}

/// The imports of a `use` item.
pub fn uses(tree: &UseTree, is_reexport: bool, at: Span) -> Vec<Use> {
    let line = at.start().line;
    let mut found = Vec::new();
    walk(tree, &mut Vec::new(), &mut |path, name| {
        found.push(Use {
            path,
            name,
            line,
            is_reexport,
        });
    });
    found
}

fn walk(
    tree: &UseTree,
    prefix: &mut Vec<String>,
    found: &mut dyn FnMut(Vec<String>, Option<String>),
) {
    let with = |prefix: &Vec<String>, last: String| {
        let mut path = prefix.clone();
        // `use a::{self}` imports `a`.
        if last != "self" || path.is_empty() {
            path.push(last);
        }
        path
    };
    match tree {
        UseTree::Path(step) => {
            prefix.push(step.ident.to_string());
            walk(&step.tree, prefix, found);
            prefix.pop();
        }
        UseTree::Name(last) => {
            let path = with(prefix, last.ident.to_string());
            let name = path.last().cloned();
            found(path, name);
        }
        UseTree::Rename(last) => {
            found(
                with(prefix, last.ident.to_string()),
                Some(last.rename.to_string()),
            );
        }
        UseTree::Glob(_) => found(prefix.clone(), None),
        UseTree::Group(group) => {
            for tree in &group.items {
                walk(tree, prefix, found);
            }
        }
    }
}
