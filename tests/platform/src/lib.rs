//! A small stateful stand-in for the platform, for tests and examples.
//!
//! It keeps reports, chunks, records and reconciliations in memory, moves their statuses as the platform
//! does, and answers all operations of the Usage API over HTTP on the loopback interface: for the vendor's
//! key and for the provider's, with the errors, the pages and the oddities that real answers have. Links
//! that it signs lead to a storage on another port, which refuses whoever sends a key along.
//!
//! Everything is determined by what it is asked: there is no clock in it but its own, and no chance.
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
//! let mut answer = String::new();
//! stream.read_to_string(&mut answer)?;
//!
//! assert!(answer.starts_with("HTTP/1.1 201 Created"));
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
mod platform;
mod refusal;
mod routes;
mod rql;
mod storage;
mod system;
mod url;
mod world;

pub use builder::{Builder, ContentRange, Decision, ReadUsage};
pub use journal::{Entry, Side};
pub use model::{
    ChunkSeed, ChunkStatus, FileSeed, FileStatus, ReconciliationStatus, RecordSeed, RecordStatus,
    Uploaded,
};
pub use platform::Platform;
