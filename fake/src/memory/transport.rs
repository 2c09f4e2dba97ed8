//! The network as a transport of both clients.

use std::io::{self, Read};
use std::time::Duration;

use connect_client::runtime::Bytes;
use connect_client::transport::{
    Annotate, BodyStream, BoxFuture, Request, Response, Transport, failure, streaming_response,
};
use connect_client::{Error, blocking};
use http::Method;
use http::header::{HOST, HeaderName, HeaderValue};

use crate::memory::arrival::{Arrival, Body};
use crate::memory::network::Network;
use crate::memory::time::Due;
use crate::request::Received;

/// What the blocking client is told instead of waiting forever: its thread could do nothing else.
const NEVER: &str = "the host sends nothing more, and no time limit ends the wait";

impl Network {
    /// Delivers a request to its host.
    fn deliver(&self, mut request: Request) -> Result<Due<Arrival>, Error> {
        let operation = request.operation;
        let unsent = |what: &str| failure::transport(operation, what).unsent();
        let name = request.uri.authority().map_or("", |it| it.as_str());
        let host = self.host(name);
        let host = host.ok_or_else(|| unsent("there is no such host"))?;
        // A file that cannot be opened is an error before anything is sent.
        let mut reader = request.open_body()?;
        if host.is_refusing() {
            return Err(unsent("the connection was refused"));
        }
        let read = |body: &mut Vec<u8>, most: u64| match &mut reader {
            Some(reader) => reader.take(most).read_to_end(body).map(drop),
            None => Ok(()),
        };
        let reply = host.receive(received(&request), read);
        let reply = reply.map_err(|error| failure::transport(operation, error))?;
        let reset = || failure::transport(operation, "the connection was reset");
        let reply = reply.ok_or_else(reset)?;
        let (limits, is_head) = (request.limits, request.method == Method::HEAD);
        Ok(Arrival::of(&reply, operation, limits, self.time(), is_head))
    }
}

/// The request as a server sees it, without its body.
fn received(request: &Request) -> Received {
    let target = request.uri.path_and_query().map_or("/", |it| it.as_str());
    let header =
        |(name, value): (&HeaderName, &HeaderValue)| (name.to_string(), value.as_bytes().to_vec());
    let mut headers: Vec<_> = request.headers.iter().map(header).collect();
    if let Some(authority) = request.uri.authority() {
        headers.push((HOST.to_string(), authority.as_str().into()));
    }
    Received {
        method: request.method.to_string(),
        target: target.to_owned(),
        headers,
        ..Received::default()
    }
}

impl Transport for Network {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            let arrival = self.time().wait(self.deliver(request)?).await?;
            let Arrival {
                status,
                headers,
                body,
            } = arrival;
            Ok(streaming_response(status, headers, body))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.time().sleep(duration)
    }
}

impl BodyStream for Body {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, Error>> {
        Box::pin(async {
            let due = self.next(usize::MAX);
            self.time().wait(due).await
        })
    }
}

impl blocking::Transport for Network {
    fn send(&self, request: Request) -> Result<blocking::Response, Error> {
        let operation = request.operation;
        let never = || failure::transport(operation, NEVER);
        let Arrival {
            status,
            headers,
            body,
        } = self.time().block(self.deliver(request)?, never)?;
        Ok(blocking::streaming_response(status, headers, body))
    }

    fn sleep(&self, duration: Duration) {
        self.time().sleep_here(duration);
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let due = self.next(buffer.len());
        let never = || failure::transport(self.operation(), NEVER);
        let chunk = self.time().block(due, never).map_err(io::Error::other)?;
        let bytes = chunk.unwrap_or_default();
        // At most as long as the buffer, which was asked for.
        let count = bytes.len().min(buffer.len());
        buffer[..count].copy_from_slice(&bytes[..count]);
        Ok(count)
    }
}
