//! Files that the program writes. One appears complete, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::exit::Failure;

/// A file that is being written.
pub struct Save {
    path: PathBuf,
    writer: BufWriter<Target>,
}

enum Target {
    /// Beside the destination, and removed unless it is finished.
    Temporary(NamedTempFile),
    /// A device or a pipe, which cannot be replaced.
    Device(File),
}

impl Save {
    /// Begins a file.
    ///
    /// # Errors
    /// If the folder or the device cannot be written to.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let target = Target::open(path).map_err(|error| Failure::write(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            writer: BufWriter::with_capacity(1 << 16, target),
        })
    }

    /// Gives the complete file its name.
    ///
    /// # Errors
    /// If it cannot be written or renamed.
    pub fn finish(self) -> Result<(), Failure> {
        let Self { path, writer } = self;
        let failed = |error: io::Error| Failure::write(&path, &error);
        let target = writer.into_inner();
        match target.map_err(|error| failed(error.into_error()))? {
            Target::Device(mut file) => file.flush().map_err(failed),
            Target::Temporary(file) => {
                file.as_file().sync_all().map_err(failed)?;
                let kept = file.persist(&path);
                kept.map(drop).map_err(|error| failed(error.error))
            }
        }
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn all(path: &Path, content: &[u8]) -> Result<(), Failure> {
        let mut save = Self::create(path)?;
        let written = save.write_all(content);
        written.map_err(|error| Failure::write(path, &error))?;
        save.finish()
    }
}

impl Target {
    fn open(path: &Path) -> io::Result<Self> {
        let is_special = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) => !metadata.is_file(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(error),
        };
        if is_special {
            return Ok(Self::Device(OpenOptions::new().write(true).open(path)?));
        }
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        builder.prefix(".connect-usage-").suffix(".tmp");
        // As for any other file, the mask of the process decides who can read it.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
        Ok(Self::Temporary(file))
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Temporary(file) => file.write(bytes),
            Self::Device(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Temporary(file) => file.flush(),
            Self::Device(file) => file.flush(),
        }
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
