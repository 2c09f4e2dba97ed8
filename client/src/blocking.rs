//! The client for code without an async runtime. Its methods have the names of the asynchronous client's, and return
//! when the work is done.
//!
//! ```no_run
//! use connect_usage::blocking::Client;
//! use connect_usage::{Error, files};
//!
//! fn main() -> Result<(), Error> {
//!     let client = Client::from_env()?; // CONNECT_API_KEY, CONNECT_ENDPOINT
//!     let file = client.send(files::get("UF-2029-10-0001-0001"))?;
//!     println!("{:?}", file.status);
//!     Ok(())
//! }
//! ```
//!
//! With the feature `blocking` it has a default transport: that of the asynchronous client, which it drives on a private
//! runtime, in the calling thread. It can be called from anywhere, asynchronous code included, whose thread it then
//! blocks. See [`Transport`] for how to give it another transport.

mod adapter;
mod download;
#[cfg(feature = "blocking")]
mod driven;
mod incoming;
mod paging;
mod run;
mod transport;
mod waiting;

use std::fmt;
use std::sync::Arc;

use connect_runtime::{Call, Error};

use self::adapter::Adapter;
use self::run::run;
use crate::config::Settings;
use crate::network::Network;

pub use self::incoming::Incoming;
pub use self::paging::{Pages, Rows};
pub use self::transport::{Response, Transport, response, streaming_response};

#[cfg(feature = "blocking")]
pub use self::driven::HttpTransport;

/// The builder of a blocking [`Client`].
///
/// ```
/// # #[cfg(feature = "blocking")] {
/// use connect_usage::ApiKey;
/// use connect_usage::blocking::Client;
/// use std::time::Duration;
///
/// let client = Client::builder()
///     .api_key(ApiKey::new("SU-000-000-000:secret")?)
///     .user_agent("my-connector/1.2")
///     .timeout(Duration::from_secs(60))
///     .build()?;
/// # }
/// # Ok::<(), connect_usage::Error>(())
/// ```
pub type ClientBuilder = crate::config::Builder<dyn Transport>;

pub use self::ClientBuilder as Builder;

/// A client of the API for code without an async runtime. It does what the asynchronous
/// [`Client`](crate::Client) does, and its methods have the same names.
///
/// It is cheap to clone. All clones share their connections and their retry budget.
///
/// It is the asynchronous client over a transport that never waits asynchronously: each call is driven to its end in
/// the calling thread.
#[derive(Clone)]
pub struct Client(crate::Client);

impl Client {
    /// Creates a client over a transport whose futures are ready at the first poll.
    pub(crate) fn from_parts(
        settings: Settings,
        transport: Arc<dyn crate::transport::Transport>,
    ) -> Self {
        Self(crate::Client::from_parts(settings.into(), transport))
    }

    /// Creates a client over a blocking transport.
    pub(crate) fn over(settings: Settings, transport: Arc<dyn Transport>) -> Self {
        Self::from_parts(settings, Arc::new(Adapter::new(transport)))
    }

    /// Sends a call (or a list) and decodes its response.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind) for what can go wrong.
    pub fn send<T>(&self, call: impl Into<Call<T>>) -> Result<T, Error> {
        let call = call.into();
        run(call.operation(), self.0.send(call))
    }

    /// Runs an asynchronous function with this client in the calling thread, so that code which makes several calls is
    /// written once for both clients.
    ///
    /// ```
    /// # #[cfg(feature = "blocking")] {
    /// use connect_usage::{Client, Error, blocking, files};
    ///
    /// async fn submit(client: &Client, id: &str) -> Result<(), Error> {
    ///     client.wait(files::get(id)).until(connect_usage::models::UsageFileStatus::Ready).await?;
    ///     client.send(files::submit(id)).await?;
    ///     Ok(())
    /// }
    ///
    /// fn submit_blocking(client: &blocking::Client, id: &str) -> Result<(), Error> {
    ///     client.run(async |client| submit(client, id).await)
    /// }
    /// # }
    /// ```
    ///
    /// The function may await what the client that it gets returns, and nothing else: the transport of that client blocks,
    /// so its futures are ready when they are polled once.
    ///
    /// # Errors
    /// Those of the function. A future that is pending is also an error, of the kind
    /// [`Configuration`](crate::ErrorKind::Configuration): nothing would ever wake it.
    pub fn run<T, E>(&self, work: impl AsyncFnOnce(&crate::Client) -> Result<T, E>) -> Result<T, E>
    where
        E: From<Error>,
    {
        run::to_end(work(&self.0))
    }
}

/// Creates the default transport.
#[cfg(feature = "blocking")]
pub(crate) fn default_transport(
    network: &Network,
) -> Result<Arc<dyn crate::transport::Transport>, Error> {
    Ok(Arc::new(HttpTransport::with(network)?))
}

#[cfg(not(feature = "blocking"))]
pub(crate) fn default_transport(
    _: &Network,
) -> Result<Arc<dyn crate::transport::Transport>, Error> {
    Err(connect_runtime::driver::failure::configuration(
        "no transport: enable the feature `blocking` of `connect-client` (or of the crate that re-exports it), or pass a transport to the builder",
    ))
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
