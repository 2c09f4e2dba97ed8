//! Both clients behind one interface, so that a test is written once and run with each.

use std::sync::Arc;
use std::time::{Duration, Instant};

use connect_fake::server::Server;
use connect_usage::download::Downloadable;
use connect_usage::filter::Scope;
use connect_usage::hooks;
use connect_usage::runtime::decode::DecodeOwned;
use connect_usage::runtime::retry::{Budget, Policy};
use connect_usage::waiting::{Stateful, Targets};
use connect_usage::{
    ApiKey, Binary, Call, Credential, Error, ErrorKind, List, TimeLimit, Timeouts,
};

use super::{key, printed};

/// Runs a test with each client whose transport is compiled in.
pub fn with_each(test: impl Fn(Kind)) {
    for kind in Kind::ALL {
        println!("with the {kind:?} client");
        test(*kind);
    }
}

/// The kind of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Async,
    Blocking,
}

impl Kind {
    /// The kinds whose transport is compiled in.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "transport")]
        Self::Async,
        #[cfg(feature = "blocking")]
        Self::Blocking,
    ];

    /// Returns a builder of this kind, without retries by default.
    pub fn builder(self, base_url: &str) -> AnyBuilder {
        let builder = match self {
            Self::Async => AnyBuilder::Async(connect_usage::Client::builder()),
            Self::Blocking => AnyBuilder::Blocking(connect_usage::blocking::Client::builder()),
        };
        builder
            .api_key(key())
            .base_url(base_url)
            .retry(Policy::none())
    }

    /// Returns a client that is configured by the environment.
    pub fn of_environment(self) -> AnyClient {
        match self {
            Self::Async => {
                let client = connect_usage::Client::from_env().expect("a client");
                AnyClient::Async(client, runtime())
            }
            Self::Blocking => {
                let client = connect_usage::blocking::Client::from_env().expect("a client");
                AnyClient::Blocking(client)
            }
        }
    }

    pub fn client(self, server: &Server) -> AnyClient {
        self.builder(&server.url("/public/v1")).build()
    }
}

/// The builder of a client of either kind.
#[derive(Debug, Clone)]
pub enum AnyBuilder {
    Async(connect_usage::ClientBuilder),
    Blocking(connect_usage::blocking::ClientBuilder),
}

/// Calls the same method of either builder.
macro_rules! on_each {
    ($self:ident, $builder:ident => $change:expr) => {
        match $self {
            Self::Async($builder) => Self::Async($change),
            Self::Blocking($builder) => Self::Blocking($change),
        }
    };
}

impl AnyBuilder {
    pub fn api_key(self, key: ApiKey) -> Self {
        on_each!(self, it => it.api_key(key))
    }

    pub fn credential(self, scheme: &str, credential: Credential) -> Self {
        on_each!(self, it => it.credential(scheme, credential))
    }

    pub fn base_url(self, url: &str) -> Self {
        on_each!(self, it => it.base_url(url))
    }

    pub fn user_agent(self, product: &str) -> Self {
        on_each!(self, it => it.user_agent(product))
    }

    pub fn timeouts(self, timeouts: Timeouts) -> Self {
        on_each!(self, it => it.timeouts(timeouts))
    }

    pub fn retry(self, policy: Policy) -> Self {
        on_each!(self, it => it.retry(policy))
    }

    pub fn retry_budget(self, budget: Arc<Budget>) -> Self {
        on_each!(self, it => it.retry_budget(budget))
    }

    pub fn rate_limit(self, calls: u32, per: Duration) -> Self {
        on_each!(self, it => it.rate_limit(calls, per))
    }

    pub fn max_error_body(self, bytes: u64) -> Self {
        on_each!(self, it => it.max_error_body(bytes))
    }

    pub fn max_response(self, bytes: u64) -> Self {
        on_each!(self, it => it.max_response(bytes))
    }

    pub fn on_request(
        self,
        hook: impl Fn(&mut hooks::Request<'_>) + Send + Sync + 'static,
    ) -> Self {
        on_each!(self, it => it.on_request(hook))
    }

    pub fn on_response(self, hook: impl Fn(&hooks::Response<'_>) + Send + Sync + 'static) -> Self {
        on_each!(self, it => it.on_response(hook))
    }

    pub fn try_build(self) -> Result<AnyClient, Error> {
        Ok(match self {
            Self::Async(builder) => AnyClient::Async(builder.build()?, runtime()),
            Self::Blocking(builder) => AnyClient::Blocking(builder.build()?),
        })
    }

    pub fn build(self) -> AnyClient {
        self.try_build().expect("a client")
    }
}

/// The settings of the default transport.
#[cfg(feature = "transport")]
impl AnyBuilder {
    pub fn pool_idle_timeout(self, timeout: Duration) -> Self {
        on_each!(self, it => it.pool_idle_timeout(timeout))
    }

    pub fn add_root_certificates_pem(self, pem: &str) -> Self {
        on_each!(self, it => it.add_root_certificates_pem(pem))
    }

    pub fn add_root_certificates_file(self, path: &std::path::Path) -> Self {
        on_each!(self, it => it.add_root_certificates_file(path))
    }

    pub fn client_certificate_pem(self, chain: &str, key: &str) -> Self {
        on_each!(self, it => it.client_certificate_pem(chain, key))
    }

    pub fn tls_config(self, config: rustls::ClientConfig) -> Self {
        on_each!(self, it => it.tls_config(config))
    }

    pub fn proxy(self, url: &str) -> Self {
        on_each!(self, it => it.proxy(url))
    }

    pub fn no_proxy(self) -> Self {
        on_each!(self, it => it.no_proxy())
    }
}

/// A client of either kind.
#[derive(Debug, Clone)]
pub enum AnyClient {
    Async(connect_usage::Client, Arc<tokio::runtime::Runtime>),
    Blocking(connect_usage::blocking::Client),
}

impl AnyClient {
    pub fn send<T>(&self, call: impl Into<Call<T>>) -> Result<T, Error> {
        match self {
            Self::Async(client, runtime) => runtime.block_on(client.send(call)),
            Self::Blocking(client) => client.send(call),
        }
    }

    /// Lets time pass, while the runtime of the client runs.
    pub fn idle(&self, time: Duration) {
        match self {
            Self::Async(_, runtime) => runtime.block_on(async { tokio::time::sleep(time).await }),
            Self::Blocking(_) => std::thread::sleep(time),
        }
    }

    pub fn download(&self, what: impl Into<Downloadable>) -> Result<Binary, Error> {
        match self {
            Self::Async(client, runtime) => runtime.block_on(client.download(what).bytes()),
            Self::Blocking(client) => client.download(what).bytes(),
        }
    }

    /// Returns the number of rows of a list.
    pub fn rows<S: Scope, T: DecodeOwned + Send + 'static>(
        &self,
        list: List<S, T>,
    ) -> Result<usize, Error> {
        let mut count = 0;
        match self {
            Self::Async(client, runtime) => runtime.block_on(async {
                let mut rows = client.stream(list);
                while rows.try_next().await?.is_some() {
                    count += 1;
                }
                Ok(count)
            }),
            Self::Blocking(client) => {
                for row in client.stream(list) {
                    row?;
                    count += 1;
                }
                Ok(count)
            }
        }
    }

    /// Waits with short pauses.
    pub fn wait<T: Stateful + 'static>(
        &self,
        call: Call<T>,
        targets: impl Targets<T::Status>,
    ) -> Result<T, Error> {
        let pause = Duration::from_millis(1);
        match self {
            Self::Async(client, runtime) => {
                runtime.block_on(client.wait(call).every(pause, pause).until(targets))
            }
            Self::Blocking(client) => client.wait(call).every(pause, pause).until(targets),
        }
    }
}

/// Long enough for a slow machine, and short enough to detect a call that hangs.
pub const LONG: Duration = Duration::from_secs(20);

/// Sends a call that must exceed this limit soon, and returns its error.
pub fn fails(client: &AnyClient, call: Call<String>, limit: TimeLimit) -> Error {
    let start = Instant::now();
    let error = client.send(call).expect_err("too slow");
    assert!(start.elapsed() < LONG, "it took {:?}", start.elapsed());
    assert_eq!(error.kind(), ErrorKind::Timeout, "{}", printed(&error));
    assert_eq!(error.time_limit(), Some(limit), "{}", printed(&error));
    error
}

/// Calls a method of either client, and waits for its result.
macro_rules! with_client {
    ($client:expr, $it:ident => $call:expr) => {
        match $client {
            $crate::support::any::AnyClient::Async($it, runtime) => runtime.block_on($call),
            $crate::support::any::AnyClient::Blocking($it) => $call,
        }
    };
}

pub(crate) use with_client;

/// Creates a runtime. The connections of a client belong to the runtime in which they were opened.
pub fn runtime() -> Arc<tokio::runtime::Runtime> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    Arc::new(runtime.expect("a runtime"))
}
