//! What a handler has the server answer.

use std::io::{self, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::Shared;

/// An answer of the server, good or bad.
#[derive(Debug, Clone)]
pub struct Reply {
    delay: Duration,
    head: String,
    body: Vec<u8>,
    /// How many bytes of the body are sent before the connection is cut.
    cut: Option<usize>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Http,
    Raw,
    Never,
}

impl Reply {
    /// An answer with a status and no body.
    pub fn new(status: u16) -> Self {
        Self {
            delay: Duration::ZERO,
            head: format!("HTTP/1.1 {status} Status\r\nConnection: close\r\n"),
            body: Vec::new(),
            cut: None,
            kind: Kind::Http,
        }
    }

    /// An answer of JSON.
    pub fn json(status: u16, text: impl Into<Vec<u8>>) -> Self {
        Self::new(status)
            .header("Content-Type", "application/json")
            .body(text)
    }

    /// A redirect.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::new(status).header("Location", location)
    }

    /// These bytes instead of an HTTP answer, and the end of the connection.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            kind: Kind::Raw,
            ..Self::new(200).body(bytes)
        }
    }

    /// No answer, while the connection stays open.
    pub fn never() -> Self {
        Self {
            kind: Kind::Never,
            ..Self::new(200)
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// Sets the body. Its length is sent with it.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Cuts the connection after so many bytes of the body, of which all were announced.
    #[must_use]
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.cut = Some(bytes);
        self
    }

    /// Waits before the answer.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    pub(crate) fn write(&self, stream: &mut TcpStream, shared: &Shared) -> io::Result<()> {
        shared.sleep(self.delay);
        let sent = &self.body[..self.cut.unwrap_or(usize::MAX).min(self.body.len())];
        match self.kind {
            Kind::Http => {
                let length = self.body.len();
                write!(stream, "{}Content-Length: {length}\r\n\r\n", self.head)?;
                stream.write_all(sent)
            }
            Kind::Raw => stream.write_all(sent),
            Kind::Never => {
                shared.sleep(Duration::MAX);
                Ok(())
            }
        }
    }
}
