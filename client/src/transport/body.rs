//! Request bodies for hyper and reqwest. Files are read on the threads for blocking work.

use std::future::Future;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use connect_runtime::driver::{Annotate, failure};
use connect_runtime::{Bytes, Error};
use http::header::CONTENT_LENGTH;
use http_body::{Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::exchange::{OpenBody, Progress, Request};

/// The number of bytes of each read, and of each frame.
const CHUNK: usize = 64 * 1024;

/// Opens the body of a request, which may be empty.
pub(super) async fn open(request: &mut Request) -> Result<Body, Error> {
    let body = match request.body.take() {
        None => return Ok(Body::default()),
        Some(body) if body.in_memory() => body.open()?,
        Some(body) => {
            let operation = request.operation;
            let opening = spawn_blocking(move || body.open()).await;
            opening.map_err(|stopped| failure::transport(operation, stopped).unsent())??
        }
    };
    let left = body.length();
    request.headers.insert(CONTENT_LENGTH, left.into());
    Ok(Body {
        state: Mutex::new(State::Open(Box::new(body))),
        chunk: Bytes::new(),
        left,
        progress: Some(Arc::clone(&request.progress)),
    })
}

/// A body that is read in chunks.
#[derive(Default)]
pub(super) struct Body {
    /// reqwest requires bodies to be `Sync`, which readers of the caller need not be. The body is never shared, so the
    /// lock is never contended.
    state: Mutex<State>,
    /// What is left of a part in memory. A long part becomes several frames, since a frame may be copied and its
    /// transmission is one step of the progress.
    chunk: Bytes,
    left: u64,
    progress: Option<Arc<Progress>>,
}

#[derive(Default)]
enum State {
    Open(Box<OpenBody>),
    Reading(JoinHandle<io::Result<(Box<OpenBody>, Bytes)>>),
    #[default]
    Ended,
}

fn read(mut body: Box<OpenBody>) -> io::Result<(Box<OpenBody>, Bytes)> {
    let mut bytes = vec![0; CHUNK];
    let count = body.read(&mut bytes)?;
    bytes.truncate(count);
    Ok((body, bytes.into()))
}

impl Body {
    /// Returns the next part of any length, or `None` at the end.
    fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        loop {
            match std::mem::take(state) {
                State::Ended => return Poll::Ready(None),
                State::Open(mut body) => match body.next_bytes() {
                    Some(bytes) => {
                        *state = State::Open(body);
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                    None if body.length() == 0 => return Poll::Ready(None),
                    None => *state = State::Reading(spawn_blocking(|| read(body))),
                },
                State::Reading(mut reading) => {
                    let Poll::Ready(result) = Pin::new(&mut reading).poll(context) else {
                        *state = State::Reading(reading);
                        return Poll::Pending;
                    };
                    let result = result.unwrap_or_else(|stopped| Err(io::Error::other(stopped)));
                    return Poll::Ready(Some(result.map(|(body, bytes)| {
                        *state = State::Open(body);
                        bytes
                    })));
                }
            }
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        while this.chunk.is_empty() {
            match this.poll_part(context) {
                Poll::Ready(Some(Ok(part))) => this.chunk = part,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
        let frame = this.chunk.split_to(this.chunk.len().min(CHUNK));
        this.left = this.left.saturating_sub(frame.len() as u64);
        if let Some(progress) = &this.progress {
            progress.touch();
        }
        Poll::Ready(Some(Ok(Frame::data(frame))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }
}
