//! The fields of the spans of calls, with both clients.

use std::sync::Mutex;
use std::time::Duration;

use connect_fake::Reply;
use connect_fake::server::Server;
use connect_usage::models::{NewUsageFile, UsageFileStatus};
use connect_usage::retry::Policy;
use connect_usage::{ErrorKind, Outcome, PresignedUrl, Upload, chunks, files, records};

use crate::recorder::{Recorded, record};
use crate::support::SECRET;
use crate::support::any::{AnyClient, Kind, with_each};

/// Retries with short pauses.
const QUICK: Policy = Policy::new()
    .base(Duration::from_millis(1))
    .cap(Duration::from_millis(2));

/// Values in calls and responses that must be in no span, in addition to the key: values of the path, of the query, of
/// a presigned URL, of bodies and of headers.
const ID: &str = "UF-51c2";
const NAME: &str = "name-77aa";
const SIGNATURE: &str = "sig-90bc";
const CONTENT: &str = "content-31fe";
const HEADER: &str = "header-4d04";

/// Starts a server that sends these replies in order, and then repeats the last one.
fn responding(replies: impl IntoIterator<Item = Reply>) -> Server {
    let mut replies: Vec<_> = replies.into_iter().collect();
    replies.reverse();
    let replies = Mutex::new(replies);
    Server::start(move |_| {
        let mut replies = replies.lock().expect("replies");
        match replies.len() {
            1 => replies[0].clone(),
            _ => replies.pop().expect("a reply"),
        }
    })
}

fn client(kind: Kind, server: &Server) -> AnyClient {
    let builder = kind.builder(&server.url("/public")).retry(QUICK);
    builder.build()
}

fn file(status: &str) -> Reply {
    let body = format!(r#"{{"id": "{ID}", "status": "{status}", "name": "{NAME}"}}"#);
    Reply::json(200, body).header("X-Note", HEADER)
}

/// Compares the tree, and looks for secrets.
#[track_caller]
fn check(recorded: &Recorded, expected: &[&str]) {
    let all = recorded.all();
    assert!(all.contains("connect.call"));
    for secret in [SECRET, ID, NAME, SIGNATURE, CONTENT, HEADER] {
        assert!(!all.contains(secret), "{secret} is in {all}");
    }
    let tree = recorded.tree();
    assert_eq!(tree, expected, "{tree:#?}");
}

#[test]
fn each_attempt_has_a_span() {
    with_each(|kind| {
        let recorded = record();
        let busy = Reply::new(503).header("X-Request-Id", "r-1");
        let third = file("ready").header("X-Request-Id", "r-3");
        let server = responding([busy, Reply::reset(), third]);
        let got = client(kind, &server).send(files::get(ID));
        assert_eq!(got.expect("a report").id, ID);
        check(
            &recorded,
            &[
                "connect.call files::get GET /usage/files/{id} attempts=3 \
                 http.response.status_code=200 request_id=r-3",
                "  connect.attempt files::get GET /usage/files/{id} attempt=1 error.type=Api \
                 http.response.status_code=503 otel.kind=client otel.status_code=ERROR \
                 request_id=r-1 retry_after_ms",
                "  connect.attempt files::get GET /usage/files/{id} attempt=2 \
                 error.type=Transport http.request.resend_count=1 otel.kind=client \
                 otel.status_code=ERROR retry_after_ms",
                "  connect.attempt files::get GET /usage/files/{id} attempt=3 \
                 http.request.resend_count=2 http.response.status_code=200 otel.kind=client \
                 request_id=r-3",
            ],
        );
    });
}

#[test]
fn failures_are_recorded() {
    with_each(|kind| {
        let recorded = record();
        let text = format!(r#"{{"error_code": "VAL_001", "errors": ["{CONTENT}"]}}"#);
        let rejected = Reply::json(400, text).header("X-Request-Id", "r-1");
        let server = responding([rejected]);
        let client = client(kind, &server);
        let new = NewUsageFile::new("PRD-1", "CRD-1").name(NAME);
        client.send(files::create(new)).expect_err("400");
        check(
            &recorded,
            &[
                "connect.call files::create POST /usage/files attempts=1 error.type=Api \
                 http.response.status_code=400 otel.status_code=ERROR request_id=r-1",
                "  connect.attempt files::create POST /usage/files attempt=1 error.type=Api \
                 http.response.status_code=400 otel.kind=client otel.status_code=ERROR \
                 request_id=r-1",
            ],
        );
        client.send(files::get("..")).expect_err("no id");
        check(
            &recorded,
            &[
                "connect.call files::get GET /usage/files/{id} error.type=InvalidRequest \
                 otel.status_code=ERROR",
            ],
        );
    });
}

#[test]
fn an_undecodable_response_fails_the_call_but_no_attempt() {
    with_each(|kind| {
        let recorded = record();
        let server = responding([Reply::json(200, format!(r#"{{"id": ["{CONTENT}"]}}"#))]);
        let error = client(kind, &server).send(files::get(ID));
        assert_eq!(error.expect_err("no id").kind(), ErrorKind::Decode);
        check(
            &recorded,
            &[
                "connect.call files::get GET /usage/files/{id} attempts=1 error.type=Decode \
                 http.response.status_code=200 otel.status_code=ERROR",
                "  connect.attempt files::get GET /usage/files/{id} attempt=1 \
                 http.response.status_code=200 otel.kind=client",
            ],
        );
    });
}

#[test]
fn redirects_are_within_an_attempt() {
    with_each(|kind| {
        let recorded = record();
        let other = responding([file("ready")]);
        let location = other.url(&format!("/{ID}?sig={SIGNATURE}"));
        let to_other = Reply::redirect(307, &location);
        let server = responding([Reply::redirect(302, "/again"), to_other]);
        let call = files::get(ID).header("X-Mine", HEADER);
        client(kind, &server).send(call).expect("a report");
        check(
            &recorded,
            &[
                "connect.call files::get GET /usage/files/{id} attempts=1 \
                 http.response.status_code=200",
                "  connect.attempt files::get GET /usage/files/{id} attempt=1 \
                 http.response.status_code=302 otel.kind=client",
                "  connect.attempt files::get GET /usage/files/{id} attempt=1 \
                 http.request.resend_count=1 http.response.status_code=307 otel.kind=client",
                "  connect.attempt files::get GET /usage/files/{id} attempt=1 \
                 http.request.resend_count=2 http.response.status_code=200 otel.kind=client",
            ],
        );
    });
}

#[test]
fn uploads_and_downloads_have_spans() {
    with_each(|kind| {
        let recorded = record();
        let server = responding([file("uploading"), Reply::new(200).body(CONTENT)]);
        let client = client(kind, &server);
        let upload = Upload::bytes(CONTENT).file_name(NAME);
        client.send(files::upload(ID, upload)).expect("a report");
        client.download(chunks::download(ID)).expect("a file");
        check(
            &recorded,
            &[
                "connect.call files::upload POST /usage/files/{id}/upload attempts=1 \
                 http.response.status_code=200",
                "  connect.attempt files::upload POST /usage/files/{id}/upload attempt=1 \
                 http.response.status_code=200 otel.kind=client",
                "connect.call chunks::download GET /usage/chunks/{id}/download attempts=1 \
                 http.response.status_code=200",
                "  connect.attempt chunks::download GET /usage/chunks/{id}/download attempt=1 \
                 http.response.status_code=200 otel.kind=client",
            ],
        );
    });
}

#[test]
fn presigned_urls_are_not_recorded() {
    with_each(|kind| {
        let recorded = record();
        let broken = Reply::new(200).body(CONTENT).cut_after(3);
        let server = responding([broken, Reply::new(403).body(SIGNATURE)]);
        let url = PresignedUrl::from(server.url(&format!("/{NAME}?sig={SIGNATURE}")));
        client(kind, &server).download(&url).expect_err("403");
        check(
            &recorded,
            &[
                "connect.call download GET /{presigned_url} attempts=2 error.type=Api \
                 http.response.status_code=403 otel.status_code=ERROR",
                "  connect.attempt download GET /{presigned_url} attempt=1 error.type=Transport \
                 otel.kind=client otel.status_code=ERROR retry_after_ms",
                "  connect.attempt download GET /{presigned_url} attempt=2 error.type=Api \
                 http.request.resend_count=1 http.response.status_code=403 otel.kind=client \
                 otel.status_code=ERROR",
            ],
        );
        let bad = PresignedUrl::from(format!("ftp://{NAME}/?sig={SIGNATURE}"));
        client(kind, &server).download(&bad).expect_err("FTP");
        check(
            &recorded,
            &[
                "connect.call download GET /{presigned_url} error.type=InvalidRequest otel.status_code=ERROR",
            ],
        );
    });
}

#[test]
fn pages_and_polls_are_calls_in_the_span_of_the_caller() {
    with_each(|kind| {
        let recorded = record();
        let page = |row: u32| {
            let range = format!("items {row}-{row}/2");
            let rows = format!(r#"[{{"id": "{ID}"}}]"#);
            Reply::json(200, rows).header("Content-Range", &range)
        };
        let pages = Server::start(move |it| page(u32::from(it.target.contains("offset=1"))));
        let client = client(kind, &pages);
        let list = |ahead| {
            let named = records::filter::PRODUCT_ID.eq(NAME);
            records::list().filter(named).page_size(1).prefetch(ahead)
        };
        for ahead in [1, 2] {
            let work = tracing::info_span!(target: "connect_client", "work");
            let rows = work.in_scope(|| client.rows(list(ahead)));
            assert_eq!(rows.expect("rows"), 2);
            let call = "  connect.call records::list GET /usage/records attempts=1 \
                        http.response.status_code=200";
            let attempt = "    connect.attempt records::list GET /usage/records attempt=1 \
                           http.response.status_code=200 otel.kind=client";
            check(&recorded, &["work (unended)", call, attempt, call, attempt]);
        }

        let polled = responding([file("processing"), file("ready")]);
        let client = self::client(kind, &polled);
        let ready = client.wait(files::get(ID), UsageFileStatus::Ready);
        assert_eq!(ready.expect("a report").id, ID);
        let call = "connect.call files::get GET /usage/files/{id} attempts=1 \
                    http.response.status_code=200";
        let attempt = "  connect.attempt files::get GET /usage/files/{id} attempt=1 \
                       http.response.status_code=200 otel.kind=client";
        check(&recorded, &[call, attempt, call, attempt]);
    });
}

#[test]
fn the_read_of_the_object_is_within_the_call() {
    with_each(|kind| {
        let recorded = record();
        let server = Server::start(|it| match &*it.method {
            "POST" => Reply::reset(),
            _ => file("ready").header("X-Request-Id", "r-2"),
        });
        let error = client(kind, &server).send(files::submit(ID));
        assert_eq!(
            error.expect_err("lost").outcome(),
            Some(Outcome::DidNotHappen)
        );
        check(
            &recorded,
            &[
                "connect.call files::submit POST /usage/files/{id}/submit attempts=1 \
                 error.type=Transport otel.status_code=ERROR outcome=DidNotHappen",
                "  connect.attempt files::submit POST /usage/files/{id}/submit attempt=1 \
                 error.type=Transport otel.kind=client otel.status_code=ERROR",
                "  connect.attempt files::get GET /usage/files/{id} attempt=1 \
                 http.response.status_code=200 otel.kind=client request_id=r-2",
            ],
        );
    });
}
