//! Why no workbook was written.

use std::path::{Path, PathBuf};
use std::{error, fmt, io};

use zip::result::ZipError;

use super::problem::BrokenRows;

/// Why no workbook was written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// Rows or categories are broken.
    Rows(BrokenRows),
    /// No row was added. A report without rows, once submitted, leaves no room for those that come later: make no report of
    /// a period without usage, or ask for an empty workbook by [`UsageWorkbook::allow_empty`](crate::UsageWorkbook::allow_empty).
    NoRows,
    /// The settings of the workbook contradict themselves or the format. The message says how.
    Settings(String),
    /// A file cannot be written.
    File {
        /// The file or its folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The workbook cannot be put together.
    Workbook(Box<dyn error::Error + Send + Sync>),
    /// An earlier row could not be written, as [`add`](crate::UsageWriter::add) reported.
    Abandoned,
}

impl WriteError {
    pub(super) fn workbook(error: impl error::Error + Send + Sync + 'static) -> Self {
        Self::Workbook(Box::new(error))
    }

    /// Names the file, if that is what could not be written.
    pub(super) fn at(self, path: &Path) -> Self {
        let Self::Workbook(source) = self else {
            return self;
        };
        let source = match source.downcast::<ZipError>() {
            Ok(zip) => match *zip {
                ZipError::Io(error) => return Self::file(path, error),
                other => return Self::Workbook(Box::new(other)),
            },
            Err(source) => source,
        };
        match source.downcast::<io::Error>() {
            Ok(error) => Self::file(path, *error),
            Err(source) => Self::Workbook(source),
        }
    }

    pub(super) fn file(path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        Self::File { path, source }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows(rows) => rows.write_unwritten(f),
            Self::NoRows => f.write_str(
                "no rows were added, and nothing was written; make no report of a period without usage",
            ),
            Self::Settings(message) => write!(f, "invalid settings of the workbook: {message}"),
            Self::File { path, source } => write!(f, "cannot write {}: {source}", path.display()),
            Self::Workbook(source) => write!(f, "cannot write the workbook: {source}"),
            Self::Abandoned => {
                f.write_str("an earlier row could not be written; start again with a new writer")
            }
        }
    }
}

impl error::Error for WriteError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            // It is printed as a whole.
            Self::Rows(_) | Self::NoRows | Self::Settings(_) | Self::Abandoned => None,
            Self::File { source, .. } => Some(source),
            Self::Workbook(source) => Some(&**source),
        }
    }
}

impl From<BrokenRows> for WriteError {
    fn from(rows: BrokenRows) -> Self {
        Self::Rows(rows)
    }
}
