//! The runtimes in which the default transport can be used.
#![cfg(feature = "transport")]

mod support;

use std::time::Duration;

use connect_fake::Reply;
use connect_fake::server::Server;
use support::any::{AnyClient, Kind};
use support::get;

#[cfg(feature = "blocking")]
mod contexts {
    use connect_usage::Error;
    use connect_usage::blocking::Client;

    use super::*;

    fn client(server: &Server) -> Client {
        let AnyClient::Blocking(client) = Kind::Blocking.client(server) else {
            unreachable!("it is the blocking client")
        };
        client
    }

    fn runtime(workers: usize) -> tokio::runtime::Runtime {
        let runtime = match workers {
            0 => tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build(),
            _ => tokio::runtime::Builder::new_multi_thread()
                .worker_threads(workers)
                .enable_all()
                .build(),
        };
        runtime.expect("a runtime")
    }

    fn send(client: &Client) -> Result<String, Error> {
        client.send(get().returns_text())
    }

    #[test]
    fn the_blocking_client_can_be_called_and_dropped_in_a_runtime() {
        let server = Server::start(|_| Reply::new(200).body("ok"));
        for workers in [0, 2] {
            let runtime = runtime(workers);
            runtime.block_on(async {
                let client = client(&server);
                assert_eq!(send(&client).expect("a response"), "ok");
                let other = client.clone();
                let task = tokio::task::spawn_blocking(move || send(&other));
                assert_eq!(task.await.expect("no panic").expect("a response"), "ok");
                let other = client.clone();
                let task = tokio::spawn(async move { send(&other) });
                assert_eq!(task.await.expect("no panic").expect("a response"), "ok");
                drop(client);
            });
            let _guard = runtime.enter();
            let client = client(&server);
            assert_eq!(send(&client).expect("a response"), "ok");
        }
    }

    #[test]
    fn several_threads_share_a_blocking_client() {
        let server = Server::start(|_| {
            Reply::new(200)
                .body("ok")
                .delayed(Duration::from_millis(10))
        });
        let client = client(&server);
        let start = std::time::Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        assert_eq!(send(&client).expect("a response"), "ok");
                    }
                });
            }
        });
        assert_eq!(server.requests().len(), 160);
        println!("{:?}", start.elapsed());
        assert!(server.connections() <= 8, "{}", server.connections());
    }
}

/// The asynchronous client belongs to no runtime.
#[test]
fn an_asynchronous_client_can_be_used_in_several_runtimes() {
    let server = Server::start(|_| Reply::new(200).body("ok"));
    let client = support::client(&server);
    let one = support::any::runtime();
    let sent = |runtime: &tokio::runtime::Runtime| {
        let text = runtime.block_on(client.send(get().returns_text()));
        assert_eq!(text.expect("a response"), "ok");
    };
    sent(&one);
    let other = support::any::runtime();
    // The connection of the first runtime, which does not run now, is not used.
    sent(&other);
    sent(&one);
    drop(one);
    sent(&other);
    assert_eq!(server.connections(), 2);
}

#[test]
fn outside_of_a_runtime_a_call_is_an_error() {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};
    let server = Server::start(|_| Reply::new(200));
    // The second call would wait for its turn.
    let builder = Kind::Async.builder(&server.url("/public/v1"));
    let AnyClient::Async(limited, _) = builder.rate_limit(1, Duration::from_secs(20)).build()
    else {
        panic!("it is asynchronous")
    };
    for client in [&support::client(&server), &limited, &limited] {
        let sending = pin!(client.send(get().returns_text()));
        let Poll::Ready(result) = sending.poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("it waits for nothing")
        };
        let text = result.expect_err("no runtime").to_string();
        assert!(text.contains("needs a tokio runtime"), "{text}");
    }
}

#[cfg(feature = "reqwest")]
#[test]
fn outside_of_a_runtime_a_call_over_reqwest_is_an_error() {
    use connect_usage::transport::{ReqwestTransport, reqwest};
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};
    let server = Server::start(|_| Reply::new(200));
    // It needs a provider, though nothing here is encrypted.
    let provider = tokio_rustls::rustls::crypto::ring::default_provider();
    let _ = provider.install_default();
    let transport = ReqwestTransport::new(reqwest::Client::new());
    let builder = support::builder(&server.url("/public/v1"));
    let client = builder.transport(transport).build().expect("a client");
    let sending = pin!(client.send(get().returns_text()));
    let Poll::Ready(result) = sending.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("it waits for nothing")
    };
    let text = result.expect_err("no runtime").to_string();
    assert!(text.contains("needs a tokio runtime"), "{text}");
}
