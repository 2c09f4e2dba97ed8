//! The network of a case: sockets and a default transport, or a network in memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use connect_fake::Platform;
use connect_fake::faults::Faults;
use connect_fake::memory;
use connect_fake::server::Server;
use connect_fake::{Received, Reply};
use connect_usage::ApiKey;
use connect_usage::runtime::retry::{Budget, Policy};

use crate::support::any::{AnyBuilder, AnyClient, Kind};
use crate::threads::Threads;

/// Retries with short pauses.
pub const QUICK: Policy = Policy::new()
    .base(Duration::from_millis(1))
    .cap(Duration::from_millis(2));

/// A transport of the suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// The default transport of the asynchronous client.
    #[cfg(feature = "transport")]
    Http,
    /// The default transport of the blocking client.
    #[cfg(feature = "blocking")]
    HttpBlocking,
    /// A client of reqwest, for the asynchronous client.
    #[cfg(feature = "reqwest")]
    Reqwest,
    /// A custom transport of the asynchronous client.
    Memory,
    /// A custom transport of the blocking client.
    MemoryBlocking,
}

impl Transport {
    /// All transports that are compiled in. Those without a feature always are.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "transport")]
        Self::Http,
        #[cfg(feature = "blocking")]
        Self::HttpBlocking,
        #[cfg(feature = "reqwest")]
        Self::Reqwest,
        Self::Memory,
        Self::MemoryBlocking,
    ];

    pub fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "transport")]
            Self::Http => "http",
            #[cfg(feature = "blocking")]
            Self::HttpBlocking => "http_blocking",
            #[cfg(feature = "reqwest")]
            Self::Reqwest => "reqwest",
            Self::Memory => "memory",
            Self::MemoryBlocking => "memory_blocking",
        }
    }

    /// Returns whether a response is lost if the connection breaks at the same time.
    pub fn loses_early_responses(self) -> bool {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Reqwest => true,
            _ => false,
        }
    }

    fn client(self) -> Kind {
        match self {
            #[cfg(feature = "transport")]
            Self::Http => Kind::Async,
            #[cfg(feature = "reqwest")]
            Self::Reqwest => Kind::Async,
            Self::Memory => Kind::Async,
            #[cfg(feature = "blocking")]
            Self::HttpBlocking => Kind::Blocking,
            Self::MemoryBlocking => Kind::Blocking,
        }
    }
}

impl Transport {
    /// Sets the transport of a builder whose client uses sockets.
    fn set(self, builder: AnyBuilder) -> AnyBuilder {
        match (self, builder) {
            #[cfg(feature = "reqwest")]
            (Self::Reqwest, AnyBuilder::Async(it)) => AnyBuilder::Async(it.transport(reqwest())),
            (_, builder) => builder,
        }
    }
}

#[cfg(feature = "reqwest")]
fn reqwest() -> connect_usage::transport::ReqwestTransport {
    use connect_usage::transport::{ReqwestTransport, reqwest};
    // reqwest requires a provider, although nothing here is encrypted.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .build();
    ReqwestTransport::new(client.expect("a client"))
}

/// The network of one case.
pub struct Net {
    pub transport: Transport,
    memory: Option<memory::Network>,
    hosts: AtomicU64,
    /// The folder of the case's files, created on first use.
    folder: PathBuf,
}

/// The number of networks so far, for the names of their folders.
static NETS: AtomicU64 = AtomicU64::new(0);

impl Net {
    pub fn of(transport: Transport) -> Self {
        let is_in_memory = matches!(transport, Transport::Memory | Transport::MemoryBlocking);
        let memory = is_in_memory
            .then(|| memory::Network::in_real_time(|time| Box::pin(tokio::time::sleep(time))));
        Self {
            transport,
            memory,
            hosts: AtomicU64::new(0),
            folder: {
                let number = NETS.fetch_add(1, Ordering::Relaxed);
                let name = format!("conformance-{}-{number}", std::process::id());
                Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
            },
        }
    }

    /// Returns the path of a file in the folder of this case.
    pub fn path(&self, name: &str) -> PathBuf {
        std::fs::create_dir_all(&self.folder).expect("a folder");
        self.folder.join(name)
    }

    /// Starts a host that sends the replies of a handler.
    pub fn serve(&self, handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Host {
        let node = match &self.memory {
            None => HostNode::Server(Server::start(handler)),
            Some(network) => {
                let number = self.hosts.fetch_add(1, Ordering::Relaxed);
                let name = format!("host-{number}.example");
                let node = network.serve(&name, handler);
                network.name(&format!("also-{name}"), &node);
                HostNode::Memory(network.clone(), name, node)
            }
        };
        Host {
            transport: self.transport,
            node,
        }
    }

    /// Starts a platform without faults.
    pub fn platform(&self) -> Stage {
        self.stage(Platform::builder(), [], [])
    }

    /// Starts a platform with these faults of requests to the API and to the storage, one for each request.
    pub fn stage<A, S>(&self, platform: connect_fake::Builder, api: A, storage: S) -> Stage
    where
        A: IntoIterator<Item = connect_fake::faults::Fault>,
        S: IntoIterator<Item = connect_fake::faults::Fault>,
    {
        let elsewhere = self.serve(|_| Reply::json(404, "{}"));
        let api = Faults::scripted(api).elsewhere(&elsewhere.url(""));
        let storage = Faults::scripted(storage).elsewhere(&elsewhere.url(""));
        let platform = platform.faults(&api).storage_faults(&storage);
        let platform = match &self.memory {
            None => platform.start(),
            Some(network) => platform.in_network(network),
        };
        Stage {
            transport: self.transport,
            platform,
            memory: self.memory.clone(),
            elsewhere,
            faults: api,
        }
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A host, and the client that can reach it.
pub struct Host {
    transport: Transport,
    node: HostNode,
}

enum HostNode {
    Server(Server),
    Memory(memory::Network, String, memory::Host),
}

impl Host {
    pub fn url(&self, path: &str) -> String {
        match &self.node {
            HostNode::Server(server) => server.url(path),
            HostNode::Memory(_, name, _) => format!("https://{name}{path}"),
        }
    }

    /// Returns the URL of a path under the other name of the host.
    pub fn other_url(&self, path: &str) -> String {
        match &self.node {
            HostNode::Server(server) => {
                format!("http://localhost:{}{path}", server.address().port())
            }
            HostNode::Memory(_, name, _) => format!("https://also-{name}{path}"),
        }
    }

    /// Returns the requests that were received.
    pub fn requests(&self) -> Vec<Received> {
        match &self.node {
            HostNode::Server(server) => server.requests(),
            HostNode::Memory(_, _, node) => node.requests(),
        }
    }

    /// Refuses connections.
    pub fn refuse(&self) {
        match &self.node {
            HostNode::Server(server) => server.refuse(),
            HostNode::Memory(_, _, node) => node.refuse(),
        }
    }

    pub fn listen_again(&self) {
        match &self.node {
            HostNode::Server(server) => server.listen_again(),
            HostNode::Memory(_, _, node) => node.listen_again(),
        }
    }

    /// Returns a builder whose base URL is a path of this host, and whose client makes no retries.
    pub fn builder(&self, path: &str) -> AnyBuilder {
        let builder = self.transport.client().builder(&self.url(path));
        match &self.node {
            HostNode::Server(_) => self.transport.set(builder),
            HostNode::Memory(network, ..) => with_network(builder, network),
        }
    }

    pub fn client(&self) -> AnyClient {
        self.builder("/public/v1").build()
    }
}

fn with_network(builder: AnyBuilder, network: &memory::Network) -> AnyBuilder {
    let network = network.clone();
    match builder {
        AnyBuilder::Async(it) => AnyBuilder::Async(it.transport(Threads(network))),
        AnyBuilder::Blocking(it) => AnyBuilder::Blocking(it.transport(network)),
    }
}

/// A platform with its storage, and another host that should receive nothing secret.
pub struct Stage {
    transport: Transport,
    pub platform: Platform,
    memory: Option<memory::Network>,
    pub elsewhere: Host,
    pub faults: Faults,
}

impl Stage {
    /// Returns the vendor's client, which retries almost without pauses.
    pub fn vendor(&self) -> AnyClient {
        self.builder(self.platform.vendor_key()).build()
    }

    pub fn provider(&self) -> AnyClient {
        self.builder(self.platform.provider_key()).build()
    }

    pub fn builder(&self, key: &str) -> AnyBuilder {
        let builder = self
            .transport
            .client()
            .builder(&self.platform.url())
            .api_key(ApiKey::new(key).expect("a key"))
            .retry(QUICK)
            .retry_budget(Arc::new(Budget::unlimited()));
        match &self.memory {
            None => self.transport.set(builder),
            Some(network) => with_network(builder, network),
        }
    }

    /// Returns the requests that the API received.
    pub fn requests(&self) -> Vec<Received> {
        self.platform.requests()
    }

    /// Returns the requests that the storage received.
    pub fn storage_requests(&self) -> Vec<Received> {
        self.platform.storage_requests()
    }

    /// Returns how often a call that changes something was processed.
    pub fn processed(&self, operation: &str) -> usize {
        let journal = self.platform.journal();
        journal
            .iter()
            .filter(|it| it.operation == operation)
            .count()
    }
}
