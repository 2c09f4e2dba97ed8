//! The client for code without an async runtime: the same names, and calls that return when they are
//! through.
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
//! With the feature `blocking` it has a transport of its own, by ureq; see
//! [`Transport`] for how to give it another one.

mod drive;
mod paging;
mod transport;
#[cfg(feature = "blocking")]
mod ureq;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::{Answer, Call, Error};

use self::drive::{carry, drive};
use crate::config::ApiKey;
use crate::config::Builder;
use crate::config::Settings;
use crate::download::Output;
use crate::machine::Flow;
use crate::observe;

pub use self::paging::{Pages, Rows};
pub use self::transport::{Incoming, Transport};

#[cfg(feature = "blocking")]
pub use self::ureq::UreqTransport;

pub(crate) use self::transport::usual;

/// The set-up of a blocking [`Client`].
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
pub type ClientBuilder = Builder<dyn Transport>;

/// A client of the API for code without an async runtime. It does what the asynchronous
/// [`Client`](crate::Client) does, and its methods have the same names.
///
/// It is cheap to clone, and all clones share their connections, and what they may spend on
/// repetitions.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    settings: Settings,
    transport: Arc<dyn Transport>,
}

impl Client {
    /// A client with a key, and everything else as by default.
    ///
    /// # Errors
    /// When TLS cannot be set up, or the crate has no transport built in.
    pub fn new(key: ApiKey) -> Result<Self, Error> {
        Self::builder().api_key(key).build()
    }

    /// A client with the key of the environment variable `CONNECT_API_KEY`, and the base URL of
    /// `CONNECT_ENDPOINT` if that is set.
    ///
    /// # Errors
    /// When there is no key, one of the two is not valid, TLS cannot be set up, or the crate has no
    /// transport built in.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Begins to set up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn of(settings: Settings, transport: Arc<dyn Transport>) -> Self {
        Self(Arc::new(Inner {
            settings,
            transport,
        }))
    }

    /// Sends a call (or a list) and reads its answer.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind) for what can go wrong.
    pub fn send<T>(&self, call: impl Into<Call<T>>) -> Result<T, Error> {
        self.send_over(&*self.0.transport, &call.into())
    }

    fn send_over<T>(&self, transport: &dyn Transport, call: &Call<T>) -> Result<T, Error> {
        let seen = observe::Call::new(call.operation());
        seen.ended(seen.within(|| {
            call.check()?;
            drive(&self.0.settings, transport, call, &seen)
        }))
    }

    /// Drives a download.
    pub(crate) fn carry(
        &self,
        mut flow: Flow<'_>,
        seen: &observe::Call,
        output: &mut (dyn Output + '_),
    ) -> Result<Answer, Error> {
        carry(&mut flow, &*self.0.transport, seen, Some(output))
    }

    /// What it was set up with.
    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Waits for so long, as the transport does.
    pub(crate) fn sleep(&self, duration: Duration) {
        self.0.transport.sleep(duration);
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.0.settings).finish()
    }
}
