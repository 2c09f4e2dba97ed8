//! Files that the program writes. One appears complete, or not at all.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::exit::Failure;
use crate::disk::{self, Replacement};

/// A file that is being written.
pub struct Save {
    path: PathBuf,
    writer: BufWriter<Replacement>,
}

impl Save {
    /// Begins a file.
    ///
    /// # Errors
    /// If the folder or the device cannot be written to.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let file = Replacement::create(path).map_err(|error| Failure::write(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            writer: BufWriter::with_capacity(1 << 16, file),
        })
    }

    /// Gives the complete file its name.
    ///
    /// # Errors
    /// If it cannot be written or renamed.
    pub fn finish(self) -> Result<(), Failure> {
        let file = self.writer.into_inner();
        let finished = file.map_err(io::IntoInnerError::into_error);
        let finished = finished.and_then(Replacement::finish);
        finished.map_err(|error| Failure::write(&self.path, &error))
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn all(path: &Path, content: &[u8]) -> Result<(), Failure> {
        disk::replace(path, content).map_err(|error| Failure::write(path, &error))
    }
}

impl Write for Save {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
