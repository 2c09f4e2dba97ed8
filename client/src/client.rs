//! The asynchronous client.

mod drive;
mod watch;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::{Answer, Call, Error};

use self::drive::{carry, drive};
use crate::config::ApiKey;
use crate::config::ClientBuilder;
use crate::config::Settings;
use crate::download::Output;
use crate::machine::Flow;
use crate::observe;
use crate::transport::Transport;

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
    pub fn send<T>(&self, call: impl Into<Call<T>>) -> impl Future<Output = Result<T, Error>> {
        // Not in the future, which would hold two of them.
        let call = call.into();
        async move {
            let seen = observe::Call::new(call.operation());
            let result = seen.over(self.drive(&call, &seen)).await;
            seen.ended(result)
        }
    }

    async fn drive<T>(&self, call: &Call<T>, seen: &observe::Call) -> Result<T, Error> {
        call.check()?;
        let Inner {
            settings,
            transport,
        } = &*self.0;
        drive(settings, &**transport, call, seen).await
    }

    /// Drives a download.
    pub(crate) async fn carry(
        &self,
        mut flow: Flow<'_>,
        seen: &observe::Call,
        output: &mut (dyn Output + '_),
    ) -> Result<Answer, Error> {
        carry(&mut flow, &*self.0.transport, seen, Some(output)).await
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.0.transport
    }

    /// What it was set up with.
    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Waits for so long, by the transport's timer.
    pub(crate) async fn sleep(&self, duration: Duration) {
        self.0.transport.sleep(duration).await;
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.0.settings).finish()
    }
}
