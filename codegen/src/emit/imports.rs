//! The imports of a generated file: what it names, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident as Word, Span, TokenStream, TokenTree};
use quote::quote;
use syn::visit::{self, Visit};

use super::tokens::ident;
use crate::ir::{Api, Ident};
use crate::names;

/// What a file may need, by name; only what it names is imported.
pub struct Imports {
    available: BTreeMap<Word, TokenStream>,
}

/// The runtime's modules that generated code calls by name.
const MODULES: [&str; 4] = ["decode", "encode", "states", "union"];

fn word(name: &str) -> Word {
    Word::new(name, Span::call_site())
}

impl Imports {
    /// What the runtime and the standard library offer to every file.
    fn runtime() -> Self {
        let ours = names::RUNTIME.into_iter().chain(MODULES);
        let mut available: BTreeMap<Word, TokenStream> = ours
            .map(word)
            .map(|name| (name.clone(), quote!(use connect_runtime::#name;)))
            .collect();
        available.insert(
            word("BTreeMap"),
            quote!(
                use std::collections::BTreeMap;
            ),
        );
        Self { available }
    }

    /// What a file of operations may need.
    pub fn operations(api: &Api) -> Self {
        let mut imports = Self::runtime();
        for def in &api.types {
            let name = ident(&def.name);
            let import = quote!(use crate::models::#name;);
            imports.available.insert(name, import);
        }
        imports
    }

    /// What a file of models may need.
    pub fn models(api: &Api, group: &Ident) -> Self {
        let mut imports = Self::runtime();
        for name in names::SERDE.map(word) {
            let import = quote!(use connect_runtime::serde::#name;);
            imports.available.insert(name, import);
        }
        imports.available.insert(
            word("MapAccess"),
            quote!(
                use connect_runtime::serde::de::MapAccess;
            ),
        );
        for def in api.types.iter().filter(|def| def.group != *group) {
            let name = ident(&def.name);
            let import = quote!(use super::#name;);
            imports.available.insert(name, import);
        }
        imports
    }

    /// Puts the imports that a file needs before its items.
    pub fn add_to(&self, mut file: syn::File) -> syn::Result<syn::File> {
        let mut uses = Uses {
            available: &self.available,
            found: BTreeSet::new(),
        };
        uses.visit_file(&file);
        let used = uses
            .found
            .into_iter()
            .filter_map(|name| self.available.get(name));
        let mut used: Vec<(String, &TokenStream)> =
            used.map(|import| (import.to_string(), import)).collect();
        used.sort_by(|one, other| one.0.cmp(&other.0));
        let used: TokenStream = used.into_iter().map(|(_, import)| import.clone()).collect();
        let imports: syn::File = syn::parse2(used)?;
        file.items.splice(0..0, imports.items);
        Ok(file)
    }
}

/// Looks for the names that a file uses and does not define: the first of each path. Modules inside
/// of the file have imports of their own.
struct Uses<'i> {
    available: &'i BTreeMap<Word, TokenStream>,
    found: BTreeSet<&'i Word>,
}

impl Uses<'_> {
    fn note(&mut self, name: &Word) {
        if let Some((name, _)) = self.available.get_key_value(name) {
            self.found.insert(name);
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
            // `encode` alone is an argument or a variable, `encode::object` is the module.
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

    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}
}
