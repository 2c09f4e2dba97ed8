//! Turns an OpenAPI description (3.0, 3.1 or 3.2) into Rust: typed models, operation
//! functions and filters.
//!
//! The crate maps text to text. It uses no network, no disk and no clock. The steps are
//!
//! 1. `load`: parses YAML into a tree in which every node knows its span;
//! 2. `normalize`: rewrites a document of OpenAPI 3.1 or 3.2 in the form of 3.0;
//! 3. [`select()`]: takes the paths under some prefixes and what they reach; drops prose, or carries it into documentation;
//! 4. `overlay`: applies corrections, names and documentation;
//! 5. `lower`: turns the document into plain data, [`ir`], with names for everything;
//! 6. `check`: checks the result as a whole;
//! 7. `emit`: turns it into files.
//!
//! Every problem in a document is reported as a [`Diagnostic`] with its span. A run collects all of
//! them.
//!
//! ```
//! use connect_codegen::{Input, Source, generate};
//!
//! let text = "
//! openapi: 3.0.3
//! info: {title: example, version: '1'}
//! paths:
//!   /notes/{id}:
//!     get:
//!       parameters: [{name: id, in: path, required: true, schema: {type: string}}]
//!       responses: {'200': {description: '', content: {text/plain: {}}}}
//! ";
//! let input = Input {
//!     document: Source::new("example.yml", text),
//!     prefixes: vec!["/notes*".to_owned()],
//!     ..Input::default()
//! };
//! let outcome = generate(&input, &mut |_stage| {});
//! for diagnostic in outcome.diagnostics.iter() {
//!     eprintln!("{diagnostic}");
//! }
//! let bindings = outcome.value.expect("the document is sound");
//! let (_, notes) = bindings.files.iter().find(|(path, _)| *path == "src/notes.rs").expect("the module");
//! assert!(notes.contains("pub fn get(id: impl AsRef<str>) -> Call<String>"));
//! ```
//!
//! [`Output::Module`] gives one text, which a build script writes to `OUT_DIR` and the crate includes, in place of the
//! files of a crate. The defaults of [`Input`] fit any document; [`Docs::Document`] takes its prose along.

pub mod diagnostics;
pub mod ir;
#[doc(hidden)]
pub mod stages;

mod bundle;
mod check;
mod emit;
mod extensions;
mod findings;
mod follow;
mod generate;
mod heirs;
mod keywords;
mod load;
mod lower;
mod markdown;
mod moves;
mod names;
mod near;
mod node;
mod normalize;
mod order;
mod overlay;
mod parallel;
mod pointer;
mod prefix;
mod select;
mod source;
mod stamp;

pub use bundle::{OtherFile, other_files};
pub use check::Reserved;
pub use diagnostics::{Diagnostic, Diagnostics, Label, Outcome, Severity, Span};
pub use emit::{FileSet, GENERATED_MARK, Output, Program, is_generated};
pub use generate::{BindingCounts, Bindings, Docs, Input, generate};
pub use names::{FunctionNames, ModuleNames, Naming};
pub use overlay::Applied;
pub use pointer::Pointer;
pub use prefix::Prefix;
pub use select::{Choice, Counts, Matcher, Slice, prefixes_of, select, select_in_stages};
pub use source::Source;
pub use stamp::{Runtime, fingerprint, manifest};

/// The examples of the README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
