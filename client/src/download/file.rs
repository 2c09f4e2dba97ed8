//! Downloads to files. A file appears complete or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation};

use super::output::Output;
use super::part;
use crate::machine::Writing;

/// The most symbolic links that are followed, as on Linux.
const MAX_LINKS: usize = 40;

/// A temporary file next to the target. It replaces the target once it is complete. Otherwise it is removed, also
/// when the download is dropped before its end.
pub(super) struct ToFile {
    target: PathBuf,
    part: PathBuf,
    file: Option<File>,
}

impl ToFile {
    /// Creates the temporary file, with the permissions of the target if that exists.
    pub(super) fn create(operation: &'static Operation, path: &Path) -> Result<Self, Error> {
        let create = || -> io::Result<Self> {
            let target = resolved(path)?;
            let permissions = match fs::metadata(&target) {
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                metadata => Some(replaceable(&metadata?)?),
            };
            let (part, file) = part::create(&target, permissions.is_some())?;
            let output = Self {
                target,
                part,
                file: Some(file),
            };
            // Until then nobody else can open it.
            if let (Some(permissions), Some(file)) = (permissions, &output.file) {
                file.set_permissions(permissions)?;
            }
            Ok(output)
        };
        create().map_err(|error| failed(operation, path, error))
    }

    /// Moves the file to its target, once its content is on disk.
    pub(super) fn finish(mut self, operation: &'static Operation) -> Result<(), Error> {
        let finish = |file: &File, part: &Path, target: &Path| {
            file.sync_all()?;
            fs::rename(part, target)
        };
        let Some(file) = self.file.take() else {
            return Ok(());
        };
        let finished = finish(&file, &self.part, &self.target);
        if finished.is_err() {
            self.file = Some(file);
        }
        finished.map_err(|error| failed(operation, &self.target, error))
    }
}

/// Follows symbolic links, so that the file is replaced and not the link to it. The file need not exist.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        let is_link = fs::symlink_metadata(&target).is_ok_and(|it| it.is_symlink());
        if !is_link {
            return Ok(target);
        }
        let link = fs::read_link(&target)?;
        // An absolute link replaces the folder.
        target.pop();
        target.push(link);
    }
    let message = "there are too many symbolic links, or they form a circle";
    Err(io::Error::new(ErrorKind::InvalidInput, message))
}

/// Returns the permissions of a file that can be replaced.
fn replaceable(metadata: &fs::Metadata) -> io::Result<fs::Permissions> {
    if metadata.is_file() {
        let permissions = metadata.permissions();
        // Only Unix replaces such a file.
        return match cfg!(not(unix)) && permissions.readonly() {
            true => Err(io::Error::new(
                ErrorKind::PermissionDenied,
                "it is read-only",
            )),
            false => Ok(permissions),
        };
    }
    let message = match metadata.is_dir() {
        true => "not a regular file, but a directory; name a file in it",
        false => {
            "not a regular file, but a device, a FIFO or a socket; open it and use `to_writer`"
        }
    };
    Err(io::Error::new(ErrorKind::InvalidInput, message))
}

impl Drop for ToFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // A failure of this cannot be reported.
            let _ = fs::remove_file(&self.part);
        }
    }
}

impl Output for ToFile {
    fn begin(&mut self, operation: &'static Operation, writing: Writing) -> Result<(), Error> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let begun = file
            .set_len(writing.kept)
            .and_then(|()| file.seek(io::SeekFrom::Start(writing.kept)));
        begun
            .map(drop)
            .map_err(|error| failed(operation, &self.target, error))
    }

    fn write(&mut self, operation: &'static Operation, bytes: &[u8]) -> Result<(), Error> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        file.write_all(bytes)
            .map_err(|error| failed(operation, &self.target, error))
    }
}

fn failed(operation: &'static Operation, target: &Path, error: io::Error) -> Error {
    let message = format!("cannot write the file `{}`: {error}", target.display());
    failure::output(operation, message, error)
}
