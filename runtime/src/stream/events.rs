//! Server-Sent Events, by the rules of WHATWG's HTML standard, section 9.2.6.

use std::{fmt, mem};

use bytes::Bytes;

use super::lines::{Line, Lines};
use super::{Event, MAX_RECORD, RecordError};

/// Finds the events in the bytes of a stream of Server-Sent Events.
///
/// An event ends with an empty line. One that is not complete when the stream ends is dropped, as is one without data.
///
/// ```
/// use connect_usage::runtime::stream::Events;
/// use connect_usage::runtime::Bytes;
///
/// let mut events = Events::new();
/// let mut input = Bytes::from("data: one\n\n: a comment\ndata: t");
/// assert_eq!(events.read(&mut input)?.expect("an event").data, "one");
/// assert_eq!(events.read(&mut input)?, None); // more bytes are needed
/// let mut input = Bytes::from("wo\n\n");
/// assert_eq!(events.read(&mut input)?.expect("an event").data, "two");
/// # Ok::<(), connect_usage::runtime::stream::RecordError>(())
/// ```
#[derive(Clone)]
pub struct Events {
    lines: Lines,
    max_record: usize,
    /// The number of the last event.
    record: u64,
    /// The type of the current event; empty if it is not named.
    event: String,
    /// The data of the current event, with `\n` behind each line.
    data: String,
    /// The identifier that the stream has set last.
    id: String,
    /// The pause that the stream has named since the last event.
    retry: Option<u64>,
    /// Whether the current event is too long, and is passed over.
    is_skipped: bool,
}

impl Events {
    /// At the beginning of a stream.
    pub fn new() -> Self {
        Self {
            lines: Lines::default(),
            max_record: MAX_RECORD,
            record: 0,
            event: String::new(),
            data: String::new(),
            id: String::new(),
            retry: None,
            is_skipped: false,
        }
    }

    /// Sets the limit for one event, in bytes; by default [`MAX_RECORD`]. It counts the data of the event together with
    /// the line that is being read, which may be a comment.
    #[must_use]
    pub fn max_record(mut self, bytes: usize) -> Self {
        self.max_record = bytes;
        self
    }

    /// Takes bytes from the front of the input, up to the end of the next event. Returns `None` once it has taken all of
    /// them and the event goes on behind the input.
    ///
    /// # Errors
    /// [`RecordError::TooLong`] when an event is longer than the limit. The next call continues behind that event.
    pub fn read(&mut self, input: &mut Bytes) -> Result<Option<Event>, RecordError> {
        loop {
            let kept = self.event.len().saturating_add(self.data.len());
            let Some(line) = self.lines.next(input, self.max_record.saturating_sub(kept)) else {
                return Ok(None);
            };
            match line {
                Line::Text(line) if line.is_empty() => {
                    if let Some(event) = self.end() {
                        return Ok(Some(event));
                    }
                }
                _ if self.is_skipped => {}
                Line::Text(line) => self.field(&String::from_utf8_lossy(&line)),
                Line::TooLong => return Err(self.skip()),
            }
        }
    }

    /// Reads a line that is not empty.
    fn field(&mut self, line: &str) {
        let (name, value) = match line.split_once(':') {
            Some((name, value)) => (name, value.strip_prefix(' ').unwrap_or(value)),
            None => (line, ""),
        };
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if value.bytes().all(|it| it.is_ascii_digit()) => {
                self.retry = value.parse().ok().or(self.retry);
            }
            // A comment has no name. Names that are not known are ignored.
            _ => {}
        }
    }

    /// Ends the current event, and returns it if it has data.
    fn end(&mut self) -> Option<Event> {
        let (mut event, mut data) = (mem::take(&mut self.event), mem::take(&mut self.data));
        if mem::take(&mut self.is_skipped) {
            return None;
        }
        // Without any data there is no line end.
        data.pop()?;
        if event.is_empty() {
            event.push_str("message");
        }
        self.record = self.record.saturating_add(1);
        Some(Event {
            event,
            data,
            id: Some(self.id.clone()).filter(|it| !it.is_empty()),
            retry: self.retry.take(),
        })
    }

    /// Passes over the rest of the current event.
    fn skip(&mut self) -> RecordError {
        self.is_skipped = true;
        (self.event, self.data) = (String::new(), String::new());
        self.record = self.record.saturating_add(1);
        RecordError::TooLong {
            record: self.record,
            limit: self.max_record,
        }
    }
}

impl Default for Events {
    fn default() -> Self {
        Self::new()
    }
}

/// How far the stream was read, not what is kept of it.
impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("record", &self.record)
            .field("max_record", &self.max_record)
            .finish_non_exhaustive()
    }
}
