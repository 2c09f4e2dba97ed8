//! Where workbooks are written to.

use std::ffi::OsString;
use std::io::{self, BufWriter, Cursor, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::WriteError;
use crate::disk;

/// Where the workbooks of a writer go.
pub(super) enum Target {
    Memory,
    /// The path of the first one.
    Files(PathBuf),
}

/// What one workbook is written to.
pub(super) enum Sink {
    Memory(Cursor<Vec<u8>>),
    /// A file beside its destination, which is removed if it is not renamed.
    File(BufWriter<NamedTempFile>, Destination),
}

/// The file that a workbook becomes.
pub(super) struct Destination {
    /// What the caller calls it.
    pub path: PathBuf,
    /// Where it is, if the path is a symbolic link.
    pub file: PathBuf,
}

impl Target {
    /// Opens what the workbook with this number, from 1, is written to.
    pub fn open(&self, number: usize) -> Result<Sink, WriteError> {
        let Self::Files(first) = self else {
            return Ok(Sink::Memory(Cursor::default()));
        };
        let path = numbered(first, number);
        let found = disk::destination(&path);
        let found = found.and_then(|it| it.ok_or_else(|| io::Error::other("not a regular file")));
        let file = found.map_err(|error| WriteError::file(&path, error))?;
        let temporary = disk::beside(&file);
        let temporary = temporary.map_err(|error| WriteError::file(disk::folder(&file), error))?;
        let writer = BufWriter::with_capacity(1 << 16, temporary);
        Ok(Sink::File(writer, Destination { path, file }))
    }

    /// Names the file in the error of a failed write.
    pub fn name(&self, error: WriteError) -> WriteError {
        match self {
            Self::Memory => error,
            Self::Files(path) => error.at(path),
        }
    }
}

/// The path of the workbook with this number, from 1: that of the first one has none.
pub(super) fn numbered(first: &Path, number: usize) -> PathBuf {
    let mut name = OsString::from(first.file_stem().unwrap_or_default());
    if number > 1 {
        name.push(format!("-{number}"));
    }
    name.push(".xlsx");
    first.with_file_name(name)
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Memory(memory) => memory.write(bytes),
            Self::File(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Memory(memory) => memory.flush(),
            Self::File(file, _) => file.flush(),
        }
    }
}

impl Seek for Sink {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Memory(memory) => memory.seek(to),
            Self::File(file, _) => file.seek(to),
        }
    }
}
