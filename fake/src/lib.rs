//! A stateful fake of CloudBlue Connect's platform, for tests of programs that use `connect-usage` or any other client
//! of the Usage API.
//!
//! A [`Platform`] keeps reports, chunks, records and reconciliations in memory, makes the transitions of their
//! statuses as the platform does, and serves all operations of the Usage API over HTTP on the loopback interface: for
//! the vendor's key and for the provider's, with the errors, the pages and the oddities of real responses.
//! Its presigned URLs lead to a storage on another port, which refuses requests that have a key.
//!
//! Its behaviour depends only on the requests: it has its own clock, and no randomness.
//!
//! ```
//! use std::io::{Read, Write};
//! use connect_fake::{FileSeed, FileStatus, Platform};
//!
//! let platform = Platform::start();
//! let id = platform.add_file(FileSeed::new().status(FileStatus::Ready).name("January"));
//!
//! let mut stream = std::net::TcpStream::connect(platform.server().expect("a server").address())?;
//! let key = platform.vendor_key();
//! write!(stream, "POST /public/v1/usage/files/{id}/submit HTTP/1.1\r\nConnection: close\r\n")?;
//! write!(stream, "Authorization: ApiKey {key}\r\nContent-Length: 0\r\n\r\n")?;
//! let mut response = String::new();
//! stream.read_to_string(&mut response)?;
//!
//! assert!(response.starts_with("HTTP/1.1 201 Created"));
//! assert_eq!(platform.status(&id), Some("pending"));
//! assert_eq!(platform.journal()[0].operation, "files::submit");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! What a test needs beside it has modules of its own: [`server`] serves any handler, [`reply`] describes what a
//! handler has it send, and [`faults`] are put in front of a handler or of a platform.

pub mod faults;
mod platform;
pub mod reply;
mod request;
pub mod server;

pub use platform::{
    Builder, ChunkSeed, ChunkStatus, ContentRange, Decision, Entry, FileSeed, FileStatus, Platform,
    ReadUsage, ReconciliationStatus, RecordSeed, RecordStatus, Side, Uploaded,
};
pub use reply::Reply;
pub use request::Received;

/// The examples of the README are tested with those of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
