//! The default blocking transport, which uses ureq.

mod connect;
mod tls;

use std::fmt;
use std::io::{self, Read};
use std::time::Duration;

use ::ureq::config::{AutoHeaderValue, Config};
use ::ureq::{Agent, Body, BodyReader, Proxy, ProxyProtocol, SendBody, Timeout};
use connect_runtime::driver::{Annotate, failure};
use connect_runtime::{Error, Operation, TimeLimit};

use self::connect::{agent, reset_sent, was_sent};
use super::{Response, Transport, streaming_response};
use crate::exchange::{Limits, Request};
use crate::tls::config as tls_config;

/// The number of bytes of each write. The time limits are checked after each write, and the kernel accepts that
/// many bytes at once if it accepts any.
const OUTPUT: usize = 16 * 1024;

/// A transport that uses ureq: HTTP/1.1, rustls with ring and the certificates of the system, and no async
/// runtime.
pub struct UreqTransport(Agent);

impl UreqTransport {
    /// Creates a transport that uses the proxy of the environment (`HTTPS_PROXY` and similar variables), if there is
    /// one.
    ///
    /// # Errors
    /// When TLS cannot be set up, or the proxy is a SOCKS proxy, which is not supported.
    pub fn new() -> Result<Self, Error> {
        let proxy = Proxy::try_from_env();
        if proxy.as_ref().is_some_and(|it| is_socks(it.protocol())) {
            return Err(failure::configuration(
                "the environment names a SOCKS proxy, which the blocking client does not support",
            ));
        }
        Self::with_proxy(proxy)
    }

    /// Creates a transport that uses no proxy.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn without_proxy() -> Result<Self, Error> {
        Self::with_proxy(None)
    }

    fn with_proxy(proxy: Option<Proxy>) -> Result<Self, Error> {
        let config = Config::builder()
            .proxy(proxy)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .output_buffer_size(OUTPUT)
            .build();
        Ok(Self(agent(config, tls_config()?)))
    }
}

fn is_socks(protocol: ProxyProtocol) -> bool {
    !matches!(protocol, ProxyProtocol::Http | ProxyProtocol::Https)
}

impl Transport for UreqTransport {
    fn send(&self, mut request: Request) -> Result<Response, Error> {
        let (operation, limits) = (request.operation, request.limits);
        let body = match request.open_body()? {
            Some(body) => SendBody::from_owned_reader(body),
            None => SendBody::none(),
        };
        let mut ureq_request = http::Request::new(body);
        *ureq_request.method_mut() = request.method;
        *ureq_request.uri_mut() = request.uri;
        *ureq_request.headers_mut() = request.headers;
        let connecting = connecting(&limits);
        let ureq_request = self
            .0
            .configure_request(ureq_request)
            .timeout_connect(connecting.map(|(limit, _)| limit))
            .timeout_per_read(limits.idle)
            .timeout_per_write(limits.idle)
            .timeout_global(limits.left().map(|it| it.max(Duration::from_nanos(1))))
            .build();
        reset_sent();
        let response = self.0.run(ureq_request).map_err(|error| {
            let error = match error {
                ::ureq::Error::Timeout(Timeout::Connect) => {
                    unconnected(operation, &limits, connecting)
                }
                error => failed(operation, &limits, error),
            };
            if was_sent() { error } else { error.unsent() }
        })?;
        let (head, body) = response.into_parts();
        let body = Reader {
            operation,
            limits,
            body: Body::into_reader(body),
        };
        Ok(streaming_response(head.status, head.headers, body))
    }
}

impl fmt::Debug for UreqTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UreqTransport")
    }
}

/// The body of a response. Its errors are those of this crate.
struct Reader {
    operation: &'static Operation,
    limits: Limits,
    body: BodyReader<'static>,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.body.read(buffer).map_err(|error| {
            let error = failed(self.operation, &self.limits, error.into());
            io::Error::other(error)
        })
    }
}

/// Returns how long connecting may take, and by which limit: the shortest one.
fn connecting(limits: &Limits) -> Option<(Duration, TimeLimit)> {
    let all = [
        limits.left().map(|it| (it, TimeLimit::Total)),
        limits.connect.map(|it| (it, TimeLimit::Connect)),
        limits.idle.map(|it| (it, TimeLimit::Idle)),
    ];
    all.into_iter().flatten().min_by_key(|(limit, _)| *limit)
}

/// Creates the error for a connection that was not established in time.
fn unconnected(
    operation: &'static Operation,
    limits: &Limits,
    connecting: Option<(Duration, TimeLimit)>,
) -> Error {
    match connecting {
        Some((_, TimeLimit::Connect)) => limits.unconnected(operation),
        Some((_, TimeLimit::Idle)) => limits.stalled(operation),
        _ => limits.deadline_passed(operation),
    }
}

/// Converts an error of ureq.
fn failed(operation: &'static Operation, limits: &Limits, error: ::ureq::Error) -> Error {
    match error {
        ::ureq::Error::Timeout(Timeout::PerRead | Timeout::PerWrite) => limits.stalled(operation),
        ::ureq::Error::Timeout(_) => limits.deadline_passed(operation),
        ::ureq::Error::Io(error) => failure::transport(operation, error),
        error => failure::transport(operation, error),
    }
}
