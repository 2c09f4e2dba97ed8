//! The default transport: hyper on tokio, with connections that this crate opens, watches and keeps.

#[cfg(test)]
mod alerting;
mod connect;
mod connection;
#[cfg(feature = "http2")]
mod http2;
mod pool;
mod proxy;
mod response_body;
mod tls_failure;
mod wire;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use connect_runtime::driver::{Annotate, failure};
use connect_runtime::{Error, Operation};

use self::connect::Connector;
use self::connection::{Connection, Failure};
use self::pool::{Key, Pool};
use self::response_body::ResponseBody;
use super::{BoxFuture, Request, Response, Transport, body, streaming_response, tokio_runtime};
use crate::network::{Network, Proxy};

/// The default transport: HTTP/1.1 (or HTTP/2, with the feature `http2`), and TLS by rustls with ring and the
/// certificates of the system. It runs in a tokio runtime that has I/O and time (`enable_all`): without a runtime each
/// call fails, and tokio panics in a runtime without them, which cannot be told beforehand.
///
/// A client creates it by itself. Create one in order to wrap it in a transport of your own.
///
/// - A response that comes before the request is sent completely is a response: the rest of the request is not
///   sent. By HTTP/1.1 the connection is then closed.
/// - By HTTP/2, a request that the server says it has not looked at (`REFUSED_STREAM`, or `GOAWAY` with an earlier stream)
///   was not sent: it is retried, whatever it does. The bytes of a response's headers are no progress for the
///   [idle limit](crate::Timeouts::idle) before they are complete, since it is not known which exchange they belong to.
///   By HTTP/1.1 they are.
/// - A connection is looked at before it is used again. If the server has closed it, another one is opened. For a call that
///   must not be sent twice, this waits until the connection has been idle for a moment: 20 ms, or 1 ms if the server is
///   known to keep connections. A server that closes connections right after its responses, without notice, gets a new one
///   for each request for a minute.
/// - A connection of HTTP/1.1 is kept when its response was read to the end, and one of HTTP/2 from its first request on,
///   for 50 seconds at most after its last use. One of HTTP/2 is given up when a call ends before anything has arrived.
/// - Requests to this machine use no proxy.
pub struct HttpTransport {
    connector: Connector,
    pool: Arc<Pool>,
}

impl HttpTransport {
    /// Creates a transport that uses the proxy of the environment, if there is one: that of `HTTPS_PROXY`, or
    /// otherwise of `ALL_PROXY`, for all hosts but those of `NO_PROXY`.
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
        Ok(Self {
            connector: Connector::new(network)?,
            pool: Arc::new(Pool::new(network.pool_idle_timeout())),
        })
    }

    #[expect(
        clippy::manual_async_fn,
        reason = "its future would hold the request twice, in an allocation of a size that malloc is slow with"
    )]
    fn start(&self, mut request: Request) -> impl Future<Output = Result<Response, Error>> + Send {
        async move {
            let operation = request.operation;
            let key = key(&request)?;
            let body = body::open(&mut request).await?;
            let mut message = http::Request::new(body);
            *message.method_mut() = request.method;
            *message.headers_mut() = request.headers;
            loop {
                let (mut connection, is_reused) = match self.idle(&key, operation.idempotent).await
                {
                    Some(connection) => (connection, true),
                    None => {
                        let connecting =
                            self.connector
                                .connect(operation, &request.uri, &request.limits);
                        (connecting.await?, false)
                    }
                };
                if let Some(shared) = connection.share().filter(|_| !is_reused) {
                    self.pool.put(key.clone(), shared);
                }
                let sent = connection.send(message, &request.uri, &request.progress);
                match sent.await {
                    Ok(response) => {
                        if is_reused {
                            self.pool.kept(&key);
                        }
                        let (head, incoming) = response.into_parts();
                        let body = ResponseBody {
                            operation,
                            incoming,
                            connection: Some((key, connection)),
                            pool: Arc::clone(&self.pool),
                        };
                        return Ok(streaming_response(head.status, head.headers, body));
                    }
                    Err(Failure {
                        request: Some(unused),
                        ..
                    }) if is_reused => message = unused,
                    Err(failure) => return Err(failed(operation, failure, is_reused)),
                }
            }
        }
    }

    /// Takes an idle connection that is still open.
    async fn idle(&self, key: &Key, is_repeatable: bool) -> Option<Connection> {
        while let Some(mut idle) = self.pool.take(key) {
            if !is_repeatable {
                let settling = self.pool.settling(&idle);
                if !settling.is_zero() {
                    tokio::time::sleep(settling).await;
                }
            }
            if idle.connection.is_usable().await {
                return Some(idle.connection);
            }
            self.pool.closed(&idle);
        }
        None
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(self.start(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        tokio_runtime::sleep(duration)
    }

    fn offload(&self, work: Box<dyn FnOnce() + Send>) -> BoxFuture<'static, ()> {
        tokio_runtime::offload(work)
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport")
            .field("pool_idle_timeout", &self.pool.timeout())
            .finish_non_exhaustive()
    }
}

fn key(request: &Request) -> Result<Key, Error> {
    let invalid = |message| failure::invalid_request(request.operation, message);
    let runtime = tokio_runtime::current(request.operation, "the default transport")?;
    Key::new(&request.uri, &runtime).ok_or_else(|| invalid("the URL has no host"))
}

/// Converts the failure of an exchange without a response. Only the first on a connection can be refused by TLS.
fn failed(operation: &'static Operation, failure: Failure, is_reused: bool) -> Error {
    let refusal = match is_reused {
        true => None,
        false => tls_failure::of_refusal(operation, &failure.error),
    };
    let error = refusal.unwrap_or_else(|| failure::transport(operation, failure.error));
    match failure.is_unsent {
        true => error.unsent(),
        false => error,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use connect_runtime::Method;

    use super::alerting::Alerting;
    use super::wire::Meter;
    use super::*;
    use crate::exchange::{Limits, Progress};

    static OPERATION: Operation = Operation::new("x", Method::POST, &[], "");

    /// A server that has responded on the connection before has accepted the client's certificate.
    #[test]
    fn on_a_connection_that_was_used_an_alert_is_no_refusal() {
        let transport = HttpTransport::without_proxy().expect("a transport");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let result = runtime.expect("a runtime").block_on(async {
            let request = Request {
                operation: &OPERATION,
                method: Method::POST,
                uri: "https://api.example/x".parse().expect("a URL"),
                headers: http::HeaderMap::new(),
                limits: Limits::default(),
                body: None,
                progress: Progress::new(Instant::now()),
            };
            let io = Box::new(Alerting::after(b""));
            let connection = Connection::http1(io, Arc::new(Meter::default())).await;
            let key = key(&request).expect("a host");
            transport.pool.put(key, connection.expect("a connection"));
            transport.send(request).await.map(drop)
        });
        let text = result.expect_err("an alert").to_string();
        assert!(text.contains("AccessDenied"), "{text}");
        assert!(!text.contains("client_certificate_pem"), "{text}");
    }
}
