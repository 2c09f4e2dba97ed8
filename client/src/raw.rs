//! Calls of paths for which there is no generated function.
//!
//! ```no_run
//! # #[cfg(feature = "transport")]
//! # async fn example() -> Result<(), connect_usage::Error> {
//! use connect_usage::runtime::Filter;
//! use connect_usage::Client;
//! use std::collections::BTreeMap;
//!
//! // Stands for a type of yours that implements serde's `Deserialize` and `Serialize`.
//! type Asset = BTreeMap<String, String>;
//!
//! let client = Client::from_env()?;
//! let assets: Vec<Asset> = client
//!     .get("/assets")
//!     .filter(Filter::<()>::raw("in(status,(active,suspended))"))
//!     .query("limit", "10")
//!     .send()
//!     .await?;
//! let change = Asset::from([("external_id".to_owned(), "A-1".to_owned())]);
//! let asset: Asset = client.put("/assets/AS-0000-0000-0000").body(&change).idempotent().send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! Retries, time limits, redirects, hooks and errors are those of any call. A call that may change something is sent
//! again only if it cannot have been processed, unless it is said to be [idempotent](Raw::idempotent). The path is one
//! below the base URL, so that no other host receives the key. The methods of
//! [`blocking::Client`] have the same names.

use std::fmt;
use std::time::Duration;

use connect_runtime::retry::Policy;
use connect_runtime::serde::Serialize;
use connect_runtime::serde::de::DeserializeOwned;
use connect_runtime::{Binary, Error, Filter, ParameterValue, RawCall, Timeouts};

use crate::{Client, blocking};

/// A call that is prepared. [`send`](Raw::send) sends it.
///
/// `C` is the client: [`Client`], whose methods are awaited, or [`blocking::Client`].
#[must_use = "a call does nothing until it is sent"]
pub struct Raw<'a, C> {
    client: &'a C,
    call: RawCall,
}

/// The methods that prepare a call, for either client.
macro_rules! verbs {
    ($client:ty) => {
        impl $client {
            /// Prepares a `GET` of a path below the base URL, such as `/assets`; see [`raw`](crate::raw).
            pub fn get(&self, path: impl AsRef<str>) -> Raw<'_, Self> {
                Raw::new(self, RawCall::get(path))
            }

            /// Prepares a `POST` to a path below the base URL; see [`raw`](crate::raw).
            pub fn post(&self, path: impl AsRef<str>) -> Raw<'_, Self> {
                Raw::new(self, RawCall::post(path))
            }

            /// Prepares a `PUT` to a path below the base URL; see [`raw`](crate::raw).
            pub fn put(&self, path: impl AsRef<str>) -> Raw<'_, Self> {
                Raw::new(self, RawCall::put(path))
            }

            /// Prepares a `DELETE` of a path below the base URL; see [`raw`](crate::raw).
            pub fn delete(&self, path: impl AsRef<str>) -> Raw<'_, Self> {
                Raw::new(self, RawCall::delete(path))
            }
        }
    };
}

verbs!(Client);
verbs!(blocking::Client);

impl<'a, C> Raw<'a, C> {
    fn new(client: &'a C, call: RawCall) -> Self {
        Self { client, call }
    }

    fn change(self, change: impl FnOnce(RawCall) -> RawCall) -> Self {
        Self::new(self.client, change(self.call))
    }

    /// States that the call may be sent again when it is not known whether the first one arrived. A `GET` always may.
    pub fn idempotent(self) -> Self {
        self.change(RawCall::idempotent)
    }

    /// Adds a query parameter. The value is percent-encoded, and quoted if there is a [filter](Self::filter).
    pub fn query<V: ParameterValue + ?Sized>(self, name: &str, value: &V) -> Self {
        self.change(|it| it.query(name, value))
    }

    /// Adds a condition on the rows of a list. [`Filter::raw`] says what is not checked there.
    pub fn filter<S>(self, filter: Filter<S>) -> Self {
        self.change(|it| it.filter(filter))
    }

    /// Sets a header.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.change(|it| it.header(name, value))
    }

    /// Sends a value as JSON.
    pub fn body<T: Serialize + ?Sized>(self, value: &T) -> Self {
        self.change(|it| it.body(value))
    }

    /// Sets the time limit for the whole call, as [`Call::timeout`](crate::Call::timeout) does.
    pub fn timeout(self, total: Duration) -> Self {
        self.timeouts(Timeouts::new().total(total))
    }

    /// Sets time limits, as [`Call::timeouts`](crate::Call::timeouts) does.
    pub fn timeouts(self, timeouts: Timeouts) -> Self {
        self.change(|it| it.timeouts(timeouts))
    }

    /// Sets how often and how fast failed attempts are retried, as [`Call::retry`](crate::Call::retry) does.
    pub fn retry(self, policy: Policy) -> Self {
        self.change(|it| it.retry(policy))
    }
}

impl Raw<'_, Client> {
    /// Sends the call and reads the JSON of its response. A response without a body is read as `null`.
    ///
    /// # Errors
    /// Those of any call, such as [`InvalidRequest`](crate::ErrorKind::InvalidRequest) for a path that is not one below
    /// the base URL.
    pub async fn send<T: DeserializeOwned + 'static>(self) -> Result<T, Error> {
        self.client.send(self.call.json()).await
    }

    /// Sends the call and returns the file in its response.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn bytes(self) -> Result<Binary, Error> {
        self.client.send(self.call.binary()).await
    }
}

impl Raw<'_, blocking::Client> {
    /// Sends the call and reads the JSON of its response. A response without a body is read as `null`.
    ///
    /// # Errors
    /// Those of any call, such as [`InvalidRequest`](crate::ErrorKind::InvalidRequest) for a path that is not one below
    /// the base URL.
    pub fn send<T: DeserializeOwned + 'static>(self) -> Result<T, Error> {
        self.client.send(self.call.json())
    }

    /// Sends the call and returns the file in its response.
    ///
    /// # Errors
    /// Those of any call.
    pub fn bytes(self) -> Result<Binary, Error> {
        self.client.send(self.call.binary())
    }
}

impl<C> fmt::Debug for Raw<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Raw").field(&self.call).finish()
    }
}
