//! A server of tests that refuses the client by TLS.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use rustls::AlertDescription;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A connection that responds with these bytes, and then with an alert of TLS.
pub(super) struct Alerting {
    bytes: &'static [u8],
    has_sent: bool,
}

impl Alerting {
    pub(super) fn after(bytes: &'static [u8]) -> Self {
        Self {
            bytes,
            has_sent: false,
        }
    }
}

impl AsyncRead for Alerting {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if !this.has_sent {
            return Poll::Pending;
        }
        if this.bytes.is_empty() {
            let alert = rustls::Error::AlertReceived(AlertDescription::AccessDenied);
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, alert)));
        }
        buffer.put_slice(std::mem::take(&mut this.bytes));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Alerting {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().has_sent = true;
        context.waker().wake_by_ref();
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
