//! A connection and its exchanges.
//!
//! A connection of HTTP/1.1 has no task of its own: it is driven by the exchange that uses it. So it is closed at once
//! when the exchange is dropped, nothing of a body is read that nobody will send, and it makes no difference whether
//! the runtime runs between two calls. A connection of HTTP/2 is shared, and has a task.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::{HOST, HeaderValue};
use http::uri::{PathAndQuery, Scheme};
use http::{Request, Response, Uri};
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;

use super::super::body::Body;
#[cfg(feature = "http2")]
use super::http2::{self, Http2};
use super::wire::{BoxIo, Meter};
use crate::exchange::Progress;

/// Why an exchange failed before the head of the response arrived.
pub(super) struct Failure {
    pub(super) error: hyper::Error,
    /// The request, if nothing of it was used.
    pub(super) request: Option<Request<Body>>,
    /// Whether no byte of the request was handed to the connection, or the server says that it has not looked at it.
    pub(super) is_unsent: bool,
}

/// An open connection.
pub(super) enum Connection {
    Http1(Box<Http1>),
    #[cfg(feature = "http2")]
    Http2(Http2),
}

impl Connection {
    pub(super) async fn http1(io: BoxIo, meter: Arc<Meter>) -> hyper::Result<Self> {
        let (sender, driver) = http1::handshake(TokioIo::new(io)).await?;
        Ok(Self::Http1(Box::new(Http1 {
            sender,
            driver: Some(driver),
            meter,
        })))
    }

    #[cfg(feature = "http2")]
    pub(super) async fn http2(io: BoxIo, meter: Arc<Meter>) -> hyper::Result<Self> {
        Http2::new(io, meter).await.map(Self::Http2)
    }

    /// Returns the same connection, if it can be used by several exchanges at a time.
    pub(super) fn share(&self) -> Option<Self> {
        match self {
            Self::Http1(_) => None,
            #[cfg(feature = "http2")]
            Self::Http2(connection) => Some(Self::Http2(connection.clone())),
        }
    }

    /// Returns whether the last exchange was given up before anything arrived, so that the connection may be dead.
    pub(super) fn is_silent(&self) -> bool {
        match self {
            // It was closed.
            Self::Http1(_) => false,
            #[cfg(feature = "http2")]
            Self::Http2(connection) => connection.is_silent(),
        }
    }

    /// Returns whether an idle connection is still open, by all that the system knows.
    pub(super) async fn is_usable(&mut self) -> bool {
        match self {
            Self::Http1(connection) => poll_fn(|it| Poll::Ready(connection.look(it))).await,
            #[cfg(feature = "http2")]
            Self::Http2(connection) => connection.is_usable().await,
        }
    }

    /// Sends a request, and returns the response as soon as its head has arrived.
    pub(super) async fn send(
        &mut self,
        mut request: Request<Body>,
        uri: &Uri,
        progress: &Arc<Progress>,
    ) -> Result<Response<Incoming>, Failure> {
        match self {
            Self::Http1(connection) => {
                *request.uri_mut() = origin_form(uri);
                if let Some(host) = host(uri) {
                    request.headers_mut().insert(HOST, host);
                }
                connection.send(request, progress).await
            }
            #[cfg(feature = "http2")]
            Self::Http2(connection) => {
                let sent = connection.send(request, uri, progress);
                sent.await.map_err(|error| {
                    let mut failure = Failure::of(error);
                    failure.is_unsent |= http2::is_refusal(&failure.error);
                    failure
                })
            }
        }
    }

    /// Continues the exchange, while its response is read.
    pub(super) fn drive(&mut self, context: &mut Context<'_>) {
        match self {
            Self::Http1(connection) => connection.drive(context),
            #[cfg(feature = "http2")]
            Self::Http2(_) => {}
        }
    }

    /// Ends the exchange, whose response was read to its end. Returns whether the connection can be kept: it cannot if
    /// a part of the request has not been sent.
    pub(super) fn finish(&mut self, context: &mut Context<'_>) -> bool {
        match self {
            Self::Http1(connection) => {
                connection.drive(context);
                connection.meter.end();
                connection.is_ready()
            }
            // It is shared already.
            #[cfg(feature = "http2")]
            Self::Http2(_) => false,
        }
    }
}

impl Failure {
    fn of(mut error: TrySendError<Request<Body>>) -> Self {
        let request = error.take_message();
        Self {
            is_unsent: request.is_some(),
            request,
            error: error.into_error(),
        }
    }
}

/// A connection of HTTP/1.1.
pub(super) struct Http1 {
    sender: http1::SendRequest<Body>,
    /// `None` once it has ended.
    driver: Option<http1::Connection<TokioIo<BoxIo>, Body>>,
    meter: Arc<Meter>,
}

impl Http1 {
    async fn send(
        &mut self,
        request: Request<Body>,
        progress: &Arc<Progress>,
    ) -> Result<Response<Incoming>, Failure> {
        self.meter.begin(progress);
        let mut response = pin!(self.sender.try_send_request(request));
        let result = poll_fn(|context| {
            drive(&mut self.driver, context);
            response.as_mut().poll(context)
        })
        .await;
        result.map_err(|error| {
            let mut failure = Failure::of(error);
            failure.is_unsent |= !self.meter.has_written();
            failure
        })
    }

    fn drive(&mut self, context: &mut Context<'_>) {
        drive(&mut self.driver, context);
    }

    fn look(&mut self, context: &mut Context<'_>) -> bool {
        self.meter.look(true);
        self.drive(context);
        self.meter.look(false);
        self.is_ready()
    }

    fn is_ready(&self) -> bool {
        self.driver.is_some() && self.sender.is_ready()
    }
}

fn drive(driver: &mut Option<http1::Connection<TokioIo<BoxIo>, Body>>, context: &mut Context<'_>) {
    if let Some(it) = driver
        && Pin::new(it).poll(context).is_ready()
    {
        // What went wrong is told to the exchange.
        *driver = None;
    }
}

/// Returns what is requested of a server by HTTP/1.1: path and query.
fn origin_form(uri: &Uri) -> Uri {
    let path = uri.path_and_query().cloned();
    Uri::from(path.unwrap_or_else(|| PathAndQuery::from_static("/")))
}

/// Returns the value of the header `Host`: the host, and the port if it is not that of the scheme.
fn host(uri: &Uri) -> Option<HeaderValue> {
    let authority = uri.authority()?;
    let default_port = match uri.scheme() {
        Some(it) if *it == Scheme::HTTPS => 443,
        _ => 80,
    };
    let text = match authority.port_u16() {
        Some(port) if port != default_port => authority.as_str(),
        _ => authority.host(),
    };
    HeaderValue::from_str(text).ok()
}
