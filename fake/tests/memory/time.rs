//! Time in memory: what is waited for is over at once, and the clock says how long it would have taken.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use connect_client::runtime::Timeouts;
use connect_client::runtime::retry::Policy;
use connect_client::{ApiKey, Client, ErrorKind, blocking};
use connect_fake::memory::Network;
use connect_fake::{FileSeed, FileStatus, Platform, Reply, Side};
use connect_usage_api::files;
use connect_usage_api::models::UsageFileStatus;

use crate::executor::run;

/// A client of a host.
pub fn client(network: &Network, host: &str) -> blocking::Client {
    let key = ApiKey::new("SU-000-000-001:secret").expect("a key");
    let builder = blocking::Client::builder().api_key(key);
    let builder = builder.base_url(format!("https://{host}"));
    let client = builder.transport(network.clone()).build();
    client.expect("a client")
}

const HOUR: Duration = Duration::from_secs(3600);

fn report() -> Reply {
    Reply::json(200, r#"{"id": "UF-1", "status": "ready"}"#)
}

#[test]
fn a_late_reply_advances_the_clock() {
    let network = Network::new();
    network.serve("api.example", |_| report().delayed(HOUR));
    let call = files::get("UF-1").timeouts(unlimited());
    client(&network, "api.example")
        .send(call)
        .expect("a report");
    assert_eq!(network.elapsed(), HOUR);

    let key = ApiKey::new("SU-000-000-001:secret").expect("a key");
    let builder = Client::builder().api_key(key).transport(network.clone());
    let client = builder.base_url("https://api.example").build();
    let call = files::get("UF-1").timeouts(unlimited());
    let file = run(client.expect("a client").send(call));
    file.expect("a report");
    assert_eq!(network.elapsed(), HOUR * 2);
}

#[test]
fn a_reply_after_the_time_limit_is_a_time_out() {
    let limit = Duration::from_secs(10);
    for reply in [
        report().delayed(HOUR),
        Reply::never(),
        report().stalled_after(3),
        report().trickled(1, HOUR),
    ] {
        let shown = format!("{reply:?}");
        let network = Network::new();
        network.serve("api.example", move |_| reply.clone());
        for timeouts in [unlimited().total(limit), unlimited().idle(limit)] {
            let before = network.elapsed();
            let call = files::get("UF-1").timeouts(timeouts).retry(Policy::none());
            let error = client(&network, "api.example").send(call);
            assert_eq!(
                error.expect_err(&shown).kind(),
                ErrorKind::Timeout,
                "{shown}"
            );
            let waited = network.elapsed() - before;
            assert!(waited <= limit && waited > limit / 2, "{shown}: {waited:?}");
        }
    }
}

#[test]
fn pieces_of_a_body_share_the_time_limit() {
    let network = Network::new();
    let pause = Duration::from_secs(1);
    network.serve("api.example", move |_| report().trickled(1, pause));
    let limit = Duration::from_secs(20);
    let call = files::get("UF-1")
        .timeouts(unlimited().total(limit))
        .retry(Policy::none());
    let error = client(&network, "api.example").send(call);
    assert_eq!(error.expect_err("too slow").kind(), ErrorKind::Timeout);
    let call = files::get("UF-1")
        .timeouts(unlimited().idle(limit))
        .retry(Policy::none());
    let idle = client(&network, "api.example").send(call);
    idle.expect("each piece is in time");
}

#[test]
fn a_silence_without_a_limit_ends_the_blocking_call() {
    let network = Network::new();
    network.serve("api.example", |_| Reply::never());
    let call = files::get("UF-1")
        .timeouts(unlimited())
        .retry(Policy::none());
    let error = client(&network, "api.example").send(call);
    let error = error.expect_err("no response").to_string();
    assert!(error.contains("no time limit ends the wait"), "{error}");
}

#[test]
fn pauses_that_the_api_asks_for_take_no_time() {
    let network = Network::new();
    let tries = std::sync::atomic::AtomicU32::new(0);
    network.serve("api.example", move |_| {
        match tries.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 => Reply::new(429).header("Retry-After", "20"),
            _ => report(),
        }
    });
    client(&network, "api.example")
        .send(files::get("UF-1"))
        .expect("a report");
    assert!(network.elapsed() >= Duration::from_secs(20));
}

/// Polls two futures in turn, as an executor of tasks does.
fn both<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> A {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let mut is_other_ready = false;
    run(std::future::poll_fn(move |_| {
        let mut context = Context::from_waker(Waker::noop());
        let first = one.as_mut().poll(&mut context);
        if !is_other_ready {
            is_other_ready = other.as_mut().poll(&mut context).is_ready();
        }
        match first {
            Poll::Ready(value) => Poll::Ready(value),
            Poll::Pending => Poll::Pending,
        }
    }))
}

#[test]
fn tasks_run_while_another_waits() {
    let platform = Platform::builder().by_hand().in_memory();
    let id = platform.add_file(FileSeed::new().status(FileStatus::Processing));
    let vendor = platform.client(Side::Vendor).expect("a client");
    let ready = both(
        async {
            vendor
                .wait(files::get(&id))
                .until(UsageFileStatus::Ready)
                .await
        },
        async { platform.work() },
    );
    ready.expect("the other task did the work");
}

/// Limits that no test here reaches.
fn unlimited() -> Timeouts {
    let max = Duration::MAX;
    Timeouts::new()
        .connect(max)
        .attempt(max)
        .idle(max)
        .total(max)
}
