//! Files with the progress of reports.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::{error, fmt};

use super::progress::{BoxError, Progress, ProgressStore};
use crate::disk;

/// The longest file that is read, in bytes: progress has less than one thousand.
const LONGEST: u64 = 1 << 16;

/// A file with the [`Progress`] of one report, as JSON. It is written beside its destination and renamed, so that it is never
/// half written.
///
/// A file that does not exist is as if nothing had been stored; its folder must exist.
#[derive(Debug, Clone)]
pub struct ProgressFile {
    path: PathBuf,
}

/// A folder with the [`Progress`] of any number of reports, each in a [`ProgressFile`] that is named after the external id.
///
/// In a name, characters other than letters and digits of ASCII, `-`, `_` and `.` are `%` and two digits for each byte, so that
/// different ids have different files. An id whose name would have more than 200 bytes is an error. The folder is created when
/// it is needed; the folder that contains it must exist.
#[derive(Debug, Clone)]
pub struct ProgressFolder {
    path: PathBuf,
}

/// Why a file cannot be stored or read.
#[derive(Debug)]
#[non_exhaustive]
pub struct StoreError {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl ProgressFile {
    /// The file with this path.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn read(&self) -> io::Result<Option<Progress>> {
        match fs::metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
            // A device or FIFO keeps nothing.
            Ok(found) if !found.is_file() && !found.is_dir() => return Ok(None),
            Ok(_) => {}
        }
        let mut content = Vec::new();
        let mut file = File::open(&self.path)?.take(LONGEST + 1);
        file.read_to_end(&mut content)?;
        if content.len() as u64 > LONGEST {
            return Err(io::Error::other("this is not the progress of a report"));
        }
        Ok(serde_json::from_slice(&content)?)
    }
}

impl ProgressStore for ProgressFile {
    fn load(&mut self, external_id: &str) -> Result<Option<Progress>, BoxError> {
        let progress = self.read();
        let progress = progress.map_err(|error| StoreError::new(&self.path, error))?;
        match progress {
            Some(progress) if progress.external_id != external_id => {
                let message = format!(
                    "expected the progress of the report `{external_id}`, found that of `{}`: each report needs a file of its own",
                    progress.external_id
                );
                Err(StoreError::new(&self.path, io::Error::other(message)).into())
            }
            progress => Ok(progress),
        }
    }

    fn save(&mut self, progress: &Progress) -> Result<(), BoxError> {
        let mut content = serde_json::to_vec_pretty(progress)?;
        content.push(b'\n');
        write(&self.path, &content)?;
        Ok(())
    }
}

impl ProgressFolder {
    /// The folder with this path.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The file of the report with this external id.
    ///
    /// # Errors
    /// If the id is too long for the name of a file.
    pub fn file(&self, external_id: &str) -> Result<ProgressFile, StoreError> {
        let mut name = String::new();
        for byte in external_id.bytes() {
            match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' => {
                    name.push(char::from(byte));
                }
                // A `String` takes everything.
                byte => drop(write!(name, "%{byte:02X}")),
            }
        }
        if name.len() > 200 {
            let message = "the external id is too long for the name of a file";
            return Err(StoreError::new(&self.path, io::Error::other(message)));
        }
        // Not hidden, and neither `.` nor `..`.
        let name = format!("report-{name}.json");
        Ok(ProgressFile::new(self.path.join(name)))
    }
}

impl ProgressStore for ProgressFolder {
    fn load(&mut self, external_id: &str) -> Result<Option<Progress>, BoxError> {
        self.file(external_id)?.load(external_id)
    }

    fn save(&mut self, progress: &Progress) -> Result<(), BoxError> {
        let mut file = self.file(&progress.external_id)?;
        match fs::create_dir(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(StoreError::new(&self.path, error).into());
            }
            _ => {}
        }
        file.save(progress)
    }
}

/// Writes a file that is complete, or as it was before.
pub(super) fn write(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    disk::replace(path, content).map_err(|error| StoreError::new(path, error))
}

impl StoreError {
    fn new(path: &Path, source: io::Error) -> Self {
        Self {
            path: path.to_owned(),
            source,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.source)
    }
}

impl error::Error for StoreError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.source)
    }
}
