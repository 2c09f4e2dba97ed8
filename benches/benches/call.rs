//! One call, from its function to its value: what the façade adds to the transport.
//!
//! - `memory`: a transport that answers at once from memory; `decode` is the part of it that reads the
//!   answer. The rest is the façade's own share.
//! - `loopback`: the same answer from a server on 127.0.0.1 over a connection that is kept, by the
//!   client, and by the bare HTTP client under it with the same headers.
//!
//! Compare within one run.

#![allow(missing_docs, reason = "criterion's macros make a public function")]

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use connect_usage::runtime::{Answer, HeaderMap, StatusCode};
use connect_usage::transport::{Incoming, Outgoing, Pending, Transport};
use connect_usage::{ApiKey, Client, Error, blocking, files};
use criterion::{Criterion, criterion_group, criterion_main};
use loopback::{Reply, Server};

const FILE: &str = r#"{"id": "UF-2029-10-0001-0001", "name": "October", "status": "ready"}"#;
const ID: &str = "UF-2029-10-0001-0001";

/// Answers each call at once.
struct Memory;

impl Transport for Memory {
    fn exchange(&self, _: Outgoing) -> Pending<'_, Result<Incoming, Error>> {
        let answer = Incoming::new(StatusCode::OK, HeaderMap::new(), FILE);
        Box::pin(std::future::ready(Ok(answer)))
    }

    fn sleep(&self, _: Duration) -> Pending<'static, ()> {
        Box::pin(std::future::pending())
    }
}

impl blocking::Transport for Memory {
    fn exchange(&self, _: Outgoing) -> Result<blocking::Incoming, Error> {
        Ok(blocking::Incoming::new(
            StatusCode::OK,
            HeaderMap::new(),
            FILE,
        ))
    }
}

/// The value of a future that does not wait.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

fn key() -> ApiKey {
    ApiKey::new("SU-000-000-000:secret").expect("a key")
}

fn memory(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("memory");
    let client = Client::builder().api_key(key()).transport(Memory);
    let client = client.build().expect("a client");
    group.bench_function("async", |it| {
        it.iter(|| now(client.send(files::get(ID))).expect("a file"));
    });
    let client = blocking::Client::builder().api_key(key()).transport(Memory);
    let client = client.build().expect("a client");
    group.bench_function("blocking", |it| {
        it.iter(|| client.send(files::get(ID)).expect("a file"));
    });
    let call = files::get(ID);
    group.bench_function("decode", |it| {
        it.iter(|| {
            let answer = Answer {
                status: StatusCode::OK,
                headers: HeaderMap::new(),
                body: FILE.into(),
            };
            call.decode(answer).expect("a file")
        });
    });
    group.finish();
}

fn over_loopback(criterion: &mut Criterion) {
    let server = Server::builder()
        .keep_requests(false)
        .start(|_| Reply::json(200, FILE));
    let url = server.url("/public/v1");
    let whole = format!("{url}/usage/files/{ID}");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut group = criterion.benchmark_group("loopback");

    let client = Client::builder().api_key(key()).base_url(&url);
    let client = client.build().expect("a client");
    group.bench_function("async", |it| {
        it.iter(|| {
            runtime
                .block_on(client.send(files::get(ID)))
                .expect("a file")
        });
    });
    // It asks for one, though nothing here is encrypted.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let bare = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    group.bench_function("reqwest alone", |it| {
        it.iter(|| {
            runtime.block_on(async {
                let request = bare
                    .get(&whole)
                    .header("accept", "application/json")
                    .header("authorization", "ApiKey SU-000-000-000:secret")
                    .header("user-agent", "bench");
                request
                    .send()
                    .await
                    .expect("an answer")
                    .bytes()
                    .await
                    .expect("a body")
            })
        });
    });

    let client = blocking::Client::builder().api_key(key()).base_url(&url);
    let client = client.build().expect("a client");
    group.bench_function("blocking", |it| {
        it.iter(|| client.send(files::get(ID)).expect("a file"));
    });
    let config = ureq::Agent::config_builder().proxy(None).build();
    let bare = config.new_agent();
    group.bench_function("ureq alone", |it| {
        it.iter(|| {
            let request = bare
                .get(&whole)
                .header("accept", "application/json")
                .header("authorization", "ApiKey SU-000-000-000:secret")
                .header("user-agent", "bench");
            let mut answer = request.call().expect("an answer");
            answer.body_mut().read_to_vec().expect("a body")
        });
    });
    group.finish();
}

criterion_group!(benches, memory, over_loopback);
criterion_main!(benches);
