//! The body of a response that is read by the caller.

use std::mem;
use std::sync::Arc;

use connect_runtime::driver::{Annotate, failure};
use connect_runtime::states::Outcome;
use connect_runtime::{Bytes, Error, Method, Operation};

use crate::client::{Opened, Watch};
use crate::exchange::{Limits, Progress};
use crate::machine::About;
use crate::transport::{BodyStream, Transport};

/// The body of an open response, with the watch over its idle limit.
pub(super) struct Source {
    operation: &'static Operation,
    transport: Arc<dyn Transport>,
    about: About,
    limits: Limits,
    progress: Arc<Progress>,
    state: State,
    /// Whether a chunk has arrived since the last wait: the next one begins anew. A wait whose future was dropped goes
    /// on with the next future.
    has_advanced: bool,
}

enum State {
    Open(Box<dyn BodyStream>),
    Ended,
    /// It failed, which is no end.
    Broken,
}

impl Source {
    pub(super) fn new(
        operation: &'static Operation,
        transport: Arc<dyn Transport>,
        about: About,
        opened: Opened,
    ) -> Self {
        Self {
            operation,
            transport,
            about,
            limits: opened.limits,
            progress: opened.progress,
            state: State::Open(opened.body),
            has_advanced: true,
        }
    }

    pub(super) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the next chunk, which is not empty, or `None` at the end.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let body = match &mut self.state {
                State::Open(body) => body,
                State::Ended => return Ok(None),
                State::Broken => {
                    let error = failure::transport(self.operation, "the stream has failed before");
                    return Err(self.broken(error));
                }
            };
            let progress = Arc::clone(&self.progress);
            let mut watch = Watch::resume(&*self.transport, self.operation, self.limits, progress);
            if !mem::take(&mut self.has_advanced) {
                watch.goes_on();
            }
            let result = watch.limit(body.chunk()).await;
            self.has_advanced = true;
            match result {
                Ok(Some(chunk)) if chunk.is_empty() => {}
                Ok(Some(chunk)) => return Ok(Some(chunk)),
                Ok(None) => {
                    self.state = State::Ended;
                    return Ok(None);
                }
                Err(error) => {
                    // Closes the connection.
                    self.state = State::Broken;
                    return Err(self.broken(error));
                }
            }
        }
    }

    /// Adds to an error which request it is about.
    pub(super) fn annotate(&self, error: Error) -> Error {
        self.about.annotate(error)
    }

    /// Of a call that changes something, a part of the response does not say how far it got.
    fn broken(&self, error: Error) -> Error {
        let safe = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE];
        let error = self.annotate(error);
        match safe.contains(&self.operation.method) {
            true => error,
            false => error.settled(Outcome::Unknown),
        }
    }
}
