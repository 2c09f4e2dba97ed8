//! The workbook of a report, and its fingerprint.

use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use connect_usage::{Bytes, Upload};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::usage::WrittenWorkbook;

/// A workbook to report: one that a [`UsageWriter`](crate::UsageWriter) has written, a file, or bytes.
///
/// ```
/// use connect_reporting::ReportWorkbook;
///
/// let january = ReportWorkbook::path("january.xlsx");
/// let received = ReportWorkbook::bytes("PK\x03\x04…").file_name("february.xlsx");
/// assert_eq!(received.fingerprint()?, received.clone().file_name("other.xlsx").fingerprint()?);
/// # std::io::Result::Ok(())
/// ```
#[derive(Clone)]
pub struct ReportWorkbook {
    place: Place,
    file_name: Option<String>,
}

#[derive(Clone)]
enum Place {
    Memory(Bytes),
    File(PathBuf),
}

/// What identifies the content of a workbook: its SHA-256, written as `sha256:` and 64 digits.
///
/// Equal rows that a [`UsageWriter`](crate::UsageWriter) has written are equal bytes. Other programs may write the time into
/// a workbook; their workbooks then differ though their rows are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl ReportWorkbook {
    /// A workbook in memory. It is sent as `upload.xlsx` unless [`file_name`](Self::file_name) is called.
    pub fn bytes(content: impl Into<Bytes>) -> Self {
        Self {
            place: Place::Memory(content.into()),
            file_name: None,
        }
    }

    /// A file, which is read when it is reported, and sent under its own name.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self {
            place: Place::File(path.into()),
            file_name: None,
        }
    }

    /// Sends the workbook under this name, which ends with `.xlsx`.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Computes the fingerprint of the content. A file is read as a whole, but not kept in memory.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn fingerprint(&self) -> io::Result<Fingerprint> {
        let mut hasher = Sha256::new();
        match &self.place {
            Place::Memory(bytes) => hasher.update(bytes),
            Place::File(path) => {
                let mut file = File::open(path)?;
                let mut buffer = vec![0; 1 << 16];
                loop {
                    let count = match file.read(&mut buffer) {
                        Ok(0) => break,
                        Ok(count) => count,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                        Err(error) => return Err(error),
                    };
                    hasher.update(buffer.get(..count).unwrap_or_default());
                }
            }
        }
        let mut text = "sha256:".to_owned();
        for byte in hasher.finalize() {
            // A `String` takes everything.
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Fingerprint(text))
    }

    /// The upload for `connect_usage::files::upload`.
    pub fn upload(&self) -> Upload {
        let upload = match &self.place {
            Place::Memory(bytes) => Upload::bytes(bytes.clone()),
            Place::File(path) => Upload::path(path),
        };
        match &self.file_name {
            Some(name) => upload.file_name(name),
            None => upload,
        }
    }

    /// The file; `None` if the workbook is in memory.
    pub fn as_path(&self) -> Option<&Path> {
        match &self.place {
            Place::Memory(_) => None,
            Place::File(path) => Some(path),
        }
    }
}

impl Fingerprint {
    /// The text, as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&WrittenWorkbook> for ReportWorkbook {
    fn from(workbook: &WrittenWorkbook) -> Self {
        let made = match (workbook.bytes(), workbook.path()) {
            (Some(bytes), _) => Self::bytes(bytes.clone()),
            (None, path) => Self::path(path.unwrap_or(Path::new(""))),
        };
        made.file_name(workbook.upload().sent_file_name())
    }
}

impl From<WrittenWorkbook> for ReportWorkbook {
    fn from(workbook: WrittenWorkbook) -> Self {
        Self::from(&workbook)
    }
}

/// A copy, which shares the bytes.
impl From<&ReportWorkbook> for ReportWorkbook {
    fn from(workbook: &ReportWorkbook) -> Self {
        workbook.clone()
    }
}

impl From<PathBuf> for ReportWorkbook {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for ReportWorkbook {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

/// The place, not the content.
impl fmt::Debug for ReportWorkbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ReportWorkbook");
        match &self.place {
            Place::Memory(bytes) => debug.field("bytes", &bytes.len()),
            Place::File(path) => debug.field("path", path),
        };
        debug.field("file_name", &self.file_name).finish()
    }
}
