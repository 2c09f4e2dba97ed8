//! A server of HTTP/2.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use connect_usage::{Call, Timeouts, Upload};
use h2::server::SendResponse;
use http::{Request, Response, StatusCode};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::support::any::{AnyBuilder, AnyClient, Kind};
use crate::support::post;
use crate::support::tls::Identity;

/// What a server does with its first connection, some time after the first response on it.
#[derive(Clone, Copy, PartialEq)]
pub enum Ending {
    Never,
    /// It closes the connection without a word.
    Closed,
    /// It announces the end, and closes the connection when the client has seen that.
    Announced,
    /// It reads and writes nothing any more.
    Frozen,
}

impl Ending {
    async fn of(self, mut connection: h2::server::Connection<Stream, connect_usage::Bytes>) {
        let responding = connection.accept();
        let _ = tokio::time::timeout(Duration::from_millis(150), responding).await;
        match self {
            Self::Never | Self::Closed => {}
            Self::Announced => {
                connection.graceful_shutdown();
                while connection.accept().await.is_some() {}
            }
            Self::Frozen => std::future::pending().await,
        }
    }
}

pub type Stream = tokio_rustls::server::TlsStream<tokio::net::TcpStream>;

/// A server of HTTP/2 for `localhost`.
pub struct Server {
    port: u16,
    identity: Identity,
    connections: Arc<AtomicUsize>,
    /// The largest number of requests that were open at a time.
    pub most: Arc<AtomicUsize>,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    pub fn start() -> Self {
        Self::ending(Ending::Never)
    }

    pub fn ending(ending: Ending) -> Self {
        let most = Arc::new(AtomicUsize::new(0));
        let (highest, open) = (Arc::clone(&most), Arc::new(AtomicUsize::new(0)));
        let server = Self::serving(move |stream, number| {
            let (open, highest) = (Arc::clone(&open), Arc::clone(&highest));
            async move {
                let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
                while let Some(Ok((request, respond))) = connection.accept().await {
                    let open = Arc::clone(&open);
                    highest.fetch_max(open.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
                    tokio::spawn(async move {
                        respond_to(request, respond).await;
                        open.fetch_sub(1, Ordering::Relaxed);
                    });
                    if number == 0 && ending != Ending::Never {
                        return ending.of(connection).await;
                    }
                }
            }
        });
        Self { most, ..server }
    }

    /// Starts a server that passes each connection, with its number from 0, to a function.
    pub fn serving<F>(serve: impl Fn(Stream, usize) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let identity = Identity::of(&["localhost"]);
        let mut config = identity.server(None);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"));
        let listener = listener.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, serve) = (Arc::clone(&connections), Arc::new(serve));
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = count.fetch_add(1, Ordering::Relaxed);
                let (acceptor, serve) = (acceptor.clone(), Arc::clone(&serve));
                tokio::spawn(async move {
                    let stream = acceptor.accept(stream).await.expect("TLS");
                    serve(stream, number).await;
                });
            }
        });
        Self {
            port,
            identity,
            connections,
            most: Arc::default(),
            _runtime: runtime,
        }
    }

    pub fn builder(&self, kind: Kind, timeouts: Timeouts) -> AnyBuilder {
        kind.builder(&format!("https://localhost:{}", self.port))
            .add_root_certificates_pem(&self.identity.certificate)
            .timeouts(timeouts)
    }

    pub fn client(&self, kind: Kind, timeouts: Timeouts) -> AnyClient {
        self.builder(kind, timeouts).build()
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

/// Responds with the length of the body after a while; to `DELETE` never; to `PUT` with 413 before the body is read.
async fn respond_to(
    request: Request<h2::RecvStream>,
    mut respond: SendResponse<connect_usage::Bytes>,
) {
    let method = request.method().clone();
    let mut body = request.into_body();
    let mut length = 0;
    if method == "PUT" {
        let response = Response::builder().status(StatusCode::PAYLOAD_TOO_LARGE);
        let response = response.body(()).expect("a response");
        let mut stream = respond.send_response(response, false).expect("a stream");
        stream.send_data("too large".into(), true).expect("sent");
        return;
    }
    while let Some(Ok(chunk)) = body.data().await {
        length += chunk.len();
        let _ = body.flow_control().release_capacity(chunk.len());
    }
    if method == "DELETE" {
        return std::future::pending().await;
    }
    tokio::time::sleep(Duration::from_millis(30)).await;
    let mut stream = respond
        .send_response(Response::new(()), false)
        .expect("a stream");
    let _ = stream.send_data(format!("{length}").into(), true);
}

pub fn upload(bytes: usize) -> Call<String> {
    let upload = Upload::bytes(vec![7; bytes]);
    post()
        .binary("application/octet-stream", upload)
        .returns_text()
}
