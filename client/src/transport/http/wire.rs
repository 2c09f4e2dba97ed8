//! The bytes of a connection, below TLS.
//!
//! A server that refuses an upload early sends its response and closes the connection. Then writing fails, while the
//! response waits in the buffers of the system. So a write that fails does not end an exchange here: reading does, after
//! everything that has arrived was read. Until then, an exchange of HTTP/1.1 waits with its write. A connection of HTTP/2
//! may write before it reads, so what it writes is dropped. Whatever else writes (tunnels, handshakes) gets the failure at
//! once.

use std::io::{self, IoSlice, Read};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::exchange::Progress;

/// A connection below HTTP.
pub(super) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

pub(super) type BoxIo = Box<dyn Io>;

/// What passes through a connection, as seen from outside.
#[derive(Default)]
pub(super) struct Meter {
    /// The progress of the exchange that has the connection.
    progress: Mutex<Option<Arc<Progress>>>,
    /// The bytes since that exchange began.
    written: AtomicU64,
    read: AtomicU64,
    /// Whether an exchange has the connection, which reads whenever it cannot write.
    is_open: AtomicBool,
    /// Whether it is a connection of HTTP/2, which exchanges share.
    is_shared: AtomicBool,
    /// Whether reads ask the system itself, and not tokio, which only knows what its last poll has told it.
    is_looking: AtomicBool,
}

impl Meter {
    /// Begins an exchange: all bytes from now on are its progress.
    pub(super) fn begin(&self, progress: &Arc<Progress>) {
        self.written.store(0, Relaxed);
        self.read.store(0, Relaxed);
        self.is_open.store(true, Relaxed);
        self.set(Some(Arc::clone(progress)));
    }

    /// Begins a connection of HTTP/2.
    #[cfg(feature = "http2")]
    pub(super) fn begin_shared(&self) {
        self.is_shared.store(true, Relaxed);
    }

    pub(super) fn end(&self) {
        self.is_open.store(false, Relaxed);
        self.set(None);
    }

    /// Returns whether a byte of the exchange was handed to the system.
    pub(super) fn has_written(&self) -> bool {
        self.written.load(Relaxed) > 0
    }

    /// Returns the number of bytes that have arrived.
    #[cfg(feature = "http2")]
    pub(super) fn read(&self) -> u64 {
        self.read.load(Relaxed)
    }

    pub(super) fn look(&self, is_looking: bool) {
        self.is_looking.store(is_looking, Relaxed);
    }

    fn set(&self, progress: Option<Arc<Progress>>) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }

    fn add(&self, counter: &AtomicU64, count: usize) {
        if count == 0 {
            return;
        }
        counter.fetch_add(count as u64, Relaxed);
        let progress = self.progress.lock();
        if let Some(progress) = &*progress.unwrap_or_else(PoisonError::into_inner) {
            progress.touch();
        }
    }
}

/// A socket with a meter.
pub(super) struct Wire {
    socket: TcpStream,
    meter: Arc<Meter>,
    /// Why nothing can be written any more.
    broken: Option<io::Error>,
}

impl Wire {
    pub(super) fn new(socket: TcpStream, meter: &Arc<Meter>) -> Self {
        Self {
            socket,
            meter: Arc::clone(meter),
            broken: None,
        }
    }

    fn poll_read_any(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.broken.is_some() || self.meter.is_looking.load(Relaxed) {
            match self.read_now(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => return Poll::Ready(result),
            }
        }
        Pin::new(&mut self.socket).poll_read(context, buffer)
    }

    /// Reads what the system has now.
    fn read_now(&self, buffer: &mut ReadBuf<'_>) -> io::Result<()> {
        let count = (&*SockRef::from(&self.socket)).read(buffer.initialize_unfilled())?;
        buffer.advance(count);
        Ok(())
    }

    /// Takes note of the result of writing `length` bytes. After a failure the task is woken, and then reads.
    fn wrote(
        &mut self,
        context: &mut Context<'_>,
        length: usize,
        result: io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        let (is_open, is_shared) = (&self.meter.is_open, &self.meter.is_shared);
        let reads_on = is_open.load(Relaxed) || is_shared.load(Relaxed);
        match result {
            Ok(count) => {
                self.meter.add(&self.meter.written, count);
                Poll::Ready(Ok(count))
            }
            Err(error) if is_closed(&error) && reads_on => {
                self.broken = Some(error);
                context.waker().wake_by_ref();
                self.poll_broken(length)
            }
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    /// What becomes of a write of `length` bytes after one has failed.
    fn poll_broken(&self, length: usize) -> Poll<io::Result<usize>> {
        match self.meter.is_shared.load(Relaxed) {
            true => Poll::Ready(Ok(length)),
            false => Poll::Pending,
        }
    }

    /// Returns the failure of the write instead of an end without a byte of a response.
    fn explained(&mut self, result: io::Result<()>, count: usize) -> io::Result<()> {
        let ended = count == 0 && self.meter.read.load(Relaxed) == 0;
        match self.broken.take_if(|_| ended) {
            Some(error) => Err(error),
            None => result,
        }
    }
}

/// Returns whether the error says that the peer closed the connection.
fn is_closed(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
    matches!(
        error.kind(),
        BrokenPipe | ConnectionAborted | ConnectionReset
    )
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if buffer.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let result = ready!(this.poll_read_any(context, buffer));
        let count = buffer.filled().len() - before;
        this.meter.add(&this.meter.read, count);
        Poll::Ready(this.explained(result, count))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.broken.is_some() {
            return this.poll_broken(bytes.len());
        }
        let result = ready!(Pin::new(&mut this.socket).poll_write(context, bytes));
        this.wrote(context, bytes.len(), result)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let length = slices.iter().map(|it| it.len()).sum();
        if this.broken.is_some() {
            return this.poll_broken(length);
        }
        let result = ready!(Pin::new(&mut this.socket).poll_write_vectored(context, slices));
        this.wrote(context, length, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        match this.broken {
            Some(_) => Poll::Ready(Ok(())),
            None => Pin::new(&mut this.socket).poll_shutdown(context),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::time::{Duration, Instant};

    use tokio::net::TcpListener;
    use tokio::runtime;
    use tokio::time::timeout;

    use super::*;

    /// Much longer than anything here takes.
    const SOON: Duration = Duration::from_secs(5);

    fn run(test: impl Future<Output = ()>) {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let test = async { timeout(SOON, test).await.expect("it does not hang") };
        runtime.expect("a runtime").block_on(test);
    }

    /// Returns a connection that the peer has reset.
    async fn reset(meter: &Arc<Meter>) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let socket = TcpStream::connect(address).await.expect("a connection");
        let (peer, _) = listener.accept().await.expect("a connection");
        let linger = SockRef::from(&peer).set_linger(Some(Duration::ZERO));
        linger.expect("an option");
        drop(peer);
        Wire::new(socket, meter)
    }

    #[test]
    fn before_http_a_failed_write_is_an_error() {
        run(async {
            let mut wire = reset(&Arc::default()).await;
            let written = poll_fn(|it| Pin::new(&mut wire).poll_write(it, b"CONNECT")).await;
            assert!(is_closed(&written.expect_err("reset")));
        });
    }

    #[test]
    fn in_an_exchange_reading_tells_the_failure() {
        run(async {
            let meter = Arc::new(Meter::default());
            let mut wire = reset(&meter).await;
            meter.begin(&Progress::new(Instant::now()));
            let result = poll_fn(|context| {
                if wire.broken.is_none() {
                    let written = Pin::new(&mut wire).poll_write(context, b"GET");
                    assert!(written.is_pending(), "{written:?}");
                    return Poll::Pending;
                }
                let mut bytes = [0; 9];
                Pin::new(&mut wire).poll_read(context, &mut ReadBuf::new(&mut bytes))
            });
            assert!(is_closed(&result.await.expect_err("reset")));
        });
    }
}
