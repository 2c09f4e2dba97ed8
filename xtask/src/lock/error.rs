//! Failures of lock files.

use std::fmt;

/// A lock file that cannot be read or written.
#[derive(Debug)]
pub struct Error {
    /// The file, relative to the root.
    pub file: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

impl std::error::Error for Error {}

impl From<Error> for connect_codegen_cli::exit::Error {
    fn from(error: Error) -> Self {
        Self::Usage {
            what: error.to_string(),
            help: "rewrite it with `cargo xtask fetch`".to_owned(),
        }
    }
}
