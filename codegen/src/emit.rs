//! Emission: generates the Rust files for an [`Api`].
//!
//! What there is most of is built as nodes of syn's tree, the rest as tokens with quote that syn parses; prettyplease
//! prints both. The output is the same on
//! every machine, and it always parses.

mod bodies;
mod declarations;
mod descriptions;
mod docs;
mod enums;
mod expressions;
pub(crate) mod filters;
mod functions;
mod imports;
mod layout;
mod library;
mod mark;
mod models;
mod module;
mod nesting;
mod newtypes;
mod nodes;
mod operations;
mod optional;
mod output;
mod parameters;
mod responses;
mod specification;
mod states;
mod structs;
pub(crate) mod text;
mod tokens;
mod types;
mod unions;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use syn::Item;

use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::ir::{Api, Ident, Operation, TypeDef};
use crate::parallel;
use imports::{Imports, Names};
pub use mark::{GENERATED_MARK, Program, is_generated};
pub use output::Output;
pub use specification::Stamp;

/// The generated files by path: below the crate's folder, such as `src/files.rs`, or the one file of a module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
}

impl FileSet {
    /// The files by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of the file with this path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }
}

impl<'a> IntoIterator for &'a FileSet {
    type Item = (&'a str, &'a str);
    type IntoIter = Box<dyn Iterator<Item = Self::Item> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

/// The file of a module.
const MODULE: &str = "api.rs";

/// Emits all files, in parallel where there are enough of them.
pub fn emit(api: &Api, stamp: &Stamp, output: Output, findings: &Findings) -> FileSet {
    let files = files(api, stamp);
    find_equal_paths(&files, findings);
    let table = Names::new(api);
    // Printing goes down into types, of which there can be many within each other: it needs much of a stack.
    let printed = match output {
        Output::Crate => {
            let workers = match api.types.len() < FEW {
                true => 1,
                false => files.len(),
            };
            let print = |file: &File<'_>| (file.path(), file.print(api, &table));
            parallel::map(&files, workers, print)
        }
        Output::Module => {
            let print = |_: &()| (MODULE.to_owned(), print_module(&files, api, &table));
            parallel::map(&[()], 1, print)
        }
    };
    let mut set = FileSet::default();
    for (path, printed) in printed {
        match printed {
            Ok(text) => drop(set.files.insert(path, stamp.program.marked(&text))),
            Err(error) => {
                let message = format!("generated code for `{path}` does not parse: {error}");
                let help = "this is a bug in the generator; please report it";
                findings.push(Diagnostic::error(Code::Emit, message).help(help));
            }
        }
    }
    set
}

fn find_equal_paths(files: &[File<'_>], findings: &Findings) {
    let mut paths = BTreeSet::new();
    for path in files.iter().map(File::path) {
        if !paths.insert(path.clone()) {
            let message = format!("two modules would be written to `{path}`");
            let help = "give one of them another name in the overlay: `x-connect-function`";
            findings.push(Diagnostic::error(Code::Name, message).help(help));
        }
    }
}

/// The files and what is in each. The largest are first, so that the workers finish at about the same time.
fn files<'a>(api: &'a Api, stamp: &'a Stamp) -> Vec<File<'a>> {
    let mut groups: BTreeMap<&Ident, Vec<&TypeDef>> = BTreeMap::new();
    for def in &api.types {
        groups.entry(&def.group).or_default().push(def);
    }
    let mut modules: BTreeMap<&Ident, Vec<&Operation>> = api
        .modules
        .keys()
        .map(|module| (module, Vec::new()))
        .collect();
    for operation in &api.operations {
        modules
            .entry(&operation.module)
            .or_default()
            .push(operation);
    }
    let names: Vec<&Ident> = groups.keys().copied().collect();
    let groups = groups.into_iter();
    let mut files: Vec<File<'_>> = groups
        .map(|(name, types)| File::Models(name, types))
        .collect();
    files.extend(
        modules
            .into_iter()
            .map(|(name, operations)| File::Operations(name, operations)),
    );
    files.sort_by_cached_key(|file| Reverse(file.weight()));
    files.extend([
        File::ModelIndex(names),
        File::Library,
        File::Specification(stamp),
    ]);
    files
}

/// With fewer types than this, printing takes some milliseconds: threads would save little of it, and cost memory and
/// CPU time.
const FEW: usize = 200;

/// A file of the generated crate.
enum File<'a> {
    Library,
    Specification(&'a Stamp),
    Operations(&'a Ident, Vec<&'a Operation>),
    ModelIndex(Vec<&'a Ident>),
    Models(&'a Ident, Vec<&'a TypeDef>),
}

impl File<'_> {
    fn path(&self) -> String {
        match self {
            Self::Library => "src/lib.rs".to_owned(),
            Self::Specification(_) => "src/specification.rs".to_owned(),
            Self::Operations(module, _) => format!("src/{}.rs", module.plain()),
            Self::ModelIndex(_) => "src/models.rs".to_owned(),
            Self::Models(group, _) => format!("src/models/{}.rs", group.plain()),
        }
    }

    /// A rough measure of how much there is to print.
    fn weight(&self) -> usize {
        match self {
            Self::Models(_, types) => types.len(),
            Self::Operations(_, operations) => {
                operations.iter().map(|it| 1 + it.filters.len()).sum()
            }
            _ => 0,
        }
    }

    /// The text of the file.
    fn print(&self, api: &Api, names: &Names<'_>) -> syn::Result<String> {
        let file = match self {
            Self::Library => syn::parse2(library::file(api))?,
            Self::ModelIndex(groups) => syn::parse2(models::index(groups))?,
            file => file.syntax(api, names, Output::Crate)?,
        };
        Ok(layout::spaced(&prettyplease::unparse(&file)))
    }

    /// The syntax of a file whose content is the same in a crate and in a module, but for paths.
    fn syntax(&self, api: &Api, names: &Names<'_>, output: Output) -> syn::Result<syn::File> {
        match self {
            Self::Library | Self::ModelIndex(_) => syn::parse_str(""),
            Self::Specification(stamp) => {
                let facts: syn::File = syn::parse2(specification::module(api, stamp))?;
                let mut items = facts.items;
                items.push(declarations::list(api, output)?);
                Imports::operations(names, output).add_to(items)
            }
            Self::Operations(_, operations) => Imports::operations(names, output)
                .add_to(operations::module(api, operations, output)?),
            Self::Models(group, types) => {
                Imports::models(names, group, output).add_to(models::group(api, types)?)
            }
        }
    }
}

/// The text of a module with all of the code.
fn print_module(files: &[File<'_>], api: &Api, names: &Names<'_>) -> syn::Result<String> {
    let mut modules: BTreeMap<&Ident, Item> = BTreeMap::new();
    let mut groups: BTreeMap<&Ident, Item> = BTreeMap::new();
    let (mut index, mut specification) = (Vec::new(), Vec::new());
    for file in files {
        let items = file.syntax(api, names, Output::Module)?.items;
        match file {
            File::Operations(name, _) => {
                let doc = api.modules.get(*name).map_or("", String::as_str);
                modules.insert(name, module::public(doc, name, items));
            }
            File::Models(group, _) => drop(groups.insert(group, module::private(group, items))),
            File::ModelIndex(groups) => {
                index = syn::parse2::<syn::File>(models::exports(groups))?.items
            }
            File::Specification(_) => specification = items,
            File::Library => {}
        }
    }
    let models = groups.into_values().chain(index).collect();
    let mut items: Vec<Item> = modules.into_values().collect();
    items.push(module::public(
        models::ABOUT,
        &Ident("models".to_owned()),
        models,
    ));
    let intro = library::intro(api, nesting::limit(api));
    items.push(module::public(
        &intro,
        &Ident("specification".to_owned()),
        specification,
    ));
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    };
    Ok(layout::spaced(&prettyplease::unparse(&file)))
}
