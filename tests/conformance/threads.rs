//! A network in memory whose hosts handle requests in threads, as servers do.

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use connect_fake::memory::Network;
use connect_usage::Error;
use connect_usage::transport::{BoxFuture, Request, Response, Transport, failure};

/// A transport whose requests are handled in threads of the async runtime: some handlers here block.
pub struct Threads(pub Network);

impl Transport for Threads {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let (network, operation) = (self.0.clone(), request.operation);
        Box::pin(async move {
            let handled = tokio::task::spawn_blocking(|| {
                let mut sent: BoxFuture<'static, _> =
                    Box::pin(async move { network.send(request).await });
                // The request is handled when the future is polled first.
                let first = sent.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                (first, sent)
            });
            match handled.await {
                Ok((Poll::Ready(response), _)) => response,
                Ok((Poll::Pending, sent)) => sent.await,
                Err(stopped) => Err(failure::transport(operation, stopped)),
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Transport::sleep(&self.0, duration)
    }
}
