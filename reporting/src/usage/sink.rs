//! Where workbooks are written to.

use std::io::{self, BufWriter, Cursor, Seek, SeekFrom, Write};
use std::path::PathBuf;

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
    File(BufWriter<NamedTempFile>),
}

impl Target {
    pub fn open(&self) -> Result<Sink, WriteError> {
        let Self::Files(path) = self else {
            return Ok(Sink::Memory(Cursor::default()));
        };
        let file = disk::beside(path);
        let file = file.map_err(|error| WriteError::file(disk::folder(path), error))?;
        Ok(Sink::File(BufWriter::with_capacity(1 << 16, file)))
    }

    /// Names the file in the error of a failed write.
    pub fn name(&self, error: WriteError) -> WriteError {
        match self {
            Self::Memory => error,
            Self::Files(path) => error.at(path),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Memory(memory) => memory.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Memory(memory) => memory.flush(),
            Self::File(file) => file.flush(),
        }
    }
}

impl Seek for Sink {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Memory(memory) => memory.seek(to),
            Self::File(file) => file.seek(to),
        }
    }
}
