//! Where workbooks are written to.

use std::fs::{self, File};
use std::io::{self, BufWriter, Cursor, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::error::WriteError;

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
        let folder = folder(path);
        let mut builder = Builder::new();
        builder.prefix(".usage-").suffix(".tmp");
        // As for any other file, the mask of the process decides who can read it.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder);
        let file = file.map_err(|error| WriteError::file(folder, error))?;
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

/// The folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Makes the names of renamed files outlast a loss of power, where folders can be opened for it.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) && fs::metadata(folder(path))?.is_dir() {
        File::open(folder(path))?.sync_all()?;
    }
    Ok(())
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
