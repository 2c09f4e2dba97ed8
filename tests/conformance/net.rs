//! Where a case takes place: sockets and a client's own transport, or no sockets at all.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use connect_usage::ApiKey;
use connect_usage::runtime::retry::{Budget, Policy};
use loopback::{Faults, Received, Reply, Server};
use platform::Platform;

use crate::memory::{Network, Place};
use crate::support::any::{AnyBuilder, AnyClient, Kind};

/// Pauses that a test does not notice.
pub const QUICK: Policy = Policy::new()
    .base(Duration::from_millis(1))
    .cap(Duration::from_millis(2));

/// A transport of the suite, and the client that it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Reqwest,
    Ureq,
    /// One of the user's, for the asynchronous client.
    Memory,
    /// The same for the blocking one.
    MemoryBlocking,
}

impl Transport {
    /// Those that are compiled in. What needs no feature is always there.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "reqwest")]
        Self::Reqwest,
        #[cfg(feature = "blocking")]
        Self::Ureq,
        Self::Memory,
        Self::MemoryBlocking,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Reqwest => "reqwest",
            Self::Ureq => "ureq",
            Self::Memory => "memory",
            Self::MemoryBlocking => "memory_blocking",
        }
    }

    fn client(self) -> Kind {
        match self {
            Self::Reqwest | Self::Memory => Kind::Async,
            Self::Ureq | Self::MemoryBlocking => Kind::Blocking,
        }
    }
}

/// The network of one case.
pub struct Net {
    pub transport: Transport,
    memory: Option<Network>,
    hosts: AtomicU64,
    /// For what is written and read, made when it is asked for.
    folder: PathBuf,
}

/// How many networks there were, since each has a folder of its own.
static NETS: AtomicU64 = AtomicU64::new(0);

impl Net {
    pub fn of(transport: Transport) -> Self {
        let memory = match transport {
            Transport::Reqwest | Transport::Ureq => None,
            Transport::Memory | Transport::MemoryBlocking => Some(Network::default()),
        };
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

    /// The path of a file in a folder of this case's own.
    pub fn path(&self, name: &str) -> PathBuf {
        std::fs::create_dir_all(&self.folder).expect("a folder");
        self.folder.join(name)
    }

    /// A host that answers what the handler says.
    pub fn serve(&self, handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Host {
        let place = match &self.memory {
            None => Seat::Server(Server::start(handler)),
            Some(network) => {
                let number = self.hosts.fetch_add(1, Ordering::Relaxed);
                let name = format!("host-{number}.example");
                let place = network.put(&name, None, handler);
                network.call(&format!("also-{name}"), &place);
                Seat::Memory(network.clone(), name, place)
            }
        };
        Host {
            kind: self.transport.client(),
            seat: place,
        }
    }

    /// A platform as it is usually.
    pub fn platform(&self) -> Stage {
        self.stage(Platform::builder(), [], [])
    }

    /// A platform of which not all goes well: these faults meet the requests to the API and those to
    /// the storage, one a request.
    pub fn stage<A, S>(&self, platform: platform::Builder, api: A, storage: S) -> Stage
    where
        A: IntoIterator<Item = loopback::Fault>,
        S: IntoIterator<Item = loopback::Fault>,
    {
        let elsewhere = self.serve(|_| Reply::json(404, "{}"));
        let api = Faults::scripted(api).elsewhere(&elsewhere.url(""));
        let storage = Faults::scripted(storage).elsewhere(&elsewhere.url(""));
        let (platform, places) = match &self.memory {
            None => {
                let platform = platform.faults(&api).storage_faults(&storage);
                (Arc::new(platform.start()), None)
            }
            Some(network) => {
                let platform = Arc::new(platform.in_memory());
                let place = |url: &str, faults: &Faults, is_api: bool| {
                    let name = url.split('/').nth(2).expect("a host");
                    let platform = Arc::clone(&platform);
                    network.put(name, Some(faults.clone()), move |request| match is_api {
                        true => platform.handle(request),
                        false => platform.handle_storage(request),
                    })
                };
                let places = [
                    place(&platform.url(), &api, true),
                    place(&platform.storage_url(), &storage, false),
                ];
                (platform, Some((network.clone(), places)))
            }
        };
        Stage {
            kind: self.transport.client(),
            platform,
            places,
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

/// A host, and who can reach it.
pub struct Host {
    kind: Kind,
    seat: Seat,
}

enum Seat {
    Server(Server),
    Memory(Network, String, Arc<Place>),
}

impl Host {
    pub fn url(&self, path: &str) -> String {
        match &self.seat {
            Seat::Server(server) => server.url(path),
            Seat::Memory(_, name, _) => format!("https://{name}{path}"),
        }
    }

    /// The URL of a path under another name that the host has.
    pub fn other_url(&self, path: &str) -> String {
        match &self.seat {
            Seat::Server(server) => format!("http://localhost:{}{path}", server.address().port()),
            Seat::Memory(_, name, _) => format!("https://also-{name}{path}"),
        }
    }

    /// The requests that came.
    pub fn requests(&self) -> Vec<Received> {
        match &self.seat {
            Seat::Server(server) => server.requests(),
            Seat::Memory(_, _, place) => place.requests(),
        }
    }

    /// Lets nobody in.
    pub fn refuse(&self) {
        match &self.seat {
            Seat::Server(server) => server.refuse(),
            Seat::Memory(_, _, place) => place.refuse(),
        }
    }

    pub fn listen_again(&self) {
        match &self.seat {
            Seat::Server(server) => server.listen_again(),
            Seat::Memory(_, _, place) => place.listen_again(),
        }
    }

    /// A client whose base URL is that of a path here, and which sends nothing twice.
    pub fn builder(&self, path: &str) -> AnyBuilder {
        let builder = self.kind.builder(&self.url(path));
        match &self.seat {
            Seat::Server(_) => builder,
            Seat::Memory(network, ..) => over(builder, network),
        }
    }

    pub fn client(&self) -> AnyClient {
        self.builder("/public/v1").build()
    }
}

fn over(builder: AnyBuilder, network: &Network) -> AnyBuilder {
    let network = network.clone();
    match builder {
        AnyBuilder::Async(it) => AnyBuilder::Async(it.transport(network)),
        AnyBuilder::Blocking(it) => AnyBuilder::Blocking(it.transport(network)),
    }
}

/// A platform with its storage, and another host to which nothing should lead.
pub struct Stage {
    kind: Kind,
    pub platform: Arc<Platform>,
    places: Option<(Network, [Arc<Place>; 2])>,
    pub elsewhere: Host,
    pub faults: Faults,
}

impl Stage {
    /// The vendor's client, which tries again without a pause worth the name.
    pub fn vendor(&self) -> AnyClient {
        self.builder(self.platform.vendor_key()).build()
    }

    pub fn provider(&self) -> AnyClient {
        self.builder(self.platform.provider_key()).build()
    }

    pub fn builder(&self, key: &str) -> AnyBuilder {
        let builder = self
            .kind
            .builder(&self.platform.url())
            .api_key(ApiKey::new(key).expect("a key"))
            .retry(QUICK)
            .retry_budget(Arc::new(Budget::unlimited()));
        match &self.places {
            None => builder,
            Some((network, _)) => over(builder, network),
        }
    }

    /// The requests that came to the API.
    pub fn requests(&self) -> Vec<Received> {
        match &self.places {
            None => self.platform.requests(),
            Some((_, [api, _])) => api.requests(),
        }
    }

    /// Those that came to the storage.
    pub fn storage_requests(&self) -> Vec<Received> {
        match &self.places {
            None => self.platform.storage_requests(),
            Some((_, [_, storage])) => storage.requests(),
        }
    }

    /// How often a call was processed that changes something.
    pub fn processed(&self, operation: &str) -> usize {
        let journal = self.platform.journal();
        journal
            .iter()
            .filter(|it| it.operation == operation)
            .count()
    }
}
