//! A small HTTP/1.1 server on the loopback interface, for tests and examples.
//!
//! It sends the replies of a handler, correct or faulty, and records the requests that it received.
//! Connections are persistent, as in HTTP/1.1, and a server can have any number of them at once.
//!
//! ```
//! use loopback::{Reply, Server};
//! use std::io::{Read, Write};
//!
//! let server = Server::start(|request| Reply::json(200, format!("{:?}", request.target)));
//! let mut stream = std::net::TcpStream::connect(server.address())?;
//! stream.write_all(b"GET /a%20b?c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
//! let mut response = String::new();
//! stream.read_to_string(&mut response)?;
//! assert!(response.starts_with("HTTP/1.1 200 "));
//! assert!(response.ends_with("\r\n\r\n\"/a%20b?c\""));
//! assert_eq!(server.requests()[0].header("host"), Some("x"));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! There are two ways to inject faults. A handler can return a [`Reply`] that is delayed, cut off, stalled,
//! reset, or of a wrong length. Or [`Faults`] are put in front of any handler: a seed decides what happens
//! to each request, and a log records it.
//!
//! ```
//! use loopback::{Faults, Kind, Rates, Reply, Server};
//!
//! // One request in five gets 503 or 429 without being handled.
//! let rates = Rates::none().with(Kind::Unavailable, 100).with(Kind::TooManyRequests, 100);
//! let faults = Faults::seeded(7, rates);
//! let server = Server::builder().faults(&faults).start(|_| Reply::json(200, "[]"));
//! # drop(server);
//! assert!(faults.log().is_empty());
//! ```

mod connection;
mod date;
mod faults;
mod input;
mod listener;
mod output;
mod reply;
mod request;
mod server;
mod shared;

pub use faults::{Coding, Event, Exchange, Fault, Faults, Kind, Planned, Rates, RetryAfter};
pub use reply::{Content, Ending, Fill, Framing, Informing, Pace, Point, Reply};
pub use request::Received;
pub use server::{Builder, Server};

/// Closes a connection by a reset, which discards what was sent.
pub fn reset(stream: std::net::TcpStream) {
    // Without the option the connection is closed in the usual way.
    let _ = socket2::SockRef::from(&stream).set_linger(Some(std::time::Duration::ZERO));
}
