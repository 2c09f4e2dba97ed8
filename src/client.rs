//! The asynchronous client.

mod builder;

use std::fmt;
use std::sync::Arc;

use connect_runtime::{Call, Error};

use crate::key::ApiKey;
use crate::transport::Transport;

pub use builder::ClientBuilder;

/// A client of the API. It runs in a tokio runtime.
///
/// It is cheap to clone, and all clones share their connections.
///
/// Redirects are followed for calls that only read, ten at most and never from HTTPS to HTTP; the key
/// goes to the base URL's scheme, host and port alone.
#[derive(Clone)]
pub struct Client(Arc<Transport>);

impl Client {
    /// A client with a key, and everything else as by default.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(key: ApiKey) -> Result<Self, Error> {
        Self::builder().api_key(key).build()
    }

    /// A client with the key of the environment variable `CONNECT_API_KEY`, and the base URL of
    /// `CONNECT_ENDPOINT` if that is set.
    ///
    /// # Errors
    /// When there is no key, one of the two is not valid, or TLS cannot be set up.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Begins to set up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Sends a call (or a list) and reads its answer.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind) for what can go wrong.
    pub async fn send<T>(&self, call: impl Into<Call<T>>) -> Result<T, Error> {
        let call = call.into();
        call.check()?;
        let answer = self.0.exchange(call.request()).await?;
        call.decode(answer)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.0).finish()
    }
}
