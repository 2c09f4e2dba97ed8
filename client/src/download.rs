//! Downloads: content that is written as it arrives, instead of being kept in memory.
//!
//! ```no_run
//! use connect_usage::{Client, Error, chunks, files};
//!
//! async fn fetch(client: &Client) -> Result<(), Error> {
//!     // Content that the API returns itself.
//!     let done = client.download(chunks::download("UFC-2029-10-0001-0001")).to_file("chunk.xlsx").await?;
//!     println!("{} bytes, named {:?} by the server", done.bytes, done.file_name);
//!
//!     // A presigned URL, which grants access by itself: the key is not sent to it.
//!     let file = client.send(files::get("UF-2029-10-0001-0001")).await?;
//!     if let Some(url) = &file.processed_file_uri {
//!         client
//!             .download(url)
//!             .max_bytes(50_000_000)
//!             .on_progress(|received, total| println!("{received} of {total:?}"))
//!             .to_file("processed.xlsx")
//!             .await?;
//!     }
//!     Ok(())
//! }
//! ```
//!
//! An interrupted download resumes where it stopped if the server supports that (`Accept-Ranges` and a strong
//! `ETag`). Otherwise it restarts, if the written bytes can be discarded. Its attempts follow the same rules as
//! those of any call. The length that the server announces is checked. The methods of [`blocking::Client`](crate::blocking::Client) have the same names.

mod fetch;
mod file;
mod output;
mod part;

use std::fmt;
use std::time::Duration;

use connect_runtime::driver::failure;
use connect_runtime::retry::Policy;
use connect_runtime::{
    Binary, Call, Error, Method, Operation, PresignedUrl, Request, Segment, Timeouts,
};
use http::Uri;

pub(crate) use self::output::Output;

use self::output::OnProgress;

/// The operation of a download from a presigned URL.
static PRESIGNED_URL: Operation = Operation::new(
    "download",
    Method::GET,
    &[Segment::Parameter("presigned_url")],
    "",
)
.idempotent();

/// What can be downloaded: a call that returns a file, or a presigned URL.
///
/// A [`PresignedUrl`] must be absolute and HTTPS; plain HTTP is accepted for this machine only. It is valid for seconds to
/// minutes: read the object immediately before the download, and again if the URL is rejected.
pub struct Downloadable(Source);

enum Source {
    Call(Box<Call<Binary>>),
    PresignedUrl(PresignedUrl),
}

impl From<Call<Binary>> for Downloadable {
    fn from(call: Call<Binary>) -> Self {
        Self(Source::Call(Box::new(call)))
    }
}

impl From<PresignedUrl> for Downloadable {
    fn from(url: PresignedUrl) -> Self {
        Self(Source::PresignedUrl(url))
    }
}

impl From<&PresignedUrl> for Downloadable {
    fn from(url: &PresignedUrl) -> Self {
        url.clone().into()
    }
}

/// The properties of downloaded content.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// The number of bytes.
    pub bytes: u64,
    /// The media type, if the server sends one.
    pub media_type: Option<String>,
    /// The file name, if the server sends one. Do not use it as a path: the server chooses it.
    pub file_name: Option<String>,
    /// The request id in the headers of the last response, for questions to the support of the API.
    pub request_id: Option<String>,
}

/// A prepared download. The method that names the destination of the content starts it.
///
/// `C` is the client: [`Client`](crate::Client), whose methods are awaited, or
/// [`blocking::Client`](crate::blocking::Client).
#[must_use = "a download does nothing until a method names its destination"]
pub struct Download<'a, C> {
    client: &'a C,
    call: Call<Binary>,
    presigned_url: Option<Result<Uri, Error>>,
    max_bytes: Option<u64>,
    on_progress: Option<OnProgress<'a>>,
}

impl<'a, C> Download<'a, C> {
    pub(crate) fn new(client: &'a C, what: Downloadable) -> Self {
        let (call, presigned_url) = match what.0 {
            Source::Call(call) => (*call, None),
            Source::PresignedUrl(url) => (presigned_call(), Some(address(&url))),
        };
        Self {
            client,
            call,
            presigned_url,
            max_bytes: None,
            on_progress: None,
        }
    }

    /// Returns the same download with another client.
    pub(crate) fn with_client<D>(self, client: &'a D) -> Download<'a, D> {
        Download {
            client,
            call: self.call,
            presigned_url: self.presigned_url,
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

    /// Limits the size of the content in bytes. Longer content is an error, before it is read if the server
    /// announces the length. By default, files and writers have no limit, and content that is kept in memory has
    /// the client's limit for responses.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Calls `report` after each write, with the number of bytes so far and the total number of bytes, if that is
    /// known. The first number decreases when the download restarts.
    pub fn on_progress(mut self, report: impl FnMut(u64, Option<u64>) + Send + 'a) -> Self {
        self.on_progress = Some(OnProgress(Box::new(report)));
        self
    }

    /// Sets the time limit for the whole download, as [`Call::timeout`] does.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.call = self.call.timeout(total);
        self
    }

    /// Sets time limits, as [`Call::timeouts`] does.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.call = self.call.timeouts(timeouts);
        self
    }

    /// Sets how often and how fast failed attempts are retried, as [`Call::retry`] does.
    pub fn retry(mut self, policy: Policy) -> Self {
        self.call = self.call.retry(policy);
        self
    }
}

/// Shows the operation and the limit, but not the presigned URL.
impl<C> fmt::Debug for Download<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.call.operation().name)
            .field("max_bytes", &self.max_bytes)
            .finish_non_exhaustive()
    }
}

fn presigned_call() -> Call<Binary> {
    Request::new(&PRESIGNED_URL)
        .path("presigned_url", "presigned_url")
        .returns_binary()
}

/// Returns the address of a presigned URL. The error message does not show it.
fn address(url: &PresignedUrl) -> Result<Uri, Error> {
    crate::address::absolute(url.as_str()).ok_or_else(|| {
        let message = "the presigned URL must be an absolute HTTPS URL (or HTTP to this machine)";
        failure::invalid_request(&PRESIGNED_URL, message)
    })
}
