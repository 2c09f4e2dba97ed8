//! Time limits: opening has all of them, the open stream that of silence alone.

use std::time::{Duration, Instant};

use connect_fake::Reply;
use connect_fake::server::Server;
use connect_usage::{ErrorKind, TimeLimit, Timeouts};

use crate::stream::{AnyIncoming, events, follow, open};
use crate::support::any::{Kind, LONG, with_each};

const SHORT: Duration = Duration::from_millis(150);

#[test]
fn a_stream_may_take_longer_than_a_call() {
    with_each(|kind| {
        let body = "data: 1\n\n".repeat(6);
        let server = Server::start(move |_| events(&*body).trickled(9, SHORT / 2));
        for limits in [Timeouts::new().total(SHORT), Timeouts::new().attempt(SHORT)] {
            let start = Instant::now();
            let client = kind.client(&server);
            let mut incoming = open(&client, follow().timeouts(limits)).expect("a stream");
            for _ in 0..6 {
                assert_eq!(incoming.data(), "1");
            }
            assert_eq!(incoming.next_event().expect("an end"), None);
            assert!(start.elapsed() > 2 * SHORT);
        }
    });
}

#[test]
fn opening_may_not_take_longer_than_a_call() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::never());
        for (limits, limit) in [
            (Timeouts::new().total(SHORT), TimeLimit::Total),
            (Timeouts::new().attempt(SHORT), TimeLimit::Attempt),
            (Timeouts::new().idle(SHORT), TimeLimit::Idle),
        ] {
            let error = open(&kind.client(&server), follow().timeouts(limits)).map(drop);
            let error = error.expect_err("too slow");
            assert_eq!(error.time_limit(), Some(limit), "{error}");
        }
    });
}

#[test]
fn the_body_of_an_error_may_not_take_longer_than_a_call() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::json(400, "{}  ").stalled_after(2));
        let start = Instant::now();
        let error = open(&kind.client(&server), follow().timeout(SHORT)).map(drop);
        let error = error.expect_err("a refusal");
        assert!(error.status() == 400, "{error}");
        assert!(start.elapsed() < LONG);
    });
}

#[test]
fn a_stream_may_not_be_silent_for_longer_than_the_idle_limit() {
    with_each(|kind| {
        let server = Server::start(|_| events("data: 1\n\ndata: 2\n\n").stalled_after(9));
        let call = follow().timeouts(Timeouts::new().idle(SHORT));
        let mut incoming = open(&kind.client(&server), call).expect("a stream");
        assert_eq!(incoming.data(), "1");
        // Only the time counts in which the caller waits.
        std::thread::sleep(2 * SHORT);
        let start = Instant::now();
        let error = incoming.next_event().expect_err("silent");
        assert_eq!(error.time_limit(), Some(TimeLimit::Idle), "{error}");
        assert!((SHORT..LONG).contains(&start.elapsed()));
        let error = incoming.next_event().expect_err("it has failed");
        assert_eq!(error.kind(), ErrorKind::Transport);
    });
}

#[test]
fn a_future_that_is_dropped_loses_nothing() {
    let body = "data: 1\n\n".repeat(20);
    let server = Server::start(move |_| events(&*body).trickled(7, Duration::from_millis(10)));
    let client = Kind::Async.client(&server);
    let Ok(AnyIncoming::Async(mut incoming, runtime)) = open(&client, follow()) else {
        panic!("a stream of the asynchronous client");
    };
    runtime.block_on(async {
        let (mut count, mut dropped) = (0, 0);
        loop {
            match tokio::time::timeout(Duration::from_millis(4), incoming.next_event()).await {
                Err(_elapsed) => dropped += 1,
                Ok(Ok(Some(event))) => count += usize::from(event.data == "1"),
                Ok(end) => break assert_eq!(end.expect("an end"), None),
            }
        }
        assert_eq!(count, 20);
        assert!(dropped > 10, "{dropped}");
    });
}

#[test]
fn a_wait_whose_future_is_dropped_goes_on_with_the_next_one() {
    let server = Server::start(|_| events("data: 1\n\n").stalled_after(0));
    let client = Kind::Async.client(&server);
    let call = follow().timeouts(Timeouts::new().idle(SHORT));
    let Ok(AnyIncoming::Async(mut incoming, runtime)) = open(&client, call) else {
        panic!("a stream of the asynchronous client");
    };
    let start = Instant::now();
    let error = runtime.block_on(async {
        while start.elapsed() < LONG {
            let next = incoming.next_event();
            match tokio::time::timeout(SHORT / 10, next).await {
                Err(_elapsed) => {}
                Ok(result) => return result.expect_err("silent"),
            }
        }
        panic!("the limit was never passed");
    });
    assert_eq!(error.time_limit(), Some(TimeLimit::Idle));
}
