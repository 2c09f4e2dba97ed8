//! Downloads: content that is written as it comes, instead of being kept in memory.
//!
//! ```no_run
//! use connect_usage::{Client, Error, chunks, files};
//!
//! async fn fetch(client: &Client) -> Result<(), Error> {
//!     // What the API answers itself.
//!     let done = client.download(chunks::download("UFC-2029-10-0001-0001")).to_file("chunk.xlsx").await?;
//!     println!("{} bytes, which the server calls {:?}", done.bytes, done.file_name);
//!
//!     // A signed link, which is its own permission: the key does not go there.
//!     let file = client.send(files::get("UF-2029-10-0001-0001")).await?;
//!     if let Some(link) = &file.processed_file_uri {
//!         client
//!             .download(link)
//!             .max_bytes(50_000_000)
//!             .on_progress(|received, total| println!("{received} of {total:?}"))
//!             .to_file("processed.xlsx")
//!             .await?;
//!     }
//!     Ok(())
//! }
//! ```
//!
//! A download that breaks off goes on where it was, if the server gives parts of the same content
//! (`Accept-Ranges` and a strong `ETag`); else it begins anew, if what was written can be taken back.
//! Its attempts follow the same rules as those of any call. The length that the server announces is
//! checked. The methods of [`blocking::Client`](crate::blocking::Client) have the same names.

mod fetch;
mod file;
mod output;

use connect_runtime::driver::failure;
use std::fmt;
use std::time::Duration;

use connect_runtime::retry::Policy;
use connect_runtime::{Binary, Call, Error, PresignedUrl, Method, Operation, Request, Segment, Timeouts};
use http::Uri;

pub(crate) use self::output::Output;

use self::output::OnProgress;

/// Stands for the operation where a link is fetched.
static LINK: Operation =
    Operation::new("download", Method::GET, &[Segment::Parameter("link")], "").idempotent();

/// What can be downloaded: a call that answers a file, or a link.
///
/// A [`PresignedUrl`] has to be absolute and HTTPS; plain HTTP is taken for this machine alone. A link holds for
/// seconds to minutes: read the object just before, and again if the link is refused.
pub struct Downloadable(Source);

enum Source {
    Call(Box<Call<Binary>>),
    Url(PresignedUrl),
}

impl From<Call<Binary>> for Downloadable {
    fn from(call: Call<Binary>) -> Self {
        Self(Source::Call(Box::new(call)))
    }
}

impl From<PresignedUrl> for Downloadable {
    fn from(url: PresignedUrl) -> Self {
        Self(Source::Url(url))
    }
}

impl From<&PresignedUrl> for Downloadable {
    fn from(url: &PresignedUrl) -> Self {
        url.clone().into()
    }
}

/// What is known of content that was downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// How many bytes it has.
    pub bytes: u64,
    /// The media type, if the server names one.
    pub media_type: Option<String>,
    /// The file name, if the server names one. It is the server's: take no path from it.
    pub file_name: Option<String>,
    /// What the last answer's headers call the request, for questions to the API's support.
    pub request_id: Option<String>,
}

/// A download that is prepared. It begins with the method that says where the content goes to.
///
/// `C` is the client: [`Client`](crate::Client), whose methods are awaited, or
/// [`blocking::Client`](crate::blocking::Client).
#[must_use = "a download does nothing until it is said where it goes to"]
pub struct Download<'a, C> {
    client: &'a C,
    call: Call<Binary>,
    link: Option<Result<Uri, Error>>,
    max_bytes: Option<u64>,
    on_progress: Option<OnProgress<'a>>,
}

impl<'a, C> Download<'a, C> {
    pub(crate) fn new(client: &'a C, what: Downloadable) -> Self {
        let (call, link) = match what.0 {
            Source::Call(call) => (*call, None),
            Source::Url(link) => (link_call(), Some(address(&link))),
        };
        Self {
            client,
            call,
            link,
            max_bytes: None,
            on_progress: None,
        }
    }

    /// The same download by another client.
    pub(crate) fn with_client<D>(self, client: &'a D) -> Download<'a, D> {
        Download {
            client,
            call: self.call,
            link: self.link,
            max_bytes: self.max_bytes,
            on_progress: self.on_progress,
        }
    }

    pub(crate) fn client(&self) -> &'a C {
        self.client
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.call.operation()
    }

    /// Sets how many bytes the content may have. More is an error, before they are read if the server
    /// announces them. Unset, there is no limit for files and writers, and the client's limit to
    /// answers for content that is kept in memory.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Calls `report` whenever something was written, with the number of bytes so far and the number
    /// of all of them, if that is known. The first number gets smaller when the download begins anew.
    pub fn on_progress(mut self, report: impl FnMut(u64, Option<u64>) + Send + 'a) -> Self {
        self.on_progress = Some(OnProgress(Box::new(report)));
        self
    }

    /// Sets how long it may take in all, as [`Call::timeout`] does.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.call = self.call.timeout(total);
        self
    }

    /// Sets time limits, as [`Call::timeouts`] does.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.call = self.call.timeouts(timeouts);
        self
    }

    /// Sets how often and how fast it is tried again, as [`Call::retry`] does.
    pub fn retry(mut self, policy: Policy) -> Self {
        self.call = self.call.retry(policy);
        self
    }
}

/// Shows the operation and the limit, not the link.
impl<C> fmt::Debug for Download<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.call.operation().name)
            .field("max_bytes", &self.max_bytes)
            .finish_non_exhaustive()
    }
}

fn link_call() -> Call<Binary> {
    Request::new(&LINK).path("link", "link").returns_binary()
}

/// The address of a link. The message does not show it.
fn address(link: &PresignedUrl) -> Result<Uri, Error> {
    crate::address::absolute(link.as_str()).ok_or_else(|| {
        let message = "the link is no absolute HTTPS URL (or HTTP to this machine)";
        failure::invalid_request(&LINK, message)
    })
}
