//! Files that replace others as a whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Creates a file in the folder of `path`, to be renamed to it. It is removed if it is not.
pub(crate) fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".usage-").suffix(".tmp");
    // As for any other file, the mask of the process decides who can read it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder(path))
}

/// The folder of a file.
pub(crate) fn folder(path: &Path) -> &Path {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Makes the names of renamed files outlast a loss of power, where folders can be opened for it.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) && fs::metadata(folder(path))?.is_dir() {
        File::open(folder(path))?.sync_all()?;
    }
    Ok(())
}

/// Writes a whole file, as a [`Replacement`].
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = Replacement::create(path)?;
    file.write_all(content)?;
    file.finish()
}

/// A file that is complete or as it was before, whatever happens. The file that a symbolic link leads to is replaced, not
/// the link. A device or FIFO is written to, since it cannot be replaced.
pub(crate) struct Replacement(Target);

enum Target {
    /// A file beside the path, which is removed unless it is renamed to it.
    File(NamedTempFile, PathBuf),
    Device(File),
}

impl Replacement {
    /// Begins the file. Nothing has its name before [`finish`](Self::finish).
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let path = match fs::metadata(path) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if found.is_file() => fs::canonicalize(path)?,
            Ok(_) => {
                let device = OpenOptions::new().write(true).open(path)?;
                return Ok(Self(Target::Device(device)));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(error),
        };
        Ok(Self(Target::File(beside(&path)?, path)))
    }

    /// Gives the complete file its name.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self.0 {
            Target::Device(mut device) => device.flush(),
            Target::File(file, path) => {
                file.as_file().sync_all()?;
                file.persist(&path).map_err(|it| it.error)?;
                sync_folder(&path)
            }
        }
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Target::File(file, _) => file.write(bytes),
            Target::Device(device) => device.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Target::File(file, _) => file.flush(),
            Target::Device(device) => device.flush(),
        }
    }
}
