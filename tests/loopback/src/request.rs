//! Requests, as they came.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;

use crate::Shared;

/// The most headers that a request may have.
const MAX_HEADERS: usize = 100;

/// A request that the server received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The method.
    pub method: String,
    /// Path and query, as they were sent.
    pub target: String,
    /// The headers in their order, names as they were sent.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, out of its chunks if it came in some.
    pub body: Vec<u8>,
}

impl Received {
    /// The value of the first header of that name, in whatever letter case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers_named(name).first().copied()
    }

    /// The values of all headers of that name. Those that are not UTF-8 are left out.
    pub fn headers_named(&self, name: &str) -> Vec<&str> {
        let named = self
            .headers
            .iter()
            .filter(|(it, _)| it.eq_ignore_ascii_case(name));
        named
            .filter_map(|(_, value)| str::from_utf8(value).ok())
            .collect()
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Reads a request; `None` if it is no HTTP, or the peer or the server goes away before its end.
pub(crate) fn receive(stream: &mut TcpStream, shared: &Shared) -> Option<Received> {
    let mut input = Input {
        stream,
        shared,
        buffer: Vec::new(),
    };
    let mut request = loop {
        match head(&input.buffer)? {
            Some((request, length)) => {
                input.buffer.drain(..length);
                break request;
            }
            None => input.more()?,
        }
    };
    let chunked = request
        .header("transfer-encoding")
        .is_some_and(|it| it.eq_ignore_ascii_case("chunked"));
    request.body = if chunked {
        input.chunks()?
    } else {
        let length = request
            .header("content-length")
            .map_or(Some(0), |it| it.parse().ok())?;
        input.take(length)?
    };
    Some(request)
}

/// The request's head and its length in bytes; the inner `None` if it is not complete.
fn head(bytes: &[u8]) -> Option<Option<(Received, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(length) = parsed.parse(bytes).ok()? else {
        return Some(None);
    };
    let request = Received {
        method: parsed.method?.to_owned(),
        target: parsed.path?.to_owned(),
        headers: parsed
            .headers
            .iter()
            .map(|it| (it.name.to_owned(), it.value.to_vec()))
            .collect(),
        body: Vec::new(),
    };
    Some(Some((request, length)))
}

struct Input<'a> {
    stream: &'a mut TcpStream,
    shared: &'a Shared,
    buffer: Vec<u8>,
}

impl Input<'_> {
    /// Reads some more bytes into the buffer.
    fn more(&mut self) -> Option<()> {
        let mut bytes = [0; 16 * 1024];
        while !self.shared.is_stopped() {
            match self.stream.read(&mut bytes) {
                Ok(0) => return None,
                Ok(count) => {
                    self.buffer.extend_from_slice(&bytes[..count]);
                    return Some(());
                }
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {}
                    _ => return None,
                },
            }
        }
        None
    }

    fn take(&mut self, count: usize) -> Option<Vec<u8>> {
        while self.buffer.len() < count {
            self.more()?;
        }
        Some(self.buffer.drain(..count).collect())
    }

    fn line(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|it| it == b"\r\n") {
                let line = self.take(end + 2)?;
                return String::from_utf8(line[..end].to_vec()).ok();
            }
            self.more()?;
        }
    }

    fn chunks(&mut self) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
            if size == 0 {
                // Trailers, up to an empty line.
                while !self.line()?.is_empty() {}
                return Some(body);
            }
            body.extend(self.take(size)?);
            self.line()?;
        }
    }
}
