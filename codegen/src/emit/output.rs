//! What the generated code becomes: a crate, or a module of one.

use syn::Path;

use super::nodes;

/// What the generated code becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Output {
    /// The files of a crate below its folder: `src/lib.rs` and the files of its modules.
    #[default]
    Crate,
    /// One file, `api.rs`: the items of a module that the user's crate declares.
    ///
    /// It can be included, `mod api { include!(concat!(env!("OUT_DIR"), "/api.rs")); }`, or be the file of `mod api;`,
    /// wherever that module is. Only `connect-runtime` is needed beside it. It brings its own `#[allow(…)]`, so that it
    /// compiles where warnings are errors, and formatters leave it as it is. What the documentation of a crate says
    /// stands at its module `specification`.
    Module,
}

impl Output {
    /// The path to the root of the generated code, from a module that is so many levels below it.
    pub(crate) fn root(self, depth: usize) -> Path {
        match self {
            Self::Crate => nodes::path("crate"),
            Self::Module => nodes::path(&vec!["super"; depth].join("::")),
        }
    }

    /// The same as text, for links and imports.
    pub(crate) fn root_text(self, depth: usize) -> String {
        match self {
            Self::Crate => "crate".to_owned(),
            Self::Module => vec!["super"; depth].join("::"),
        }
    }
}
