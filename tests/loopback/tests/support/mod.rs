//! A client of a few lines, so that the server is judged by bytes.
#![allow(dead_code, missing_docs, reason = "each test file uses a part of it")]

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use loopback::Server;

/// How long a test waits for what must come, before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Peer {
    stream: TcpStream,
    buffer: Vec<u8>,
}

#[derive(Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1);
        lines.find_map(|line| {
            let (it, value) = line.split_once(": ")?;
            it.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).expect("UTF-8")
    }
}

impl Peer {
    pub fn new(server: &Server) -> Self {
        Self::on(TcpStream::connect(server.address()).expect("a connection"))
    }

    /// Waits out the times in which the server refuses connections.
    pub fn patient(server: &Server) -> Self {
        loop {
            if let Ok(stream) = TcpStream::connect(server.address()) {
                return Self::on(stream);
            }
            std::thread::yield_now();
        }
    }

    fn on(stream: TcpStream) -> Self {
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        stream
            .set_write_timeout(Some(PATIENCE))
            .expect("a time-out");
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        self.stream.write_all(bytes.as_ref()).expect("sent");
        self
    }

    /// Sends, whether or not the server still wants to read.
    pub fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref())
    }

    pub fn get(&mut self, target: &str) -> &mut Self {
        self.send(format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"))
    }

    pub fn post(&mut self, target: &str, body: &str) -> &mut Self {
        let length = body.len();
        self.send(format!(
            "POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    }

    pub fn half_close(&mut self) -> &mut Self {
        let result = self.stream.shutdown(std::net::Shutdown::Write);
        result.expect("a half-closed connection");
        self
    }

    fn more(&mut self) -> io::Result<usize> {
        let mut bytes = [0; 16 * 1024];
        let count = self.stream.read(&mut bytes)?;
        self.buffer.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    /// An answer with a length.
    pub fn answer(&mut self) -> Answer {
        let head = self.head();
        let mut answer = Answer {
            status: head[9..12].parse().expect("a status"),
            head,
            body: Vec::new(),
        };
        let length = answer
            .header("content-length")
            .map_or(0, |it| it.parse().expect("a length"));
        while self.buffer.len() < length {
            assert!(self.more().expect("more") > 0, "the body is cut");
        }
        answer.body = self.buffer.drain(..length).collect();
        answer
    }

    /// The head of an answer, with the empty line.
    pub fn head(&mut self) -> String {
        loop {
            let end = self.buffer.windows(4).position(|it| it == b"\r\n\r\n");
            if let Some(end) = end {
                let head = self.buffer.drain(..end + 4).collect();
                return String::from_utf8(head).expect("UTF-8");
            }
            assert!(self.more().expect("more") > 0, "the head is cut");
        }
    }

    /// All that still comes, and how it ends.
    pub fn rest(&mut self) -> (Vec<u8>, Result<(), ErrorKind>) {
        let end = loop {
            match self.more() {
                Ok(0) => break Ok(()),
                Ok(_) => {}
                Err(error) => break Err(error.kind()),
            }
        };
        (std::mem::take(&mut self.buffer), end)
    }

    /// So many bytes.
    pub fn rest_of(&mut self, length: usize) -> Vec<u8> {
        while self.buffer.len() < length {
            assert!(self.more().expect("more") > 0, "the end comes early");
        }
        self.buffer.drain(..length).collect()
    }

    /// What comes within a time; for what must not come.
    pub fn within(&mut self, time: Duration) -> Vec<u8> {
        self.stream
            .set_read_timeout(Some(time))
            .expect("a time-out");
        let end = self.rest();
        self.stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a time-out");
        match end {
            (bytes, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)) => bytes,
            (bytes, end) => panic!("the connection ended: {end:?} after {bytes:?}"),
        }
    }
}

/// One request on a connection of its own, and all that comes.
pub fn ask(server: &Server, request: &str) -> (Vec<u8>, Result<(), ErrorKind>) {
    Peer::new(server).send(request).rest()
}

pub const GET: &str = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
