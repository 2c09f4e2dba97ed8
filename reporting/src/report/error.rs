//! Why a report was not made, and what is known to have happened.

use std::{error, fmt};

use connect_usage::Error;

use super::progress::BoxError;

/// Why a run of a report ended early.
///
/// It says [what is known to have happened](Self::happened), [what failed](Self::kind), and prints what to do. The next run
/// continues from there; it needs no other call.
///
/// It prints no text of a response, as [`Error`] does not; [`call_error`](Self::call_error) has what the API said.
#[derive(Debug)]
pub struct ReportError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    external_id: Option<String>,
    happened: Happened,
    kind: ReportErrorKind,
    source: Option<BoxError>,
}

/// What is known to have happened when a run ended early. Ids are those of the report, `UF-…`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Happened {
    /// Nothing was created, and nothing changed.
    Nothing,
    /// Nothing is known. Only a blocking client that cannot run a report at all leads to this.
    Unknown,
    /// The report may have been created: the response was lost, and the report was not found.
    MayBeCreated,
    /// The report had existed before. This run has changed nothing.
    Found(String),
    /// The report was created. Nothing was uploaded.
    Created(String),
    /// The workbook may have been uploaded: the response was lost.
    MayBeUploaded(String),
    /// The workbook was uploaded. The report was not submitted.
    Uploaded(String),
    /// The report may have been submitted: the response was lost.
    MayBeSubmitted(String),
    /// The report was submitted.
    Submitted(String),
}

/// What failed in a run of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReportErrorKind {
    /// The API does not know the key: status 401.
    WrongKey,
    /// The key has no right to the call: status 403. Only a vendor's key can report.
    NoRights,
    /// The API refused a call for another reason, such as an unknown product.
    Refused,
    /// The API could not be reached, or not in time, or had a failure of its own.
    Unavailable,
    /// The client could not make a call, or could not understand the response.
    Client,
    /// The platform did not finish with the workbook within [`Report::wait_limit`](crate::Report::wait_limit).
    WaitLimit,
    /// The processed file could not be downloaded, although its presigned URL was read right before. Presigned URLs expire
    /// by the clock of the storage, which may be wrong; so may that of a proxy.
    ExpiredUrl,
    /// The external id is empty, begins or ends with white space, or has control characters. Nothing was sent.
    ExternalId,
    /// Several reports have this external id.
    Duplicate {
        /// The ids of two of them.
        reports: [String; 2],
    },
    /// Two of the reports that belong together have the same external id. Nothing was sent for the second one.
    RepeatedPart,
    /// The report with this external id is about another product or contract.
    OtherSubject {
        /// The id of the report.
        report: String,
    },
    /// The platform does not say which external ids these reports have, so one of them may be this report.
    Unidentified {
        /// The ids of some of them.
        reports: Vec<String>,
    },
    /// The report has a status that is not known here, or none.
    UnknownStatus {
        /// The status, as it came.
        status: Option<String>,
    },
    /// The report changed in a way that only somebody else can cause.
    Moved {
        /// The status that it has now.
        status: String,
    },
    /// The workbook cannot be read.
    Workbook,
    /// The file with the workbook was changed while it was uploaded.
    WorkbookChanged,
    /// The [`ProgressStore`](crate::ProgressStore) failed.
    Store,
}

impl ReportError {
    pub(super) fn new(external_id: &str, happened: Happened, failure: Failure) -> Self {
        Self(Box::new(Inner {
            external_id: Some(external_id.to_owned()),
            happened,
            kind: failure.kind,
            source: failure.source,
        }))
    }

    /// An error of reading what the platform says, which changes nothing.
    pub(super) fn reading(failure: Failure) -> Self {
        Self(Box::new(Inner {
            external_id: None,
            happened: Happened::Nothing,
            kind: failure.kind,
            source: failure.source,
        }))
    }

    /// What failed.
    pub fn kind(&self) -> &ReportErrorKind {
        &self.0.kind
    }

    /// What is known to have happened.
    pub fn happened(&self) -> &Happened {
        &self.0.happened
    }

    /// The external id of the report; `None` for a report that is named by its id, as in
    /// [`InvalidReport::read`](crate::InvalidReport::read), and for a blocking client that cannot run at all.
    pub fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The error of the call that failed, if it was one.
    pub fn call_error(&self) -> Option<&Error> {
        self.0.source.as_ref()?.downcast_ref()
    }
}

impl Happened {
    /// The id of the report, if it is known.
    pub fn report(&self) -> Option<&str> {
        match self {
            Self::Nothing | Self::Unknown | Self::MayBeCreated => None,
            Self::Found(id)
            | Self::Created(id)
            | Self::MayBeUploaded(id)
            | Self::Uploaded(id)
            | Self::MayBeSubmitted(id)
            | Self::Submitted(id) => Some(id),
        }
    }
}

/// Such as `UF-1 was created; nothing was uploaded`.
impl fmt::Display for Happened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing was created or changed"),
            Self::Unknown => f.write_str("it is not known what has happened"),
            Self::MayBeCreated => {
                f.write_str("the report may have been created; nothing was uploaded")
            }
            Self::Found(id) => write!(f, "{id} exists; this run has changed nothing"),
            Self::Created(id) => write!(f, "{id} was created; nothing was uploaded"),
            Self::MayBeUploaded(id) => {
                write!(
                    f,
                    "the workbook may have been uploaded to {id}; it was not submitted"
                )
            }
            Self::Uploaded(id) => {
                write!(f, "the workbook was uploaded to {id}; it was not submitted")
            }
            Self::MayBeSubmitted(id) => write!(f, "{id} may have been submitted"),
            Self::Submitted(id) => write!(f, "{id} was submitted"),
        }
    }
}

/// What failed, what is known to have happened, and what to do, on several lines.
impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        match &inner.external_id {
            Some(id) => write!(f, "the report `{id}`: {}", inner.kind)?,
            None => write!(f, "the report: {}", inner.kind)?,
        }
        if let Some(source) = &inner.source {
            write!(f, ": {source}")?;
        }
        write!(f, "\n  known: {}", inner.happened)?;
        write!(f, "\n  help: {}", inner.kind.help())
    }
}

impl fmt::Display for ReportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongKey => f.write_str("the API does not know the key"),
            Self::NoRights => f.write_str("the key has no right to a call"),
            Self::Refused => f.write_str("the API refused a call"),
            Self::Unavailable => f.write_str("the API is not available"),
            Self::Client => f.write_str("a call cannot be made or understood"),
            Self::WaitLimit => f.write_str("the platform did not process the workbook in time"),
            Self::ExpiredUrl => f.write_str("the processed file cannot be downloaded"),
            Self::ExternalId => f.write_str("the platform may not keep the external id as it is"),
            Self::Duplicate {
                reports: [one, other],
            } => {
                write!(f, "{one} and {other} both have this external id")
            }
            Self::RepeatedPart => f.write_str("another of these reports has the same external id"),
            Self::OtherSubject { report } => {
                write!(
                    f,
                    "{report} has this external id, and is about another product or contract"
                )
            }
            Self::Unidentified { reports } => {
                write!(
                    f,
                    "the platform does not say which external id a report has"
                )?;
                write!(f, " ({})", reports.join(", "))
            }
            Self::UnknownStatus {
                status: Some(status),
            } => {
                write!(f, "the report has the unknown status {}", printable(status))
            }
            Self::UnknownStatus { status: None } => f.write_str("the report has no status"),
            Self::Moved { status } => {
                write!(
                    f,
                    "somebody else changed the report, which is {} now",
                    printable(status)
                )
            }
            Self::Workbook => f.write_str("cannot read the workbook"),
            Self::WorkbookChanged => f.write_str("the file was changed while it was uploaded"),
            Self::Store => f.write_str("cannot read or store the progress"),
        }
    }
}

impl ReportErrorKind {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::WrongKey => "check the API key and the base URL, then run it again",
            Self::NoRights => {
                "use the key of the vendor's account, with the permission to report usage"
            }
            Self::Refused => "look at the messages of the call's error, and correct the settings",
            Self::Unavailable => "run it again when the API can be reached",
            Self::Client => "look at the call's error; a later run continues from here",
            Self::WaitLimit => "run it again later: it continues to wait; or set a longer limit",
            Self::ExpiredUrl => {
                "run it again; if that does not help, compare the clocks of the machines"
            }
            Self::ExternalId => {
                "use an external id without white space at its ends and without control characters"
            }
            Self::Duplicate { .. } => {
                "delete the one that is wrong, or give it an external id of its own, then run it again"
            }
            Self::RepeatedPart => "give each of the reports an external id of its own",
            Self::OtherSubject { .. } => {
                "use different external ids for different products and contracts"
            }
            Self::Unidentified { .. } => {
                "store the progress of reports, or delete those that are not needed, or use another external id"
            }
            Self::UnknownStatus { .. } => {
                "look at the report on the platform, and run it again later"
            }
            Self::Moved { .. } => {
                "let only one program or person work on a report, then run it again"
            }
            Self::Workbook => "check the path and the permissions of the file, then run it again",
            Self::WorkbookChanged => "run it again when the file is complete",
            Self::Store => {
                "make the store readable and writable, or remove what is broken in it, then run it again: it continues from here"
            }
        }
    }
}

impl error::Error for ReportError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.0.source.as_deref().map(|it| it as _)
    }
}

/// The error of a client that cannot run the report, which [`blocking`](crate::blocking) needs. What has happened is not known.
impl From<Error> for ReportError {
    fn from(error: Error) -> Self {
        let failure = Failure::from(error);
        Self(Box::new(Inner {
            external_id: None,
            happened: Happened::Unknown,
            kind: failure.kind,
            source: failure.source,
        }))
    }
}

/// What failed, before it is known what had happened.
#[derive(Debug)]
pub(super) struct Failure {
    pub kind: ReportErrorKind,
    pub source: Option<BoxError>,
}

impl Failure {
    pub fn with(kind: ReportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            source: Some(source.into()),
        }
    }
}

impl From<ReportErrorKind> for Failure {
    fn from(kind: ReportErrorKind) -> Self {
        Self { kind, source: None }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        use connect_usage::ErrorKind;
        let kind = match (error.kind(), error.status().map(|it| it.as_u16())) {
            (ErrorKind::Api, Some(401)) => ReportErrorKind::WrongKey,
            (ErrorKind::Api, Some(403)) => ReportErrorKind::NoRights,
            (ErrorKind::Api, Some(408 | 425 | 429)) => ReportErrorKind::Unavailable,
            (ErrorKind::Api, Some(400..=499)) => ReportErrorKind::Refused,
            (ErrorKind::Api | ErrorKind::Transport | ErrorKind::Timeout, _) => {
                ReportErrorKind::Unavailable
            }
            _ => ReportErrorKind::Client,
        };
        Self::with(kind, error)
    }
}

/// A status, if it can be printed: a server could repeat a secret in it.
fn printable(status: &str) -> String {
    let is_name = |it: char| it.is_ascii_alphabetic() || it == '_' || it == '-';
    match status.len() <= 40 && status.chars().all(is_name) {
        true => format!("`{status}`"),
        false => format!(
            "of {} bytes, which is not the name of a status",
            status.len()
        ),
    }
}
