//! The asynchronous client.

mod drive;
mod watch;

use std::fmt;
use std::sync::Arc;

use connect_runtime::{Call, Error};

use crate::config::{ApiKey, ClientBuilder, Settings};
use crate::observe::CallSpan;
use crate::transport::Transport;

pub(crate) use self::drive::drive;

/// A client of the API. With the transport that it has by default it runs in a tokio runtime.
///
/// It is cheap to clone, and all clones share their connections, and what they may spend on
/// repetitions.
///
/// A call that fails is sent again where that may help and does no harm: see
/// [`retry`](crate::runtime::retry). When the answer of a call is lost that may not be repeated, such
/// as a submission, the client reads the object again: if the call has happened, the object is its
/// answer; else the error says what is known, by [`Error::outcome`].
///
/// Redirects are followed for calls that only read, ten at most and never from HTTPS to HTTP; the key
/// goes to the base URL's scheme, host and port alone.
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
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

    pub(crate) fn from_parts(settings: Arc<Settings>, transport: Arc<dyn Transport>) -> Self {
        Self {
            settings,
            transport,
        }
    }

    /// Sends a call (or a list) and reads its answer.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind) for what can go wrong.
    pub fn send<T>(&self, call: impl Into<Call<T>>) -> impl Future<Output = Result<T, Error>> {
        // Converted outside of the future, which would otherwise hold both values.
        let call = call.into();
        async move {
            let span = CallSpan::new(call.operation());
            let result = span.instrument(drive::send(self, &call, &span)).await;
            span.finish(result)
        }
    }

    pub(crate) fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    pub(crate) fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.settings).finish()
    }
}
