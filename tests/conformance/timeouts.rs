//! Time limits of each kind: no call exceeds them, and the error names the limit.

use std::time::{Duration, Instant};

use connect_fake::Reply;
use connect_usage::runtime::retry::Policy;
use connect_usage::{Call, TimeLimit, Timeouts};

use crate::case::cases;
use crate::net::{Host, Net};
use crate::support::any::{AnyClient, LONG, fails};
use crate::support::{get, post};

cases![
    a_call_ends_within_its_limit,
    an_attempt_ends_within_its_limit,
    an_exchange_without_progress_ends,
    progress_keeps_an_exchange_alive,
    all_attempts_together_end_within_the_limit,
    the_limits_include_redirects,
    limits_can_be_removed,
    a_call_without_time_is_not_sent,
];

const SHORT: Duration = Duration::from_millis(150);

fn client(server: &Host, timeouts: Timeouts) -> AnyClient {
    server.builder("").timeouts(timeouts).build()
}

fn string_call() -> Call<String> {
    get().returns_text()
}

/// Responses that never arrive, or never end.
fn stalling() -> [Reply; 4] {
    [
        Reply::never(),
        Reply::new(200).body("abcdef").stalled_after(3),
        Reply::new(200).body("abcdef").chunked().stalled_after(3),
        Reply::new(200)
            .body("abcdef")
            .until_close()
            .stalled_after(3),
    ]
}

/// A response that arrives slowly, but with steady progress.
fn trickling(bytes: usize) -> Reply {
    let content = "x".repeat(bytes);
    Reply::new(200)
        .body(content)
        .trickled(1, Duration::from_millis(20))
}

fn a_call_ends_within_its_limit(net: &Net) {
    for reply in stalling().into_iter().chain([trickling(10_000)]) {
        let server = net.serve(move |_| reply.clone());
        let short = client(&server, Timeouts::new().total(SHORT));
        let error = fails(&short, string_call(), TimeLimit::Total);
        assert!(error.to_string().contains("150ms in all"), "{error}");
        let default = client(&server, Timeouts::new());
        fails(&default, string_call().timeout(SHORT), TimeLimit::Total);
    }
}

fn an_attempt_ends_within_its_limit(net: &Net) {
    for reply in stalling().into_iter().chain([trickling(10_000)]) {
        let server = net.serve(move |_| reply.clone());
        let short = client(&server, Timeouts::new().attempt(SHORT));
        fails(&short, string_call(), TimeLimit::Attempt);
        // The call is idempotent, so it is retried.
        let twice = Policy::new().max_attempts(2).base(Duration::from_millis(1));
        let error = fails(&short, string_call().retry(twice), TimeLimit::Attempt);
        // Some of them may not have reached the server.
        assert_eq!(error.attempts(), 2);
        assert!(server.requests().len() <= 3);
    }
}

fn an_exchange_without_progress_ends(net: &Net) {
    for reply in stalling() {
        let server = net.serve(move |_| reply.clone());
        let short = client(&server, Timeouts::new().idle(SHORT));
        let error = fails(&short, string_call(), TimeLimit::Idle);
        assert!(error.is_retryable());
        let error = fails(&short, post().returns_text(), TimeLimit::Idle);
        assert!(!error.is_retryable(), "it may have been processed");
    }
}

fn progress_keeps_an_exchange_alive(net: &Net) {
    // Longer than the gaps of a busy machine, and shorter than the whole response takes.
    let idle = Duration::from_secs(3);
    let server = net.serve(|_| trickling(200));
    let short = client(&server, Timeouts::new().idle(idle));
    let start = Instant::now();
    assert_eq!(short.send(string_call()).expect("a response").len(), 200);
    assert!(
        start.elapsed() > idle,
        "the server was too fast for this test"
    );
}

fn all_attempts_together_end_within_the_limit(net: &Net) {
    let server = net.serve(|_| Reply::new(503));
    let often = Policy::new()
        .max_attempts(u32::MAX)
        .base(Duration::from_millis(10))
        .cap(Duration::from_millis(10));
    let client = client(&server, Timeouts::new().total(SHORT * 10));
    let start = Instant::now();
    let error = client.send(string_call().retry(often)).expect_err("down");
    assert!(start.elapsed() < LONG);
    // The last failure is returned. It is the time-out only if an attempt ran into it.
    let is_last = error.status().map(|it| it.as_u16()) == Some(503);
    assert!(
        is_last || error.time_limit() == Some(TimeLimit::Total),
        "{error}"
    );
    assert!(error.attempts() > 1, "{}", error.attempts());
    // The last request may have run out of time before it arrived.
    let lost = error.attempts() as usize - server.requests().len();
    assert!(lost <= 1, "{lost}");
}

fn the_limits_include_redirects(net: &Net) {
    let server = net.serve(|_| Reply::redirect(302, "/again").delayed(Duration::from_millis(80)));
    for (timeouts, limit) in [
        (Timeouts::new().total(SHORT), TimeLimit::Total),
        (Timeouts::new().attempt(SHORT), TimeLimit::Attempt),
    ] {
        fails(&client(&server, timeouts), string_call(), limit);
    }
}

fn limits_can_be_removed(net: &Net) {
    let server = net.serve(|_| Reply::new(204).delayed(SHORT * 2));
    let short = Timeouts::new()
        .connect(SHORT)
        .idle(SHORT)
        .attempt(SHORT)
        .total(SHORT);
    let none = Timeouts::new()
        .connect(Duration::MAX)
        .idle(Duration::MAX)
        .attempt(Duration::MAX)
        .total(Duration::MAX);
    let client = client(&server, short);
    client.send(string_call()).expect_err("too slow");
    client
        .send(string_call().timeouts(none))
        .expect("no time-out");
    let huge = none.idle(Duration::MAX / 2).total(Duration::MAX / 2);
    client
        .send(string_call().timeouts(huge))
        .expect("no time-out");
}

fn a_call_without_time_is_not_sent(net: &Net) {
    let server = net.serve(|_| Reply::new(204));
    let client = client(&server, Timeouts::new());
    let error = fails(
        &client,
        string_call().timeout(Duration::ZERO),
        TimeLimit::Total,
    );
    assert!(!error.may_have_been_processed());
    assert!(server.requests().is_empty());
}
