//! The façade of the workspace: the generated crates that it re-exports, and the names of its items.
//!
//! The façade re-exports a generated crate with a glob. An item of the façade hides a resource module
//! of the same name, without an error of the compiler. `generate` checks for that, and reads the names
//! from the source of the façade, so that they are not listed twice.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use connect_codegen::{Reserved, Severity};
use connect_codegen_cli::exit::Error;
use syn::{Item, UseTree};

use crate::slice::Slice;
use crate::workspace::{FACADE, Workspace};

/// The declarations in the root module of the façade.
#[derive(Debug, Default)]
pub struct Facade {
    /// The name of its package.
    package: String,
    /// The names of its items, including private ones, which also hide a module.
    names: BTreeSet<String>,
    /// The crates that it re-exports with a glob.
    globs: BTreeSet<String>,
}

impl Facade {
    /// Reads the façade of a workspace; `None` if there is none.
    ///
    /// # Errors
    /// Returns an error if its source cannot be read or parsed.
    pub fn read(workspace: &Workspace) -> Result<Option<Self>, Error> {
        let path = workspace.path(FACADE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::read(&path, error)),
        };
        let mut facade = Self::of_source(&text).map_err(|error| Error::Usage {
            what: format!("cannot parse {FACADE}: {error}"),
            help: "correct it: its items are needed, because a resource of the API must not have the name of one"
                .to_owned(),
        })?;
        facade.package = package(workspace).unwrap_or_else(|| FACADE.to_owned());
        Ok(Some(facade))
    }

    fn of_source(text: &str) -> syn::Result<Self> {
        let mut facade = Self::default();
        for item in syn::parse_file(text)?.items {
            match &item {
                Item::Use(item) => facade.import(None, &item.tree, true),
                item => facade.names.extend(declared(item)),
            }
        }
        Ok(facade)
    }

    /// Adds the names that an import declares. `parent` is the path segment before the tree.
    fn import(&mut self, parent: Option<&syn::Ident>, tree: &UseTree, is_root: bool) {
        let mut name = |ident: &syn::Ident| {
            // `use path::{self}` imports the last segment of the path.
            let ident = parent.filter(|_| ident == "self").unwrap_or(ident);
            self.names.insert(plain(ident));
        };
        match tree {
            UseTree::Name(tree) => name(&tree.ident),
            UseTree::Rename(tree) if tree.rename != "_" => name(&tree.rename),
            UseTree::Rename(_) => {}
            UseTree::Path(path) => {
                if is_root && matches!(*path.tree, UseTree::Glob(_)) {
                    self.globs.insert(plain(&path.ident));
                }
                self.import(Some(&path.ident), &path.tree, false);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(parent, tree, is_root);
                }
            }
            _ => {}
        }
    }

    /// Returns whether it re-exports the crate of a slice with a glob.
    pub fn re_exports(&self, slice: &Slice) -> bool {
        self.globs.contains(&slice.package().replace('-', "_"))
    }

    /// Returns the names that no module of a re-exported crate may have.
    pub fn reserved(&self) -> Reserved {
        Reserved {
            names: self.names.clone(),
            owner: self.package.clone(),
            severity: Severity::Error,
            paths: Vec::new(),
        }
    }
}

/// Returns the name that an item declares.
fn declared(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::ExternCrate(item) => match &item.rename {
            Some((_, rename)) => rename,
            None => &item.ident,
        },
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(plain(ident))
}

/// Returns the name without `r#`.
fn plain(ident: &syn::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

/// Returns the name of the root package.
fn package(workspace: &Workspace) -> Option<String> {
    let manifest = fs::read_to_string(workspace.path("Cargo.toml")).ok()?;
    let manifest: toml::Table = manifest.parse().ok()?;
    let name = manifest.get("package")?.get("name")?;
    name.as_str().map(str::to_owned)
}

/// Returns the reserved names of a slice: those of the façade, if it re-exports the slice's crate.
///
/// # Errors
/// Returns an error if the façade cannot be read.
pub fn reserved_in(workspace: &Workspace, slice: &Slice) -> Result<Option<Reserved>, Error> {
    let facade = Facade::read(workspace)?;
    Ok(facade
        .filter(|facade| facade.re_exports(slice))
        .map(|facade| facade.reserved()))
}

/// Returns the reserved names of a crate outside of the workspace. The façade does not re-export it, so
/// nothing is hidden. Operations that also belong to a slice of the façade get a warning, because they
/// would be hidden there.
///
/// # Errors
/// Returns an error if the façade or the slices cannot be read.
pub fn reserved_elsewhere(workspace: &Workspace) -> Result<Option<Reserved>, Error> {
    let Some(facade) = Facade::read(workspace)? else {
        return Ok(None);
    };
    let slices = crate::slice::all(workspace)?;
    let re_exported = slices.iter().filter(|slice| facade.re_exports(slice));
    let paths: Vec<String> = re_exported
        .filter_map(|slice| crate::lock::pinned(workspace, slice))
        .flat_map(|part| part.prefixes)
        .collect();
    Ok((!paths.is_empty()).then(|| Reserved {
        severity: Severity::Warning,
        paths,
        ..facade.reserved()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_the_root_module_are_read() {
        let facade = Facade::of_source(
            "pub use connect_usage_api::*;
             pub use ::connect_other_api::*;
             use std::collections::*;
             pub use connect_runtime as runtime;
             pub use connect_runtime::filter::{self, Filter, Order as Sorting};
             pub use connect_runtime::{retry, states::{self as graphs, Outcome}, nested::*};
             use std::fmt::Write as _;
             mod inside { pub mod deeper {} pub fn hidden() {} }
             pub mod blocking;
             pub fn api_version() {}
             pub struct Client; enum Kind {} trait Read {} type Short = u8; union Both { a: u8 }
             const ONE: u8 = 1; static TWO: u8 = 2;
             macro_rules! all { () => {} }
             pub mod r#type {}
             extern crate alloc as memory;
             impl Client { pub fn method() {} }",
        )
        .unwrap();
        let names: Vec<&str> = facade.names.iter().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "Both",
                "Client",
                "Filter",
                "Kind",
                "ONE",
                "Outcome",
                "Read",
                "Short",
                "Sorting",
                "TWO",
                "all",
                "api_version",
                "blocking",
                "filter",
                "graphs",
                "inside",
                "memory",
                "retry",
                "runtime",
                "type",
            ]
        );
        let slice = |name: &str| Slice::named(name).unwrap();
        assert!(facade.re_exports(&slice("usage")) && facade.re_exports(&slice("other")));
        assert!(!facade.re_exports(&slice("directory")));
    }

    #[test]
    fn the_facade_of_this_workspace_has_names() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let workspace = Workspace::at(&root).unwrap();
        let facade = Facade::read(&workspace).unwrap().unwrap();
        assert!(facade.re_exports(&Slice::named("usage").unwrap()));
        for name in ["transport", "filter", "retry", "blocking", "runtime"] {
            assert!(facade.names.contains(name), "{name}");
        }
        assert_eq!(facade.package, "connect-usage");
    }
}
