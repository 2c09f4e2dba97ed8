//! Reads requests from a connection.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;

use crate::server::head::{BodyLength, Head, Refused};
use crate::server::shared::Shared;

/// The longest head of a request, in bytes.
const MAX_HEAD: usize = 64 * 1024;
/// The longest line of a chunked body, in bytes.
const MAX_LINE: usize = 4 * 1024;
/// How much is read at once.
const BLOCK: usize = 64 * 1024;

/// Why no request was read.
#[derive(Debug)]
pub(crate) enum Ended {
    /// The peer disconnected, or the server stops.
    Gone,
    /// The request cannot be accepted.
    Refused(Refused),
}

impl From<Refused> for Ended {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// A connection, and the bytes that were read from it and not consumed yet.
pub(crate) struct Input<'a> {
    pub stream: &'a TcpStream,
    shared: &'a Shared,
    buffer: Vec<u8>,
    /// How many bytes of the buffer have been consumed.
    used: usize,
}

impl<'a> Input<'a> {
    pub fn new(stream: &'a TcpStream, shared: &'a Shared) -> Self {
        Self {
            stream,
            shared,
            buffer: Vec::new(),
            used: 0,
        }
    }

    /// Waits for the first byte of a request. `false` if the connection ends first.
    pub fn begins(&self) -> bool {
        if self.used < self.buffer.len() {
            return true;
        }
        while !self.shared.is_stopped() {
            match self.stream.peek(&mut [0]) {
                Ok(0) => return false,
                Ok(_) => return true,
                Err(error) if is_pause(error.kind()) => {}
                Err(_) => return false,
            }
        }
        false
    }

    pub fn head(&mut self) -> Result<Head, Ended> {
        loop {
            let bytes = &self.buffer[self.used..];
            let head = Head::parse(bytes)?;
            let length = head.as_ref().map_or(bytes.len(), |(_, length)| *length);
            if length > MAX_HEAD {
                return Err(Refused(431).into());
            }
            if let Some((head, length)) = head {
                self.used += length;
                return Ok(head);
            }
            self.more()?;
        }
    }

    /// Reads the body, and passes each piece of it to `take` until that returns [`Taken::Enough`].
    pub fn body(
        &mut self,
        length: BodyLength,
        mut take: impl FnMut(&[u8]) -> Taken,
    ) -> Result<(), Ended> {
        match length {
            BodyLength::Known(length) => self.piece(length, &mut take).map(|_| ()),
            BodyLength::Chunked => self.chunks(&mut take),
        }
    }

    /// Reads some bytes and drops them.
    pub fn skip(&mut self) -> Result<(), Ended> {
        self.used = self.buffer.len();
        self.more()
    }

    fn chunks(&mut self, take: &mut impl FnMut(&[u8]) -> Taken) -> Result<(), Ended> {
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = u64::from_str_radix(size, 16).map_err(|_| Refused(400))?;
            if size == 0 {
                // Trailers, up to an empty line.
                while !self.line()?.is_empty() {}
                return Ok(());
            }
            if self.piece(size, take)? == Taken::Enough {
                return Ok(());
            }
            if !self.line()?.is_empty() {
                return Err(Refused(400).into());
            }
        }
    }

    fn piece(
        &mut self,
        length: u64,
        take: &mut impl FnMut(&[u8]) -> Taken,
    ) -> Result<Taken, Ended> {
        let mut left = length;
        while left > 0 {
            if self.used == self.buffer.len() {
                self.more()?;
            }
            let bytes = &self.buffer[self.used..];
            let count = usize::try_from(left).map_or(bytes.len(), |it| it.min(bytes.len()));
            let taken = take(&bytes[..count]);
            self.used += count;
            left -= count as u64;
            if taken == Taken::Enough {
                return Ok(taken);
            }
        }
        Ok(Taken::GoOn)
    }

    fn line(&mut self) -> Result<String, Ended> {
        loop {
            let bytes = &self.buffer[self.used..];
            if let Some(end) = bytes.windows(2).position(|it| it == b"\r\n") {
                let line = String::from_utf8(bytes[..end].to_vec()).map_err(|_| Refused(400))?;
                self.used += end + 2;
                return Ok(line);
            }
            if bytes.len() > MAX_LINE {
                return Err(Refused(400).into());
            }
            self.more()?;
        }
    }

    /// Reads some more bytes into the buffer.
    fn more(&mut self) -> Result<(), Ended> {
        self.buffer.drain(..self.used);
        self.used = 0;
        let end = self.buffer.len();
        self.buffer.resize(end + BLOCK, 0);
        let result = self.read(end);
        self.buffer
            .truncate(end + result.as_ref().map_or(0, |it| *it));
        result.map(|_| ())
    }

    fn read(&mut self, from: usize) -> Result<usize, Ended> {
        while !self.shared.is_stopped() {
            match self.stream.read(&mut self.buffer[from..]) {
                Ok(0) => return Err(Ended::Gone),
                Ok(count) => return Ok(count),
                Err(error) if is_pause(error.kind()) => {}
                Err(_) => return Err(Ended::Gone),
            }
        }
        Err(Ended::Gone)
    }
}

/// Whether a reader of a body wants more of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    GoOn,
    Enough,
}

/// Whether an error only means that a time-out has passed.
pub(crate) fn is_pause(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}
