//! The asynchronous client.

mod decoded;
mod drive;
mod watch;

use std::fmt;
use std::sync::Arc;

use connect_runtime::{Call, Error};

use crate::config::{ApiKey, ClientBuilder, Settings};
use crate::observe::CallSpan;
use crate::transport::Transport;

pub(crate) use self::drive::drive;
#[cfg(feature = "blocking")]
pub(crate) use self::watch::Watch;

/// An asynchronous client of the API. With its default transport it runs in a tokio runtime.
///
/// It is cheap to clone. All clones share their connections and their retry budget.
///
/// A failed attempt is retried where a retry may help and does no harm: see [`retry`](crate::runtime::retry). When the
/// response of a call that must not be retried is lost, such as that of a submission, the client reads the object
/// again, or looks for the one that the call creates. If the call took effect, it succeeds with the object as its value.
/// Otherwise [`Error::outcome`] says what is known.
///
/// Once the API has turned a call away because there are too many, all calls of the client and of its clones keep the
/// pause that it asks for, and slow down together for a while. [`Builder::rate_limit`](crate::Builder::rate_limit) sets
/// a limit from the start.
///
/// Redirects are followed for calls that only read: at most ten, and never from HTTPS to HTTP. The key is sent to the
/// scheme, host and port of the base URL only.
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
    transport: Arc<dyn Transport>,
}

impl Client {
    /// Creates a client with a key and default settings.
    ///
    /// # Errors
    /// When TLS cannot be set up, or the crate is built without a default transport.
    pub fn new(key: ApiKey) -> Result<Self, Error> {
        Self::builder().api_key(key).build()
    }

    /// Creates a client with the key of the environment variable `CONNECT_API_KEY`, and the settings of
    /// [other variables](crate::config#environment-variables) that are set.
    ///
    /// # Errors
    /// When there is no key, a variable is not valid, TLS cannot be set up, or the crate is built without a
    /// default transport.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Returns a builder, for settings other than the defaults.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn from_parts(settings: Arc<Settings>, transport: Arc<dyn Transport>) -> Self {
        Self {
            settings,
            transport,
        }
    }

    /// Sends a call (or a list) and decodes its response.
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
