//! Names in the document and names in Rust.

use std::fmt;

/// A name in the document and on the wire.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WireName(pub String);

/// A name in Rust: a valid identifier, raw (`r#type`) if necessary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(pub String);

impl Ident {
    /// Returns the name without `r#`: as it is in paths for readers, in names of files, and in longer names.
    ///
    /// ```
    /// use connect_codegen::ir::Ident;
    /// assert_eq!(Ident("r#type".to_owned()).plain(), "type");
    /// assert_eq!(Ident("kind".to_owned()).plain(), "kind");
    /// ```
    #[must_use]
    pub fn plain(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl fmt::Display for WireName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
