//! Builders of clients.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::driver::failure;
use connect_runtime::retry::{Budget, Policy};
use connect_runtime::{Error, Timeouts};

use super::credentials::Credentials;
use super::endpoint::{self, Endpoint};
use super::key::ApiKey;
use super::servers::{Replacement, Servers};
use super::settings::{Settings, TIMEOUTS};
use crate::blocking::Transport as BlockingTransport;
use crate::hooks::{self, Hooks};
use crate::network::Network;
use crate::pace::{self, Pace};
use crate::transport::Transport;
use crate::user_agent::UserAgent;

/// The builder of a [`Client`](crate::Client).
///
/// ```
/// # #[cfg(feature = "transport")] {
/// use connect_usage::{ApiKey, Client};
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

/// The builder of a client. [`ClientBuilder`] and [`blocking::ClientBuilder`](crate::blocking::ClientBuilder) are its two forms, which differ in
/// the type of the transport.
pub struct Builder<T: ?Sized> {
    key: Option<ApiKey>,
    pub(super) credentials: Credentials,
    pub(super) servers: Vec<Replacement>,
    base_url: BaseUrl,
    product: Option<String>,
    timeouts: Timeouts,
    retry: Policy,
    budget: Option<Arc<Budget>>,
    rate_limit: Option<(u32, Duration)>,
    max_response: u64,
    max_error_body: u64,
    hooks: Hooks,
    pub(super) network: Network,
    transport: Option<Arc<T>>,
}

impl<T: ?Sized> Default for Builder<T> {
    fn default() -> Self {
        Self {
            key: None,
            credentials: Credentials::default(),
            servers: Vec::new(),
            base_url: BaseUrl(endpoint::DEFAULT_BASE_URL.to_owned()),
            product: None,
            timeouts: Timeouts::new(),
            retry: Policy::new(),
            budget: None,
            rate_limit: None,
            max_response: 256 * 1024 * 1024,
            max_error_body: 64 * 1024,
            hooks: Hooks::default(),
            network: Network::default(),
            transport: None,
        }
    }
}

impl Builder<dyn Transport> {
    /// Sets the transport, which replaces the default transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }
}

impl Builder<dyn BlockingTransport> {
    /// Sets the transport, which replaces the default transport.
    #[must_use]
    pub fn transport(mut self, transport: impl BlockingTransport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }
}

impl<T: ?Sized> Builder<T> {
    /// Sets the API key, which is required unless the client has a [credential](Self::credential).
    #[must_use]
    pub fn api_key(mut self, key: ApiKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Sets the base URL; by default it is [`DEFAULT_BASE_URL`](super::DEFAULT_BASE_URL). Plain HTTP is accepted
    /// for this machine only, such as for the server of a test.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = BaseUrl(url.into());
        self
    }

    /// Names the calling application, such as `my-connector/1.2`, in the `User-Agent` header. The names of the
    /// bindings that made the call and of this crate follow it.
    #[must_use]
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.product = Some(product.into());
        self
    }

    /// Sets the time limit for connecting, TLS included; by default 15 seconds.
    #[must_use]
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.timeouts(Timeouts::new().connect(timeout))
    }

    /// Sets the time limit for a whole call, from its start to the last byte of the response, with all its
    /// attempts and the pauses between them; by default 10 minutes. [`Call::timeout`](crate::Call::timeout)
    /// sets it for one call, such as a long upload.
    #[must_use]
    pub fn timeout(self, total: Duration) -> Self {
        self.timeouts(Timeouts::new().total(total))
    }

    /// Sets the time limits of all calls. The defaults are 15 seconds to connect, 180 seconds without progress, and
    /// 10 minutes for the whole call; a single attempt has no limit of its own. Limits that are not set in
    /// `timeouts` keep their value. [`Call::timeouts`](crate::Call::timeouts) sets them for one call.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts.or(self.timeouts);
        self
    }

    /// Sets how often and how fast failed attempts are retried; see [`Policy`] for the default.
    /// [`Call::retry`](crate::Call::retry) sets it for one call.
    #[must_use]
    pub fn retry(mut self, policy: Policy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the retry budget, which limits the retries of all calls together. By default each client has a budget
    /// of its own; several clients of one account can share one.
    #[must_use]
    pub fn retry_budget(mut self, budget: Arc<Budget>) -> Self {
        self.budget = Some(budget);
        self
    }

    /// Limits how many requests all calls of the client (and its clones) send to the API: at most `calls` in any
    /// period `per`. By default there is no limit. Each attempt counts, each page of a list, and each call of an
    /// operation with [a server of its own](Self::server); requests to
    /// presigned URLs, and redirects that are followed, do not.
    ///
    /// Calls wait for their turn in the order in which they were sent. A call whose turn would come after its
    /// time limit fails at once, with [`ErrorKind::Timeout`](crate::ErrorKind::Timeout), and is not sent.
    ///
    /// Without this, the client slows down by itself once the API responds with 429, or with 503 and a
    /// `Retry-After`; see [`retry`](crate::retry#when-the-api-has-too-many-calls).
    ///
    /// ```
    /// use connect_usage::Client;
    /// use std::time::Duration;
    ///
    /// let builder = Client::builder().rate_limit(10, Duration::from_secs(1));
    /// ```
    #[must_use]
    pub fn rate_limit(mut self, calls: u32, per: Duration) -> Self {
        self.rate_limit = Some((calls, per));
        self
    }

    /// Limits the size of a response body in bytes, decoded, since bodies are kept in memory; by default 256 MiB. A
    /// longer body is an error. Coded bytes may be an eighth and 64 KiB more.
    #[must_use]
    pub fn max_response(mut self, bytes: u64) -> Self {
        self.max_response = bytes;
        self
    }

    /// Limits how much of the body of an error response is kept, in bytes; by default 64 KiB. The rest is not read,
    /// and the message of the error says that the body was cut.
    #[must_use]
    pub fn max_error_body(mut self, bytes: u64) -> Self {
        self.max_error_body = bytes;
        self
    }

    /// Adds a hook that is called with each request before it is sent, and can add headers to it; see [`hooks`]
    /// for details. Hooks are called in the order in which they were added.
    ///
    /// ```
    /// use connect_usage::blocking::Client;
    ///
    /// let builder = Client::builder().on_request(|request| {
    ///     request.header("X-Correlation-Id", "batch-7");
    ///     let attempt = request.attempt();
    ///     println!("{} {} (attempt {})",
    ///         attempt.operation.method,
    ///         attempt.operation.path_template(), // such as /usage/files/{id}
    ///         attempt.number,
    ///     );
    /// });
    /// ```
    #[must_use]
    pub fn on_request(
        mut self,
        hook: impl Fn(&mut hooks::Request<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.add_request(Arc::new(hook));
        self
    }

    /// Adds a hook that is called with the result of each request, a response or a failure; see [`hooks`] for
    /// details. Hooks are called in the order in which they were added.
    ///
    /// ```
    /// use connect_usage::blocking::Client;
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    ///
    /// let failures = Arc::new(AtomicU64::new(0));
    /// let count = Arc::clone(&failures);
    /// let builder = Client::builder().on_response(move |response| {
    ///     if response.error().is_some() {
    ///         count.fetch_add(1, Relaxed);
    ///     }
    /// });
    /// ```
    #[must_use]
    pub fn on_response(
        mut self,
        hook: impl Fn(&hooks::Response<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.add_response(Arc::new(hook));
        self
    }

    pub(super) fn settings(self) -> Result<(Settings, Option<Arc<T>>), Error> {
        if self.key.is_none() && self.credentials.is_empty() {
            return Err(failure::no_key(
                "call `api_key(…)` on the builder, or create it by `from_env()` and set the \
                 environment variable CONNECT_API_KEY",
            ));
        }
        self.credentials.check()?;
        let settings = Settings {
            endpoint: Endpoint::parse(&self.base_url.0)?,
            servers: Servers::parse(&self.servers)?,
            key: self.key,
            credentials: self.credentials,
            user_agent: UserAgent::new(self.product.as_deref())?,
            timeouts: self.timeouts.or(TIMEOUTS),
            retry: self.retry,
            budget: self.budget.unwrap_or_default(),
            pace: Pace::new(pace::limit(self.rate_limit)?),
            max_response: self.max_response,
            max_error_body: self.max_error_body,
            hooks: self.hooks,
        };
        Ok((settings, self.transport))
    }
}

// Not derived, since that would require `T: Clone` and `T: Debug`.
impl<T: ?Sized> Clone for Builder<T> {
    fn clone(&self) -> Self {
        Self {
            key: self.key.clone(),
            credentials: self.credentials.clone(),
            servers: self.servers.clone(),
            base_url: self.base_url.clone(),
            product: self.product.clone(),
            timeouts: self.timeouts,
            retry: self.retry,
            budget: self.budget.clone(),
            rate_limit: self.rate_limit,
            max_response: self.max_response,
            max_error_body: self.max_error_body,
            hooks: self.hooks.clone(),
            network: self.network.clone(),
            transport: self.transport.clone(),
        }
    }
}

impl<T: ?Sized> fmt::Debug for Builder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("key", &self.key)
            .field("credentials", &self.credentials)
            .field("base_url", &self.base_url)
            .field("servers", &self.servers)
            .field("product", &self.product)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .field("budget", &self.budget)
            .field("rate_limit", &self.rate_limit)
            .field("max_response", &self.max_response)
            .field("network", &self.network)
            .field("max_error_body", &self.max_error_body)
            .finish_non_exhaustive()
    }
}

/// A base URL that has not been checked. `Debug` does not show an invalid one, which may contain credentials.
#[derive(Clone)]
struct BaseUrl(String);

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Endpoint::parse(&self.0) {
            Ok(endpoint) => endpoint.fmt(f),
            Err(_) => f.write_str("(invalid)"),
        }
    }
}
