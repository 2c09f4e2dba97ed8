//! Workbooks that are complete.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use connect_usage::{Bytes, Upload};
use tempfile::NamedTempFile;

use super::error::WriteError;
use super::sink::Sink;
use crate::disk;

/// The usual file name of workbooks, without its extension.
const NAME: &str = "usage_file";

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
    File(NamedTempFile),
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
            Sink::File(buffer) => {
                let file = buffer.into_inner();
                let file = file.map_err(|error| WriteError::workbook(error.into_error()))?;
                let synced = file.as_file().sync_all();
                synced.map_err(|error| WriteError::file(file.path(), error))?;
                Content::File(file)
            }
        };
        Ok(Self { rows, content })
    }
}

/// Gives the workbooks their names: `path` is that of the first one, and `None` if they are in memory.
pub(super) fn name(
    workbooks: Vec<Unnamed>,
    path: Option<&Path>,
) -> Result<Vec<WrittenWorkbook>, WriteError> {
    let path = path.unwrap_or(Path::new("usage_file.xlsx"));
    let stem = path.file_stem().unwrap_or(NAME.as_ref());
    let mut written = Vec::with_capacity(workbooks.len());
    for (number, workbook) in (1..).zip(workbooks) {
        let mut name = OsString::from(stem);
        if number > 1 {
            name.push(format!("-{number}"));
        }
        name.push(".xlsx");
        let path = path.with_file_name(&name);
        let place = match workbook.content {
            Content::Memory(bytes) => Place::Memory(bytes),
            Content::File(file) => {
                let file = file.persist(&path);
                file.map_err(|it| WriteError::file(&path, it.error))?;
                Place::File(path)
            }
        };
        written.push(WrittenWorkbook {
            rows: workbook.rows,
            name: name.to_string_lossy().into_owned(),
            place,
        });
    }
    if let Some(path) = written.last().and_then(WrittenWorkbook::path) {
        disk::sync_folder(path).map_err(|error| WriteError::file(path, error))?;
    }
    Ok(written)
}
