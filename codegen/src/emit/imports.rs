//! The imports of a generated file: what it names, and nothing else.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use proc_macro2::{Ident as Word, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::layout::DECLARATION;
use crate::ir::{Api, Ident};
use crate::names;

/// What a file may need: names, and the path of the module that each is in. Only what the file
/// names is imported.
pub struct Imports<'a> {
    available: HashMap<&'a str, &'static str>,
}

/// The runtime's modules that generated code calls by name.
const MODULES: [&str; 1] = ["codegen"];

impl<'a> Imports<'a> {
    /// What the runtime and the standard library offer to every file.
    fn runtime() -> Self {
        let ours = names::RUNTIME.into_iter().chain(MODULES);
        let mut available: HashMap<&str, &str> =
            ours.map(|name| (name, "connect_runtime")).collect();
        available.insert("BTreeMap", "std::collections");
        Self { available }
    }

    /// What a file of operations may need.
    pub fn operations(api: &'a Api) -> Self {
        let mut imports = Self::runtime();
        let types = api.types.iter().map(|def| def.name.0.as_str());
        imports
            .available
            .extend(types.map(|name| (name, "crate::models")));
        imports
    }

    /// What a file of models may need.
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
    /// If a name is none, which would be a fault of the generator.
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

/// Looks for the names that a file uses and does not define: the first of each path. Modules inside
/// of the file have imports of their own.
struct Uses<'i> {
    available: &'i HashMap<&'i str, &'static str>,
    /// Path and name of what is used.
    found: BTreeSet<(&'static str, &'i str)>,
    /// The name that is looked up, kept for its room.
    name: String,
}

impl Uses<'_> {
    fn note(&mut self, name: &Word) {
        self.name.clear();
        // Writing to a text does not fail.
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
