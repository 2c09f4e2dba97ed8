//! What the clients retry, and what they do not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use connect_fake::Reply;
use connect_fake::faults::{Fault, RetryAfter};
use connect_fake::{FileSeed, Platform};
use connect_usage::models::NewUsageFile;
use connect_usage::runtime::codegen::RequestBuilder;
use connect_usage::runtime::retry::{Budget, Policy, Reason};
use connect_usage::runtime::{Multipart, Request, Upload};
use connect_usage::{Call, Error, ErrorKind, Outcome, Timeouts, files};

use crate::case::cases;
use crate::net::{Host, Net, QUICK};
use crate::support::any::AnyClient;
use crate::support::{GET, get, post};

cases![
    idempotent_calls_are_retried,
    other_calls_are_retried_only_if_they_were_not_processed,
    rejections_of_the_api_are_not_retried,
    an_unsent_call_is_always_retried,
    attempts_are_limited_and_counted,
    retry_after_is_respected,
    a_pause_over_the_limit_is_not_waited_for,
    all_calls_of_a_client_share_a_budget,
    a_retry_sends_the_same_request,
    a_redirect_is_followed_again_in_each_attempt,
    the_last_failure_is_returned,
    the_reason_for_no_retry_is_reported,
    a_lost_response_does_not_make_the_platform_act_twice,
    an_unprocessed_call_is_retried_until_it_succeeds,
];

/// Starts a server that sends these replies in order, and then repeats the last one.
pub fn responding(net: &Net, replies: impl IntoIterator<Item = Reply>) -> Host {
    let replies: Vec<_> = replies.into_iter().collect();
    let count = AtomicUsize::new(0);
    net.serve(move |_| {
        let index = count.fetch_add(1, Ordering::Relaxed);
        replies[index.min(replies.len() - 1)].clone()
    })
}

pub fn client(server: &Host) -> AnyClient {
    server.builder("").retry(QUICK).build()
}

pub fn ok() -> Reply {
    Reply::new(200).body("ok")
}

pub fn string_call(request: RequestBuilder) -> Call<String> {
    request.returns_text()
}

/// Failures after which it is unknown whether the call was processed.
fn broken() -> Vec<Reply> {
    let statuses = [408, 425, 500, 502, 503, 504].map(Reply::new);
    let connections = [
        Reply::reset(),
        Reply::raw(""),
        Reply::raw("nonsense"),
        Reply::new(200).body("content").cut_after(3),
        Reply::new(200).body("content").reset_after(3),
        Reply::new(200).body("content").chunked().cut_after(3),
    ];
    statuses.into_iter().chain(connections).collect()
}

/// Failures that say that the call was not processed.
fn not_processed() -> [Reply; 3] {
    [
        Reply::new(429),
        Reply::new(429).header("Retry-After", "0"),
        Reply::new(503).header("Retry-After", "0"),
    ]
}

fn idempotent_calls_are_retried(net: &Net) {
    for reply in broken().into_iter().chain(not_processed()) {
        let server = responding(net, [reply.clone(), ok()]);
        let response = client(&server).send(string_call(get()));
        assert_eq!(response.expect("a response"), "ok", "{reply:?}");
        assert_eq!(server.requests().len(), 2, "{reply:?}");
    }
}

fn other_calls_are_retried_only_if_they_were_not_processed(net: &Net) {
    for reply in broken() {
        let server = responding(net, [reply.clone(), ok()]);
        let error = client(&server)
            .send(string_call(post()))
            .expect_err("not retried");
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.requests().len(), 1, "{reply:?}");
    }
    for reply in not_processed() {
        let server = responding(net, [reply.clone(), ok()]);
        let response = client(&server).send(string_call(post()));
        assert_eq!(response.expect("a response"), "ok", "{reply:?}");
        assert_eq!(server.requests().len(), 2, "{reply:?}");
    }
}

fn rejections_of_the_api_are_not_retried(net: &Net) {
    for status in [301, 400, 401, 403, 404, 409, 410, 422, 501] {
        let server = responding(net, [Reply::new(status), ok()]);
        let error = client(&server)
            .send(string_call(get()))
            .expect_err("refused");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

fn an_unsent_call_is_always_retried(net: &Net) {
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
        assert_eq!(client.send(string_call(post())).expect("a response"), "ok");
    });
    assert_eq!(server.requests().len(), 1);
}

fn attempts_are_limited_and_counted(net: &Net) {
    let server = responding(net, [Reply::new(503).body("down")]);
    let error = client(&server).send(string_call(get())).expect_err("down");
    assert_eq!((server.requests().len(), error.attempts()), (4, 4));
    let printed = error.to_string();
    let message = "): 503 Service Unavailable; `body()` has 4 bytes (after 4 attempts)";
    assert!(printed.ends_with(message), "{printed}");
    let call = string_call(get()).retry(QUICK.max_attempts(2));
    let error = client(&server).send(call).expect_err("down");
    assert_eq!((server.requests().len(), error.attempts()), (6, 2));
    let call = string_call(get()).retry(Policy::none());
    let error = client(&server).send(call).expect_err("down");
    assert_eq!((server.requests().len(), error.attempts()), (7, 1));
}

fn retry_after_is_respected(net: &Net) {
    let server = responding(net, [Reply::new(429).header("Retry-After", "1"), ok()]);
    let start = Instant::now();
    client(&server)
        .send(string_call(post()))
        .expect("a response");
    assert!(start.elapsed() >= Duration::from_secs(1));

    // A date has whole seconds, so it can be up to one second early.
    let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let server = responding(net, [Reply::new(503).header("Retry-After", &soon), ok()]);
    let start = Instant::now();
    client(&server)
        .send(string_call(post()))
        .expect("a response");
    assert!(
        start.elapsed() >= Duration::from_millis(900),
        "{:?}",
        start.elapsed()
    );
}

fn a_pause_over_the_limit_is_not_waited_for(net: &Net) {
    let late = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(3600));
    let (too_long, too_late) = (Reason::RetryAfter, Reason::Time);
    for (asked, timeouts, reason, message) in [
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
        let server = responding(net, [Reply::new(429).header("Retry-After", asked), ok()]);
        let call = string_call(get()).timeouts(timeouts);
        let start = Instant::now();
        let error = client(&server).send(call).expect_err("too long");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Api, 1));
        assert_eq!(error.not_retried(), Some(reason), "{error}");
        let printed = error.to_string();
        assert!(printed.contains("429 Too Many Requests"), "{printed}");
        assert!(printed.contains("; not retried: the server"), "{printed}");
        assert!(printed.ends_with(message), "{printed}");
        assert!(start.elapsed() < Duration::from_secs(10));
        assert_eq!(server.requests().len(), 1);
    }
}

fn all_calls_of_a_client_share_a_budget(net: &Net) {
    let server = responding(net, [Reply::new(503)]);
    let builder = server.builder("").retry(QUICK);
    let budget = Arc::new(Budget::new(4, 1));
    let client = builder.retry_budget(Arc::clone(&budget)).build();
    let attempts = |client: &AnyClient| {
        client
            .send(string_call(get()))
            .expect_err("down")
            .attempts()
    };
    // Three retries, the last one of the budget, none.
    let made = [(); 3].map(|()| attempts(&client.clone()));
    assert_eq!(made, [4, 2, 1]);
    assert_eq!((server.requests().len(), budget.left()), (7, Some(0)));
    let error = client.send(string_call(get())).expect_err("down");
    assert_eq!(error.not_retried(), Some(Reason::Budget));
    let message = "; not retried: the client has used up its retry budget";
    assert!(error.to_string().ends_with(message), "{error}");

    let server = responding(net, [ok()]);
    let builder = server.builder("").retry_budget(Arc::clone(&budget));
    builder
        .build()
        .send(string_call(get()))
        .expect("a response");
    assert_eq!(budget.left(), Some(1));
}

fn a_retry_sends_the_same_request(net: &Net) {
    let path = net.path("retried.xlsx");
    let bytes: Vec<u8> = (0..300_000).map(|it| (it % 251) as u8).collect();
    std::fs::write(&path, bytes).expect("a file");
    let server = responding(
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
    // An idempotent call with a body.
    let call = Request::new(&GET)
        .multipart(form)
        .query("a", "b")
        .returns_text();
    assert_eq!(client(&server).send(call).expect("a response"), "ok");
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

fn a_redirect_is_followed_again_in_each_attempt(net: &Net) {
    let count = AtomicUsize::new(0);
    let server = net.serve(move |request| match request.target.as_str() {
        "/end" if count.fetch_add(1, Ordering::Relaxed) == 0 => Reply::new(502),
        "/end" => ok(),
        _ => Reply::redirect(302, "/end"),
    });
    client(&server)
        .send(string_call(get()))
        .expect("a response");
    let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(targets, ["/usage/files", "/end", "/usage/files", "/end"]);
}

fn the_last_failure_is_returned(net: &Net) {
    let server = responding(
        net,
        [
            Reply::reset(),
            Reply::new(503),
            Reply::json(404, r#"{"error_code": "X"}"#),
        ],
    );
    let error: Error = client(&server)
        .send(string_call(get()))
        .expect_err("not found");
    assert_eq!((error.code(), error.attempts()), (Some("X"), 3));
    assert!(!error.is_retryable());
}

/// The reason is in the message only if the number of attempts and the failure itself do not imply it.
fn the_reason_for_no_retry_is_reported(net: &Net) {
    let server = responding(net, [Reply::new(503)]);
    let reason = |call: Call<String>| {
        let error = client(&server).send(call).expect_err("down");
        (error.not_retried(), error.to_string())
    };
    let (given_up, printed) = reason(string_call(get()));
    assert_eq!(given_up, Some(Reason::Attempts));
    assert!(
        printed.ends_with("503 Service Unavailable (after 4 attempts)"),
        "{printed}"
    );
    let (given_up, printed) = reason(string_call(post()));
    assert_eq!(given_up, Some(Reason::NotRetryable));
    let message = "503 Service Unavailable; whether it has happened is not known";
    assert!(printed.ends_with(message), "{printed}");

    // The pauses are random, and some of them are too long.
    let timeouts = Timeouts::new().total(Duration::from_millis(300));
    let pauses = Policy::new()
        .max_attempts(u32::MAX)
        .base(Duration::from_secs(2));
    let (given_up, printed) = reason(string_call(get()).timeouts(timeouts).retry(pauses));
    assert_eq!(given_up, Some(Reason::Time), "{printed}");
    assert!(
        printed.ends_with("; not retried: the call's time would be over before the next attempt"),
        "{printed}"
    );

    let error = client(&server).send(files::get("..")).expect_err("no id");
    assert_eq!(error.not_retried(), None);
}

/// Faults after which a client cannot know that its request was processed.
fn processed_but_lost() -> [Fault; 6] {
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

/// A report is created once, although the response is lost: the client does not retry. Without anything to find the
/// report by, it says that the call may have taken effect.
fn a_lost_response_does_not_make_the_platform_act_twice(net: &Net) {
    for fault in processed_but_lost() {
        let stage = net.stage(Platform::builder(), [fault.clone()], []);
        let new = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001");
        let error = stage.vendor().send(files::create(new));
        let error = error.expect_err("the response is lost");
        assert!(error.may_have_been_processed(), "{fault:?}: {error}");
        assert_eq!(error.attempts(), 1, "{fault:?}");
        assert_eq!(error.outcome(), Some(Outcome::Unknown), "{fault:?}");
        assert_eq!(stage.processed("files::create"), 1, "{fault:?}");
        assert_eq!(stage.faults.log().len(), 1, "{fault:?}");
        // Calls that read are retried.
        let stage = net.stage(Platform::builder(), [fault.clone()], []);
        let id = stage.platform.add_file(FileSeed::new());
        let file = stage.vendor().send(files::get(&id));
        assert_eq!(file.expect("the second response").id, id, "{fault:?}");
    }
}

/// Any call is retried after 429, after 503 with `Retry-After`, and after a refused connection.
fn an_unprocessed_call_is_retried_until_it_succeeds(net: &Net) {
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
    // Without `Retry-After` it is unknown whether a gateway or the API sent the 503.
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
        .expect("accepted before the host refuses");
    let error = provider.send(files::list().retry(Policy::none()));
    let error = error.expect_err("refused");
    assert!(!error.may_have_been_processed(), "{error}");
    vendor
        .send(files::create(new()).retry(patient))
        .expect("created");
    assert_eq!(stage.processed("files::create"), 1);
}
