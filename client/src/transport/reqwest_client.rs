//! A transport over a client of reqwest.

use std::time::Duration;

use connect_runtime::driver::{Annotate, failure};
use connect_runtime::{Bytes, Error, Operation};
use http::Uri;
use reqwest::{Client, Url};

use super::{
    BodyStream, BoxFuture, Request, Response, Transport, body, streaming_response, tokio_runtime,
};
use crate::address::Origin;

/// A transport over a `reqwest::Client` of the caller's, for programs that have one already. It runs in a tokio
/// runtime that has I/O and time (`enable_all`): without a runtime each call fails, and tokio panics in a runtime without
/// them, which cannot be told beforehand.
///
/// ```
/// # #[cfg(feature = "reqwest")] {
/// use connect_usage::transport::{ReqwestTransport, reqwest};
/// use connect_usage::{ApiKey, Client};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let reqwest = reqwest::Client::builder()
///     .redirect(reqwest::redirect::Policy::none())
///     .retry(reqwest::retry::never())
///     .build()?;
/// let client = Client::builder()
///     .api_key(ApiKey::new("SU-000-000-000:secret")?)
///     .transport(ReqwestTransport::new(reqwest))
///     .build()?;
/// # Ok(())
/// # }
/// # }
/// ```
///
/// This crate's feature leaves the provider of cryptography open: install one for the process, or enable a feature of
/// `reqwest` that brings one.
///
/// The default transport does more, since reqwest hides its connections:
///
/// - The time limit for connecting is that of the `reqwest::Client`. [`Timeouts::connect`](crate::Timeouts::connect) has
///   no effect.
/// - A response that refuses an upload early, after which the server closes the connection, may be lost: the call then
///   fails as if the connection had broken.
/// - A connection that the server has closed while it was idle may be used all the same. A call that cannot be repeated
///   then fails, although the server has not received it.
/// - 1xx responses, and the bytes of a head that is not complete, are no progress for
///   [`Timeouts::idle`](crate::Timeouts::idle).
/// - Failures of TLS and of proxies are retried, and their messages are those of reqwest.
///
/// The `reqwest::Client` must not follow redirects, since this crate does so by stricter rules: a response to a followed
/// redirect is an error. It should make no retries. What it decompresses arrives decompressed, and the limits for
/// responses count what arrives.
#[derive(Debug, Clone)]
pub struct ReqwestTransport(Client);

impl ReqwestTransport {
    /// Creates a transport over this client.
    pub fn new(client: Client) -> Self {
        Self(client)
    }

    async fn start(&self, mut request: Request) -> Result<Response, Error> {
        let operation = request.operation;
        tokio_runtime::current(operation, "the transport over reqwest")?;
        let url = url(operation, &request.uri)?;
        let has_body = request.body().is_some();
        let body = body::open(&mut request).await?;
        let mut reqwest_request = reqwest::Request::new(request.method, url.clone());
        *reqwest_request.headers_mut() = request.headers;
        *reqwest_request.body_mut() = has_body.then(|| reqwest::Body::wrap(body));
        let sent = self.0.execute(reqwest_request).await;
        let mut response = sent.map_err(|error| failed(operation, error))?;
        if *response.url() != url {
            return Err(failure::invalid_request(
                operation,
                "the `reqwest::Client` has followed a redirect: build it with `redirect(Policy::none())`, since the \
                 client follows redirects itself",
            ));
        }
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = Body(operation, response);
        Ok(streaming_response(status, headers, body))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(self.start(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        tokio_runtime::sleep(duration)
    }

    fn offload(&self, work: Box<dyn FnOnce() + Send>) -> BoxFuture<'static, ()> {
        tokio_runtime::offload(work)
    }
}

struct Body(&'static Operation, reqwest::Response);

impl BodyStream for Body {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, Error>> {
        let Self(operation, response) = self;
        Box::pin(async {
            response
                .chunk()
                .await
                .map_err(|error| failed(operation, error))
        })
    }
}

/// Converts a URL for reqwest, which parses URLs by other rules. Both parsers must find the same host, since the
/// decision whether the key may be sent to it is based on this crate's parser.
fn url(operation: &'static Operation, url: &Uri) -> Result<Url, Error> {
    reparse(url).ok_or_else(|| {
        failure::invalid_request(
            operation,
            "the host of the URL is not in its canonical form",
        )
    })
}

fn reparse(url: &Uri) -> Option<Url> {
    let ours = Origin::of(url)?;
    let parts = [
        url.scheme_str()?,
        "://",
        url.authority()?.as_str(),
        url.path_and_query()?.as_str(),
    ];
    let theirs = Url::parse(&parts.concat()).ok()?;
    let is_same = theirs.scheme() == ours.scheme
        && theirs.host_str() == Some(&ours.host)
        && theirs.port() == ours.port;
    is_same.then_some(theirs)
}

/// Converts an error of reqwest. Its URL is removed, since the query may be a secret.
fn failed(operation: &'static Operation, error: reqwest::Error) -> Error {
    let (never_sent, is_timeout) = (error.is_connect(), error.is_timeout());
    let error = error.without_url();
    let error = match is_timeout {
        true => failure::timeout(operation, error),
        false => failure::transport(operation, error),
    };
    if never_sent { error.unsent() } else { error }
}
