//! A small stateful stand-in for the platform, for tests and examples.
//!
//! It keeps reports, chunks, records and reconciliations in memory, makes the transitions of their statuses
//! as the platform does, and serves all operations of the Usage API over HTTP on the loopback interface: for
//! the vendor's key and for the provider's, with the errors, the pages and the oddities of real responses.
//! Its presigned URLs lead to a storage on another port, which refuses requests that have a key.
//!
//! Its behaviour depends only on the requests: it has its own clock, and no randomness.
//!
//! ```
//! use std::io::{Read, Write};
//! use platform::{FileSeed, FileStatus, Platform};
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

mod builder;
mod calls;
mod clock;
mod form;
mod journal;
mod json;
mod lists;
mod model;
mod names;
mod options;
mod platform;
mod refusal;
mod routes;
mod rql;
mod storage;
mod system;
mod url;
mod world;

pub use builder::Builder;
pub use journal::{Entry, Side};
pub use model::{
    ChunkSeed, ChunkStatus, FileSeed, FileStatus, ReconciliationStatus, RecordSeed, RecordStatus,
    Uploaded,
};
pub use options::{ContentRange, Decision, ReadUsage};
pub use platform::Platform;
