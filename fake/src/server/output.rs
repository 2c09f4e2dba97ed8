//! Writes replies to a connection.

use std::io::{self, ErrorKind, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::reply::{Ending, Framing, Point, Reply};
use crate::server::input::is_pause;
use crate::server::shared::Shared;

/// How many bytes of a body are written at once.
const BLOCK: usize = 64 * 1024;

/// What happens to the connection after a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum After {
    KeepOpen,
    Close,
    Reset,
}

/// A connection to write to.
pub(crate) struct Output<'a> {
    pub stream: &'a TcpStream,
    pub shared: &'a Shared,
}

/// The properties of the request that affect its response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub keep_alive: bool,
    pub is_head: bool,
}

impl Output<'_> {
    /// Sends the reply. Some tests disconnect during the reply, so that is not an error but ends the
    /// connection.
    pub fn send(&mut self, reply: &Reply, asked: Asked) -> After {
        self.wait(reply.delay());
        self.try_send(reply, asked).unwrap_or(After::Close)
    }

    fn try_send(&mut self, reply: &Reply, asked: Asked) -> io::Result<After> {
        let stop = match reply.end() {
            Ending::Whole | Ending::HangUp => None,
            Ending::Cut(point) | Ending::Reset(point) | Ending::Stall(point) => Some(point),
        };
        let keep_open = self.may_keep_open(reply, asked);
        if stop != Some(Point::Start) {
            let most = match stop {
                Some(Point::Body(bytes)) => bytes,
                _ => u64::MAX,
            };
            let has_body = !asked.is_head && !matches!(reply.status(), 100..200 | 204 | 304);
            let length = if has_body { reply.content().len() } else { 0 };
            self.inform(reply)?;
            let head = head(reply, keep_open);
            self.body(reply, head, length.min(most), stop.is_none())?;
        }
        Ok(match reply.end() {
            Ending::Whole if keep_open => After::KeepOpen,
            Ending::Whole | Ending::HangUp | Ending::Cut(_) => After::Close,
            Ending::Reset(_) => After::Reset,
            Ending::Stall(_) => {
                self.wait(Duration::MAX);
                After::Close
            }
        })
    }

    fn may_keep_open(&self, reply: &Reply, asked: Asked) -> bool {
        let is_framed = match reply.framing() {
            Framing::Length | Framing::Chunked => true,
            Framing::Announced(length) => length <= reply.content().len(),
            Framing::UntilClose | Framing::Raw => false,
        };
        is_framed && asked.keep_alive && !reply.is_closing() && self.shared.keeps_alive()
    }

    /// Sends the informational responses.
    fn inform(&mut self, reply: &Reply) -> io::Result<()> {
        let Some(informing) = reply.early() else {
            return Ok(());
        };
        for _ in 0..informing.count {
            self.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")?;
            self.wait(informing.pause);
        }
        Ok(())
    }

    /// Sends the head and `length` bytes of the body, in one write if they are short: a second write could
    /// wait until the peer acknowledges the first.
    fn body(&mut self, reply: &Reply, head: Vec<u8>, length: u64, ends: bool) -> io::Result<()> {
        let is_chunked = reply.framing() == Framing::Chunked;
        let most = reply.pace().map_or(BLOCK, |it| it.bytes.min(BLOCK));
        let mut block = head;
        let mut offset = 0;
        while offset < length {
            if let Some(pace) = reply.pace() {
                self.write(&block)?;
                block.clear();
                self.wait(pace.pause);
            }
            let left = usize::try_from(length - offset).map_or(most, |it| it.min(most));
            let bytes = reply.content().read(offset, left);
            offset += bytes.len() as u64;
            if is_chunked {
                write!(block, "{:x}\r\n", bytes.len())?;
            }
            block.extend_from_slice(&bytes);
            if is_chunked {
                block.extend_from_slice(b"\r\n");
            }
            if block.len() >= BLOCK {
                self.write(&block)?;
                block.clear();
            }
        }
        if is_chunked && ends {
            block.extend_from_slice(b"0\r\n\r\n");
        }
        self.write(&block)
    }

    /// Writes all bytes, unless the server stops first.
    pub fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            if self.shared.is_stopped() {
                return Err(ErrorKind::Interrupted.into());
            }
            match self.stream.write(bytes) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => bytes = &bytes[count..],
                Err(error) if is_pause(error.kind()) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Waits for this duration, or until the server stops or the peer disconnects.
    pub fn wait(&self, duration: Duration) {
        let start = Instant::now();
        while !self.shared.is_stopped() {
            let left = duration.saturating_sub(start.elapsed());
            if left.is_zero() {
                return;
            }
            let pause = left.min(self.shared.tick());
            // The time-out of a read cannot be finer than this pause, so the pause is slept.
            std::thread::sleep(pause);
            if self.is_peer_gone() {
                return;
            }
        }
    }

    /// Whether the peer has closed the connection.
    fn is_peer_gone(&self) -> bool {
        if self.stream.set_nonblocking(true).is_err() {
            return true;
        }
        let gone = match self.stream.peek(&mut [0]) {
            Ok(count) => count == 0,
            Err(error) => !is_pause(error.kind()),
        };
        self.stream.set_nonblocking(false).is_err() || gone
    }
}

fn head(reply: &Reply, keep_open: bool) -> Vec<u8> {
    let framing = match reply.framing() {
        Framing::Raw => return Vec::new(),
        Framing::UntilClose => String::new(),
        Framing::Chunked => "Transfer-Encoding: chunked\r\n".to_owned(),
        Framing::Announced(length) => format!("Content-Length: {length}\r\n"),
        // A response with one of these statuses has no body and no `Content-Length`.
        Framing::Length if matches!(reply.status(), 100..200 | 204) => String::new(),
        Framing::Length => format!("Content-Length: {}\r\n", reply.content().len()),
    };
    let status = reply.status();
    let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status)).into_bytes();
    for (name, value) in reply.headers() {
        head.extend_from_slice(name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value);
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(framing.as_bytes());
    if !keep_open {
        head.extend_from_slice(b"Connection: close\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// The reason phrase. Clients ignore it, but it should not be wrong.
fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        206 => "Partial Content",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        413 => "Content Too Large",
        416 => "Range Not Satisfiable",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Status",
    }
}
