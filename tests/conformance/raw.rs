//! Calls of paths for which there is no generated function.

use std::collections::BTreeMap;

use connect_fake::Reply;
use connect_usage::runtime::Filter;
use connect_usage::{Error, ErrorKind};

use crate::case::cases;
use crate::net::{Net, QUICK};
use crate::support::any::with_client;
use crate::support::{SECRET, printed};

cases![
    values_are_read_and_written_by_serde,
    a_list_is_filtered,
    a_file_is_returned,
    failures_are_those_of_any_call,
    only_what_is_idempotent_is_sent_again,
    other_hosts_are_not_called,
];

/// A type that only serde knows.
type Names = BTreeMap<String, String>;

fn values_are_read_and_written_by_serde(net: &Net) {
    let host = net.serve(|request| match request.method.as_str() {
        "DELETE" => Reply::new(204),
        _ => Reply::json(200, r#"{"id": "AS-1"}"#),
    });
    let client = host.client();
    let body = Names::from([("name".to_owned(), "ü".to_owned())]);
    let read: Result<Names, Error> = with_client!(&client, it => it.get("/assets/AS-1").send());
    assert_eq!(read.expect("an asset")["id"], "AS-1");
    let created: Result<Names, Error> =
        with_client!(&client, it => it.post("/assets").body(&body).send());
    assert_eq!(created.expect("an asset")["id"], "AS-1");
    let changed: Result<Names, Error> = with_client!(&client, it => it
        .put("/assets/AS-1")
        .body(&body)
        .header("X-Note", "one")
        .send());
    assert_eq!(changed.expect("an asset")["id"], "AS-1");
    let deleted: Result<(), Error> = with_client!(&client, it => it.delete("/assets/AS-1").send());
    deleted.expect("no content");

    let requests = host.requests();
    let heads: Vec<_> = requests
        .iter()
        .map(|it| (it.method.as_str(), it.target.as_str(), it.text()))
        .collect();
    let sent = || r#"{"name":"ü"}"#.to_owned();
    assert_eq!(
        heads,
        [
            ("GET", "/public/v1/assets/AS-1", String::new()),
            ("POST", "/public/v1/assets", sent()),
            ("PUT", "/public/v1/assets/AS-1", sent()),
            ("DELETE", "/public/v1/assets/AS-1", String::new()),
        ]
    );
    for request in &requests {
        assert_eq!(request.header("accept"), Some("application/json"));
        let key = request.header("authorization").expect("a key");
        assert!(key.ends_with(SECRET), "{key}");
    }
    assert_eq!(requests[2].header("x-note"), Some("one"));
    assert_eq!(requests[1].header("content-type"), Some("application/json"));
}

fn a_list_is_filtered(net: &Net) {
    let host = net.serve(|_| Reply::json(200, r#"[{"id": "AS-1"}]"#));
    let read: Result<Vec<Names>, Error> = with_client!(&host.client(), it => it
        .get("/assets")
        .filter(Filter::<()>::raw("in(status,(active,suspended))"))
        .query("name", "a),eq(id,1")
        .query("limit", "10")
        .send());
    assert_eq!(read.expect("assets").len(), 1);
    assert_eq!(
        host.requests()[0].target,
        "/public/v1/assets?name=%22a%29%2Ceq%28id%2C1%22&limit=10&in(status,(active,suspended))"
    );
}

fn a_file_is_returned(net: &Net) {
    let host = net.serve(|_| Reply::new(200).body("content"));
    let file = with_client!(&host.client(), it => it.get("/files/1/download").bytes());
    assert_eq!(&file.expect("a file").bytes[..], b"content");
    assert_eq!(host.requests()[0].header("accept"), Some("*/*"));
}

fn failures_are_those_of_any_call(net: &Net) {
    let invalid = r#"{"error_code": "VAL_001", "errors": ["name: required"]}"#;
    let quoting = format!(r#"{{"id": ["{SECRET}"]}}"#);
    let host = net.serve(move |request| match request.path() {
        "/public/v1/invalid" => Reply::json(400, invalid),
        "/public/v1/quoting" => Reply::json(200, quoting.clone()),
        "/public/v1/text" => Reply::json(200, format!(r#""{SECRET}""#)),
        _ => Reply::new(404),
    });
    let client = host.client();
    let read = |path: &str| -> Error {
        let read: Result<Names, Error> = with_client!(&client, it => it.get(path).send());
        let error = read.expect_err(path);
        assert!(!printed(&error).contains(SECRET), "{error:?}");
        assert_eq!(error.request_path(), Some(path));
        error
    };
    let error = read("/invalid");
    assert_eq!((error.code(), error.attempts()), (Some("VAL_001"), 1));
    assert!(error.status() == 400, "{error}");
    let start = format!(
        "raw::get (GET /invalid at {}): 400 Bad Request",
        host.url("")
    );
    assert!(error.to_string().starts_with(&start), "{error}");
    assert!(read("/missing").is_not_found());
    for path in ["/quoting", "/text"] {
        let error = read(path);
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains("expected a "), "{error}");
    }
}

fn only_what_is_idempotent_is_sent_again(net: &Net) {
    let host = net.serve(|_| Reply::new(502));
    let client = host.builder("/public/v1").retry(QUICK).build();
    let mut sent = 0;
    let mut attempts = |result: Result<(), Error>| {
        let error = result.expect_err("502");
        assert!(error.status() == 502, "{error}");
        let before = std::mem::replace(&mut sent, host.requests().len());
        sent - before
    };
    assert_eq!(
        attempts(with_client!(&client, it => it.get("/a").send())),
        4
    );
    assert_eq!(
        attempts(with_client!(&client, it => it.post("/a").send())),
        1
    );
    assert_eq!(
        attempts(with_client!(&client, it => it.put("/a").send())),
        1
    );
    assert_eq!(
        attempts(with_client!(&client, it => it.delete("/a").send())),
        1
    );
    let result = with_client!(&client, it => it.post("/a").idempotent().send());
    assert_eq!(attempts(result), 4);
}

fn other_hosts_are_not_called(net: &Net) {
    let (host, other) = (
        net.serve(|_| Reply::new(200)),
        net.serve(|_| Reply::new(200)),
    );
    for path in [
        &*other.url("/a"),
        other
            .url("/a")
            .trim_start_matches("http:")
            .trim_start_matches("https:"),
        "@x.example/a",
        "/../a",
        "/a?b",
        "",
    ] {
        let read: Result<(), Error> = with_client!(&host.client(), it => it.get(path).send());
        let error = read.expect_err(path);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{path}: {error}");
    }
    assert!(host.requests().is_empty() && other.requests().is_empty());
}
