//! How a run can end, and the exit status of each end.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::{download, lock, write};

/// How a run ended that could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// All is as it should be.
    Well,
    /// The check found something stale, or lint a defect.
    Difference,
}

/// Why a run could not do its work. Each message says what and where; [`Error::help`] says what to
/// do.
#[derive(Debug)]
pub enum Error {
    /// The document or an overlay is wrong, and the diagnostics already shown say how.
    Diagnosed,
    /// The command line asks for something that cannot be.
    Usage {
        /// What is wrong.
        what: String,
        /// What to do instead.
        help: String,
    },
    /// A slice has no contract to be compared with: it is new since.
    NoPredecessor {
        /// What is missing.
        what: String,
        /// What to do instead.
        help: String,
    },
    /// A file that has to be there is not.
    Missing {
        /// The file.
        path: PathBuf,
        /// Where it should come from.
        help: String,
    },
    /// A file is larger than the limit.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
    /// Files that are about to be written exist and were not generated.
    HandWritten {
        /// Them, as they are to be shown.
        paths: Vec<String>,
    },
    /// The lock file cannot be understood.
    Lock(lock::Error),
    /// The document could not be downloaded.
    Download(Box<download::Error>),
    /// The disk did not give what was asked of it.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// The disk did not take what was to be written.
    Write(write::Error),
    /// Standard output did not take what was to be printed.
    Output(io::Error),
}

impl Error {
    /// A failed read of `path`, told apart by whether the path is wrong or the disk.
    pub fn read(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing {
                path,
                help: "check the spelling; relative paths start at the current folder".to_owned(),
            },
            io::ErrorKind::IsADirectory => Self::Usage {
                what: format!("{} is a folder, and a file is needed", path.display()),
                help: "name the file itself".to_owned(),
            },
            _ => Self::Read { path, source },
        }
    }

    /// The exit status: 2 if the input or the command line is wrong, 3 if the network or the disk
    /// failed.
    pub fn status(&self) -> u8 {
        match self {
            Self::Diagnosed
            | Self::Usage { .. }
            | Self::NoPredecessor { .. }
            | Self::Missing { .. }
            | Self::TooLarge { .. }
            | Self::HandWritten { .. }
            | Self::Lock(_) => 2,
            Self::Download(_) | Self::Read { .. } | Self::Write(_) | Self::Output(_) => 3,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Diagnosed | Self::Output(_) => None,
            Self::Usage { help, .. }
            | Self::NoPredecessor { help, .. }
            | Self::Missing { help, .. } => Some(help.clone()),
            Self::TooLarge { .. } => {
                Some("raise the limit with --max-size MIB if the file is right".to_owned())
            }
            Self::HandWritten { .. } => Some(format!(
                "only files whose first line begins with `{}` are overwritten: move these away, or name another folder with --out",
                connect_codegen::GENERATED_MARK
            )),
            Self::Lock(_) => Some("write it anew with `cargo xtask fetch`".to_owned()),
            Self::Download(error) => Some(error.help()),
            Self::Read { .. } => {
                Some("see whether the file may be read and the disk is well".to_owned())
            }
            Self::Write(error) => Some(error.help().to_owned()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Diagnosed => f.write_str("the document or an overlay is wrong"),
            Self::Usage { what, .. } | Self::NoPredecessor { what, .. } => f.write_str(what),
            Self::Missing { path, .. } => write!(f, "there is no file {}", path.display()),
            Self::TooLarge { path, limit } => {
                write!(
                    f,
                    "{} is larger than the limit of {}",
                    path.display(),
                    crate::report::size(*limit)
                )
            }
            Self::HandWritten { paths } => {
                write!(
                    f,
                    "not generated, and in the way of what is: {}; nothing was written",
                    paths.join(", ")
                )
            }
            Self::Lock(error) => error.fmt(f),
            Self::Download(error) => error.fmt(f),
            Self::Read { path, source } => write!(f, "cannot read {}: {source}", path.display()),
            Self::Write(error) => error.fmt(f),
            Self::Output(source) => write!(f, "cannot write to standard output: {source}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<write::Error> for Error {
    fn from(error: write::Error) -> Self {
        Self::Write(error)
    }
}

impl From<download::Error> for Error {
    fn from(error: download::Error) -> Self {
        Self::Download(Box::new(error))
    }
}

/// The exit status of a run.
pub fn status(result: &Result<Verdict, Error>) -> u8 {
    match result {
        Ok(Verdict::Well) => 0,
        Ok(Verdict::Difference) => 1,
        Err(error) => error.status(),
    }
}
