//! HTTP/2, with servers that offer it.
#![cfg(feature = "http2")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use connect_usage::{Call, TimeLimit, Timeouts, Upload};
use h2::server::SendResponse;
use http::{Request, Response, StatusCode};
use support::any::{AnyClient, Kind, fails, with_each};
use support::tls::Identity;
use support::{get, post, printed};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// What a server does with its first connection, some time after the first response on it.
#[derive(Clone, Copy, PartialEq)]
enum Ending {
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

type Stream = tokio_rustls::server::TlsStream<tokio::net::TcpStream>;

/// A server of HTTP/2 for `localhost`.
struct Server {
    port: u16,
    identity: Identity,
    connections: Arc<AtomicUsize>,
    /// The largest number of requests that were open at a time.
    most: Arc<AtomicUsize>,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    fn start() -> Self {
        Self::ending(Ending::Never)
    }

    fn ending(ending: Ending) -> Self {
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
        let most = Arc::new(AtomicUsize::new(0));
        let (count, highest) = (Arc::clone(&connections), Arc::clone(&most));
        runtime.spawn(async move {
            let open = Arc::new(AtomicUsize::new(0));
            while let Ok((stream, _)) = listener.accept().await {
                let is_first = count.fetch_add(1, Ordering::Relaxed) == 0;
                let (acceptor, open) = (acceptor.clone(), Arc::clone(&open));
                let highest = Arc::clone(&highest);
                tokio::spawn(async move {
                    let stream = acceptor.accept(stream).await.expect("TLS");
                    let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
                    while let Some(Ok((request, respond))) = connection.accept().await {
                        let open = Arc::clone(&open);
                        highest
                            .fetch_max(open.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
                        tokio::spawn(async move {
                            respond_to(request, respond).await;
                            open.fetch_sub(1, Ordering::Relaxed);
                        });
                        if is_first && ending != Ending::Never {
                            return ending.of(connection).await;
                        }
                    }
                });
            }
        });
        Self {
            port,
            identity,
            connections,
            most,
            _runtime: runtime,
        }
    }

    fn client(&self, kind: Kind, timeouts: Timeouts) -> AnyClient {
        kind.builder(&format!("https://localhost:{}", self.port))
            .add_root_certificates_pem(&self.identity.certificate)
            .timeouts(timeouts)
            .build()
    }

    fn connections(&self) -> usize {
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

fn upload(bytes: usize) -> Call<String> {
    let upload = Upload::bytes(vec![7; bytes]);
    post()
        .binary("application/octet-stream", upload)
        .returns_text()
}

#[test]
fn requests_share_a_connection() {
    with_each(|kind| {
        let server = Server::start();
        let client = server.client(kind, Timeouts::new());
        assert_eq!(client.send(get().returns_text()).expect("a response"), "0");
        let text = client.send(upload(3_000_000)).expect("a response");
        assert_eq!(text, "3000000");
        assert_eq!(server.connections(), 1);
        match &client {
            AnyClient::Async(client, runtime) => runtime.block_on(async {
                let one = client.send(get().returns_text());
                let (one, other) = tokio::join!(one, client.send(upload(5)));
                assert_eq!(one.expect("a response"), "0");
                assert_eq!(other.expect("a response"), "5");
            }),
            AnyClient::Blocking(client) => std::thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| client.send(upload(5)).expect("a response"));
                }
            }),
        }
        assert_eq!(server.connections(), 1);
        assert_eq!(server.most.load(Ordering::Relaxed), 2, "at the same time");
    });
}

#[test]
fn an_early_refusal_is_seen() {
    with_each(|kind| {
        let server = Server::start();
        let client = server.client(kind, Timeouts::new());
        static PUT: connect_usage::runtime::Operation = connect_usage::runtime::Operation::new(
            "files::put",
            connect_usage::runtime::Method::PUT,
            &[],
            "",
        );
        for size in [10, 20 << 20] {
            let call = connect_usage::runtime::Request::new(&PUT)
                .binary("application/octet-stream", Upload::bytes(vec![7; size]))
                .returns_text();
            let error = client.send(call).expect_err("refused");
            let status = error.status().map(|it| it.as_u16());
            assert_eq!(status, Some(413), "{}", printed(&error));
        }
    });
}

#[test]
fn time_limits_apply() {
    with_each(|kind| {
        let server = Server::start();
        let client = server.client(kind, Timeouts::new().idle(Duration::from_millis(200)));
        static DELETE: connect_usage::runtime::Operation = connect_usage::runtime::Operation::new(
            "files::delete",
            connect_usage::runtime::Method::DELETE,
            &[],
            "",
        );
        let call = connect_usage::runtime::Request::new(&DELETE).returns_text();
        fails(&client, call, TimeLimit::Idle);
        // The connection is still good.
        assert_eq!(client.send(get().returns_text()).expect("a response"), "0");
        assert_eq!(server.connections(), 1);
    });
}

/// The private runtime of the blocking client does not run while the connection is idle.
#[test]
fn a_connection_that_was_closed_while_it_was_idle_is_not_used() {
    with_each(|kind| {
        for ending in [Ending::Closed, Ending::Announced] {
            let server = Server::ending(ending);
            let client = server.client(kind, Timeouts::new());
            assert_eq!(client.send(upload(5)).expect("a response"), "5");
            std::thread::sleep(Duration::from_millis(400));
            // It must not be sent twice, so it fails if it is sent on the closed connection.
            assert_eq!(client.send(upload(7)).expect("a response"), "7");
            assert_eq!(server.connections(), 2);
        }
    });
}

#[test]
fn a_connection_that_has_become_silent_is_not_used_again() {
    with_each(|kind| {
        let server = Server::ending(Ending::Frozen);
        let client = server.client(kind, Timeouts::new().idle(Duration::from_millis(300)));
        assert_eq!(client.send(upload(5)).expect("a response"), "5");
        std::thread::sleep(Duration::from_millis(400));
        fails(&client, upload(6), TimeLimit::Idle);
        // The first call may have read what was on its way when the server fell silent.
        let responses: Vec<_> = (0..2).map(|_| client.send(upload(7))).collect();
        assert_eq!(responses[1].as_deref().expect("a response"), "7");
        assert_eq!(server.connections(), 2);
    });
}

/// Collects everything that the libraries report.
#[derive(Clone, Default)]
struct Captured(Arc<std::sync::Mutex<String>>);

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Captured {
    fn on_new_span(
        &self,
        attributes: &tracing::span::Attributes<'_>,
        _: &tracing::span::Id,
        _: tracing_subscriber::layer::Context<'_, S>,
    ) {
        attributes.record(&mut Text(&mut self.0.lock().expect("text")));
    }

    fn on_record(
        &self,
        _: &tracing::span::Id,
        values: &tracing::span::Record<'_>,
        _: tracing_subscriber::layer::Context<'_, S>,
    ) {
        values.record(&mut Text(&mut self.0.lock().expect("text")));
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        event.record(&mut Text(&mut self.0.lock().expect("text")));
    }
}

struct Text<'a>(&'a mut String);

impl tracing::field::Visit for Text<'_> {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        self.0.push_str(&format!("{}={value:?}\n", field.name()));
    }
}

#[test]
fn what_the_libraries_report_holds_no_secret() {
    use tracing_subscriber::layer::SubscriberExt;
    let captured = Captured::default();
    let subscriber = tracing_subscriber::registry().with(captured.clone());
    tracing::subscriber::set_global_default(subscriber).expect("the only one");
    with_each(|kind| {
        let server = Server::start();
        let client = server.client(kind, Timeouts::new());
        let call = get().query("signature", support::SECRET).returns_text();
        client.send(call).expect("a response");
    });
    let text = captured.0.lock().expect("text").clone();
    assert!(text.contains("Headers"), "h2 reports its frames");
    assert!(!text.contains(support::SECRET), "{text}");
}
