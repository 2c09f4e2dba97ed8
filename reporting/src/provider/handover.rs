//! What is handed over.

use std::path::PathBuf;

use connect_usage::models;

use crate::returned::Chunk;

/// A chunk that is handed over to the provider's system.
#[derive(Debug)]
#[non_exhaustive]
pub struct Handover {
    /// The external id of the chunk, which was noted on the platform before.
    pub key: String,
    /// The chunk, as the list has it.
    pub chunk: models::Chunk,
    /// Its workbook.
    pub workbook: Chunk,
    /// The file that it was downloaded to, if the round has a folder.
    pub path: Option<PathBuf>,
    /// Whether an earlier round may have handed it over already: it noted the key, and what followed is not known. The
    /// provider's system must then look for the key, and return the bill that it made before if there is one.
    pub may_be_repeated: bool,
}
