//! A minimal client, so that the tests check the bytes on the wire.
#![allow(dead_code, missing_docs, reason = "each test file uses a part of it")]

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use connect_fake::server::Server;

/// How long a test waits for expected bytes before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Peer {
    stream: TcpStream,
    buffer: Vec<u8>,
}

#[derive(Debug, PartialEq)]
pub struct Response {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Response {
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

    /// Retries while the server refuses connections.
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

    /// Sends, and returns the error if the server no longer reads.
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

    /// A response with a length.
    pub fn response(&mut self) -> Response {
        let head = self.head();
        let mut response = Response {
            status: head[9..12].parse().expect("a status"),
            head,
            body: Vec::new(),
        };
        let length = response
            .header("content-length")
            .map_or(0, |it| it.parse().expect("a length"));
        while self.buffer.len() < length {
            assert!(self.more().expect("more") > 0, "the body is cut");
        }
        response.body = self.buffer.drain(..length).collect();
        response
    }

    /// The head of a response, including the empty line.
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

    /// All remaining bytes, and how the connection ends.
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

    /// The next `length` bytes.
    pub fn rest_of(&mut self, length: usize) -> Vec<u8> {
        while self.buffer.len() < length {
            assert!(self.more().expect("more") > 0, "the end comes early");
        }
        self.buffer.drain(..length).collect()
    }

    /// The bytes received within this time; for bytes that must not be sent.
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

/// Sends one request on its own connection, and returns all received bytes.
pub fn ask(server: &Server, request: &str) -> (Vec<u8>, Result<(), ErrorKind>) {
    Peer::new(server).send(request).rest()
}

pub const GET: &str = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
