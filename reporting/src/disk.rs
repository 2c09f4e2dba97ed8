//! Files that replace others as a whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

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

/// Writes a file that is complete or as it was before, whatever happens. The file that a symbolic link leads to is
/// replaced, not the link. A device or FIFO is written to, since it cannot be replaced.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let found = match fs::metadata(path) {
        Ok(found) => Some(found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if found.as_ref().is_some_and(|it| !it.is_file()) {
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.write_all(content)?;
        return file.flush();
    }
    let path = match found {
        Some(_) => &fs::canonicalize(path)?,
        None => path,
    };
    let mut file = beside(path)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|it| it.error)?;
    sync_folder(path)
}
