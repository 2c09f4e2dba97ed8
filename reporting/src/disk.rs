//! Files that replace others as a whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// How many symbolic links are followed to a file that does not exist.
const MOST_LINKS: usize = 40;

/// The file that a path leads to, through symbolic links if there are some; it need not exist yet. `None` for a device or
/// FIFO, which cannot be replaced by a file.
pub(crate) fn destination(path: &Path) -> io::Result<Option<PathBuf>> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(found) if found.is_file() => fs::canonicalize(path).map(Some),
        Ok(_) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => followed(path).map(Some),
        Err(error) => Err(error),
    }
}

/// Where links end that lead to nothing yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = folder(&path).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// Creates a file in the folder of `path`, to be renamed to it. It is removed if it is not. Who can read it is decided by
/// the file that it replaces, as when that is written to, or else as for any other new file.
pub(crate) fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".usage-").suffix(".tmp");
    // The mask of the process makes the rest of it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder(path))?;
    #[cfg(unix)]
    if let Ok(replaced) = fs::metadata(path) {
        file.as_file().set_permissions(replaced.permissions())?;
    }
    Ok(file)
}

/// The folder of a file.
pub(crate) fn folder(path: &Path) -> &Path {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Makes the names of renamed files in a folder outlast a loss of power, where folders can be opened for it.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) && fs::metadata(folder)?.is_dir() {
        File::open(folder)?.sync_all()?;
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
        Ok(Self(match destination(path)? {
            Some(path) => Target::File(beside(&path)?, path),
            None => Target::Device(OpenOptions::new().write(true).open(path)?),
        }))
    }

    /// Gives the complete file its name.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self.0 {
            Target::Device(mut device) => device.flush(),
            Target::File(file, path) => {
                file.as_file().sync_all()?;
                file.persist(&path).map_err(|it| it.error)?;
                sync(folder(&path))
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
