//! What the tests of the client share.
#![allow(dead_code, missing_docs, reason = "each test file uses a part of it")]

use std::future::Future;

use connect_usage::runtime::{Method, Operation, Request, RequestBuilder, Segment};
use connect_usage::{ApiKey, Client, ClientBuilder, Error};
use loopback::Server;

/// The secret of the key that all tests use. It must not be in anything that prints.
pub const SECRET: &str = "c10be9d7";

pub static GET: Operation = operation("files::get", Method::GET, true);
pub static POST: Operation = operation("files::create", Method::POST, false);

const fn operation(name: &'static str, method: Method, repeatable: bool) -> Operation {
    Operation {
        name,
        method,
        path: &[Segment::Literal("usage"), Segment::Literal("files")],
        pointer: "/paths/~1usage~1files",
        repeatable,
        accept: Some("application/json"),
    }
}

pub fn get() -> RequestBuilder {
    Request::new(&GET)
}

pub fn post() -> RequestBuilder {
    Request::new(&POST)
}

pub fn builder(base_url: &str) -> ClientBuilder {
    let key = ApiKey::new(format!("SU-1:{SECRET}")).expect("a key");
    Client::builder().api_key(key).base_url(base_url)
}

pub fn client(server: &Server) -> Client {
    builder(&server.url("/public/v1"))
        .build()
        .expect("a client")
}

pub fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(future)
}

/// All that an error prints, its sources included.
pub fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    text
}
