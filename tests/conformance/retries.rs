//! What the clients send again, and what they do not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use connect_usage::models::NewUsageFile;
use connect_usage::runtime::codegen::RequestBuilder;
use connect_usage::runtime::retry::{Budget, Policy, Reason};
use connect_usage::runtime::{Multipart, Request, Upload};
use connect_usage::{Call, Error, ErrorKind, Timeouts, files};
use loopback::{Fault, Reply, RetryAfter};
use platform::{FileSeed, Platform};

use crate::cases;
use crate::net::{Host, Net, QUICK};
use crate::support::any::AnyClient;
use crate::support::{GET, get, post};

cases![
    what_may_be_repeated_is,
    what_may_not_be_repeated_is_only_when_it_was_turned_away,
    what_the_api_refuses_is_not_sent_again,
    a_call_that_nobody_received_is_sent_again_whatever_it_does,
    attempts_are_limited_and_counted,
    the_api_says_when_to_come_back,
    nobody_waits_for_longer_than_allowed,
    all_calls_of_a_client_share_a_budget,
    a_repetition_sends_the_same,
    a_redirect_is_followed_anew_in_each_attempt,
    the_last_failure_is_what_is_told,
    why_nothing_is_repeated_is_told,
    the_platform_does_once_what_it_was_asked_once,
    what_was_never_processed_is_done_after_all,
];

/// A server that gives these answers in their order, and then the last one again and again.
fn answering(net: &Net, replies: impl IntoIterator<Item = Reply>) -> Host {
    let replies: Vec<_> = replies.into_iter().collect();
    let count = AtomicUsize::new(0);
    net.serve(move |_| {
        let index = count.fetch_add(1, Ordering::Relaxed);
        replies[index.min(replies.len() - 1)].clone()
    })
}

fn client(server: &Host) -> AnyClient {
    server.builder("").retry(QUICK).build()
}

fn ok() -> Reply {
    Reply::new(200).body("ok")
}

fn text(request: RequestBuilder) -> Call<String> {
    request.returns_text()
}

/// All the ways to fail that leave it open whether the call was processed.
fn broken() -> Vec<Reply> {
    let statuses = [408, 425, 500, 502, 503, 504].map(Reply::new);
    let connections = [
        Reply::reset(),
        Reply::raw(""),
        Reply::raw("nonsense"),
        Reply::new(200).body("answer").cut_after(3),
        Reply::new(200).body("answer").reset_after(3),
        Reply::new(200).body("answer").chunked().cut_after(3),
    ];
    statuses.into_iter().chain(connections).collect()
}

/// The ways to fail that say that the call was not processed.
fn turned_away() -> [Reply; 3] {
    [
        Reply::new(429),
        Reply::new(429).header("Retry-After", "0"),
        Reply::new(503).header("Retry-After", "0"),
    ]
}

fn what_may_be_repeated_is(net: &Net) {
    for reply in broken().into_iter().chain(turned_away()) {
        let server = answering(net, [reply.clone(), ok()]);
        let answer = client(&server).send(text(get()));
        assert_eq!(answer.expect("an answer"), "ok", "{reply:?}");
        assert_eq!(server.requests().len(), 2, "{reply:?}");
    }
}

fn what_may_not_be_repeated_is_only_when_it_was_turned_away(net: &Net) {
    for reply in broken() {
        let server = answering(net, [reply.clone(), ok()]);
        let error = client(&server).send(text(post())).expect_err("not retried");
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.requests().len(), 1, "{reply:?}");
    }
    for reply in turned_away() {
        let server = answering(net, [reply.clone(), ok()]);
        let answer = client(&server).send(text(post()));
        assert_eq!(answer.expect("an answer"), "ok", "{reply:?}");
        assert_eq!(server.requests().len(), 2, "{reply:?}");
    }
}

fn what_the_api_refuses_is_not_sent_again(net: &Net) {
    for status in [301, 400, 401, 403, 404, 409, 410, 422, 501] {
        let server = answering(net, [Reply::new(status), ok()]);
        let error = client(&server).send(text(get())).expect_err("refused");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

fn a_call_that_nobody_received_is_sent_again_whatever_it_does(net: &Net) {
    let server = net.serve(|_| ok());
    server.refuse();
    let patient = Policy::new()
        .max_attempts(1000)
        .base(Duration::from_millis(20))
        .cap(Duration::from_millis(20));
    let builder = server.builder("").retry(patient);
    let client = builder.retry_budget(Arc::new(Budget::unlimited())).build();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(200));
            server.listen_again();
        });
        assert_eq!(client.send(text(post())).expect("an answer"), "ok");
    });
    assert_eq!(server.requests().len(), 1);
}

fn attempts_are_limited_and_counted(net: &Net) {
    let server = answering(net, [Reply::new(503).body("down")]);
    let error = client(&server).send(text(get())).expect_err("down");
    assert_eq!((server.requests().len(), error.attempts()), (4, 4));
    let printed = error.to_string();
    let told = "): 503 Service Unavailable: down (after 4 attempts)";
    assert!(printed.ends_with(told), "{printed}");
    let call = text(get()).retry(QUICK.max_attempts(2));
    let error = client(&server).send(call).expect_err("down");
    assert_eq!((server.requests().len(), error.attempts()), (6, 2));
    let call = text(get()).retry(Policy::none());
    let error = client(&server).send(call).expect_err("down");
    assert_eq!((server.requests().len(), error.attempts()), (7, 1));
}

fn the_api_says_when_to_come_back(net: &Net) {
    let server = answering(net, [Reply::new(429).header("Retry-After", "1"), ok()]);
    let start = Instant::now();
    client(&server).send(text(post())).expect("an answer");
    assert!(start.elapsed() >= Duration::from_secs(1));

    // A date has whole seconds, so it is up to one second sooner than it was meant.
    let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let server = answering(net, [Reply::new(503).header("Retry-After", &soon), ok()]);
    let start = Instant::now();
    client(&server).send(text(post())).expect("an answer");
    assert!(
        start.elapsed() >= Duration::from_millis(900),
        "{:?}",
        start.elapsed()
    );
}

fn nobody_waits_for_longer_than_allowed(net: &Net) {
    let late = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(3600));
    let (too_long, too_late) = (Reason::RetryAfter, Reason::Time);
    for (asked, timeouts, reason, told) in [
        (
            "61",
            Timeouts::new(),
            too_long,
            "the server asks to wait 61 s, more than the limit of 60 s",
        ),
        (
            late.as_str(),
            Timeouts::new(),
            too_long,
            " s, more than the limit of 60 s",
        ),
        (
            "30",
            Timeouts::new().total(Duration::from_secs(20)),
            too_late,
            "the server asks to wait 30 s, longer than the call may still take",
        ),
    ] {
        let server = answering(net, [Reply::new(429).header("Retry-After", asked), ok()]);
        let call = text(get()).timeouts(timeouts);
        let start = Instant::now();
        let error = client(&server).send(call).expect_err("too long");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Api, 1));
        assert_eq!(error.not_retried(), Some(reason), "{error}");
        let printed = error.to_string();
        assert!(printed.contains("429 Too Many Requests"), "{printed}");
        assert!(printed.contains("; not retried: the server"), "{printed}");
        assert!(printed.ends_with(told), "{printed}");
        assert!(start.elapsed() < Duration::from_secs(10));
        assert_eq!(server.requests().len(), 1);
    }
}

fn all_calls_of_a_client_share_a_budget(net: &Net) {
    let server = answering(net, [Reply::new(503)]);
    let builder = server.builder("").retry(QUICK);
    let budget = Arc::new(Budget::new(4, 1));
    let client = builder.retry_budget(Arc::clone(&budget)).build();
    let attempts = |client: &AnyClient| client.send(text(get())).expect_err("down").attempts();
    // Three repetitions, the last one, none.
    let made = [(); 3].map(|()| attempts(&client.clone()));
    assert_eq!(made, [4, 2, 1]);
    assert_eq!((server.requests().len(), budget.left()), (7, Some(0)));
    let error = client.send(text(get())).expect_err("down");
    assert_eq!(error.not_retried(), Some(Reason::Budget));
    let told = "; not retried: the client has used up its retry budget";
    assert!(error.to_string().ends_with(told), "{error}");

    let server = answering(net, [ok()]);
    let builder = server.builder("").retry_budget(Arc::clone(&budget));
    builder.build().send(text(get())).expect("an answer");
    assert_eq!(budget.left(), Some(1));
}

fn a_repetition_sends_the_same(net: &Net) {
    let path = net.path("repeated.xlsx");
    let bytes: Vec<u8> = (0..300_000).map(|it| (it % 251) as u8).collect();
    std::fs::write(&path, bytes).expect("a file");
    let server = answering(
        net,
        [
            Reply::new(503).header("Retry-After", "0"),
            Reply::reset(),
            ok(),
        ],
    );
    let form = Multipart::new()
        .text("note", "x")
        .file("usage_file", Upload::path(&path))
        .file("other", Upload::bytes("abc"));
    // A call that may be repeated, with a body.
    let call = Request::new(&GET)
        .multipart(form)
        .query("a", "b")
        .returns_text();
    assert_eq!(client(&server).send(call).expect("an answer"), "ok");
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for again in &requests[1..] {
        assert!(again.body == requests[0].body);
        assert_eq!(again.target, requests[0].target);
        let mut headers = [&requests[0], again].map(|it| it.headers.clone());
        headers.iter_mut().for_each(|it| it.sort());
        assert_eq!(headers[0], headers[1]);
    }
}

fn a_redirect_is_followed_anew_in_each_attempt(net: &Net) {
    let count = AtomicUsize::new(0);
    let server = net.serve(move |request| match request.target.as_str() {
        "/end" if count.fetch_add(1, Ordering::Relaxed) == 0 => Reply::new(502),
        "/end" => ok(),
        _ => Reply::redirect(302, "/end"),
    });
    client(&server).send(text(get())).expect("an answer");
    let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(targets, ["/usage/files", "/end", "/usage/files", "/end"]);
}

fn the_last_failure_is_what_is_told(net: &Net) {
    let server = answering(
        net,
        [
            Reply::reset(),
            Reply::new(503),
            Reply::json(404, r#"{"error_code": "X"}"#),
        ],
    );
    let error: Error = client(&server).send(text(get())).expect_err("not found");
    assert_eq!((error.code(), error.attempts()), (Some("X"), 3));
    assert!(!error.is_retryable());
}

/// In the message only where the number of attempts and the failure itself do not say it.
fn why_nothing_is_repeated_is_told(net: &Net) {
    let server = answering(net, [Reply::new(503)]);
    let reason = |call: Call<String>| {
        let error = client(&server).send(call).expect_err("down");
        (error.not_retried(), error.to_string())
    };
    let (given_up, printed) = reason(text(get()));
    assert_eq!(given_up, Some(Reason::Attempts));
    assert!(
        printed.ends_with("503 Service Unavailable (after 4 attempts)"),
        "{printed}"
    );
    let (given_up, printed) = reason(text(post()));
    assert_eq!(given_up, Some(Reason::NotRetryable));
    assert!(printed.ends_with("503 Service Unavailable"), "{printed}");

    // The pauses are random, and some of them too long.
    let timeouts = Timeouts::new().total(Duration::from_millis(300));
    let pauses = Policy::new()
        .max_attempts(u32::MAX)
        .base(Duration::from_secs(2));
    let (given_up, printed) = reason(text(get()).timeouts(timeouts).retry(pauses));
    assert_eq!(given_up, Some(Reason::Time), "{printed}");
    assert!(
        printed.ends_with("; not retried: the call's time would be over before"),
        "{printed}"
    );

    let error = client(&server).send(files::get("..")).expect_err("no id");
    assert_eq!(error.not_retried(), None);
}

/// Faults after which a client cannot know whether its request was processed, and it was.
fn processed_unheard() -> [Fault; 6] {
    [
        Fault::ResetProcessed,
        Fault::Close { processed: true },
        Fault::Garbage,
        Fault::Cut { at: 500 },
        Fault::CutByReset { at: 500 },
        Fault::ServerError {
            status: 502,
            processed: true,
        },
    ]
}

/// A report is created once, although its answer is lost: the client does not try again, and says that
/// it may have happened.
fn the_platform_does_once_what_it_was_asked_once(net: &Net) {
    for fault in processed_unheard() {
        let stage = net.stage(Platform::builder(), [fault.clone()], []);
        let new = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001");
        let error = stage.vendor().send(files::create(new));
        let error = error.expect_err("the answer is lost");
        assert!(error.may_have_been_processed(), "{fault:?}: {error}");
        assert_eq!((error.attempts(), error.outcome()), (1, None), "{fault:?}");
        assert_eq!(stage.processed("files::create"), 1, "{fault:?}");
        assert_eq!(stage.faults.log().len(), 1, "{fault:?}");
        // What reads comes through all the same.
        let stage = net.stage(Platform::builder(), [fault.clone()], []);
        let id = stage.platform.add_file(FileSeed::new());
        let file = stage.vendor().send(files::get(&id));
        assert_eq!(file.expect("the second answer").id, id, "{fault:?}");
    }
}

/// 429, and 503 that says when to come again: whatever the call, it is sent again. So is one that found
/// no connection, after the host has refused for a while.
fn what_was_never_processed_is_done_after_all(net: &Net) {
    let new = || NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001");
    for retry_after in [
        None,
        Some(RetryAfter::Seconds(0)),
        Some(RetryAfter::Date(0)),
    ] {
        let faults = [
            Fault::TooManyRequests { retry_after },
            Fault::Unavailable {
                retry_after: Some(RetryAfter::Seconds(0)),
            },
        ];
        let stage = net.stage(Platform::builder(), faults, []);
        stage.vendor().send(files::create(new())).expect("created");
        assert_eq!(stage.processed("files::create"), 1);
        assert_eq!(stage.requests().len(), 3);
    }
    // Without a word when to come again it is not known who said 503.
    let faults = [Fault::Unavailable { retry_after: None }];
    let stage = net.stage(Platform::builder(), faults, []);
    let error = stage.vendor().send(files::create(new()));
    assert!(error.expect_err("503").may_have_been_processed());
    assert_eq!(stage.processed("files::create"), 0);

    let lasting = Duration::from_millis(100);
    let stage = net.stage(Platform::builder(), [Fault::Refuse { lasting }], []);
    let patient = Policy::new()
        .max_attempts(1000)
        .base(Duration::from_millis(10));
    let patient = patient.cap(Duration::from_millis(10));
    let (vendor, provider) = (stage.vendor(), stage.provider());
    vendor
        .send(files::list())
        .expect("the last one for a while");
    let error = provider.send(files::list().retry(Policy::none()));
    let error = error.expect_err("refused");
    assert!(!error.may_have_been_processed(), "{error}");
    vendor
        .send(files::create(new()).retry(patient))
        .expect("created");
    assert_eq!(stage.processed("files::create"), 1);
}
