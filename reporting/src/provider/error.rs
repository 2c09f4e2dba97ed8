//! Errors of the provider's round.

use std::{error, fmt};

use connect_usage::Error;
use connect_usage::waiting::Reason;

use crate::listing::{ListError, write_unstable};
use crate::returned::ReadError;

/// Why something cannot be read from the platform.
#[derive(Debug)]
#[non_exhaustive]
pub enum ProviderError {
    /// A call failed.
    Call(Error),
    /// A workbook cannot be read.
    Read(ReadError),
    /// A list changed during each of several attempts to read it, so that rows could be missing.
    Unstable {
        /// The number of rows that the platform said there were.
        expected: u64,
        /// The number of different rows that were read.
        found: u64,
    },
}

impl ProviderError {
    /// Whether something ended in a status from which the wanted one cannot come, such as a reconciliation that failed.
    pub(super) fn has_failed(&self) -> bool {
        let Self::Call(error) = self else {
            return false;
        };
        let waiting = error.wait_error();
        waiting.is_some_and(|it| matches!(it.reason, Reason::Final | Reason::Act(_)))
    }
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Read(error) => error.fmt(f),
            Self::Unstable { expected, found } => write_unstable(f, *expected, *found),
        }
    }
}

impl error::Error for ProviderError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            // It is printed as a whole, with what it has as its source.
            Self::Call(error) => error.source(),
            Self::Read(_) | Self::Unstable { .. } => None,
        }
    }
}

impl From<Error> for ProviderError {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl From<ReadError> for ProviderError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<ListError> for ProviderError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Call(error) => Self::Call(error),
            ListError::Unstable { expected, found } => Self::Unstable { expected, found },
        }
    }
}
