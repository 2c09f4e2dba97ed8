//! Downloads to files. A file appears complete or not at all.

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::hash::BuildHasher;
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation};

use super::output::Output;
use crate::machine::Writing;

/// The number of temporary names that are tried when a file of that name exists.
const MAX_NAMES: usize = 16;

/// A temporary file next to the target. It replaces the target once it is complete. Otherwise it is removed, also
/// when the download is dropped before its end.
pub(super) struct ToFile {
    target: PathBuf,
    part: PathBuf,
    file: Option<File>,
}

impl ToFile {
    pub(super) fn create(operation: &'static Operation, target: &Path) -> Result<Self, Error> {
        let create = || -> io::Result<Self> {
            let Some(name) = target.file_name() else {
                return Err(io::Error::new(
                    ErrorKind::InvalidInput,
                    "the path does not end with a file name",
                ));
            };
            for _ in 0..MAX_NAMES {
                let mut part = OsString::from(".");
                part.push(name);
                part.push(format!(".{:016x}.part", RandomState::new().hash_one(0u8)));
                let part = target.with_file_name(part);
                match OpenOptions::new().write(true).create_new(true).open(&part) {
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                    file => {
                        return Ok(Self {
                            target: target.to_owned(),
                            part,
                            file: Some(file?),
                        });
                    }
                }
            }
            Err(ErrorKind::AlreadyExists.into())
        };
        create().map_err(|error| failed(operation, target, error))
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
