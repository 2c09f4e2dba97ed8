//! How a run ends: its exit status, and why it failed.

use std::fmt;
use std::io;
use std::path::Path;

/// The exit statuses, for `--help`.
pub const STATUS_HELP: &str = "\
Exit status:
  0    done, also if nothing was left to do
  1    failed: the network, the platform or the disk; `doctor` found a fault
  2    the command line or an input file cannot be used
  3    rows are broken, or a report is invalid or rejected
  4    no key, an unknown key, or one without the right to do this
  5    not finished: the platform is still at work, or another run is; run it
       again later
  130  interrupted; 143 if terminated";

/// The result of a run without errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything was done, or there was nothing to do.
    Done,
    /// `doctor` found something that must be corrected.
    Failed,
    /// Rows are broken, or a report is invalid or rejected.
    Broken,
    /// `doctor` found that the key has no access.
    NoAccess,
    /// Something is still in work.
    Unfinished,
}

impl Verdict {
    /// Returns the exit status.
    pub fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => Kind::Failed.status(),
            Self::Broken => Kind::Broken.status(),
            Self::NoAccess => Kind::Access.status(),
            Self::Unfinished => Kind::Unfinished.status(),
        }
    }
}

/// What kind of failure it is, which decides the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The network, the platform or the disk failed.
    Failed,
    /// The command line or an input cannot be used.
    Usage,
    /// Rows are broken.
    Broken,
    /// The key has no access.
    Access,
    /// Something is still in work.
    Unfinished,
    /// A person interrupted the program.
    Interrupted,
    /// The system terminated the program.
    Terminated,
}

impl Kind {
    /// Returns the exit status.
    pub fn status(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Broken => 3,
            Self::Access => 4,
            Self::Unfinished => 5,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }

    /// The name of the kind in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Broken => "broken",
            Self::Access => "access",
            Self::Unfinished => "unfinished",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }
}

/// Why a run failed: what is wrong, what is known to have happened, and what to do.
#[derive(Debug)]
pub struct Failure {
    /// The kind.
    pub kind: Kind,
    /// What is wrong.
    pub message: String,
    /// What the platform says about it.
    pub details: Vec<String>,
    /// What is known to have happened.
    pub known: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Failure {
    /// The same with other texts.
    pub fn map(&self, text: impl Fn(&str) -> String) -> Self {
        let texts = |all: &[String]| all.iter().map(|it| text(it)).collect();
        Self {
            kind: self.kind,
            message: text(&self.message),
            details: texts(&self.details),
            known: texts(&self.known),
            help: self.help.as_deref().map(&text),
        }
    }

    /// Creates a failure without more than a message.
    pub fn new(kind: Kind, message: impl fmt::Display) -> Self {
        Self {
            kind,
            message: message.to_string(),
            details: Vec::new(),
            known: Vec::new(),
            help: None,
        }
    }

    /// The command line or an input cannot be used.
    pub fn usage(message: impl fmt::Display) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// A file cannot be read.
    pub fn read(path: &Path, error: &io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::NotFound
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::PermissionDenied => Kind::Usage,
            _ => Kind::Failed,
        };
        Self::new(kind, format!("cannot read {}: {error}", path.display()))
            .help("check the path and its permissions; relative paths start at the current folder")
    }

    /// A file cannot be written.
    pub fn write(path: &Path, error: &io::Error) -> Self {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        if let (Some(folder), io::ErrorKind::NotFound) = (folder, error.kind())
            && !folder.exists()
        {
            let (path, folder) = (path.display(), folder.display());
            let message = format!("cannot write {path}: there is no folder {folder}");
            return Self::new(Kind::Failed, message)
                .known("nothing was written")
                .help("create the folder, or name another one");
        }
        Self::new(
            Kind::Failed,
            format!("cannot write {}: {error}", path.display()),
        )
        .known("no incomplete file was left under this name")
        .help("make room or choose another place, and run it again")
    }

    /// Standard output cannot be written.
    pub fn stdout(error: &io::Error) -> Self {
        let help = match error.kind() {
            io::ErrorKind::BrokenPipe => {
                "the reader of the output has stopped: let it read to the end, or export less"
            }
            _ => "make room or choose another place, and run it again",
        };
        Self::new(
            Kind::Failed,
            format!("cannot write to standard output: {error}"),
        )
        .known("the output is incomplete")
        .help(help)
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what is known to have happened.
    #[must_use]
    pub fn known(mut self, known: impl Into<String>) -> Self {
        self.known.push(known.into());
        self
    }
}
