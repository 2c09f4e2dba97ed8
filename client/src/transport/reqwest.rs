//! The default transport, which uses reqwest on tokio.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ::reqwest::{Client, Url};
use connect_runtime::driver::{Annotate, failure};
use connect_runtime::{Bytes, Error, Operation};
use http::Uri;
use rustls::ClientConfig;

use super::{BodyStream, BoxFuture, Request, Response, Transport, body, streaming_response};
use crate::address::Origin;
use crate::tls;

/// The maximum number of reqwest clients, one for each connect time limit.
const MAX_CLIENTS: usize = 8;

/// A transport that uses reqwest: HTTP/1.1, rustls with ring and the certificates of the system. It runs in a tokio
/// runtime.
pub struct ReqwestTransport {
    tls: ClientConfig,
    proxy: bool,
    /// A reqwest client has one connect time limit, so there is one client for each limit in use, in the order of
    /// their last use.
    clients: Mutex<Vec<(Option<Duration>, Client)>>,
}

impl ReqwestTransport {
    /// Creates a transport that uses the proxy of the environment (`HTTPS_PROXY` and similar variables), if there is
    /// one.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, Error> {
        Self::with_proxy(true)
    }

    /// Creates a transport that uses no proxy.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn without_proxy() -> Result<Self, Error> {
        Self::with_proxy(false)
    }

    fn with_proxy(proxy: bool) -> Result<Self, Error> {
        Ok(Self {
            tls: tls::config()?,
            proxy,
            clients: Mutex::default(),
        })
    }

    fn client(&self, connect: Option<Duration>) -> Result<Client, Error> {
        // The list is consistent even if a thread panicked while it held the lock.
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let known = clients.iter().position(|(limit, _)| *limit == connect);
        let entry = match known {
            Some(index) => clients.remove(index),
            None => (connect, self.build(connect)?),
        };
        let client = entry.1.clone();
        if clients.len() == MAX_CLIENTS {
            clients.remove(0);
        }
        clients.push(entry);
        Ok(client)
    }

    fn build(&self, connect: Option<Duration>) -> Result<Client, Error> {
        let mut builder = Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .redirect(::reqwest::redirect::Policy::none())
            .retry(::reqwest::retry::never())
            .http1_only();
        if let Some(limit) = connect {
            builder = builder.connect_timeout(limit);
        }
        if !self.proxy {
            builder = builder.no_proxy();
        }
        builder
            .build()
            .map_err(|_| failure::configuration("cannot set up the HTTP client"))
    }

    #[expect(
        clippy::manual_async_fn,
        reason = "its future would hold the request twice, in an allocation of a size that malloc is slow with"
    )]
    fn start(&self, mut request: Request) -> impl Future<Output = Result<Response, Error>> + Send {
        async move {
            let operation = request.operation;
            let limits = request.limits;
            let body = body::open(&mut request).await?;
            let mut reqwest_request =
                ::reqwest::Request::new(request.method, url(operation, &request.uri)?);
            *reqwest_request.headers_mut() = request.headers;
            *reqwest_request.body_mut() = body;
            let sent = self.client(limits.connect)?.execute(reqwest_request);
            let mut response = sent.await.map_err(|error| {
                match error.is_connect() && error.is_timeout() && limits.connect.is_some() {
                    true => limits.unconnected(operation),
                    false => failed(operation, error),
                }
            })?;
            let status = response.status();
            let headers = std::mem::take(response.headers_mut());
            let body = Body(operation, response);
            Ok(streaming_response(status, headers, body))
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(self.start(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn offload(&self, work: Box<dyn FnOnce() + Send>) -> BoxFuture<'static, ()> {
        let job = tokio::task::spawn_blocking(work);
        // If the work was not done, the caller finds no result.
        Box::pin(async { drop(job.await) })
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport")
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

struct Body(&'static Operation, ::reqwest::Response);

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
fn failed(operation: &'static Operation, error: ::reqwest::Error) -> Error {
    let (never_sent, is_timeout) = (error.is_connect(), error.is_timeout());
    let error = error.without_url();
    let error = match is_timeout {
        true => failure::timeout(operation, error),
        false => failure::transport(operation, error),
    };
    if never_sent { error.unsent() } else { error }
}
