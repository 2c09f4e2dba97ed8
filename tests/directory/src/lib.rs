//! What the tests of the slice `directory` share: how responses are read, and a server in memory.

use std::sync::{Arc, Mutex};

use connect_client::blocking::{self, Client, response};
use connect_client::transport::Request;
use connect_client::{ApiKey, Call, Error, List, Page};
use connect_runtime::decode::DecodeOwned;
use connect_runtime::filter::Scope;
use connect_runtime::{Bytes, HeaderMap, StatusCode};

/// Reads a success with this body. Nothing in it may be unknown to the contract.
///
/// # Panics
/// When it cannot be read, or when a member, a value or a form is unknown.
#[track_caller]
pub fn reads<T: 'static>(call: Call<T>, json: &str) -> T {
    reads_but(call, json, &[])
}

/// As [`reads`], but exactly the values at these JSON pointers must be unknown.
///
/// # Panics
/// When the response cannot be read, or when others are unknown.
#[track_caller]
pub fn reads_but<T: 'static>(call: Call<T>, json: &str, unknown: &[&str]) -> T {
    let body = Bytes::copy_from_slice(json.as_bytes());
    let response = connect_runtime::driver::response(StatusCode::OK, HeaderMap::new(), body);
    let observed = call.observed().decode(response);
    let observed = observed.unwrap_or_else(|error| panic!("{error}\n{json}"));
    let found: Vec<&str> = observed.unknown().iter().map(|it| &*it.pointer).collect();
    assert_eq!(found, unknown, "{json}");
    observed.value
}

/// Reads a page with this row alone, as [`reads`] does, and returns the row.
///
/// # Panics
/// As [`reads`], or when there is not one row.
#[track_caller]
pub fn reads_row<S: Scope, T: DecodeOwned>(list: List<S, T>, json: &str) -> T {
    let page: Page<T> = reads(list.into_call(), &format!("[{json}]"));
    let mut rows = page.rows.into_iter();
    match (rows.next(), rows.next()) {
        (Some(row), None) => row,
        _ => panic!("not one row: {json}"),
    }
}

/// A body, and the header `Content-Range` if there is one.
pub type Answer = (String, Option<String>);

/// Answers the request with this number and target.
type Answers = dyn Fn(usize, &str) -> Answer + Send + Sync;

/// A server in memory, which remembers the target of each request: the path and what follows it.
#[derive(Clone)]
pub struct Server {
    answer: Arc<Answers>,
    targets: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// A server that answers by this function.
    pub fn new(answer: impl Fn(usize, &str) -> Answer + Send + Sync + 'static) -> Self {
        Self {
            answer: Arc::new(answer),
            targets: Arc::default(),
        }
    }

    /// A client of the server.
    ///
    /// # Panics
    /// When there is a problem with the configuration.
    #[must_use]
    pub fn client(&self) -> Client {
        let key = ApiKey::new("ApiKey SU-000-000-000:secret").expect("a key");
        let builder = Client::builder().api_key(key).transport(self.clone());
        builder.build().expect("a client")
    }

    /// The targets of all requests so far, without what they have in common.
    ///
    /// # Panics
    /// When a request was for another path.
    #[must_use]
    pub fn targets(&self) -> Vec<String> {
        let targets = self.targets.lock().expect("the targets");
        let within = targets.iter().map(|it| {
            let within = it.strip_prefix("/public/v1");
            within.expect("a path of the API").to_owned()
        });
        within.collect()
    }
}

impl blocking::Transport for Server {
    fn send(&self, request: Request) -> Result<blocking::Response, Error> {
        let target = request.uri.path_and_query().map(ToString::to_string);
        let target = target.unwrap_or_default();
        let number = {
            let mut targets = self.targets.lock().expect("the targets");
            targets.push(target.clone());
            targets.len() - 1
        };
        let (body, range) = (self.answer)(number, &target);
        let mut headers = HeaderMap::new();
        if let Some(range) = range {
            headers.insert("content-range", range.parse().expect("a header"));
        }
        Ok(response(StatusCode::OK, headers, body))
    }

    fn sleep(&self, _: std::time::Duration) {}
}
