//! How calls keep the pauses that the API asks for, and the limits of the application.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use connect_fake::Reply;
use connect_usage::runtime::retry::{Budget, Policy, Reason};
use connect_usage::{ErrorKind, files};

use crate::case::cases;
use crate::net::{Net, QUICK};
use crate::retries::{client, ok, responding, string_call};
use crate::support::{get, post};

cases![
    the_longest_of_several_retry_after_counts,
    a_list_that_is_put_off_before_each_page_ends,
    calls_slow_down_together,
    many_tasks_finish_at_a_server_with_a_limit,
    a_rate_limit_is_kept,
    a_call_without_a_turn_for_its_retry_reports_its_failure,
];

fn the_longest_of_several_retry_after_counts(net: &Net) {
    let several = |values: &[&str]| {
        let reply = Reply::new(429);
        values
            .iter()
            .fold(reply, |it, value| it.header("Retry-After", value))
    };
    for values in [&["0", "1", "0"][..], &["0, 1"], &["soon", "1"]] {
        let server = responding(net, [several(values), ok()]);
        let start = Instant::now();
        client(&server)
            .send(string_call(post()))
            .expect("a response");
        assert!(start.elapsed() >= Duration::from_secs(1), "{values:?}");
    }
    let server = responding(net, [several(&["1", "600"]), ok()]);
    let error = client(&server).send(string_call(get()));
    let error = error.expect_err("too long");
    assert_eq!(error.not_retried(), Some(Reason::RetryAfter), "{error}");
}

/// Pauses that the API names spend neither attempts nor the budget.
fn a_list_that_is_put_off_before_each_page_ends(net: &Net) {
    let count = AtomicUsize::new(0);
    let server = net.serve(move |request| {
        if count.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) {
            return Reply::new(429).header("Retry-After", "1");
        }
        let offset = request.target.split("offset=").nth(1);
        let offset: usize = offset.map_or(0, |it| {
            let digits: String = it.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().expect("a number")
        });
        let rows: Vec<_> = (offset..offset + 2)
            .map(|it| format!(r#"{{"id": "UF-{it}"}}"#))
            .collect();
        let range = format!("items {offset}-{}/6", offset + 1);
        Reply::json(200, format!("[{}]", rows.join(","))).header("Content-Range", &range)
    });
    let builder = server.builder("").retry(QUICK.max_attempts(2));
    let budget = Arc::new(Budget::new(1, 1_000_000));
    let client = builder.retry_budget(Arc::clone(&budget)).build();
    let rows = client.rows(files::list().page_size(2));
    assert_eq!(rows.expect("all rows"), 6);
    assert_eq!((server.requests().len(), budget.left()), (6, Some(1)));
}

/// A pause that one call is asked to make holds the others of the client, too.
fn calls_slow_down_together(net: &Net) {
    let server = responding(net, [Reply::new(429).header("Retry-After", "1"), ok()]);
    let this = client(&server);
    let call = string_call(get()).retry(Policy::none());
    let error = this.send(call).expect_err("put off");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(429));

    let start = Instant::now();
    client(&server)
        .send(string_call(get()))
        .expect("another client");
    assert!(start.elapsed() < Duration::from_millis(700));

    this.clone().send(string_call(post())).expect("a response");
    assert!(
        start.elapsed() >= Duration::from_millis(700),
        "{:?}",
        start.elapsed()
    );
    // A call that has no time for the pause is sent all the same: the API may have another opinion.
    let server = responding(net, [Reply::new(429).header("Retry-After", "30"), ok()]);
    let this = client(&server);
    let call = string_call(get()).retry(Policy::none());
    this.send(call).expect_err("put off");
    let call = string_call(get()).timeout(Duration::from_secs(10));
    this.send(call).expect("a response");
}

/// Eight tasks make forty calls at a server that takes ten in half a second. The budget would not pay for one retry.
fn many_tasks_finish_at_a_server_with_a_limit(net: &Net) {
    let taken = Mutex::new(Vec::<Instant>::new());
    let server = net.serve(move |_| {
        let mut taken = taken.lock().expect("no test has failed");
        taken.retain(|it| it.elapsed() < Duration::from_millis(500));
        if taken.len() >= 10 {
            return Reply::new(429).header("Retry-After", "1");
        }
        taken.push(Instant::now());
        ok()
    });
    let builder = server.builder("").retry(QUICK.max_attempts(2));
    let budget = Arc::new(Budget::new(1, 1_000_000));
    let client = builder.retry_budget(Arc::clone(&budget)).build();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let client = client.clone();
            scope.spawn(move || {
                for _ in 0..5 {
                    client.send(string_call(post())).expect("a response");
                }
            });
        }
    });
    let requests = server.requests().len();
    println!("{requests} requests for 40 calls");
    assert!((40..120).contains(&requests), "{requests}");
    assert_eq!(budget.left(), Some(1));
}

fn a_rate_limit_is_kept(net: &Net) {
    let server = responding(net, [ok()]);
    let per = Duration::from_millis(600);
    let client = server.builder("").rate_limit(2, per).build();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let client = client.clone();
            scope.spawn(move || {
                for _ in 0..3 {
                    client.send(string_call(get())).expect("a response");
                }
            });
        }
    });
    // Six calls, two of them in each period.
    assert!(start.elapsed() >= 2 * per, "{:?}", start.elapsed());
    assert_eq!(server.requests().len(), 6);

    let client = server
        .builder("")
        .rate_limit(1, Duration::from_secs(60))
        .build();
    client.send(string_call(get())).expect("a response");
    let start = Instant::now();
    let call = string_call(post()).timeout(Duration::from_secs(30));
    let error = client.send(call).expect_err("no turn");
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(error.to_string().contains("rate limit"), "{error}");
    assert!(!error.may_have_been_processed());
    assert_eq!(error.outcome(), None);
    assert_eq!(server.requests().len(), 7);

    let error = server.builder("").rate_limit(0, per).try_build();
    let error = error.expect_err("no calls");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

fn a_call_without_a_turn_for_its_retry_reports_its_failure(net: &Net) {
    let server = responding(net, [Reply::new(502), ok()]);
    let builder = server.builder("").retry(QUICK);
    let client = builder.rate_limit(1, Duration::from_secs(60)).build();
    let call = string_call(get()).timeout(Duration::from_secs(30));
    let error = client.send(call).expect_err("a bad gateway");
    assert_eq!(error.kind(), ErrorKind::Api, "{error}");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(502));
    assert_eq!(error.not_retried(), Some(Reason::Time), "{error}");
    assert!(error.may_have_been_processed(), "{error}");
    assert_eq!((error.attempts(), server.requests().len()), (1, 1));
}
