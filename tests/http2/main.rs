//! HTTP/2, with servers that offer it.
#![cfg(feature = "http2")]

#[path = "../secrets/capture.rs"]
mod capture;
#[path = "../secrets/finder.rs"]
mod finder;
mod refusals;
mod server;
#[path = "../support/mod.rs"]
mod support;

use std::sync::atomic::Ordering;
use std::time::Duration;

use connect_usage::{ApiKey, TimeLimit, Timeouts, Upload};
use support::any::{AnyClient, fails, with_each};
use support::{get, printed};

use self::capture::Captured;
use self::finder::leak;
use self::server::{Ending, Server, upload};

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

#[test]
fn what_the_libraries_report_holds_no_secret() {
    const KEY: &str = "hT7qVxK2mZ9rWb4LdN8sYf3GcP6jQe1R";
    const SIGNATURE: &str = "zQ5wXn8vBk3TmR7yHd2LpJ9fSg4CaU6e";
    let captured = Captured::by_log_and_tracing();
    with_each(|kind| {
        let server = Server::start();
        let key = ApiKey::new(format!("SU-482-915-377:{KEY}")).expect("a key");
        let client = server.builder(kind, Timeouts::new()).api_key(key).build();
        let call = get().query("signature", SIGNATURE).returns_text();
        client.send(call).expect("a response");
        let text = captured.take();
        assert!(text.contains("Headers"), "h2 reports its frames");
        for secret in [KEY, SIGNATURE] {
            assert_eq!(leak(&text, secret), None, "{kind:?}");
        }
    });
}
