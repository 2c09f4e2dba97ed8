//! Calls of a platform in memory, as requests and responses.
#![allow(dead_code, missing_docs, reason = "each test file uses a part of it")]

use connect_fake::{Builder, FileSeed, FileStatus, Platform, RecordSeed, Side};
use connect_fake::{Received, Reply};
use serde_json::Value;

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A platform to talk to.
pub struct Talk {
    pub platform: Platform,
}

/// A response.
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn of(reply: &Reply) -> Self {
        let content = reply.content();
        Self {
            status: reply.status(),
            headers: reply.headers().to_vec(),
            body: content.read(0, usize::MAX).to_vec(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(it, _)| it.eq_ignore_ascii_case(name));
        found.map(|(_, value)| str::from_utf8(value).expect("UTF-8"))
    }

    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).expect("UTF-8")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// A string in the response, by its JSON pointer.
    pub fn at(&self, pointer: &str) -> String {
        let json = self.json();
        let value = json.pointer(pointer);
        let text = value.and_then(Value::as_str);
        text.unwrap_or_else(|| panic!("no text {pointer} in {json}"))
            .to_owned()
    }

    /// The ids of a list.
    pub fn ids(&self) -> Vec<String> {
        let json = self.json();
        let rows = json.as_array().expect("a list").iter();
        rows.map(|it| it["id"].as_str().expect("an id").to_owned())
            .collect()
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status,
            status,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        self
    }
}

impl Talk {
    pub fn new() -> Self {
        Self::with(Platform::builder())
    }

    pub fn with(builder: Builder) -> Self {
        Self {
            platform: builder.in_memory(),
        }
    }

    /// A request with the key of a side.
    pub fn request(&self, side: Side, method: &str, path: &str) -> Received {
        let key = match side {
            Side::Vendor => self.platform.vendor_key(),
            Side::Provider => self.platform.provider_key(),
        };
        let value = format!("ApiKey {key}").into_bytes();
        Received {
            method: method.to_owned(),
            target: format!("/public/v1/usage{path}"),
            headers: vec![("Authorization".to_owned(), value)],
            ..Received::default()
        }
    }

    pub fn send(&self, request: &Received) -> Response {
        Response::of(&self.platform.handle(request))
    }

    pub fn get(&self, side: Side, path: &str) -> Response {
        self.send(&self.request(side, "GET", path))
    }

    pub fn json(&self, side: Side, method: &str, path: &str, body: &str) -> Response {
        let mut request = self.request(side, method, path);
        request.body = body.into();
        self.send(&request)
    }

    pub fn post(&self, side: Side, path: &str) -> Response {
        self.json(side, "POST", path, "")
    }

    /// Posts a form with one file.
    pub fn upload(&self, side: Side, path: &str, part: &str, content: &[u8]) -> Response {
        let request = form(self.request(side, "POST", path), part, content);
        self.send(&request)
    }

    /// Follows a presigned URL, with no key.
    pub fn follow(&self, url: &str, headers: &[(&str, &str)]) -> Response {
        let target = url.strip_prefix(&self.platform.storage_url());
        let headers = headers.iter();
        let request = Received {
            method: "GET".to_owned(),
            target: target.expect("a URL of the storage").to_owned(),
            headers: headers
                .map(|(name, value)| ((*name).to_owned(), (*value).into()))
                .collect(),
            ..Received::default()
        };
        Response::of(&self.platform.handle_storage(&request))
    }

    /// A report in this status, with three records.
    pub fn file(&self, status: FileStatus) -> String {
        let records = (1..=3).map(|it| RecordSeed::new().item(it));
        let seed = FileSeed::new().status(status).records(records);
        self.platform.add_file(seed)
    }
}

pub fn form(mut request: Received, part: &str, content: &[u8]) -> Received {
    let kind = "multipart/form-data; boundary=xyz";
    request
        .headers
        .push(("Content-Type".to_owned(), kind.into()));
    let head = format!(
        "--xyz\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"usage.xlsx\"\r\n\
         Content-Type: {XLSX}\r\n\r\n"
    );
    request.body = [head.as_bytes(), content, b"\r\n--xyz--\r\n"].concat();
    request
}
