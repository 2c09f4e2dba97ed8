//! The clients, their configuration and their connections. The suite `conformance` tests what they do over any
//! transport.
#![cfg(feature = "transport")]

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use connect_fake::Reply;
use connect_fake::server::Server;
use connect_usage::ErrorKind;
use support::any::{Kind, with_each};
use support::{GET, POST, SECRET, get, post, printed};

#[test]
fn connections_are_kept() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::json(200, "\"x\""));
        let client = kind.client(&server);
        for _ in 0..5 {
            client.send(get().returns_text()).expect("a response");
        }
        assert_eq!((server.requests().len(), server.connections()), (5, 1));
    });
}

#[test]
fn calls_can_be_sent_from_tasks() {
    fn is_send<T: Send>(it: T) -> T {
        it
    }
    let server = Server::start(|_| Reply::new(204));
    let client = support::client(&server);
    support::run(is_send(client.send(get().returns_empty()))).expect("a response");
}

/// Otherwise the last call would have to wait for half a minute, which it does not have.
#[test]
fn a_call_that_is_dropped_gives_its_place_back() {
    let server = Server::start(|_| Reply::json(200, "\"x\""));
    let client = support::builder(&server.url(""))
        .rate_limit(1, Duration::from_secs(1))
        .build()
        .expect("a client");
    support::run(async {
        let send = || client.send(get().returns_text().timeout(Duration::from_secs(10)));
        send().await.expect("a response");
        let mut sent = Vec::new();
        for _ in 0..8 {
            let mut call = Box::pin(send());
            let pause = Duration::from_millis(1);
            tokio::time::timeout(pause, &mut call)
                .await
                .expect_err("it has to wait");
            sent.push(call);
        }
        drop(sent);
        for _ in 0..20 {
            let pause = Duration::from_millis(1);
            tokio::time::timeout(pause, send())
                .await
                .expect_err("it has to wait");
        }
        send().await.expect("a response");
    });
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn https_requires_tls() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::new(200));
        let url = server.url("").replace("http:", "https:");
        let client = kind.builder(&url).build();
        let error = client
            .send(post().returns_empty())
            .expect_err("no TLS there");
        assert_eq!(error.kind(), ErrorKind::Transport, "{}", printed(&error));
        assert!(error.is_retryable(), "it was not sent: {}", printed(&error));
        assert!(server.requests().is_empty());
    });
}

#[test]
fn plain_http_is_allowed_for_this_machine_only() {
    with_each(|kind| {
        let build = |url: &str| kind.builder(url).try_build();
        assert!(build("http://localhost:1").is_ok());
        for url in [
            "http://api.example",
            "http://127.0.0.1.example",
            "https://u:p@x.example",
            "https://x.example?a",
        ] {
            let error = build(url).expect_err(url);
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(!printed(&error).contains(SECRET));
        }
    });
}

#[test]
fn the_specification_has_a_version() {
    assert!(!connect_usage::api_version().is_empty());
}

/// Starts a server that responds to one request on each connection, and then closes it without notice.
fn closing_server() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().take(2).flatten() {
            let mut stream = stream;
            let mut request = [0; 1024];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    });
    address
}

/// A server may close an idle connection at any time. The next call uses a new one, even if it is not idempotent.
#[test]
fn a_connection_that_was_closed_is_not_used() {
    with_each(|kind| {
        let client = kind
            .builder(&format!("http://{}", closing_server()))
            .build();
        assert_eq!(
            client.send(post().returns_text()).expect("a response"),
            "ok"
        );
        client.idle(Duration::from_millis(100));
        assert_eq!(
            client
                .send(post().returns_text())
                .expect("another response"),
            "ok"
        );
    });
}

#[test]
fn operations_say_whether_they_are_idempotent() {
    assert!(GET.idempotent && !POST.idempotent);
    assert!(
        connect_usage::files::list()
            .into_call()
            .operation()
            .idempotent
    );
    assert!(
        !connect_usage::files::approve_all("UF-1")
            .operation()
            .idempotent
    );
}

/// Marks the child process, and names the client that it uses.
const CHILD: &str = "CONNECT_USAGE_TEST_CHILD";

/// The environment belongs to the whole process, so the test runs itself in a child process.
#[test]
fn a_client_is_configured_by_the_environment() {
    if let Some(child) = std::env::var_os(CHILD) {
        let kind = Kind::ALL.iter().find(|it| *format!("{it:?}") == *child);
        let client = kind.expect("a kind of client").of_environment();
        client.send(get().returns_empty()).expect("a response");
        return;
    }
    with_each(|kind| {
        let server = Server::start(|request| match request.path() {
            "/down/usage/files" => Reply::new(502),
            "/slow/usage/files" => Reply::never(),
            _ => Reply::new(204),
        });
        let run_child = |key: &str, path: &str, retries: &str| {
            let mut child = Command::new(std::env::current_exe().expect("this program"));
            child.args(["--exact", "a_client_is_configured_by_the_environment"]);
            child
                .env(CHILD, format!("{kind:?}"))
                .env("CONNECT_API_KEY", key)
                .env("CONNECT_ENDPOINT", server.url(path))
                .env("CONNECT_RETRIES", retries)
                .env("CONNECT_IDLE_TIMEOUT", "0.1");
            child.output().expect("a child").status.success()
        };
        let key = format!("ApiKey SU-1:{SECRET}");
        assert!(run_child(&key, "/env", ""));
        assert!(!run_child("", "/env", ""));
        assert!(!run_child(&key, "/env", "many"));
        let requests = server.requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].target, "/env/usage/files");
        assert_eq!(
            requests[0].headers_named("authorization"),
            [format!("ApiKey SU-1:{SECRET}")]
        );
        for (path, retries, count) in [("/down", "1", 2), ("/down", "0", 1), ("/slow", "0", 1)] {
            let before = server.requests().len();
            assert!(!run_child(&key, path, retries));
            assert_eq!(server.requests().len() - before, count, "{path} {retries}");
        }
    });
}
