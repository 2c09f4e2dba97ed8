//! Helpers that the tests of the client share.
#![allow(
    dead_code,
    missing_docs,
    unused_imports,
    unused_macros,
    reason = "each test file uses a part of it"
)]

pub mod any;
pub mod records;
pub mod tls;

use std::future::Future;

use connect_fake::server::Server;
use connect_usage::runtime::codegen::RequestBuilder;
use connect_usage::runtime::retry::Policy;
use connect_usage::runtime::{Method, Operation, Request, Segment};
use connect_usage::{ApiKey, Client, ClientBuilder, Error};

/// The secret of the key that all tests use. It must not be printed anywhere.
pub const SECRET: &str = "c10be9d7";

/// The bindings of these operations, as the `User-Agent` header names them.
pub const PRODUCT: &str = "connect-usage/0.1.0";

pub static GET: Operation = operation("files::get", Method::GET).idempotent();
pub static POST: Operation = operation("files::create", Method::POST);

const fn operation(name: &'static str, method: Method) -> Operation {
    Operation::new(
        name,
        method,
        &[Segment::Literal("usage"), Segment::Literal("files")],
        "/paths/~1usage~1files",
    )
    .accept("application/json")
    .product(PRODUCT)
}

pub fn get() -> RequestBuilder {
    Request::new(&GET)
}

pub fn post() -> RequestBuilder {
    Request::new(&POST)
}

pub fn key() -> ApiKey {
    ApiKey::new(format!("SU-1:{SECRET}")).expect("a key")
}

/// Returns a builder without retries, so that a test observes each failure.
pub fn builder(base_url: &str) -> ClientBuilder {
    Client::builder()
        .api_key(key())
        .base_url(base_url)
        .retry(Policy::none())
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

/// Returns everything that an error prints, including its sources.
pub fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    text
}
