//! The body of a response of the default transport.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use connect_runtime::driver::failure;
use connect_runtime::{Bytes, Error, Operation};
use http_body::Body as _;
use hyper::body::Incoming;

use super::super::{BodyStream, BoxFuture};
use super::connection::Connection;
use super::pool::{Key, Pool};

/// The body of a response, with the connection on which it arrives.
pub(super) struct ResponseBody {
    pub(super) operation: &'static Operation,
    pub(super) incoming: Incoming,
    /// `None` once the body has ended.
    pub(super) connection: Option<(Key, Connection)>,
    pub(super) pool: Arc<Pool>,
}

impl ResponseBody {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        let mut is_driven = false;
        loop {
            match Pin::new(&mut self.incoming).poll_frame(context) {
                Poll::Ready(None) => {
                    self.finish(context);
                    return Poll::Ready(Ok(None));
                }
                Poll::Ready(Some(Err(error))) => {
                    self.connection = None;
                    return Poll::Ready(Err(failure::transport(self.operation, error)));
                }
                Poll::Ready(Some(Ok(frame))) => {
                    // Trailers mean nothing here.
                    if let Ok(chunk) = frame.into_data()
                        && !chunk.is_empty()
                    {
                        return Poll::Ready(Ok(Some(chunk)));
                    }
                }
                Poll::Pending if is_driven => return Poll::Pending,
                Poll::Pending => {
                    if let Some((_, connection)) = &mut self.connection {
                        connection.drive(context);
                    }
                    is_driven = true;
                }
            }
        }
    }

    /// Keeps the connection, if it can be kept.
    fn finish(&mut self, context: &mut Context<'_>) {
        if let Some((key, mut connection)) = self.connection.take()
            && connection.finish(context)
        {
            self.pool.put(key, connection);
        }
    }
}

impl BodyStream for ResponseBody {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, Error>> {
        Box::pin(std::future::poll_fn(|context| self.poll_chunk(context)))
    }
}

impl Drop for ResponseBody {
    /// A body that nobody wants to read has often ended, such as that of a redirect.
    fn drop(&mut self) {
        if self.incoming.is_end_stream() {
            self.finish(&mut Context::from_waker(Waker::noop()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use connect_runtime::Method;

    use super::super::super::body;
    use super::super::alerting::Alerting;
    use super::super::wire::Meter;
    use super::*;
    use crate::exchange::Progress;

    static OPERATION: Operation = Operation::new("x", Method::POST, &[], "");

    #[test]
    fn after_the_head_of_a_response_an_alert_does_not_say_that_nothing_was_sent() {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let error = runtime.expect("a runtime").block_on(async {
            let io = Alerting::after(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart");
            let uri = "https://api.example/x".parse().expect("a URL");
            let handle = tokio::runtime::Handle::current();
            let key = Key::new(&uri, &handle).expect("a host");
            let connection = Connection::http1(Box::new(io), Arc::new(Meter::default()));
            let mut connection = connection.await.expect("a connection");
            let request = http::Request::new(body::Body::default());
            let progress = Progress::new(Instant::now());
            let sent = connection.send(request, &uri, &progress);
            let response = sent.await.map_err(|it| it.error).expect("a head");
            let mut body = ResponseBody {
                operation: &OPERATION,
                incoming: response.into_body(),
                connection: Some((key, connection)),
                pool: Arc::new(Pool::new(Duration::ZERO)),
            };
            let part = body.chunk().await.expect("a chunk");
            assert_eq!(part.as_deref(), Some(&b"part"[..]));
            body.chunk().await.expect_err("an alert")
        });
        assert!(error.may_have_been_processed(), "{error}");
        assert!(!error.to_string().contains("client certificate"), "{error}");
    }
}
