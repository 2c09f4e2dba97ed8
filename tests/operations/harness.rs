//! Sends a call to a server of its own, and compares the request that came with what is expected.

use std::cell::RefCell;
use std::collections::BTreeSet;

use connect_fake::server::Server;
use connect_fake::{Received, Reply};
use connect_usage::runtime::decode::DecodeOwned;
use connect_usage::{Call, Page};
use serde_json::Value;

use crate::form::{self, Part};
use crate::support::{SECRET, client, run};

/// An id that is one segment of a path only if it is encoded, and how it is sent.
pub const ID: &str = "a/b c%ü";
pub const ENCODED: &str = "a%2Fb%20c%25%C3%BC";

pub const JSON: &str = "application/json";
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The bindings, then the client.
const USER_AGENT: &str = concat!(
    "connect-usage/",
    env!("CARGO_PKG_VERSION"),
    " connect-client/",
    env!("CARGO_PKG_VERSION")
);

thread_local! {
    static SENT: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// The names of the operations that this thread has sent calls of.
pub fn sent() -> BTreeSet<&'static str> {
    SENT.with_borrow(Clone::clone)
}

/// The request that must come.
pub struct Expected {
    method: &'static str,
    target: String,
    accept: &'static str,
    body: Body,
}

enum Body {
    None,
    Json(Value),
    Form(Vec<Part>),
}

impl Expected {
    /// A request without a body. The target is what follows the base URL.
    pub fn new(method: &'static str, target: impl AsRef<str>) -> Self {
        Self {
            method,
            target: format!("/public/v1{}", target.as_ref()),
            accept: JSON,
            body: Body::None,
        }
    }

    pub fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = media_type;
        self
    }

    pub fn json(mut self, value: Value) -> Self {
        self.body = Body::Json(value);
        self
    }

    pub fn form(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.body = Body::Form(parts.into_iter().collect());
        self
    }

    /// Sends the call, which must succeed with this reply.
    pub fn send<T>(&self, call: &Call<T>, reply: Reply) -> T {
        let server = Server::start(move |_| reply.clone());
        let response = run(client(&server).send(call.clone())).expect("a success");
        let requests = server.requests();
        let [request] = &requests[..] else {
            panic!("not one request but {requests:#?}")
        };
        self.check(request);
        SENT.with_borrow_mut(|names| names.insert(call.operation().name));
        response
    }

    fn check(&self, request: &Received) {
        assert_eq!(request.method, self.method);
        assert_eq!(request.target, self.target);
        assert_eq!(header_names(request), self.header_names());
        assert_eq!(
            request.header("authorization"),
            Some(format!("ApiKey SU-1:{SECRET}").as_str())
        );
        assert_eq!(request.header("accept"), Some(self.accept));
        let encoding = if cfg!(feature = "gzip") {
            "gzip"
        } else {
            "identity"
        };
        assert_eq!(request.header("accept-encoding"), Some(encoding));
        assert_eq!(request.header("user-agent"), Some(USER_AGENT));
        if request.method != "GET" {
            let length = request.body.len().to_string();
            assert_eq!(request.header("content-length"), Some(length.as_str()));
        }
        self.check_body(request);
    }

    /// The names of all headers that may come, each once.
    fn header_names(&self) -> Vec<String> {
        let mut names = vec![
            "accept",
            "accept-encoding",
            "authorization",
            "host",
            "user-agent",
        ];
        if self.method != "GET" {
            names.push("content-length");
        }
        if !matches!(self.body, Body::None) {
            names.push("content-type");
        }
        names.sort_unstable();
        names.into_iter().map(str::to_owned).collect()
    }

    fn check_body(&self, request: &Received) {
        match &self.body {
            Body::None => assert_eq!(request.text(), ""),
            Body::Json(expected) => {
                assert_eq!(request.header("content-type"), Some(JSON));
                let body: Value = serde_json::from_slice(&request.body).expect("JSON");
                assert_eq!(&body, expected);
            }
            Body::Form(expected) => assert_eq!(&form::parts(request), expected),
        }
    }
}

fn header_names(request: &Received) -> Vec<String> {
    let mut names: Vec<_> = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    names.sort_unstable();
    names
}

/// Rows, and what the server says about them.
pub fn rows(text: &str, range: &str) -> Reply {
    Reply::json(200, text).header("Content-Range", range)
}

/// What every list has in common: pages without rows, and pages of which less is said.
pub fn check_pages<T: DecodeOwned>(expected: &Expected, call: &Call<Page<T>>) {
    for (range, first, total) in [
        ("items 0-0/0", Some(0), Some(0)),
        ("items 500-500/12", Some(500), Some(12)),
        ("items 0-9/*", Some(0), None),
        ("items */12", None, Some(12)),
        ("nonsense", None, None),
    ] {
        let page = expected.send(call, rows("[]", range));
        assert!(page.rows.is_empty(), "{range}");
        assert_eq!((page.first, page.total), (first, total), "{range}");
    }
    let page = expected.send(call, Reply::json(200, "[]"));
    assert!(page.rows.is_empty());
    assert_eq!((page.first, page.total), (None, None));
}

/// What every download has in common: the content comes as it is, with what the headers say of it.
pub fn check_download(expected: &Expected, call: &Call<connect_usage::Binary>) {
    let content: Vec<u8> = b"PK\x03\x04".iter().copied().chain(0..=255).collect();
    let reply = Reply::new(200)
        .header("Content-Type", XLSX)
        .header(
            "Content-Disposition",
            r#"attachment; filename="usage; \"1\".xlsx""#,
        )
        .body(content.clone());
    let file = expected.send(call, reply);
    assert_eq!(&file.bytes[..], content);
    assert_eq!(file.media_type.as_deref(), Some(XLSX));
    assert_eq!(file.file_name.as_deref(), Some(r#"usage; "1".xlsx"#));

    let encoded = "attachment; filename=usage.xlsx; filename*=UTF-8''%C3%BCbersicht.xlsx";
    let reply = Reply::new(200).header("Content-Disposition", encoded);
    let file = expected.send(call, reply.body("short"));
    assert_eq!(file.file_name.as_deref(), Some("übersicht.xlsx"));
    assert_eq!((&file.bytes[..], file.media_type), (&b"short"[..], None));

    let file = expected.send(call, Reply::new(200));
    assert_eq!((file.bytes.len(), file.file_name), (0, None));
}
