//! Download errors.

use std::fmt;
use std::io;
use std::time::Duration;

use connect_codegen_cli::wording::size;
use ureq::http::StatusCode;
use url::Url;

/// The maximum number of redirects.
pub const MAX_REDIRECTS: usize = 5;

/// A failed download.
#[derive(Debug)]
pub struct Error {
    url: String,
    kind: Kind,
}

/// The kinds of failures.
#[derive(Debug)]
pub enum Kind {
    /// The status of the response is not 200.
    Status(StatusCode),
    /// A redirect that is not followed.
    Redirect {
        /// The `Location` header; empty if it is missing.
        to: String,
        /// Why it is not followed.
        why: &'static str,
    },
    /// Too many redirects.
    TooManyRedirects,
    /// The time limit.
    Timeout(Duration),
    /// The size limit in bytes.
    TooLarge(u64),
    /// The connection was closed after this many bytes of the document.
    Cut(u64),
    /// The compressed body is invalid.
    Damaged(io::Error),
    /// A compression that was not requested.
    Encoding(String),
    /// A body without a length or chunks, which can be incomplete.
    Unframed,
    /// A connection, TLS or protocol error.
    Connection(Box<ureq::Error>),
}

impl Kind {
    /// Creates a failure that happened before the body.
    pub fn from_request(error: ureq::Error, time: Duration) -> Self {
        match error {
            ureq::Error::Timeout(_) => Self::Timeout(time),
            ureq::Error::Io(error) if is_closed(&error) => Self::Cut(0),
            error => Self::Connection(Box::new(error)),
        }
    }

    /// Creates a failure that happened after `received` bytes of the document.
    pub fn from_body(error: io::Error, received: u64, time: Duration) -> Self {
        match ureq::Error::from(error) {
            ureq::Error::Timeout(_) => Self::Timeout(time),
            ureq::Error::Io(error) if is_closed(&error) => Self::Cut(received),
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

/// Returns a URL for messages and lock files: without user, password, query and fragment, which can give access.
pub fn shown(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("//") else {
        return url.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find(['/', '\\']).unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{scheme}//{host}{path}")
}

fn is_closed(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(
        error.kind(),
        UnexpectedEof | ConnectionReset | ConnectionAborted | BrokenPipe
    )
}

impl Error {
    /// Creates an error for `url`.
    pub fn new(url: &Url, kind: Kind) -> Self {
        Self {
            url: shown(url.as_str()),
            kind,
        }
    }

    /// Returns what to do.
    pub fn help(&self) -> String {
        let by_hand = "download the document by other means and pass the file with --from FILE";
        match &self.kind {
            Kind::Status(_) => format!("check the URL, or {by_hand}"),
            Kind::Redirect { .. } => format!(
                "pass the target of the redirect with --from URL if you trust it, or {by_hand}"
            ),
            Kind::TooManyRedirects => {
                format!("pass the final URL of the document with --from URL, or {by_hand}")
            }
            Kind::Timeout(_) => format!("raise the limit with --timeout SECONDS, or {by_hand}"),
            Kind::TooLarge(_) => {
                "raise the limit with --max-size MIB if the URL is correct".to_owned()
            }
            Kind::Cut(_) | Kind::Damaged(_) => format!("run the command again, or {by_hand}"),
            Kind::Encoding(_) | Kind::Unframed => by_hand.to_owned(),
            Kind::Connection(_) => {
                format!(
                    "check the URL, the network and the variables HTTPS_PROXY and NO_PROXY, or {by_hand}"
                )
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, kind } = self;
        match kind {
            Kind::Status(status) => write!(f, "{url} returned {status}"),
            Kind::Redirect { to, why } if to.is_empty() => {
                write!(f, "rejected the redirect of {url}: {why}")
            }
            Kind::Redirect { to, why } => {
                write!(f, "rejected the redirect of {url} to {}: {why}", shown(to))
            }
            Kind::TooManyRedirects => write!(
                f,
                "more than {MAX_REDIRECTS} redirects, the last one to {url}"
            ),
            Kind::Timeout(time) => write!(
                f,
                "{url} did not return the document within {} s",
                time.as_secs()
            ),
            Kind::TooLarge(limit) => write!(
                f,
                "the document at {url} is larger than the limit of {}",
                size(*limit)
            ),
            Kind::Cut(received) => {
                write!(
                    f,
                    "the connection to {url} was closed after {} of the document",
                    size(*received)
                )
            }
            Kind::Damaged(source) => write!(f, "{url} returned an invalid gzip stream: {source}"),
            Kind::Encoding(name) => write!(
                f,
                "{url} returned an unsupported content encoding: expected gzip, found `{name}`"
            ),
            Kind::Unframed => {
                write!(
                    f,
                    "{url} returned neither a length nor chunks, so an incomplete document would go unnoticed"
                )
            }
            Kind::Connection(source) => match &**source {
                // It quotes the URL.
                ureq::Error::BadUri(_) => write!(f, "cannot download {url}: the URL is not valid"),
                source => write!(f, "cannot download {url}: {source}"),
            },
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

impl From<Error> for connect_codegen_cli::exit::Error {
    fn from(error: Error) -> Self {
        Self::Network {
            what: error.to_string(),
            help: error.help(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn what_gives_access_is_not_shown() {
        for (url, text) in [
            ("https://a.example/x.yml?sig=s#f", "https://a.example/x.yml"),
            ("https://me:secret@a.example", "https://a.example"),
            ("https://me:se@cret@a.example/x@y", "https://a.example/x@y"),
            ("//me:secret@a.example/x", "//a.example/x"),
            ("/x?sig=s", "/x"),
            ("", ""),
        ] {
            assert_eq!(shown(url), text);
        }
    }
}
