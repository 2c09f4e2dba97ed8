//! Request bodies for reqwest. Files are read on the threads for blocking work.

use std::future::Future;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use connect_runtime::driver::{Annotate, failure};
use connect_runtime::{Bytes, Error};
use http::header::CONTENT_LENGTH;
use http_body::{Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::exchange::{OpenBody, Request};

/// The number of bytes of each read.
const CHUNK: usize = 64 * 1024;

/// Opens the body of a request, if it has one.
pub(super) async fn open(request: &mut Request) -> Result<Option<reqwest::Body>, Error> {
    let body = match request.body.take() {
        None => return Ok(None),
        Some(body) if body.in_memory() => body.open()?,
        Some(body) => {
            let operation = request.operation;
            let opening = spawn_blocking(move || body.open()).await;
            opening.map_err(|stopped| failure::transport(operation, stopped).unsent())??
        }
    };
    let left = body.length();
    request.headers.insert(CONTENT_LENGTH, left.into());
    let state = Mutex::new(State::Open(Box::new(body)));
    Ok(Some(reqwest::Body::wrap(Streamed { state, left })))
}

/// A body that is read in chunks.
struct Streamed {
    /// reqwest requires bodies to be `Sync`, which readers of the caller need not be. The body is never shared, so the
    /// lock is never contended.
    state: Mutex<State>,
    left: u64,
}

enum State {
    Open(Box<OpenBody>),
    Reading(JoinHandle<io::Result<(Box<OpenBody>, Bytes)>>),
    Ended,
}

fn read(mut body: Box<OpenBody>) -> io::Result<(Box<OpenBody>, Bytes)> {
    let mut bytes = vec![0; CHUNK];
    let count = body.read(&mut bytes)?;
    bytes.truncate(count);
    Ok((body, bytes.into()))
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        let state = this.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        let bytes = loop {
            match std::mem::replace(state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Open(mut body) => match body.next_bytes() {
                    Some(bytes) => {
                        *state = State::Open(body);
                        break bytes;
                    }
                    None if body.length() == 0 => return Poll::Ready(None),
                    None => *state = State::Reading(spawn_blocking(|| read(body))),
                },
                State::Reading(mut reading) => {
                    let Poll::Ready(result) = Pin::new(&mut reading).poll(context) else {
                        *state = State::Reading(reading);
                        return Poll::Pending;
                    };
                    match result.unwrap_or_else(|stopped| Err(io::Error::other(stopped))) {
                        Err(error) => return Poll::Ready(Some(Err(error))),
                        Ok((body, bytes)) => {
                            *state = State::Open(body);
                            break bytes;
                        }
                    }
                }
            }
        };
        this.left = this.left.saturating_sub(bytes.len() as u64);
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }
}
