//! A connection of HTTP/2, which exchanges share. A task of the runtime drives it.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use http::header::HOST;
use http::{Request, Response, Uri};
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};

use super::super::body::Body;
use super::wire::{BoxIo, Meter};
use crate::exchange::Progress;

/// How often other tasks have their turn before an idle connection counts as open: what has arrived passes from the
/// system to the connection, and from there to its sender.
const TURNS: usize = 8;

#[derive(Clone)]
pub(super) struct Http2 {
    sender: http2::SendRequest<Body>,
    meter: Arc<Meter>,
    is_silent: Arc<AtomicBool>,
}

impl Http2 {
    /// Pings would not tell whether the server is alive: the runtime of the blocking client does not run between two
    /// chunks of a body, and would then find that the time for the answer is over before it reads the answer.
    pub(super) async fn new(io: BoxIo, meter: Arc<Meter>) -> hyper::Result<Self> {
        let builder = http2::Builder::new(TokioExecutor::new());
        meter.begin_shared();
        let (sender, driver) = builder.handshake(TokioIo::new(io)).await?;
        // It ends with the last sender and the last stream. What went wrong is told to the streams.
        tokio::spawn(async { drop(driver.await) });
        Ok(Self {
            sender,
            meter,
            is_silent: Arc::default(),
        })
    }

    /// Returns whether an exchange was given up before anything arrived.
    pub(super) fn is_silent(&self) -> bool {
        self.is_silent.load(Relaxed)
    }

    /// Returns whether the connection is still open, by all that the system knows. A runtime that has not run for a
    /// while reads that first.
    pub(super) async fn is_usable(&self) -> bool {
        for _ in 0..TURNS {
            if self.sender.is_closed() {
                return false;
            }
            tokio::task::yield_now().await;
        }
        !self.sender.is_closed()
    }

    pub(super) async fn send(
        &mut self,
        mut request: Request<Body>,
        uri: &Uri,
        progress: &Arc<Progress>,
    ) -> Result<Response<Incoming>, TrySendError<Request<Body>>> {
        *request.uri_mut() = uri.clone();
        request.headers_mut().remove(HOST);
        let informed = Arc::clone(progress);
        hyper::ext::on_informational(&mut request, move |_| informed.touch());
        let _listening = Listening {
            read: self.meter.read(),
            meter: Arc::clone(&self.meter),
            is_silent: Arc::clone(&self.is_silent),
        };
        self.sender.try_send_request(request).await
    }
}

/// Returns whether the server says that it has not processed the request: it refused the stream, or announced the end of
/// the connection with the number of an earlier stream as the last one that it has looked at.
pub(super) fn is_refusal(error: &hyper::Error) -> bool {
    let cause = error.source().and_then(|it| it.downcast_ref());
    // Of the streams of a connection, only those behind the last one fail with the announcement.
    cause.is_some_and(|it: &h2::Error| {
        let is_refused = it.is_reset() && it.reason() == Some(h2::Reason::REFUSED_STREAM);
        it.is_remote() && (is_refused || it.is_go_away())
    })
}

/// An exchange that waits for its response. A call that exceeds its time limit does not close the connection, so that a
/// dead one would be used again and again.
struct Listening {
    meter: Arc<Meter>,
    /// The number of bytes that had arrived when it began.
    read: u64,
    is_silent: Arc<AtomicBool>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        if self.meter.read() == self.read {
            self.is_silent.store(true, Relaxed);
        }
    }
}
