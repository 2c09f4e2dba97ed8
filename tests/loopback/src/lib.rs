//! A small HTTP/1.1 server on the loopback interface, for tests and examples.
//!
//! It answers what a handler says, well or badly, and keeps the requests that it received. Connections
//! are persistent, as HTTP/1.1 has it, and a server can have any number of them at once.
//!
//! ```
//! use loopback::{Reply, Server};
//! use std::io::{Read, Write};
//!
//! let server = Server::start(|request| Reply::json(200, format!("{:?}", request.target)));
//! let mut stream = std::net::TcpStream::connect(server.address())?;
//! stream.write_all(b"GET /a%20b?c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
//! let mut answer = String::new();
//! stream.read_to_string(&mut answer)?;
//! assert!(answer.starts_with("HTTP/1.1 200 "));
//! assert!(answer.ends_with("\r\n\r\n\"/a%20b?c\""));
//! assert_eq!(server.requests()[0].header("host"), Some("x"));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! There are two ways to have things go wrong. A handler can answer with a [`Reply`] that is late, cut
//! off, stalled, reset, or of a length that is not true. Or [`Faults`] stand in front of any handler: a
//! seed decides what happens to each request, and a log tells it afterwards.
//!
//! ```
//! use loopback::{Faults, Kind, Rates, Reply, Server};
//!
//! // One request in five is answered 503 or 429 without being handled.
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

pub use faults::{Event, Exchange, Fault, Faults, Kind, Planned, Rates, RetryAfter};
pub use reply::{Content, Ending, Fill, Framing, Pace, Point, Reply};
pub use request::Received;
pub use server::{Builder, Server};
