//! Clients whose transports are shared by many runs and observed, and actions with them.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use connect_usage::blocking;
use connect_usage::download::Downloadable;
use connect_usage::models::{UsageFile, UsageFileStatus};
use connect_usage::retry::Policy;
use connect_usage::runtime::decode::DecodeOwned;
use connect_usage::runtime::filter::Scope;
use connect_usage::runtime::retry::Budget;
use connect_usage::runtime::{Binary, HeaderMap, List, Method, Operation, StatusCode};
use connect_usage::transport::{self, BoxFuture, HttpTransport, Request, failure};
use connect_usage::{ApiKey, Client as AsyncClient, Downloaded, Error, Timeouts, files};
use http::header::{CONTENT_ENCODING, HeaderValue, RETRY_AFTER};
use tokio::runtime::Runtime;

use crate::habit::Habit;
use crate::support::any::{AnyClient, Kind, runtime, with_client};

/// The time limit of a call. Some responses of these servers never arrive.
pub const TOTAL: Duration = Duration::from_secs(4);
/// The time limit without progress. It is long, so that a busy server is not taken for one that has stopped.
const IDLE: Duration = Duration::from_millis(800);
/// The time limit of a wait for a status, without the last call.
pub const WAITING: Duration = Duration::from_secs(3);

/// What the clients of one thread share: a runtime, and a transport of each kind, since creating one takes longer than
/// a run.
pub struct Workshop {
    runtime: Arc<Runtime>,
    transport: Arc<HttpTransport>,
    blocking_transport: Arc<blocking::HttpTransport>,
}

/// What the transports have observed.
#[derive(Debug, Default)]
pub struct Observations {
    /// The number of exchanges.
    pub exchanges: AtomicU64,
    /// The hosts other than the API's to which a request with the key was sent.
    pub key_sent_to: Mutex<Vec<String>>,
    /// The number of responses to actions by which a server refuses them early.
    pub refusals: AtomicU64,
    /// Whether such responses are lost, on purpose.
    pub loses_refusals: bool,
    /// The requests that were sent within a pause that the API asked for.
    pub too_early: Mutex<Vec<String>>,
}

/// A pause that the API asks for.
#[derive(Debug, Clone, Copy)]
struct Pause {
    asked: Instant,
    end: Instant,
}

/// How much later than the response a request may begin that was on its way already.
const ON_ITS_WAY: Duration = Duration::from_millis(30);
/// How much earlier than its end a pause may be over by the clock of a timer.
const EARLY: Duration = Duration::from_millis(20);

/// A transport whose requests are observed.
struct ObservedTransport<T> {
    transport: Arc<T>,
    /// Host and port of the API.
    home: String,
    key: String,
    habit: Habit,
    observations: Arc<Observations>,
    /// The pause that the API asked this client for.
    pause: Mutex<Option<Pause>>,
}

impl Workshop {
    pub fn new() -> Self {
        Self {
            runtime: runtime(),
            transport: Arc::new(HttpTransport::without_proxy().expect("a transport")),
            blocking_transport: Arc::new(
                blocking::HttpTransport::without_proxy().expect("a transport"),
            ),
        }
    }

    pub fn client(
        &self,
        kind: Kind,
        habit: Habit,
        base_url: &str,
        key: &str,
        observations: &Arc<Observations>,
    ) -> AnyClient {
        let retry = Policy::new().base(Duration::from_millis(4));
        let retry = match habit {
            Habit::CountsPauses => retry.max_attempts(2).max_put_off(Duration::ZERO),
            _ => retry,
        };
        // The same code for both clients, whose types differ.
        macro_rules! built {
            ($client:ty, $transport:expr) => {
                <$client>::builder()
                    .api_key(ApiKey::new(key).expect("a key"))
                    .base_url(base_url)
                    .timeouts(Timeouts::new().idle(IDLE).total(TOTAL))
                    .retry(retry)
                    .retry_budget(Arc::new(Budget::unlimited()))
                    .transport(ObservedTransport::new(
                        $transport,
                        habit,
                        base_url,
                        key,
                        observations,
                    ))
                    .build()
                    .expect("a client")
            };
        }
        match kind {
            Kind::Async => {
                let client = built!(AsyncClient, &self.transport);
                AnyClient::Async(client, Arc::clone(&self.runtime))
            }
            Kind::Blocking => {
                AnyClient::Blocking(built!(blocking::Client, &self.blocking_transport))
            }
        }
    }
}

impl<T> ObservedTransport<T> {
    fn new(
        transport: &Arc<T>,
        habit: Habit,
        base_url: &str,
        key: &str,
        observations: &Arc<Observations>,
    ) -> Self {
        Self {
            transport: Arc::clone(transport),
            home: base_url.split('/').nth(2).expect("a host").to_owned(),
            key: key.to_owned(),
            habit,
            observations: Arc::clone(observations),
            pause: Mutex::default(),
        }
    }

    fn observe(&self, request: &Request) {
        self.observations.exchanges.fetch_add(1, Ordering::Relaxed);
        let host = request.uri.authority().map_or("", |it| it.as_str());
        let mut values = request.headers.values();
        let has_key = values.any(|it| contains(it.as_bytes(), self.key.as_bytes()))
            || request.uri.to_string().contains(&self.key);
        if host != self.home && has_key {
            let mut hosts = self.observations.key_sent_to.lock().expect("hosts");
            hosts.push(host.to_owned());
        }
        if host == self.home {
            self.check_pause(request);
        }
    }

    /// A call that has no time for a pause is sent all the same.
    fn check_pause(&self, request: &Request) {
        let Some(pause) = *self.pause.lock().expect("a pause") else {
            return;
        };
        let now = Instant::now();
        let has_time = request
            .limits
            .deadline
            .is_none_or(|it| it > pause.end + TOTAL / 2);
        if has_time && now > pause.asked + ON_ITS_WAY && now + EARLY < pause.end {
            let message = format!("{:?} before the end of a pause", pause.end - now);
            self.observations
                .too_early
                .lock()
                .expect("messages")
                .push(message);
        }
    }

    /// Looks at the head of a response, and changes it as a client of this habit would see it.
    fn head(&self, is_home: bool, status: StatusCode, headers: &mut HeaderMap) {
        let seconds = |it: &HeaderValue| it.to_str().ok()?.parse::<u64>().ok();
        let longest = headers
            .get_all(RETRY_AFTER)
            .iter()
            .filter_map(seconds)
            .max();
        if let Some(longest) = longest.filter(|it| is_home && *it > 0)
            && status == StatusCode::TOO_MANY_REQUESTS
        {
            let asked = Instant::now();
            let end = asked + Duration::from_secs(longest);
            *self.pause.lock().expect("a pause") = Some(Pause { asked, end });
        }
        match self.habit {
            Habit::IgnoresCodings => drop(headers.remove(CONTENT_ENCODING)),
            Habit::SeesOneRetryAfter => {
                if let Some(first) = headers.remove(RETRY_AFTER) {
                    headers.insert(RETRY_AFTER, first);
                }
            }
            _ => {}
        }
    }

    fn is_home(&self, request: &Request) -> bool {
        request
            .uri
            .authority()
            .is_some_and(|it| it.as_str() == self.home)
    }
}

impl Observations {
    /// Observes the response to a request.
    fn respond<B>(
        &self,
        operation: &'static Operation,
        response: Result<http::Response<B>, Error>,
    ) -> Result<http::Response<B>, Error> {
        let response = response?;
        let is_refusal = matches!(response.status().as_u16(), 401 | 413);
        if is_refusal && operation.method == Method::POST {
            if self.loses_refusals {
                return Err(failure::transport(operation, "lost on purpose"));
            }
            self.refusals.fetch_add(1, Ordering::Relaxed);
        }
        Ok(response)
    }
}

/// Returns whether the bytes contain these.
pub fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|it| it == wanted)
}

impl transport::Transport for ObservedTransport<HttpTransport> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<transport::Response, Error>> {
        self.observe(&request);
        let operation = request.operation;
        let is_home = self.is_home(&request);
        Box::pin(async move {
            let response = self.transport.send(request).await;
            let mut response = self.observations.respond(operation, response)?;
            let status = response.status();
            self.head(is_home, status, response.headers_mut());
            Ok(response)
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.transport.sleep(duration)
    }

    fn offload(&self, work: Box<dyn FnOnce() + Send>) -> BoxFuture<'static, ()> {
        self.transport.offload(work)
    }
}

impl blocking::Transport for ObservedTransport<blocking::HttpTransport> {
    fn send(&self, request: Request) -> Result<blocking::Response, Error> {
        self.observe(&request);
        let operation = request.operation;
        let is_home = self.is_home(&request);
        let response = self.transport.send(request);
        let mut response = self.observations.respond(operation, response)?;
        let status = response.status();
        self.head(is_home, status, response.headers_mut());
        Ok(response)
    }
}

/// Reads rows until the end, or an error that ends the list. Returns the position of the end, too. `take` gets the row
/// that an error names if it cannot be read, and says whether the list goes on.
pub fn rows<S: Scope, T: DecodeOwned + Send>(
    client: &AnyClient,
    list: List<S, T>,
    mut take: impl FnMut(Result<T, u64>) -> bool,
) -> (u64, Result<(), Error>) {
    // The same code for both clients, but one is awaited.
    macro_rules! read {
        ($rows:expr $(, $await:ident)?) => {{
            let mut rows = $rows;
            loop {
                match rows.try_next()$(.$await)? {
                    Ok(Some(row)) => {
                        take(Ok(row));
                    }
                    Ok(None) => return (rows.position(), Ok(())),
                    Err(error) => match error.row() {
                        Some(row) if take(Err(row)) => {}
                        _ => return (rows.position(), Err(error)),
                    },
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
