//! Decodes gzip while a body is read.

use std::error::Error as StdError;
use std::io::{self, Write};
use std::{fmt, mem};

use connect_runtime::driver::failure;
use connect_runtime::{Bytes, Error, Operation};
use flate2::write::MultiGzDecoder;

use crate::transport::{BodyStream, BoxFuture};

/// How many coded bytes are decoded at a time. They are at most a thousand times as long decoded, so a chunk stays
/// below about a megabyte, whatever a server sends.
const AT_A_TIME: usize = 1024;

/// How many coded bytes may come for content up to a limit: somewhat more, since gzip makes some content longer. A body
/// of members without content would have no end otherwise.
fn coded_limit(limit: u64) -> u64 {
    limit.saturating_add(limit / 8).saturating_add(64 * 1024)
}

/// A body that is decoded chunk by chunk.
struct Gunzip {
    operation: &'static Operation,
    body: Box<dyn BodyStream>,
    decoder: MultiGzDecoder<Vec<u8>>,
    /// How many coded bytes may still come.
    left: u64,
    /// What of the current chunk is not decoded yet.
    coded: Bytes,
    /// Whether the body is not empty. An empty body is empty content, although gzip has a header for that.
    has_begun: bool,
    has_ended: bool,
}

pub(super) fn decoded(
    operation: &'static Operation,
    body: Box<dyn BodyStream>,
    limit: u64,
) -> Box<dyn BodyStream> {
    Box::new(Gunzip {
        operation,
        body,
        decoder: MultiGzDecoder::new(Vec::new()),
        left: coded_limit(limit),
        coded: Bytes::new(),
        has_begun: false,
        has_ended: false,
    })
}

impl BodyStream for Gunzip {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, Error>> {
        Box::pin(async {
            loop {
                if !self.coded.is_empty() {
                    let length = self.coded.len().min(AT_A_TIME);
                    let part = self.coded.split_to(length);
                    let decoded = self.decoder.write_all(&part);
                    decoded.map_err(|error| self.corrupt(&error))?;
                    if self.coded.is_empty() {
                        // The decoder keeps some of the content back otherwise, until more comes.
                        let flushed = self.decoder.flush();
                        flushed.map_err(|error| self.corrupt(&error))?;
                    }
                } else if self.has_ended {
                    return Ok(None);
                } else if let Some(chunk) = self.body.chunk().await? {
                    self.has_begun |= !chunk.is_empty();
                    let left = self.left.checked_sub(chunk.len() as u64);
                    self.left = left.ok_or_else(|| failure::transport(self.operation, TooLong))?;
                    self.coded = chunk;
                } else {
                    self.has_ended = true;
                    if self.has_begun {
                        let end = self.decoder.try_finish();
                        end.map_err(|error| self.corrupt(&error))?;
                    }
                }
                let content = mem::take(self.decoder.get_mut());
                if !content.is_empty() {
                    return Ok(Some(content.into()));
                }
            }
        })
    }
}

impl Gunzip {
    /// A body that ends early, or whose checksum is wrong, was damaged on its way, as one of a broken connection.
    fn corrupt(&self, error: &io::Error) -> Error {
        let what = match self.has_ended {
            true => "the gzip content ends early or is corrupt",
            false => "the gzip content is corrupt",
        };
        failure::transport(self.operation, format!("{what}: {error}"))
    }
}

/// There are more coded bytes than the limit for the content allows.
#[derive(Debug)]
struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the gzip content is longer than the limit")
    }
}

impl StdError for TooLong {}

/// Returns whether the error is that of a body whose coded bytes exceed the limit.
pub(super) fn is_too_long(error: &Error) -> bool {
    error.source().is_some_and(|it| it.is::<TooLong>())
}
