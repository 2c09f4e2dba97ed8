//! Results of a run and their exit statuses.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::write;

/// The result of a run without errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Success.
    Well,
    /// `check` found a stale file, or `lint` a defect.
    Difference,
}

/// Why a run failed. The message says what is wrong and where; [`Error::help`] says what to do.
#[derive(Debug)]
pub enum Error {
    /// The document or an overlay is invalid; the diagnostics are already printed.
    Diagnosed,
    /// The command line is invalid.
    Usage {
        /// What is wrong.
        what: String,
        /// What to do instead.
        help: String,
    },
    /// There is nothing older to compare with.
    NoPredecessor {
        /// What is missing.
        what: String,
        /// What to do instead.
        help: String,
    },
    /// A required file is missing.
    Missing {
        /// The file.
        path: PathBuf,
        /// How to get it.
        help: String,
    },
    /// Files to be written exist and were not generated.
    HandWritten {
        /// The files.
        paths: Vec<String>,
    },
    /// The network, or another machine, failed.
    Network {
        /// What failed.
        what: String,
        /// What to do.
        help: String,
    },
    /// A file or folder cannot be read.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// A file cannot be written.
    Write(write::Error),
    /// Standard output cannot be written.
    Output(io::Error),
}

impl Error {
    /// Creates an error for a failed read of `path`: an invalid path, or a failure of the disk.
    pub fn read(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::NotFound if is_url(&path) => Self::Usage {
                what: format!("expected a file, found a URL: {}", path.display()),
                help:
                    "download it first, for example with `curl -o api.yml URL`, and pass the file"
                        .to_owned(),
            },
            io::ErrorKind::NotFound => Self::Missing {
                path,
                help: "check the path; relative paths start at the current folder".to_owned(),
            },
            io::ErrorKind::IsADirectory => Self::Usage {
                what: format!("expected a file, found a folder: {}", path.display()),
                help: "pass the path of a file".to_owned(),
            },
            _ => Self::Read { path, source },
        }
    }

    /// Returns the exit status: 2 if the input or the command line is invalid, 3 if the network or the
    /// disk failed.
    pub fn status(&self) -> u8 {
        match self {
            Self::Diagnosed
            | Self::Usage { .. }
            | Self::NoPredecessor { .. }
            | Self::Missing { .. }
            | Self::HandWritten { .. } => 2,
            Self::Network { .. } | Self::Read { .. } | Self::Write(_) | Self::Output(_) => 3,
        }
    }

    /// Returns what to do.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Diagnosed | Self::Output(_) => None,
            Self::Usage { help, .. }
            | Self::NoPredecessor { help, .. }
            | Self::Network { help, .. }
            | Self::Missing { help, .. } => Some(help.clone()),
            Self::HandWritten { .. } => Some(format!(
                "only generated files, which begin with {}…`, are overwritten: move these files, or pass another path",
                connect_codegen::GENERATED_MARK
            )),
            Self::Read { .. } => {
                Some("check the permissions of the file and the state of the disk".to_owned())
            }
            Self::Write(error) => Some(error.help().to_owned()),
        }
    }
}

/// Returns whether a path is the address of something on the web.
fn is_url(path: &Path) -> bool {
    let text = path.to_string_lossy();
    text.starts_with("https://") || text.starts_with("http://")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Diagnosed => f.write_str("the document or an overlay is invalid"),
            Self::Usage { what, .. }
            | Self::NoPredecessor { what, .. }
            | Self::Network { what, .. } => f.write_str(what),
            Self::Missing { path, .. } => write!(f, "file {} not found", path.display()),
            Self::HandWritten { paths } => {
                write!(
                    f,
                    "files to be written exist and were not generated: {}; nothing was written",
                    paths.join(", ")
                )
            }
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

/// Returns the exit status of a run.
pub fn status(result: &Result<Verdict, Error>) -> u8 {
    match result {
        Ok(Verdict::Well) => 0,
        Ok(Verdict::Difference) => 1,
        Err(error) => error.status(),
    }
}
