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
