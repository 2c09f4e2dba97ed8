//! Clients whose transports are shared by many runs and watched, and what is done with them.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_usage::blocking::{self, UreqTransport};
use connect_usage::download::Downloadable;
use connect_usage::models::{UsageFile, UsageFileStatus};
use connect_usage::retry::Policy;
use connect_usage::runtime::decode::DecodeOwned;
use connect_usage::runtime::filter::Scope;
use connect_usage::runtime::retry::Budget;
use connect_usage::runtime::{Binary, List};
use connect_usage::transport::{self, BoxFuture, Request, ReqwestTransport};
use connect_usage::{ApiKey, Client as AsyncClient, Downloaded, Error, Timeouts, files};
use tokio::runtime::Runtime;

use crate::support::any::{AnyClient, Kind, runtime, with_client};

/// How long a call may take in all. Some answers of these servers never come.
pub const TOTAL: Duration = Duration::from_secs(4);
/// How long it may take without progress. It is long for a machine, so that a server that is merely
/// busy is not taken for one that has stopped.
const IDLE: Duration = Duration::from_millis(800);
/// How long may be waited for a status, apart from the call under way then.
pub const WAITING: Duration = Duration::from_secs(3);

/// What the clients of one thread are made of: a runtime, and a transport of each kind, since making
/// one takes longer than a run.
pub struct Workshop {
    runtime: Arc<Runtime>,
    reqwest: Arc<ReqwestTransport>,
    ureq: Arc<UreqTransport>,
}

/// What the transports have seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// How many exchanges there were.
    pub exchanges: AtomicU64,
    /// The hosts but the API's for which a request had the key in it.
    pub given_the_key: Mutex<Vec<String>>,
}

/// A transport that is looked over the shoulder.
struct Watched<T> {
    transport: Arc<T>,
    /// Host and port of the API.
    home: String,
    key: String,
    seen: Arc<Seen>,
}

impl Workshop {
    pub fn new() -> Self {
        Self {
            runtime: runtime(),
            reqwest: Arc::new(ReqwestTransport::without_proxy().expect("a transport")),
            ureq: Arc::new(UreqTransport::without_proxy().expect("a transport")),
        }
    }

    pub fn client(&self, kind: Kind, base_url: &str, key: &str, seen: &Arc<Seen>) -> AnyClient {
        // The same for both, whose types differ.
        macro_rules! built {
            ($client:ty, $transport:expr) => {
                <$client>::builder()
                    .api_key(ApiKey::new(key).expect("a key"))
                    .base_url(base_url)
                    .timeouts(Timeouts::new().idle(IDLE).total(TOTAL))
                    .retry(Policy::new().base(Duration::from_millis(4)))
                    .retry_budget(Arc::new(Budget::unlimited()))
                    .transport(Watched::new($transport, base_url, key, seen))
                    .build()
                    .expect("a client")
            };
        }
        match kind {
            Kind::Async => {
                let client = built!(AsyncClient, &self.reqwest);
                AnyClient::Async(client, Arc::clone(&self.runtime))
            }
            Kind::Blocking => AnyClient::Blocking(built!(blocking::Client, &self.ureq)),
        }
    }
}

impl<T> Watched<T> {
    fn new(transport: &Arc<T>, base_url: &str, key: &str, seen: &Arc<Seen>) -> Self {
        Self {
            transport: Arc::clone(transport),
            home: base_url.split('/').nth(2).expect("a host").to_owned(),
            key: key.to_owned(),
            seen: Arc::clone(seen),
        }
    }

    fn look_at(&self, request: &Request) {
        self.seen.exchanges.fetch_add(1, Ordering::Relaxed);
        let host = request.uri.authority().map_or("", |it| it.as_str());
        let mut values = request.headers.values();
        let has_key = values.any(|it| contains(it.as_bytes(), self.key.as_bytes()))
            || request.uri.to_string().contains(&self.key);
        if host != self.home && has_key {
            let mut given = self.seen.given_the_key.lock().expect("hosts");
            given.push(host.to_owned());
        }
    }
}

/// Whether the bytes hold these in one piece.
pub fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|it| it == wanted)
}

impl transport::Transport for Watched<ReqwestTransport> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<transport::Response, Error>> {
        self.look_at(&request);
        self.transport.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.transport.sleep(duration)
    }

    fn offload(&self, work: Box<dyn FnOnce() + Send>) -> BoxFuture<'static, ()> {
        self.transport.offload(work)
    }
}

impl blocking::Transport for Watched<UreqTransport> {
    fn send(&self, request: Request) -> Result<blocking::Response, Error> {
        self.look_at(&request);
        self.transport.send(request)
    }
}

/// Reads rows until there are no more, or an error comes; and where they end.
pub fn rows<S: Scope, T: DecodeOwned + Send>(
    client: &AnyClient,
    list: List<S, T>,
    mut take: impl FnMut(T),
) -> (u64, Result<(), Error>) {
    // The same for both, but that one is awaited.
    macro_rules! read {
        ($rows:expr $(, $await:ident)?) => {{
            let mut rows = $rows;
            loop {
                match rows.try_next()$(.$await)? {
                    Ok(Some(row)) => take(row),
                    Ok(None) => return (rows.position(), Ok(())),
                    Err(error) => return (rows.position(), Err(error)),
                }
            }
        }};
    }
    match client {
        AnyClient::Async(client, runtime) => {
            runtime.block_on(async { read!(client.stream(list), await) })
        }
        AnyClient::Blocking(client) => read!(client.stream(list)),
    }
}

/// Waits until a report is ready.
pub fn ready(client: &AnyClient, id: &str) -> Result<UsageFile, Error> {
    let (first, cap) = (Duration::from_millis(1), Duration::from_millis(5));
    with_client!(client, it => it
        .wait(files::get(id))
        .every(first, cap)
        .deadline(WAITING)
        .until(UsageFileStatus::Ready))
}

pub fn download(client: &AnyClient, what: impl Into<Downloadable>) -> Result<Binary, Error> {
    with_client!(client, it => it.download(what).bytes())
}

pub fn download_to_file(
    client: &AnyClient,
    what: impl Into<Downloadable>,
    path: &Path,
) -> Result<Downloaded, Error> {
    with_client!(client, it => it.download(what).to_file(path))
}
