//! The default transport of the blocking client: that of the asynchronous client, on a private runtime that runs while
//! a call waits.

use std::fmt;
use std::future::{Future, ready};
use std::io::{self, Read};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use connect_runtime::driver::{Annotate, failure};
use connect_runtime::{Bytes, Error, Operation};
use tokio::runtime::{self, Handle, Runtime};

use super::transport as blocking;
use crate::client::Watch;
use crate::exchange::{Limits, Progress, Request};
use crate::network::{Network, Proxy};
use crate::transport::{self, BodyStream, BoxFuture, Response, Transport};

/// The default transport of the blocking client, which does what
/// [`transport::HttpTransport`](crate::transport::HttpTransport) does.
///
/// A client creates it by itself. Create one in order to wrap it in a transport of your own.
///
/// It can be used everywhere, in an asynchronous runtime as well: it blocks the thread, which such a runtime is better
/// without, but nothing fails.
#[derive(Clone)]
pub struct HttpTransport(Arc<Shared>);

struct Shared {
    transport: transport::HttpTransport,
    /// `None` only while this is dropped.
    runtime: Option<Runtime>,
}

impl HttpTransport {
    /// Creates a transport that uses the proxy of the environment, if there is one.
    ///
    /// # Errors
    /// When TLS cannot be set up, or the proxy of the environment cannot be used.
    pub fn new() -> Result<Self, Error> {
        Self::with(&Network::default())
    }

    /// Creates a transport that uses no proxy.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn without_proxy() -> Result<Self, Error> {
        Self::with(&Network {
            proxy: Proxy::Off,
            ..Network::default()
        })
    }

    pub(crate) fn with(network: &Network) -> Result<Self, Error> {
        let transport = transport::HttpTransport::with(network)?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            failure::configuration(format!("cannot set up the network: {error}"))
        })?;
        Ok(Self(Arc::new(Shared {
            transport,
            runtime: Some(runtime),
        })))
    }

    /// Sends a request within its limits.
    fn exchange(&self, request: Request) -> Result<(http::response::Parts, Body), Error> {
        let shared = &*self.0;
        let (operation, limits) = (request.operation, request.limits);
        let progress = Arc::clone(&request.progress);
        let mut watch = Watch::new(&shared.transport, &request);
        let sending = async { watch.limit(shared.transport.send(request)).await };
        let response = shared.run(operation, sending)?;
        let (head, stream) = response.into_parts();
        let body = Body {
            operation,
            limits: limits.after_head(head.status),
            progress,
            stream,
            shared: Arc::clone(&self.0),
        };
        Ok((head, body))
    }
}

impl Shared {
    /// Runs a future to its end. Several threads can do so at a time: one of them drives the sockets of all.
    fn run<T: Send>(
        &self,
        operation: &'static Operation,
        future: impl Future<Output = Result<T, Error>> + Send,
    ) -> Result<T, Error> {
        let Some(runtime) = &self.runtime else {
            let message = "the transport was dropped";
            return Err(failure::transport(operation, message).unsent());
        };
        if Handle::try_current().is_err() {
            return runtime.block_on(future);
        }
        // A thread of a runtime cannot run another runtime.
        thread::scope(|scope| {
            let thread = thread::Builder::new()
                .name("connect-client-call".to_owned())
                .spawn_scoped(scope, || runtime.block_on(future));
            match thread.map(|it| it.join()) {
                Ok(Ok(result)) => result,
                Ok(Err(panic)) => resume_unwind(panic),
                Err(error) => Err(failure::transport(operation, error).unsent()),
            }
        })
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Dropping a runtime waits for its threads, which panics in another runtime.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The futures of this transport are ready when they are created, as those of any transport of the blocking client.
impl Transport for HttpTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let result = self
            .exchange(request)
            .map(|(head, body)| transport::streaming_response(head.status, head.headers, body));
        Box::pin(ready(result))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async move { thread::sleep(duration) })
    }
}

impl blocking::Transport for HttpTransport {
    fn send(&self, request: Request) -> Result<blocking::Response, Error> {
        let (head, body) = self.exchange(request)?;
        let reader = Reader {
            body,
            chunk: Bytes::new(),
        };
        Ok(blocking::streaming_response(
            head.status,
            head.headers,
            reader,
        ))
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.transport.fmt(f)
    }
}

/// The body of a response.
struct Body {
    operation: &'static Operation,
    limits: Limits,
    progress: Arc<Progress>,
    stream: Box<dyn BodyStream>,
    shared: Arc<Shared>,
}

impl Body {
    fn read(&mut self) -> Result<Option<Bytes>, Error> {
        let Self {
            operation, shared, ..
        } = self;
        let progress = Arc::clone(&self.progress);
        let mut watch = Watch::resume(&shared.transport, operation, self.limits, progress);
        shared.run(operation, async { watch.limit(self.stream.chunk()).await })
    }
}

impl BodyStream for Body {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, Error>> {
        Box::pin(ready(self.read()))
    }
}

/// The body of a response as a reader.
struct Reader {
    body: Body,
    /// What is left of the last chunk.
    chunk: Bytes,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.chunk.is_empty() && !buffer.is_empty() {
            self.chunk = self
                .body
                .read()
                .map_err(io::Error::other)?
                .unwrap_or_default();
        }
        self.chunk
            .as_ref()
            .read(buffer)
            .inspect(|count| drop(self.chunk.split_to(*count)))
    }
}
