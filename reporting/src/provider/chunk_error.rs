//! Why a chunk is not settled.

use std::{error, fmt, io};

use super::error::ProviderError;
use super::reconcile::Reconciled;
use crate::returned::BillError;
use crate::usage::text::short;

/// Why a chunk is not settled. `E` is the error of the provider's system.
#[derive(Debug)]
#[non_exhaustive]
pub enum ChunkError<E> {
    /// A call failed, or a workbook cannot be read.
    Platform(ProviderError),
    /// The chunk changed after it was generated. It must be generated again (`chunks::regenerate`) before it is billed.
    Outdated,
    /// The chunk belongs to another hub, so the platform did not filter the list.
    OtherHub(String),
    /// The chunk has another external id than this round would note: another program works on it.
    OtherExternalId {
        /// What this round would note.
        expected: String,
        /// What the chunk has.
        found: String,
    },
    /// The function for external ids returned an empty one.
    NoExternalId,
    /// The id of the chunk cannot be the name of a file.
    FileName(String),
    /// The downloaded file cannot be read again.
    File(io::Error),
    /// The provider's system failed.
    HandOver(E),
    /// The progress cannot be stored. The chunk was handed over.
    Save(E),
    /// A bill cannot be filled into the workbook.
    Bill(BillError),
    /// The platform rejected rows of the reconciliation. The others are closed.
    Rejected(Reconciled),
}

impl<E: fmt::Display> fmt::Display for ChunkError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Platform(error) => error.fmt(f),
            Self::Outdated => f.write_str("the chunk is outdated; generate it again"),
            Self::OtherHub(hub) => write!(f, "the chunk belongs to the hub {}", short(hub)),
            Self::OtherExternalId { expected, found } => write!(
                f,
                "expected the external id `{}`, found `{}`: another program works on the chunk",
                short(expected),
                short(found)
            ),
            Self::NoExternalId => f.write_str("expected an external id, found an empty one"),
            Self::FileName(id) => write!(f, "`{}` cannot be the name of a file", short(id)),
            Self::File(error) => write!(f, "cannot read the downloaded file: {error}"),
            Self::HandOver(error) => write!(f, "cannot hand over the chunk: {error}"),
            Self::Save(error) => write!(
                f,
                "the chunk was handed over, but the progress cannot be stored: {error}"
            ),
            Self::Bill(error) => error.fmt(f),
            Self::Rejected(reconciled) => reconciled.fmt(f),
        }
    }
}

impl<E: error::Error + 'static> error::Error for ChunkError<E> {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            // They are printed as a whole, with what they have as their source.
            Self::Platform(error) => error.source(),
            Self::HandOver(error) | Self::Save(error) => error.source(),
            _ => None,
        }
    }
}

impl<E, T: Into<ProviderError>> From<T> for ChunkError<E> {
    fn from(error: T) -> Self {
        Self::Platform(error.into())
    }
}
