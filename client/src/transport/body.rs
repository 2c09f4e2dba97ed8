//! Bodies of requests for reqwest: what lies on disk is read on the threads for blocking work.

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

/// How much of a file is read at a time.
const CHUNK: usize = 64 * 1024;

/// Opens the body of a request, if it has one.
pub(super) async fn open(request: &mut Request) -> Result<Option<reqwest::Body>, Error> {
    let payload = match request.body.take() {
        None => return Ok(None),
        Some(payload) if payload.in_memory() => payload.open()?,
        Some(payload) => {
            let operation = request.operation;
            let opening = spawn_blocking(move || payload.open()).await;
            opening.map_err(|stopped| failure::transport(operation, stopped).unsent())??
        }
    };
    let left = payload.length();
    request.headers.insert(CONTENT_LENGTH, left.into());
    let state = Mutex::new(State::Open(Box::new(payload)));
    Ok(Some(reqwest::Body::wrap(Streamed { state, left })))
}

/// A body that is read piece by piece.
struct Streamed {
    /// reqwest wants bodies that threads can share, which readers of the user's need not be. Nobody
    /// shares it, so the lock is never waited for.
    state: Mutex<State>,
    left: u64,
}

enum State {
    Open(Box<OpenBody>),
    Reading(JoinHandle<io::Result<(Box<OpenBody>, Bytes)>>),
    Ended,
}

fn read(mut payload: Box<OpenBody>) -> io::Result<(Box<OpenBody>, Bytes)> {
    let mut bytes = vec![0; CHUNK];
    let count = payload.read(&mut bytes)?;
    bytes.truncate(count);
    Ok((payload, bytes.into()))
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
                State::Open(mut payload) => match payload.next_bytes() {
                    Some(bytes) => {
                        *state = State::Open(payload);
                        break bytes;
                    }
                    None if payload.length() == 0 => return Poll::Ready(None),
                    None => *state = State::Reading(spawn_blocking(|| read(payload))),
                },
                State::Reading(mut reading) => {
                    let Poll::Ready(result) = Pin::new(&mut reading).poll(context) else {
                        *state = State::Reading(reading);
                        return Poll::Pending;
                    };
                    match result.unwrap_or_else(|stopped| Err(io::Error::other(stopped))) {
                        Err(error) => return Poll::Ready(Some(Err(error))),
                        Ok((payload, bytes)) => {
                            *state = State::Open(payload);
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
