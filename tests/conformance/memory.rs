//! A network in memory: hosts that are functions, and a transport to them for both clients.
//!
//! To a client it behaves as a server that sends the same [`Reply`], with the failures that [`Faults`] plan. Nothing
//! here opens a socket.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use connect_fake::faults::{Exchange, Fault, Faults, Planned};
use connect_fake::reply::{Ending, Framing, Point};
use connect_fake::{Received, Reply};
use connect_usage::runtime::{Bytes, HeaderMap, Operation, StatusCode};
use connect_usage::transport::{
    Annotate, BodyStream, BoxFuture, Limits, Request, Response, Transport, failure,
    streaming_response,
};
use connect_usage::{Error, blocking};
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};

/// The size of the chunks of a response.
const CHUNK: usize = 64 * 1024;

type Handler = dyn Fn(&Received) -> Reply + Send + Sync;

/// The hosts that can be reached. Clones are the same network, and its transport.
#[derive(Clone, Default)]
pub struct Network(Arc<Mutex<BTreeMap<String, Arc<Node>>>>);

/// A host of the network.
pub struct Node {
    handler: Box<Handler>,
    faults: Option<Faults>,
    requests: Mutex<Vec<Received>>,
    /// Until when connections are refused.
    refused_until: Mutex<Option<Instant>>,
}

/// The body of a response: its chunks, and how it ends.
struct Body {
    operation: &'static Operation,
    limits: Limits,
    chunks: VecDeque<Bytes>,
    /// The pause before each chunk.
    pause: Duration,
    end: End,
}

#[derive(Clone, Copy)]
enum End {
    Complete,
    Break,
    Silence,
}

/// A response that is due. Without a head it never arrives.
struct Pending {
    delay: Duration,
    head: Option<(StatusCode, HeaderMap)>,
    body: Body,
}

impl Network {
    /// Adds a host, or replaces the one of that name.
    pub fn put(
        &self,
        name: &str,
        faults: Option<Faults>,
        handler: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Arc<Node> {
        let node = Arc::new(Node {
            handler: Box::new(handler),
            faults,
            requests: Mutex::default(),
            refused_until: Mutex::default(),
        });
        self.add_name(name, &node);
        node
    }

    /// Adds a name for a host.
    pub fn add_name(&self, name: &str, node: &Arc<Node>) {
        lock(&self.0).insert(name.to_owned(), Arc::clone(node));
    }

    /// Delivers a request to its host, and returns the response.
    fn deliver(&self, mut request: Request) -> Result<Pending, Error> {
        let operation = request.operation;
        let unsent = |what: &str| failure::transport(operation, what).unsent();
        let authority = request.uri.authority().map_or("", |it| it.as_str());
        let node = lock(&self.0).get(authority).cloned();
        let node = node.ok_or_else(|| unsent("there is no such host"))?;
        // A file that cannot be opened is an error before anything is sent.
        let mut body_reader = request.open_body()?;
        if node.is_refusing() {
            return Err(unsent("the connection was refused"));
        }
        let read = |body: &mut Vec<u8>, most: u64| match &mut body_reader {
            Some(body_reader) => body_reader.take(most).read_to_end(body).map(drop),
            None => Ok(()),
        };
        let reply = node.receive(received(&request), read);
        let limits = request.limits;
        match reply.map_err(|error| failure::transport(operation, error))? {
            Some(reply) => Pending::of(&reply, operation, limits),
            None => Err(failure::transport(operation, "the connection was reset")),
        }
    }
}

/// The request as a server sees it, without its body.
fn received(request: &Request) -> Received {
    let target = request.uri.path_and_query().map_or("/", |it| it.as_str());
    let headers = request.headers.iter();
    let header =
        |(name, value): (&HeaderName, &HeaderValue)| (name.to_string(), value.as_bytes().to_vec());
    Received {
        method: request.method.to_string(),
        target: target.to_owned(),
        headers: headers.map(header).collect(),
        ..Received::default()
    }
}

impl Node {
    /// Returns the requests that were received completely.
    pub fn requests(&self) -> Vec<Received> {
        lock(&self.requests).clone()
    }

    /// Refuses connections until [`listen_again`](Self::listen_again).
    pub fn refuse(&self) {
        self.refuse_for(Duration::from_secs(3600));
    }

    pub fn listen_again(&self) {
        *lock(&self.refused_until) = None;
    }

    fn refuse_for(&self, duration: Duration) {
        *lock(&self.refused_until) = Some(Instant::now() + duration);
    }

    fn is_refusing(&self) -> bool {
        lock(&self.refused_until).is_some_and(|until| Instant::now() < until)
    }

    /// Reads a request and returns the reply; `None` is a reset. The error is that of `read`, which reads the body up
    /// to a number of bytes.
    fn receive(
        &self,
        mut request: Received,
        mut read: impl FnMut(&mut Vec<u8>, u64) -> io::Result<()>,
    ) -> io::Result<Option<Reply>> {
        let planned = match &self.faults {
            Some(faults) => faults.next(),
            None => Planned {
                number: 0,
                fault: Fault::None,
            },
        };
        let log = |exchange| {
            if let Some(faults) = &self.faults {
                faults.record(&planned, exchange);
            }
        };
        match planned.fault {
            Fault::ResetBeforeReading => {
                log(Exchange::unread());
                return Ok(None);
            }
            Fault::ResetWhileReading { after } => {
                read(&mut request.body, after)?;
                request.length = std::mem::take(&mut request.body).len() as u64;
                log(Exchange::unfinished(&Arc::new(request)));
                return Ok(None);
            }
            _ => read(&mut request.body, u64::MAX)?,
        }
        request.length = request.body.len() as u64;
        lock(&self.requests).push(request.clone());
        let request = Arc::new(request);
        let handle = || (self.handler)(&request);
        let Some(faults) = &self.faults else {
            return Ok(Some(handle()));
        };
        let exchange = faults.exchange(&planned, &request, handle);
        if let Fault::Refuse { lasting } = planned.fault {
            self.refuse_for(lasting);
        }
        let reply = exchange.reply.clone();
        log(exchange);
        Ok(reply)
    }
}

impl Pending {
    fn of(reply: &Reply, operation: &'static Operation, limits: Limits) -> Result<Self, Error> {
        let broken = || Err(failure::transport(operation, "the response is broken"));
        let length = reply.content().len();
        let (sent, end) = match (reply.end(), reply.framing()) {
            (_, Framing::Raw) => return broken(),
            (Ending::Cut(Point::Start) | Ending::Reset(Point::Start), _) => return broken(),
            (Ending::Stall(Point::Start), _) => (0, End::Silence),
            (Ending::Stall(Point::Body(at)), _) => (at, End::Silence),
            (Ending::Reset(Point::Body(at)), _) => (at, End::Break),
            // A body without a length is complete wherever it ends.
            (Ending::Cut(Point::Body(at)), Framing::UntilClose) => (at, End::Complete),
            (Ending::Cut(Point::Body(at)), _) => (at, End::Break),
            (Ending::Whole | Ending::HangUp, Framing::Announced(more)) if more > length => {
                (length, End::Break)
            }
            (Ending::Whole | Ending::HangUp, Framing::Announced(less)) => (less, End::Complete),
            (Ending::Whole | Ending::HangUp, _) => (length, End::Complete),
        };
        let pace = reply.pace();
        let at_a_time = pace.map_or(CHUNK, |it| it.bytes);
        let sent = sent.min(length);
        let mut chunks = VecDeque::new();
        let mut offset = 0;
        while offset < sent {
            let left = usize::try_from(sent - offset).unwrap_or(usize::MAX);
            chunks.push_back(reply.content().read(offset, left.min(at_a_time)));
            offset += chunks.back().map_or(0, Bytes::len) as u64;
        }
        let is_silent = reply.end() == Ending::Stall(Point::Start);
        Ok(Self {
            delay: reply.delay(),
            head: (!is_silent).then(|| head(reply, length)),
            body: Body {
                operation,
                limits,
                chunks,
                pause: pace.map_or(Duration::ZERO, |it| it.pause),
                end,
            },
        })
    }
}

fn head(reply: &Reply, length: u64) -> (StatusCode, HeaderMap) {
    let status = StatusCode::from_u16(reply.status()).expect("a status");
    let mut headers = HeaderMap::new();
    for (name, value) in reply.headers() {
        let name: HeaderName = name.parse().expect("the name of a header");
        headers.append(name, HeaderValue::from_bytes(value).expect("a header"));
    }
    match reply.framing() {
        // Neither has content, nor a length of it.
        Framing::Length if status == StatusCode::NO_CONTENT => {}
        Framing::Length => drop(headers.insert(CONTENT_LENGTH, length.into())),
        Framing::Announced(length) => drop(headers.insert(CONTENT_LENGTH, length.into())),
        _ => {}
    }
    (status, headers)
}

impl Transport for Network {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let (network, operation) = (self.clone(), request.operation);
        Box::pin(async move {
            // A handler may be slow, and a body may be on disk.
            let delivered = tokio::task::spawn_blocking(move || network.deliver(request)).await;
            let pending = delivered.map_err(|stopped| failure::transport(operation, stopped))??;
            tokio::time::sleep(pending.delay).await;
            match pending.head {
                Some((status, headers)) => Ok(streaming_response(status, headers, pending.body)),
                None => std::future::pending().await,
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl BodyStream for Body {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, Error>> {
        Box::pin(async {
            if !self.chunks.is_empty() {
                tokio::time::sleep(self.pause).await;
                return Ok(self.chunks.pop_front());
            }
            match self.end {
                End::Complete => Ok(None),
                End::Break => Err(failure::transport(
                    self.operation,
                    "the response was interrupted",
                )),
                End::Silence => std::future::pending().await,
            }
        })
    }
}

/// A blocking transport enforces the time limits itself.
impl blocking::Transport for Network {
    fn send(&self, request: Request) -> Result<blocking::Response, Error> {
        let pending = self.deliver(request)?;
        let Pending { delay, head, body } = pending;
        body.wait(head.is_some().then_some(delay))?;
        let (status, headers) = head.unwrap_or_default();
        Ok(blocking::streaming_response(status, headers, body))
    }
}

impl Body {
    /// Waits for a pause, or forever without one, but never longer than the limits allow.
    fn wait(&self, pause: Option<Duration>) -> Result<(), Error> {
        let (idle, left) = (self.limits.idle, self.limits.left());
        let shortest = [pause, idle, left].into_iter().flatten().min();
        std::thread::sleep(shortest.unwrap_or(Duration::MAX));
        match shortest {
            _ if shortest == pause => Ok(()),
            _ if shortest == left => Err(self.limits.deadline_passed(self.operation)),
            _ => Err(self.limits.stalled(self.operation)),
        }
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(mut chunk) = self.chunks.pop_front() else {
            return match self.end {
                End::Complete => Ok(0),
                End::Break => Err(io::ErrorKind::UnexpectedEof.into()),
                End::Silence => self.wait(None).map(|()| 0).map_err(io::Error::other),
            };
        };
        self.wait(Some(self.pause)).map_err(io::Error::other)?;
        let count = chunk.len().min(buffer.len());
        buffer[..count].copy_from_slice(&chunk.split_to(count));
        if !chunk.is_empty() {
            self.chunks.push_front(chunk);
        }
        Ok(count)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A case that failed must not make the next one fail.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
