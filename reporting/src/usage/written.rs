//! Workbooks that are complete.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use connect_usage::{Bytes, Upload};
use tempfile::NamedTempFile;

use super::error::WriteError;
use super::sink::{Destination, Sink, numbered};
use crate::disk;

/// The usual file name of workbooks.
const NAME: &str = "usage_file.xlsx";

/// The media type of workbooks.
pub(crate) const MEDIA_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A complete workbook, to be uploaded to a report of its own.
#[derive(Clone)]
pub struct WrittenWorkbook {
    rows: u32,
    name: String,
    place: Place,
}

#[derive(Clone)]
enum Place {
    Memory(Bytes),
    File(PathBuf),
}

/// A workbook that is complete, but has no name yet.
pub(super) struct Unnamed {
    pub rows: u32,
    content: Content,
}

enum Content {
    Memory(Bytes),
    File(NamedTempFile, Destination),
}

impl WrittenWorkbook {
    /// The number of its rows, without the header.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The file; `None` if it is in memory.
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Memory(_) => None,
            Place::File(path) => Some(path),
        }
    }

    /// The content; `None` if it is a file.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.place {
            Place::Memory(bytes) => Some(bytes),
            Place::File(_) => None,
        }
    }

    /// The upload for `connect_usage::files::upload`, with a file name and the media type of workbooks.
    pub fn upload(&self) -> Upload {
        let upload = match &self.place {
            Place::Memory(bytes) => Upload::bytes(bytes.clone()),
            Place::File(path) => Upload::path(path),
        };
        upload.file_name(&self.name).media_type(MEDIA_TYPE)
    }
}

/// The place and the number of rows, not the rows.
impl fmt::Debug for WrittenWorkbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("WrittenWorkbook");
        debug.field("rows", &self.rows).field("name", &self.name);
        debug.field("path", &self.path()).finish_non_exhaustive()
    }
}

impl Unnamed {
    /// Writes what is in buffers.
    pub fn new(rows: u32, sink: Sink) -> Result<Self, WriteError> {
        let content = match sink {
            Sink::Memory(memory) => Content::Memory(memory.into_inner().into()),
            Sink::File(buffer, destination) => {
                let file = buffer.into_inner();
                let file = file.map_err(|error| WriteError::workbook(error.into_error()))?;
                let synced = file.as_file().sync_all();
                synced.map_err(|error| WriteError::file(file.path(), error))?;
                Content::File(file, destination)
            }
        };
        Ok(Self { rows, content })
    }
}

/// Gives the workbooks their names.
pub(super) fn name(workbooks: Vec<Unnamed>) -> Result<Vec<WrittenWorkbook>, WriteError> {
    let mut written = Vec::with_capacity(workbooks.len());
    let mut folders = BTreeSet::new();
    for (number, workbook) in (1..).zip(workbooks) {
        let (path, place) = match workbook.content {
            Content::Memory(bytes) => (numbered(Path::new(NAME), number), Place::Memory(bytes)),
            Content::File(temporary, Destination { path, file }) => {
                let renamed = temporary.persist(&file);
                renamed.map_err(|it| WriteError::file(&path, it.error))?;
                folders.insert(disk::folder(&file).to_owned());
                (path.clone(), Place::File(path))
            }
        };
        let name = path.file_name().unwrap_or_default();
        written.push(WrittenWorkbook {
            rows: workbook.rows,
            name: name.to_string_lossy().into_owned(),
            place,
        });
    }
    for folder in folders {
        disk::sync(&folder).map_err(|error| WriteError::file(folder, error))?;
    }
    Ok(written)
}
