//! Hooks: what they see of each request, and what they may add to it.
#![cfg(feature = "transport")]

mod support;

use std::io::sink;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_fake::Reply;
use connect_fake::server::Server;
use connect_usage::hooks::{Attempt, Response};
use connect_usage::retry::Policy;
use connect_usage::{ErrorKind, PresignedUrl, Upload, files, records};
use support::any::{AnyBuilder, AnyClient, Kind, with_each};
use support::{SECRET, get, printed};

/// Retries with short pauses.
const QUICK: Policy = Policy::new()
    .base(Duration::from_millis(1))
    .cap(Duration::from_millis(2));

/// The notes of hooks.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn add(&self, note: String) {
        self.0.lock().expect("notes").push(note);
    }

    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("notes"))
    }
}

fn describe(attempt: Attempt) -> String {
    let Attempt {
        operation,
        number,
        redirects,
        ..
    } = attempt;
    let (name, method) = (operation.name, &operation.method);
    let template = operation.path_template();
    format!("{name} {method} {template} {number}.{redirects}")
}

fn result(response: &Response<'_>) -> String {
    let status = response.status().map_or(0, |it| it.as_u16());
    let id = response.request_id().unwrap_or("-");
    let kind = response.error().map(|it| it.kind());
    format!("{status} {id} {kind:?}")
}

/// Returns a client of this kind whose hooks note everything that they see.
fn noting(kind: Kind, server: &Server) -> (AnyBuilder, Notes) {
    let notes = Notes::default();
    let (requests, responses) = (notes.clone(), notes.clone());
    let builder = kind
        .builder(&server.url(""))
        .retry(QUICK)
        .on_request(move |it| requests.add(describe(it.attempt())))
        .on_response(move |it| responses.add(format!("{} {}", describe(it.attempt()), result(it))));
    (builder, notes)
}

/// Starts a server that sends these replies in order, and then repeats the last one.
fn responding(replies: impl IntoIterator<Item = Reply>) -> Server {
    let replies: Vec<_> = replies.into_iter().collect();
    let count = AtomicUsize::new(0);
    Server::start(move |_| {
        let index = count.fetch_add(1, Ordering::Relaxed);
        replies[index.min(replies.len() - 1)].clone()
    })
}

fn sent(server: &Server, name: &str) -> Vec<Option<String>> {
    let value = |it: &connect_fake::Received| it.header(name).map(str::to_owned);
    server.requests().iter().map(value).collect()
}

fn file(status: &str) -> Reply {
    Reply::json(200, format!(r#"{{"id": "UF-1", "status": "{status}"}}"#))
}

#[test]
fn each_attempt_is_reported_and_gets_headers() {
    with_each(|kind| {
        let busy = Reply::new(503).header("X-Request-Id", "r-1");
        let server = responding([busy, file("draft").header("X-Request-Id", "r-2")]);
        let (builder, notes) = noting(kind, &server);
        let client = builder
            .on_request(|it| {
                let number = it.attempt().number.to_string();
                it.header("X-Attempt", &number);
                it.header("X-Tenant", "blue");
            })
            .on_response(|it| assert!(it.duration() > Duration::ZERO))
            .build();
        client.send(files::get("UF-1")).expect("a report");
        assert_eq!(
            notes.taken(),
            [
                "files::get GET /usage/files/{id} 1.0",
                "files::get GET /usage/files/{id} 1.0 503 r-1 Some(Api)",
                "files::get GET /usage/files/{id} 2.0",
                "files::get GET /usage/files/{id} 2.0 200 r-2 None",
            ]
        );
        assert_eq!(
            sent(&server, "x-attempt"),
            [Some("1".into()), Some("2".into())]
        );
        assert_eq!(sent(&server, "x-tenant"), vec![Some("blue".to_owned()); 2]);
    });
}

#[test]
fn failures_without_a_response_are_reported() {
    with_each(|kind| {
        let server = responding([Reply::reset(), Reply::new(200).body("abc").cut_after(2)]);
        let (builder, notes) = noting(kind, &server);
        let client = builder.retry(QUICK.max_attempts(2)).build();
        client
            .send(files::get("UF-1"))
            .expect_err("two interrupted attempts");
        assert_eq!(
            notes.taken(),
            [
                "files::get GET /usage/files/{id} 1.0",
                "files::get GET /usage/files/{id} 1.0 0 - Some(Transport)",
                "files::get GET /usage/files/{id} 2.0",
                "files::get GET /usage/files/{id} 2.0 0 - Some(Transport)",
            ]
        );
    });
}

#[test]
fn headers_of_the_client_cannot_be_set() {
    with_each(|kind| {
        let server = responding([file("draft")]);
        let check = |name: &'static str, value: &'static str, message: &str| {
            let (builder, notes) = noting(kind, &server);
            let client = builder
                .on_request(move |it| it.header(name, value))
                .on_request(|it| it.header("Host", "the first error is reported"))
                .build();
            let error = client.send(files::get("UF-1")).expect_err(name);
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(error.to_string().contains(message), "{error}");
            assert!(!printed(&error).contains(SECRET), "{error:?}");
            assert!(
                notes.taken()[1].ends_with("1.0 0 - Some(InvalidRequest)"),
                "{name}"
            );
        };
        for name in [
            "Authorization",
            "authorization",
            "Proxy-Authorization",
            "HOST",
            "User-Agent",
            "Accept",
            "Accept-Encoding",
            "Range",
            "If-Range",
            "Expect",
            "Connection",
            "Keep-Alive",
            "Transfer-Encoding",
            "TE",
            "Trailer",
            "Upgrade",
            "Content-Type",
            "Content-Length",
            "Content-Encoding",
        ] {
            let message = format!("a hook adds the header `{}`", name.to_lowercase());
            check(name, SECRET, &message);
        }
        check(
            "X Y",
            SECRET,
            "a hook adds the header `X Y`, which is not a valid header name",
        );
        check(
            "X-Y",
            "c10be9d7\n",
            "a hook sets the header `x-y` to an invalid value",
        );
        assert!(server.requests().is_empty());
    });
}

#[test]
fn hooks_do_not_see_the_key() {
    with_each(|kind| {
        let server = responding([file("draft")]);
        let notes = Notes::default();
        let (requests, responses) = (notes.clone(), notes.clone());
        let client = kind
            .builder(&server.url(""))
            .on_request(move |it| requests.add(format!("{:?}\n{it:?}", it.headers())))
            .on_response(move |it| responses.add(format!("{:?}\n{it:?}", it.headers())))
            .build();
        let own = || files::get("UF-1").header("Authorization", "ApiKey SU-2:own");
        client.send(files::get("UF-1")).expect("a report");
        client.send(own()).expect("a report");
        for note in notes.taken() {
            assert!(note.contains("accept") || note.contains("200"), "{note}");
            // The operation says in which header the key is sent, which is no secret.
            let headers = note.lines().next().expect("the headers");
            assert!(!headers.to_lowercase().contains("authorization"), "{note}");
            assert!(
                !note.contains(SECRET) && !note.contains("SU-2:own"),
                "{note}"
            );
        }
        let key = format!("ApiKey SU-1:{SECRET}");
        assert_eq!(
            sent(&server, "authorization"),
            [Some(key), Some("ApiKey SU-2:own".into())]
        );
    });
}

#[test]
fn added_headers_stay_with_the_api() {
    with_each(|kind| {
        let other = responding([file("draft")]);
        let to_other = Reply::redirect(302, &other.url("/x"));
        let server = responding([Reply::redirect(302, "/again"), to_other]);
        let (builder, notes) = noting(kind, &server);
        let own = Notes::default();
        let noted = own.clone();
        let client = builder
            .on_request(move |it| {
                noted.add(it.is_for_api().to_string());
                it.header("X-Tenant", "blue");
            })
            .build();
        client.send(files::get("UF-1")).expect("a report");
        assert_eq!(sent(&server, "x-tenant"), vec![Some("blue".to_owned()); 2]);
        assert_eq!(sent(&other, "x-tenant"), [None]);
        assert_eq!(own.taken(), ["true", "true", "false"]);
        assert_eq!(
            notes.taken()[1..],
            [
                "files::get GET /usage/files/{id} 1.0 302 - None",
                "files::get GET /usage/files/{id} 1.1",
                "files::get GET /usage/files/{id} 1.1 302 - None",
                "files::get GET /usage/files/{id} 1.2",
                "files::get GET /usage/files/{id} 1.2 200 - None",
            ]
        );

        // The same host, but a presigned URL, which grants access by itself.
        let url = PresignedUrl::from(other.url(&format!("/f?sig={SECRET}")));
        client.download(&url).expect("a file");
        assert_eq!(sent(&other, "x-tenant"), [None, None]);
        assert_eq!(own.taken(), ["false"]);
        assert_eq!(
            notes.taken(),
            [
                "download GET /{presigned_url} 1.0",
                "download GET /{presigned_url} 1.0 200 - None"
            ]
        );
    });
}

#[test]
fn a_presigned_url_on_the_host_of_the_api_gets_no_headers() {
    with_each(|kind| {
        let server = responding([file("draft")]);
        let builder = kind.builder(&server.url(""));
        let client = builder.on_request(|it| it.header("X-Tenant", "blue"));
        let url = PresignedUrl::from(server.url("/f?sig=1"));
        client.build().download(&url).expect("a file");
        assert_eq!(sent(&server, "x-tenant"), [None]);
    });
}

#[test]
fn the_last_hook_takes_precedence() {
    with_each(|kind| {
        let server = responding([file("draft")]);
        let client = kind
            .builder(&server.url(""))
            .on_request(|it| it.header("X-One", "first"))
            .on_request(|it| it.header("X-Mine", "hook"))
            .on_request(|it| {
                assert_eq!(it.headers()["x-one"], "first");
                it.header("X-One", "second");
            })
            .build();
        let call = get().header("X-Mine", "call").returns_empty();
        client.send(call).expect("a response");
        assert_eq!(sent(&server, "x-one"), [Some("second".into())]);
        assert_eq!(sent(&server, "x-mine"), [Some("hook".into())]);
    });
}

#[test]
fn all_requests_are_reported() {
    with_each(|kind| {
        let server = Server::start(|request| match (&*request.method, request.path()) {
            ("POST", "/usage/files/UF-1/submit") => Reply::reset(),
            (_, "/usage/records") => {
                let first = if request.target.contains("offset=1") {
                    1
                } else {
                    0
                };
                let range = format!("items {first}-{first}/2");
                Reply::json(200, r#"[{"id": "UR-1"}]"#).header("Content-Range", &range)
            }
            _ => file("pending"),
        });
        let (builder, notes) = noting(kind, &server);
        let client = builder.build();
        let names = || {
            let name = |it: String| it.split(' ').next().map(str::to_owned);
            notes
                .taken()
                .into_iter()
                .filter_map(name)
                .collect::<Vec<_>>()
        };
        client.rows(records::list().page_size(1)).expect("rows");
        assert_eq!(names(), vec!["records::list"; 4]);
        let ahead = records::list().page_size(1).prefetch(2);
        client.rows(ahead).expect("rows");
        assert_eq!(names(), vec!["records::list"; 4]);
        let upload = Upload::bytes("content");
        client
            .send(files::upload("UF-1", upload))
            .expect("a report");
        assert_eq!(names(), vec!["files::upload"; 2]);
        let pending = connect_usage::models::UsageFileStatus::Pending;
        client.wait(files::get("UF-1"), pending).expect("a report");
        assert_eq!(names(), vec!["files::get"; 2]);
        client.send(files::submit("UF-1")).expect("settled");
        let settled = ["files::submit", "files::submit", "files::get", "files::get"];
        assert_eq!(names(), settled);
    });
}

#[test]
fn the_request_id_is_kept_with_responses() {
    with_each(|kind| {
        let server = responding([file("draft").header("X-Request-Id", "r-1")]);
        let client = kind.client(&server);
        let observed = client.send(files::get("UF-1").observed());
        let observed = observed.expect("a report");
        assert_eq!(
            connect_usage::runtime::request_id(observed.response.headers()),
            Some("r-1")
        );
        let url = PresignedUrl::from(server.url("/f"));
        let downloaded = match &client {
            AnyClient::Async(client, runtime) => {
                runtime.block_on(client.download(&url).to_writer(sink()))
            }
            AnyClient::Blocking(client) => client.download(&url).to_writer(sink()),
        };
        let id = downloaded.expect("a file").request_id;
        assert_eq!(id.as_deref(), Some("r-1"));
    });
}

#[test]
fn hooks_are_not_printed() {
    with_each(|kind| {
        let plain = kind.builder("https://api.example");
        let hooked = plain.clone().on_request(|_| {}).on_response(|_| {});
        let shown = |it: &AnyBuilder| format!("{it:?} {it:#?}");
        assert_eq!(shown(&hooked), shown(&plain));
        let shown = |it: AnyBuilder| match it.build() {
            AnyClient::Async(client, _) => format!("{client:?}"),
            AnyClient::Blocking(client) => format!("{client:?}"),
        };
        assert_eq!(shown(hooked), shown(plain));
    });
}
