//! Adapter that turns a blocking transport into an asynchronous one.

use std::future::ready;
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};

use connect_runtime::driver::failure;
use connect_runtime::{Bytes, Error, Operation};

use super::Transport;
use crate::exchange::{Limits, Request};
use crate::transport::{self, BodyStream, BoxFuture, Response};

/// The number of bytes of the first read of a body. Most bodies fit.
const FIRST_CHUNK: usize = 16 * 1024;

/// The number of bytes of each further read.
const CHUNK: usize = 64 * 1024;

/// Blocks where an asynchronous transport would wait, so that its futures are ready when they are polled once.
pub(super) struct Adapter(Arc<dyn Transport>);

impl Adapter {
    pub(super) fn new(transport: Arc<dyn Transport>) -> Self {
        Self(transport)
    }
}

impl transport::Transport for Adapter {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let (operation, limits) = (request.operation, request.limits);
        let result = self.0.send(request).map(|response| {
            let limits = limits.after_head(response.status());
            response.map(|reader| -> Box<dyn BodyStream> {
                Box::new(Body {
                    operation,
                    limits,
                    reader,
                    buffer: Vec::new(),
                    last: 0,
                })
            })
        });
        Box::pin(ready(result))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let transport = Arc::clone(&self.0);
        Box::pin(async move { transport.sleep(duration) })
    }
}

/// The body of a response, which is read when its next chunk is polled.
struct Body {
    operation: &'static Operation,
    limits: Limits,
    reader: Box<dyn Read + Send>,
    /// Empty before the first chunk.
    buffer: Vec<u8>,
    /// The length of the last chunk.
    last: usize,
}

impl BodyStream for Body {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, Error>> {
        Box::pin(ready(self.read()))
    }
}

impl Body {
    fn read(&mut self) -> Result<Option<Bytes>, Error> {
        if self.buffer.is_empty() {
            self.buffer = vec![0; FIRST_CHUNK];
        } else if self.limits.deadline.is_some_and(|it| it <= Instant::now()) {
            // A transport enforces the limits, but a simple one may not notice that a body is slow.
            return Err(self.limits.deadline_passed(self.operation));
        } else if self.last == FIRST_CHUNK && self.buffer.len() < CHUNK {
            self.buffer = vec![0; CHUNK];
        }
        loop {
            match self.reader.read(&mut self.buffer) {
                Ok(0) => return Ok(None),
                Ok(count) => {
                    self.last = count;
                    return Ok(Some(Bytes::copy_from_slice(&self.buffer[..count])));
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(failed(self.operation, error)),
            }
        }
    }
}

/// Converts the error of a reader. An error of the transport inside of it is returned as it is.
fn failed(operation: &'static Operation, error: io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => error,
        Err(error) => match error.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => failure::timeout(operation, error),
            _ => failure::transport(operation, error),
        },
    }
}
