//! The imports of a generated file: exactly the names that it uses.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use hashbrown::HashMap;
use proc_macro2::{Ident as Word, TokenStream, TokenTree};
use syn::Item;
use syn::visit::{self, Visit};

use super::layout::DECLARATION;
use super::output::Output;
use crate::ir::{Api, Ident};
use crate::names;

/// The names that generated files may use, and where each is defined: one table for all files.
pub struct Names<'a> {
    homes: HashMap<&'a str, Home<'a>>,
}

/// Where a name is defined.
#[derive(Clone, Copy)]
enum Home<'a> {
    /// A module of the runtime or of the standard library.
    Library(&'static str),
    /// The file of this group of models.
    Models(&'a Ident),
}

/// The runtime's modules that generated code calls by name.
const MODULES: [&str; 2] = ["codegen", "contract"];

impl<'a> Names<'a> {
    /// The names of the runtime, the standard library and all models.
    pub fn new(api: &'a Api) -> Self {
        let ours = names::runtime().chain(MODULES);
        let mut homes: HashMap<&str, Home<'_>> = ours
            .map(|name| (name, Home::Library("connect_runtime")))
            .collect();
        homes.insert("BTreeMap", Home::Library("std::collections"));
        let types = api.types.iter();
        homes.extend(types.map(|def| (def.name.0.as_str(), Home::Models(&def.group))));
        Self { homes }
    }
}

/// The imports of one file: only the names that it uses are imported.
#[derive(Clone, Copy)]
pub struct Imports<'a> {
    names: &'a Names<'a>,
    /// The group of models that the file defines; none in a file of operations.
    group: Option<&'a Ident>,
    output: Output,
}

impl<'a> Imports<'a> {
    /// The imports of a file of operations.
    pub fn operations(names: &'a Names<'a>, output: Output) -> Self {
        Self {
            names,
            group: None,
            output,
        }
    }

    /// The imports of a file of models.
    pub fn models(names: &'a Names<'a>, group: &'a Ident, output: Output) -> Self {
        Self {
            names,
            group: Some(group),
            output,
        }
    }

    /// The name as it is in the table, and the path of the module to import it from. None if it is not known or
    /// the file itself defines it.
    fn find(&self, name: &str) -> Option<(&'static str, &'a str)> {
        let (name, home) = self.names.homes.get_key_value(name)?;
        let path = match (home, self.group) {
            (Home::Library(path), _) => path,
            (Home::Models(_), None) => match self.output {
                Output::Crate => "crate::models",
                Output::Module => "super::models",
            },
            (Home::Models(home), Some(group)) if *home == group => return None,
            (Home::Models(_), Some(_)) => "super",
        };
        Some((path, name))
    }

    /// The file of these items, with the imports that they need.
    ///
    /// # Errors
    /// If a name is invalid, which would be a bug in the generator.
    pub fn add_to(self, items: Vec<Item>) -> syn::Result<syn::File> {
        let mut uses = Uses {
            imports: self,
            found: BTreeSet::new(),
            name: String::new(),
        };
        items.iter().for_each(|item| uses.visit_item(item));
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
        let mut file: syn::File = syn::parse_str(&imports)?;
        file.items.extend(items);
        Ok(file)
    }
}

/// Collects the names that a file uses and does not define: the first segment of each path. Modules inside
/// the file have their own imports.
struct Uses<'i> {
    imports: Imports<'i>,
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
        self.found.extend(self.imports.find(&self.name));
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

    /// Of the attributes only that of further members names types.
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta
            && list.path.is_ident("rest")
        {
            self.tokens(list.tokens.clone());
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.ident.to_string().starts_with(DECLARATION) {
            visit::visit_item_mod(self, module);
        }
    }
}
