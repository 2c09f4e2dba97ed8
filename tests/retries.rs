//! What the clients send again, and what they do not.
#![cfg(any(feature = "reqwest", feature = "blocking"))]

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use connect_usage::runtime::retry::{Budget, Policy};
use connect_usage::runtime::{Multipart, Request, RequestBuilder, Upload};
use connect_usage::{Call, Error, ErrorKind, Timeouts};
use loopback::{Reply, Server};
use support::any::{AnyClient, Kind, with_each};
use support::{GET, POST, get, post};

/// Pauses that a test does not notice.
const QUICK: Policy = Policy::new()
    .base(Duration::from_millis(1))
    .cap(Duration::from_millis(2));

/// A server that gives these answers in their order, and then the last one again and again.
fn answering(replies: impl IntoIterator<Item = Reply>) -> Server {
    let replies: Vec<_> = replies.into_iter().collect();
    let count = AtomicUsize::new(0);
    Server::start(move |_| {
        let index = count.fetch_add(1, Ordering::Relaxed);
        replies[index.min(replies.len() - 1)].clone()
    })
}

fn client(kind: Kind, server: &Server) -> AnyClient {
    kind.builder(&server.url("")).retry(QUICK).build()
}

fn ok() -> Reply {
    Reply::new(200).body("ok")
}

fn text(request: RequestBuilder) -> Call<String> {
    request.answers_text()
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

#[test]
fn what_may_be_repeated_is() {
    with_each(|kind| {
        for reply in broken().into_iter().chain(turned_away()) {
            let server = answering([reply.clone(), ok()]);
            let answer = client(kind, &server).send(text(get()));
            assert_eq!(answer.expect("an answer"), "ok", "{reply:?}");
            assert_eq!(server.requests().len(), 2, "{reply:?}");
        }
    });
}

#[test]
fn what_may_not_be_repeated_is_only_when_it_was_turned_away() {
    with_each(|kind| {
        for reply in broken() {
            let server = answering([reply.clone(), ok()]);
            let error = client(kind, &server)
                .send(text(post()))
                .expect_err("not repeated");
            assert_eq!(error.attempts(), 1);
            assert_eq!(server.requests().len(), 1, "{reply:?}");
        }
        for reply in turned_away() {
            let server = answering([reply.clone(), ok()]);
            let answer = client(kind, &server).send(text(post()));
            assert_eq!(answer.expect("an answer"), "ok", "{reply:?}");
            assert_eq!(server.requests().len(), 2, "{reply:?}");
        }
    });
}

#[test]
fn what_the_api_refuses_is_not_sent_again() {
    with_each(|kind| {
        for status in [301, 400, 401, 403, 404, 409, 410, 422, 501] {
            let server = answering([Reply::new(status), ok()]);
            let error = client(kind, &server)
                .send(text(get()))
                .expect_err("refused");
            assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
            assert_eq!(server.requests().len(), 1, "{status}");
        }
    });
}

#[test]
fn a_call_that_nobody_received_is_sent_again_whatever_it_does() {
    with_each(|kind| {
        let server = Server::start(|_| ok());
        server.refuse();
        let patient = Policy::new()
            .max_attempts(1000)
            .base(Duration::from_millis(20))
            .cap(Duration::from_millis(20));
        let builder = kind.builder(&server.url("")).retry(patient);
        let client = builder.retry_budget(Arc::new(Budget::unlimited())).build();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(200));
                server.listen_again();
            });
            assert_eq!(client.send(text(post())).expect("an answer"), "ok");
        });
        assert_eq!(server.requests().len(), 1);
    });
}

#[test]
fn attempts_are_limited_and_counted() {
    with_each(|kind| {
        let server = answering([Reply::new(503).body("down")]);
        let error = client(kind, &server).send(text(get())).expect_err("down");
        assert_eq!((server.requests().len(), error.attempts()), (4, 4));
        assert_eq!(
            error.to_string(),
            "files::get (GET /usage/files): 503 Service Unavailable: down (after 4 attempts)"
        );
        let call = text(get()).retry(QUICK.max_attempts(2));
        let error = client(kind, &server).send(call).expect_err("down");
        assert_eq!((server.requests().len(), error.attempts()), (6, 2));
        let call = text(get()).retry(Policy::none());
        let error = client(kind, &server).send(call).expect_err("down");
        assert_eq!((server.requests().len(), error.attempts()), (7, 1));
    });
}

#[test]
fn the_api_says_when_to_come_back() {
    with_each(|kind| {
        let server = answering([Reply::new(429).header("Retry-After", "1"), ok()]);
        let start = Instant::now();
        client(kind, &server).send(text(post())).expect("an answer");
        assert!(start.elapsed() >= Duration::from_secs(1));

        // A date has whole seconds, so it is up to one second sooner than it was meant.
        let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
        let server = answering([Reply::new(503).header("Retry-After", &soon), ok()]);
        let start = Instant::now();
        client(kind, &server).send(text(post())).expect("an answer");
        assert!(
            start.elapsed() >= Duration::from_millis(900),
            "{:?}",
            start.elapsed()
        );
    });
}

#[test]
fn nobody_waits_for_longer_than_allowed() {
    with_each(|kind| {
        let late = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(3600));
        for (asked, timeouts) in [
            ("61", Timeouts::new()),
            (late.as_str(), Timeouts::new()),
            ("30", Timeouts::new().total(Duration::from_secs(20))),
        ] {
            let server = answering([Reply::new(429).header("Retry-After", asked), ok()]);
            let call = text(get()).timeouts(timeouts);
            let start = Instant::now();
            let error = client(kind, &server).send(call).expect_err("too long");
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Api, 1));
            assert!(start.elapsed() < Duration::from_secs(10));
            assert_eq!(server.requests().len(), 1);
        }
    });
}

#[test]
fn all_calls_of_a_client_share_a_budget() {
    with_each(|kind| {
        let server = answering([Reply::new(503)]);
        let builder = kind.builder(&server.url("")).retry(QUICK);
        let budget = Arc::new(Budget::new(4, 1));
        let client = builder.retry_budget(Arc::clone(&budget)).build();
        let attempts = |client: &AnyClient| client.send(text(get())).expect_err("down").attempts();
        // Three repetitions, the last one, none.
        let made = [(); 3].map(|()| attempts(&client.clone()));
        assert_eq!(made, [4, 2, 1]);
        assert_eq!((server.requests().len(), budget.left()), (7, Some(0)));

        let server = answering([ok()]);
        let builder = kind
            .builder(&server.url(""))
            .retry_budget(Arc::clone(&budget));
        builder.build().send(text(get())).expect("an answer");
        assert_eq!(budget.left(), Some(1));
    });
}

#[test]
fn a_repetition_sends_the_same() {
    with_each(|kind| {
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("repeated.xlsx");
        let bytes: Vec<u8> = (0..300_000).map(|it| (it % 251) as u8).collect();
        std::fs::write(&path, bytes).expect("a file");
        let server = answering([
            Reply::new(503).header("Retry-After", "0"),
            Reply::reset(),
            ok(),
        ]);
        let form = Multipart::new()
            .text("note", "x")
            .file("usage_file", Upload::path(&path))
            .file("other", Upload::bytes("abc"));
        // A call that may be repeated, with a body.
        let call = Request::new(&GET)
            .multipart(form)
            .query("a", "b")
            .answers_text();
        assert_eq!(client(kind, &server).send(call).expect("an answer"), "ok");
        let requests = server.requests();
        assert_eq!(requests.len(), 3);
        for again in &requests[1..] {
            assert!(again.body == requests[0].body);
            assert_eq!(again.target, requests[0].target);
            let mut headers = [&requests[0], again].map(|it| it.headers.clone());
            headers.iter_mut().for_each(|it| it.sort());
            assert_eq!(headers[0], headers[1]);
        }
    });
}

#[test]
fn a_redirect_is_followed_anew_in_each_attempt() {
    with_each(|kind| {
        let count = AtomicUsize::new(0);
        let server = Server::start(move |request| match request.target.as_str() {
            "/end" if count.fetch_add(1, Ordering::Relaxed) == 0 => Reply::new(502),
            "/end" => ok(),
            _ => Reply::redirect(302, "/end"),
        });
        client(kind, &server).send(text(get())).expect("an answer");
        let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
        assert_eq!(targets, ["/usage/files", "/end", "/usage/files", "/end"]);
    });
}

/// Answers one request on each connection as if more could follow, and then closes it.
fn forgetful() -> std::net::SocketAddr {
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

/// A server may close a connection that is kept open at any time. The next call, whatever it does,
/// takes a new one.
#[test]
fn a_connection_that_was_closed_is_not_used() {
    with_each(|kind| {
        let client = kind.builder(&format!("http://{}", forgetful())).build();
        assert_eq!(client.send(text(post())).expect("an answer"), "ok");
        std::thread::sleep(Duration::from_millis(100));
        assert_eq!(client.send(text(post())).expect("another answer"), "ok");
    });
}

#[test]
fn the_last_failure_is_what_is_told() {
    with_each(|kind| {
        let server = answering([
            Reply::reset(),
            Reply::new(503),
            Reply::json(404, r#"{"error_code": "X"}"#),
        ]);
        let error: Error = client(kind, &server)
            .send(text(get()))
            .expect_err("not found");
        assert_eq!((error.code(), error.attempts()), (Some("X"), 3));
        assert!(!error.is_retryable());
    });
}

#[test]
fn operations_say_whether_they_may_be_repeated() {
    assert!(GET.repeatable && !POST.repeatable);
    assert!(
        connect_usage::files::list()
            .into_call()
            .operation()
            .repeatable
    );
    assert!(
        !connect_usage::files::approve_all("UF-1")
            .operation()
            .repeatable
    );
}
