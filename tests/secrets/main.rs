//! Neither the key, nor another credential, nor the query of a presigned URL is in a log, whoever writes it, or in an error.
//!
//! One test, since the receivers of logs are global: `log` alone first, because `tracing` passes its events to `log` as
//! long as it has no subscriber of its own; then both.
#![cfg(feature = "transport")]

mod capture;
mod finder;
mod schemes;
#[path = "../support/mod.rs"]
mod support;

use connect_fake::server::Server;
use connect_fake::{Received, Reply};
use connect_usage::models::NewUsageFile;
use connect_usage::{ApiKey, Credential, Error, PresignedUrl, Upload, files};
use support::any::{AnyClient, Kind};
use support::printed;

use self::capture::Captured;
use self::finder::leak;

/// The secret of the key, and the signature of presigned URLs.
const KEY: &str = "hT7qVxK2mZ9rWb4LdN8sYf3GcP6jQe1R";
const SIGNATURE: &str = "zQ5wXn8vBk3TmR7yHd2LpJ9fSg4CaU6e";

/// What the credentials for security schemes consist of.
const CREDENTIAL: &str = "nW3sYc8qLx5ZtB9kGf2VhM7pRj4DeA6u";

#[test]
fn logs_and_errors_show_neither_the_key_nor_a_presigned_query() {
    for capture in [Captured::by_log, Captured::by_log_and_tracing] {
        let captured = capture();
        for kind in Kind::ALL {
            let server = Server::start(respond);
            let errors = exercise(*kind, &server);
            check(&server.requests());
            let records = captured.take();
            for (what, text) in [("a log", records), ("an error", errors)] {
                for (name, secret) in [
                    ("key", KEY),
                    ("signature", SIGNATURE),
                    ("credential", CREDENTIAL),
                ] {
                    let leak = leak(&text, secret);
                    assert_eq!(leak, None, "{kind:?}: the {name} is in {what}");
                }
            }
        }
    }
}

/// Makes calls that succeed and that fail, and returns everything that their errors and values print.
fn exercise(kind: Kind, server: &Server) -> String {
    let key = ApiKey::new(format!("SU-482-915-377:{KEY}")).expect("a key");
    let builder = kind
        .builder(&server.url("/public/v1"))
        .api_key(key)
        .credential("header", Credential::api_key(CREDENTIAL))
        .credential("query", Credential::api_key(CREDENTIAL))
        .credential("cookie", Credential::api_key(CREDENTIAL))
        .credential("bearer", Credential::bearer(CREDENTIAL))
        .credential("basic", Credential::basic("user", CREDENTIAL));
    let mut text = format!("{builder:?}");
    let client = builder
        .on_request(|request| drop(format!("{request:?}")))
        .build();
    text += &format!("{client:?}");

    let file = client.send(files::get("UF-1")).expect("a file");
    text += &format!("{file:?}");
    let url = file.processed_file_uri.expect("a URL");
    let content = client.download(&url).expect("content");
    assert_eq!(&content.bytes[..], b"content");
    let redirected = client.send(files::get("UF-2")).expect("a redirected file");
    text += &format!("{redirected:?}");
    let upload = Upload::bytes("content");
    client
        .send(files::upload("UF-1", upload))
        .expect("an upload");

    for call in schemes::calls() {
        text += &format!("{:?}", client.send(call).expect("a response"));
    }
    for call in schemes::refused() {
        text += &printed(&client.send(call).expect_err("a refusal"));
    }
    for error in failures(&client, server) {
        text += &printed(&error);
    }
    text
}

fn failures(client: &AnyClient, server: &Server) -> Vec<Error> {
    let mut errors = Vec::new();
    for id in ["UF-3", "UF-4", "UF-5", "UF-6", "UF-7", "UF-8", "UF-9"] {
        errors.push(client.send(files::get(id)).expect_err(id));
    }
    errors.push(
        client
            .send(files::create(NewUsageFile::new("PRD-1", "CRD-1")))
            .expect_err("a rejection"),
    );
    // A port on which nobody listens.
    let gone = Server::start(respond).url("");
    for base in [
        format!("{}/lost", server.url("")),
        format!("{}/cut", server.url("")),
        gone,
    ] {
        let url = PresignedUrl::from(format!("{base}?X-Amz-Signature={SIGNATURE}"));
        errors.push(client.download(&url).expect_err("a failed download"));
    }
    errors
}

/// What the server repeats of a request, as servers, storages and proxies do.
fn echo(request: &Received) -> String {
    let key = request.header("authorization").unwrap_or_default();
    let cookie = request.header("cookie").unwrap_or_default();
    format!(
        "{key} {cookie} {} https://storage.example/x?sig={SIGNATURE}",
        request.target
    )
}

fn respond(request: &Received) -> Reply {
    let host = request.header("host").unwrap_or_default();
    let presigned = format!("http://{host}/storage?X-Amz-Signature={SIGNATURE}&X-Amz-Date=1");
    let echo = echo(request);
    let quoted = serde_json::to_string(&echo).expect("JSON");
    match (request.method.as_str(), request.path()) {
        ("POST", "/public/v1/usage/files") => Reply::json(
            400,
            format!(r#"{{"error_code": {quoted}, "errors": [{quoted}, "sig: {KEY}"]}}"#),
        ),
        ("POST", _) => Reply::json(200, r#"{"id": "UF-1"}"#),
        (_, "/public/v1/usage/files/UF-1") => Reply::json(
            200,
            format!(r#"{{"id": "UF-1", "processed_file_uri": "{presigned}"}}"#),
        )
        .header("X-Link", &presigned),
        (_, "/public/v1/usage/files/UF-2") => {
            Reply::redirect(302, &presigned.replace("/storage", "/file"))
        }
        (_, "/public/v1/usage/files/UF-3") => Reply::new(403).body(echo),
        (_, "/public/v1/usage/files/UF-4") => {
            Reply::raw(format!("HTTP/1.1 200 OK\r\n{echo}\r\n\r\n"))
        }
        (_, "/public/v1/usage/files/UF-5") => Reply::json(
            200,
            format!(r#"{{"id": "UF-5", "period": {quoted}, {quoted}: 1}}"#),
        ),
        (_, "/public/v1/usage/files/UF-6") => {
            Reply::redirect(302, &format!("ftp://x.example/{echo}"))
        }
        (_, "/public/v1/usage/files/UF-7") => Reply::raw(format!("{echo}\r\n\r\n")),
        (_, "/public/v1/usage/files/UF-8") => Reply::json(200, "[]")
            .header("Content-Encoding", KEY)
            .header("Content-Type", SIGNATURE),
        (_, "/public/v1/usage/files/UF-9") => Reply::json(
            200,
            format!(r#"{{"id": "UF-9", "stats": {{"billed": "{KEY}"}}, "created": "{KEY}"}}"#),
        ),
        (_, "/public/v1/guarded/UF-1") => Reply::json(200, r#"{"id": "UF-1"}"#),
        (_, "/public/v1/guarded/UF-2") => {
            Reply::redirect(302, &request.target.replace("UF-2", "UF-1"))
        }
        (_, "/file") => Reply::json(200, r#"{"id": "UF-2"}"#),
        (_, "/storage") => Reply::new(200).body("content"),
        (_, "/cut") => Reply::new(200).body("content").cut_after(3),
        _ => Reply::new(404).body(format!("<Error>{echo}</Error>")),
    }
}

/// Checks that the server received what the test looks for.
fn check(requests: &[Received]) {
    let keys = requests.iter().filter_map(|it| it.header("authorization"));
    assert!(keys.filter(|it| it.ends_with(KEY)).count() > 7);
    let authorizations = requests.iter().filter_map(|it| it.header("authorization"));
    assert!(authorizations.filter(|it| it.ends_with(CREDENTIAL)).count() > 2);
    let has = |name: &str| {
        let value = |it: &Received| it.header(name).is_some_and(|it| it.ends_with(CREDENTIAL));
        requests.iter().any(value)
    };
    assert!(has("x-guard") && has("cookie"));
    let guards = requests.iter().filter_map(Received::query);
    assert!(guards.filter(|it| it.ends_with(CREDENTIAL)).count() > 2);
    let queries = requests.iter().filter_map(Received::query);
    assert!(queries.filter(|it| it.contains(SIGNATURE)).count() >= 4);
}
