//! JSON values, one after another.

use std::{fmt, mem};

use bytes::Bytes;

use super::nesting::Nesting;
use super::{MAX_RECORD, RecordError};
use crate::json::Json;

/// What stands in front of each text of a JSON text sequence (RFC 7464).
const RECORD_SEPARATOR: u8 = 0x1e;

/// Finds the JSON values in the bytes of a stream: NDJSON, JSON Lines, and JSON text sequences (RFC 7464).
///
/// Values are separated by LF, CRLF or the record separator `0x1E`; lines without content are passed over. A value with a
/// record separator in front of it may have several lines.
///
/// ```
/// use connect_usage::runtime::stream::JsonLines;
/// use connect_usage::runtime::Bytes;
///
/// let mut lines = JsonLines::new();
/// let mut input = Bytes::from("{\"id\": 1}\n{\"id\"");
/// assert_eq!(lines.read(&mut input)?.expect("a value").as_str(), r#"{"id": 1}"#);
/// assert_eq!(lines.read(&mut input)?, None); // more bytes are needed
/// assert_eq!(lines.read(&mut Bytes::from(": 2}"))?, None);
/// assert_eq!(lines.finish()?.expect("a value").as_str(), r#"{"id": 2}"#);
/// # Ok::<(), connect_usage::runtime::stream::RecordError>(())
/// ```
#[derive(Clone)]
pub struct JsonLines {
    max_record: usize,
    /// The number of the last record that has ended, or was too long.
    record: u64,
    /// The beginning of the current record, without white space in front.
    partial: Vec<u8>,
    /// Whether a record separator stands in front of the current record.
    is_in_sequence: bool,
    /// Of a record in a sequence.
    nesting: Nesting,
    /// Whether the current record is too long, and is passed over.
    is_skipped: bool,
}

impl JsonLines {
    /// At the beginning of a stream.
    pub fn new() -> Self {
        Self {
            max_record: MAX_RECORD,
            record: 0,
            partial: Vec::new(),
            is_in_sequence: false,
            nesting: Nesting::default(),
            is_skipped: false,
        }
    }

    /// Sets the limit for one value, in bytes; by default [`MAX_RECORD`]. White space behind the value counts.
    #[must_use]
    pub fn max_record(mut self, bytes: usize) -> Self {
        self.max_record = bytes;
        self
    }

    /// The number of the last record that was read, from 1; 0 before the first one. Records that are errors count.
    pub fn record(&self) -> u64 {
        self.record
    }

    /// Takes bytes from the front of the input, up to the end of the next value. Returns `None` once it has taken all of
    /// them and the value goes on behind the input.
    ///
    /// # Errors
    /// When a record is longer than the limit, or not JSON. The next call continues behind that record.
    pub fn read(&mut self, input: &mut Bytes) -> Result<Option<Json>, RecordError> {
        loop {
            if self.partial.is_empty() && !self.is_skipped {
                self.pass_blank(input);
            }
            let end = self.find_end(input);
            let part = input.split_to(end.unwrap_or(input.len()));
            let length = self.partial.len().saturating_add(part.len());
            if !self.is_skipped && length > self.max_record {
                return Err(self.skip());
            }
            // The separator is the first byte that is left.
            let Some(separator) = input.first().copied() else {
                if !self.is_skipped {
                    self.partial.extend_from_slice(&part);
                }
                return Ok(None);
            };
            drop(input.split_to(1));
            self.nesting = Nesting::default();
            let is_unended = self.is_in_sequence && separator == RECORD_SEPARATOR;
            self.is_in_sequence = separator == RECORD_SEPARATOR;
            if mem::take(&mut self.is_skipped) {
                continue;
            }
            if self.partial.is_empty() {
                return self.value(&part, is_unended).map(Some);
            }
            let mut text = mem::take(&mut self.partial);
            text.extend_from_slice(&part);
            return self.value(&text, is_unended).map(Some);
        }
    }

    /// Ends the stream, and returns the value behind the last separator, if there is one.
    ///
    /// # Errors
    /// When what is left is not JSON, as that of a stream which was cut off.
    pub fn finish(&mut self) -> Result<Option<Json>, RecordError> {
        self.is_skipped = false;
        self.nesting = Nesting::default();
        let is_unended = mem::take(&mut self.is_in_sequence);
        match mem::take(&mut self.partial) {
            text if text.is_empty() => Ok(None),
            text => self.value(&text, is_unended).map(Some),
        }
    }

    /// Passes what may stand between two records.
    fn pass_blank(&mut self, input: &mut Bytes) {
        let is_blank = |it: &u8| matches!(it, b' ' | b'\t' | b'\r' | b'\n' | &RECORD_SEPARATOR);
        let begin = input.iter().position(|it| !is_blank(it));
        let blank = input.split_to(begin.unwrap_or(input.len()));
        self.is_in_sequence |= blank.contains(&RECORD_SEPARATOR);
    }

    /// Finds the separator behind the current record. A line end inside of a value of a sequence is none.
    fn find_end(&mut self, input: &[u8]) -> Option<usize> {
        if !self.is_in_sequence {
            return input
                .iter()
                .position(|it| matches!(*it, b'\n' | RECORD_SEPARATOR));
        }
        input.iter().position(|it| match *it {
            RECORD_SEPARATOR => true,
            b'\n' => !self.nesting.is_inside(),
            byte => {
                self.nesting.pass(byte);
                false
            }
        })
    }

    /// Reads a record. In a sequence, a number without white space behind it may have been cut off (RFC 7464, section
    /// 2.4).
    fn value(&mut self, text: &[u8], is_unended: bool) -> Result<Json, RecordError> {
        self.record = self.record.saturating_add(1);
        let reason = match Json::read_bytes(text) {
            Ok(_) if is_unended && text.last().is_some_and(u8::is_ascii_digit) => {
                "the number may be cut off, since no line end follows it".to_owned()
            }
            Ok(value) => return Ok(value),
            // Its texts are fixed ones: a value of any form is accepted.
            Err((error, _)) => error.to_string(),
        };
        Err(RecordError::NotJson {
            record: self.record,
            reason,
        })
    }

    /// Passes over the rest of the current record.
    fn skip(&mut self) -> RecordError {
        self.is_skipped = true;
        self.partial = Vec::new();
        self.record = self.record.saturating_add(1);
        RecordError::TooLong {
            record: self.record,
            limit: self.max_record,
        }
    }
}

impl Default for JsonLines {
    fn default() -> Self {
        Self::new()
    }
}

/// How far the stream was read, not what is kept of it.
impl fmt::Debug for JsonLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines")
            .field("record", &self.record)
            .field("max_record", &self.max_record)
            .finish_non_exhaustive()
    }
}
