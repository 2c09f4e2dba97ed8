//! Why a document did not arrive, and what to do about it.

use std::fmt;
use std::io;
use std::time::Duration;

use ureq::http::StatusCode;
use url::Url;

use super::MAX_REDIRECTS;
use crate::report;

/// Why a document did not arrive.
#[derive(Debug)]
pub struct Error {
    url: String,
    kind: Kind,
}

/// The ways in which it can go wrong.
#[derive(Debug)]
pub enum Kind {
    /// The server answered, but not with the document.
    Status {
        /// What it answered.
        status: StatusCode,
        /// The beginning of the body.
        said: String,
    },
    /// A redirect that is not followed.
    Redirect {
        /// Where it leads, as the server wrote it; empty if it does not say.
        to: String,
        /// Why it is not followed.
        why: &'static str,
    },
    /// More redirects than are followed.
    TooManyRedirects,
    /// It was not there within this time.
    Timeout(Duration),
    /// It is larger than this many bytes.
    TooLarge(u64),
    /// The connection ended before the body did, after so many bytes of the document.
    Cut(u64),
    /// The body claims to be compressed, and is not, or is damaged.
    Damaged(io::Error),
    /// A compression that was not asked for.
    Encoding(String),
    /// A body of which nobody can tell whether it is whole.
    Unframed,
    /// No connection, no TLS, no HTTP.
    Connection(Box<ureq::Error>),
}

impl Kind {
    /// A failure before the body began.
    pub fn from_request(error: ureq::Error, time: Duration) -> Self {
        match error {
            ureq::Error::Timeout(_) => Self::Timeout(time),
            ureq::Error::Io(error) if is_cut(&error) => Self::Cut(0),
            error => Self::Connection(Box::new(error)),
        }
    }

    /// A failure within the body, after so many bytes of the document.
    pub fn from_body(error: io::Error, received: u64, time: Duration) -> Self {
        match ureq::Error::from(error) {
            ureq::Error::Timeout(_) => Self::Timeout(time),
            ureq::Error::Io(error) if is_cut(&error) => Self::Cut(received),
            ureq::Error::Io(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
                ) =>
            {
                Self::Damaged(error)
            }
            error => Self::Connection(Box::new(error)),
        }
    }
}

/// A URL as messages show it: without its query, for that of a signed link is as good as a
/// password.
fn shown(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

fn is_cut(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(
        error.kind(),
        UnexpectedEof | ConnectionReset | ConnectionAborted | BrokenPipe
    )
}

impl Error {
    /// A failure at `url`.
    pub fn new(url: &Url, kind: Kind) -> Self {
        Self {
            url: shown(url.as_str()).to_owned(),
            kind,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        let by_hand = "download the document by other means and pass the file with --from FILE";
        match &self.kind {
            Kind::Status { .. } => format!("check the address, or {by_hand}"),
            Kind::Redirect { .. } => format!(
                "name the address it leads to with --from URL if you trust it, or {by_hand}"
            ),
            Kind::TooManyRedirects => {
                format!("name the document's own address with --from URL, or {by_hand}")
            }
            Kind::Timeout(_) => format!("allow more with --timeout SECONDS, or {by_hand}"),
            Kind::TooLarge(_) => {
                "raise the limit with --max-size MIB if the address is right".to_owned()
            }
            Kind::Cut(_) | Kind::Damaged(_) => format!("run the command again, or {by_hand}"),
            Kind::Encoding(_) | Kind::Unframed => by_hand.to_owned(),
            Kind::Connection(_) => {
                format!(
                    "check the address, the network and the variables HTTPS_PROXY and NO_PROXY, or {by_hand}"
                )
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, kind } = self;
        match kind {
            Kind::Status { status, said } if said.is_empty() => {
                write!(f, "{url} answered {status}")
            }
            Kind::Status { status, said } => write!(f, "{url} answered {status}: {said}"),
            Kind::Redirect { to, why } if to.is_empty() => write!(f, "{url} redirects, but {why}"),
            Kind::Redirect { to, why } => write!(f, "{url} redirects to {}: {why}", shown(to)),
            Kind::TooManyRedirects => write!(
                f,
                "more than {MAX_REDIRECTS} redirects, the last one to {url}"
            ),
            Kind::Timeout(time) => write!(
                f,
                "{url} did not give the document within {} s",
                time.as_secs()
            ),
            Kind::TooLarge(limit) => write!(
                f,
                "{url} gives more than the limit of {}",
                report::size(*limit)
            ),
            Kind::Cut(received) => {
                write!(
                    f,
                    "{url} was cut off after {} of the document",
                    report::size(*received)
                )
            }
            Kind::Damaged(source) => write!(f, "{url} gives a damaged gzip stream: {source}"),
            Kind::Encoding(name) => write!(
                f,
                "{url} gives the document compressed with `{name}`, and gzip was asked for"
            ),
            Kind::Unframed => {
                write!(
                    f,
                    "{url} gives neither a length nor chunks, so a document cut short could not be told from a whole one"
                )
            }
            Kind::Connection(source) => write!(f, "cannot get {url}: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Damaged(source) => Some(source),
            Kind::Connection(source) => Some(source),
            _ => None,
        }
    }
}
