//! The imports of a generated file: exactly the names that it uses.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use proc_macro2::{Ident as Word, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::layout::DECLARATION;
use crate::ir::{Api, Ident};
use crate::names;

/// The names that a file may use, and the path of the module of each. Only those that the file uses
/// are imported.
pub struct Imports<'a> {
    available: HashMap<&'a str, &'static str>,
}

/// The runtime's modules that generated code calls by name.
const MODULES: [&str; 1] = ["codegen"];

impl<'a> Imports<'a> {
    /// The names of the runtime and the standard library, for every file.
    fn runtime() -> Self {
        let ours = names::runtime().chain(MODULES);
        let mut available: HashMap<&str, &str> =
            ours.map(|name| (name, "connect_runtime")).collect();
        available.insert("BTreeMap", "std::collections");
        Self { available }
    }

    /// The names that a file of operations may use.
    pub fn operations(api: &'a Api) -> Self {
        let mut imports = Self::runtime();
        let types = api.types.iter().map(|def| def.name.0.as_str());
        imports
            .available
            .extend(types.map(|name| (name, "crate::models")));
        imports
    }

    /// The names that a file of models may use.
    pub fn models(api: &'a Api, group: &Ident) -> Self {
        let mut imports = Self::runtime();
        let types = api.types.iter().filter(|def| def.group != *group);
        imports
            .available
            .extend(types.map(|def| (def.name.0.as_str(), "super")));
        imports
    }

    /// Puts the imports that a file needs before its items.
    ///
    /// # Errors
    /// If a name is invalid, which would be a bug in the generator.
    pub fn add_to(&self, mut file: syn::File) -> syn::Result<syn::File> {
        let mut uses = Uses {
            available: &self.available,
            found: BTreeSet::new(),
            name: String::new(),
        };
        uses.visit_file(&file);
        let mut by_path: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (path, name) in uses.found {
            by_path.entry(path).or_default().push(name);
        }
        let imports: String = by_path
            .iter()
            .map(|(path, names)| match names.as_slice() {
                [name] => format!("use {path}::{name};"),
                names => format!("use {path}::{{{}}};", names.join(", ")),
            })
            .collect();
        let imports: syn::File = syn::parse_str(&imports)?;
        file.items.splice(0..0, imports.items);
        Ok(file)
    }
}

/// Collects the names that a file uses and does not define: the first segment of each path. Modules inside
/// the file have their own imports.
struct Uses<'i> {
    available: &'i HashMap<&'i str, &'static str>,
    /// Path and name of each used item.
    found: BTreeSet<(&'static str, &'i str)>,
    /// The name that is looked up; a buffer that is reused.
    name: String,
}

impl Uses<'_> {
    fn note(&mut self, name: &Word) {
        self.name.clear();
        // Writing to a `String` does not fail.
        let _ = write!(self.name, "{name}");
        if let Some((name, path)) = self.available.get_key_value(self.name.as_str()) {
            self.found.insert((path, name));
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(name) => self.note(&name),
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Uses<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let (None, Some(first)) = (&path.leading_colon, path.segments.first()) {
            // `codegen` alone is an argument or a variable, `codegen::Graph` is the module's.
            let is_module = MODULES.iter().any(|module| first.ident == module);
            if path.segments.len() > 1 || !is_module {
                self.note(&first.ident);
            }
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.ident.to_string().starts_with(DECLARATION) {
            visit::visit_item_mod(self, module);
        }
    }
}
