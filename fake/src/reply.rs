//! Replies: what a handler has the server send.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_core::Serialize;

/// A response of the server, correct or faulty.
///
/// A reply is a value: it describes what is sent, and how the sending ends. The server follows it; another
/// stand-in for a server can read it by its accessors and do the same.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    content: Content,
    framing: Framing,
    delay: Duration,
    pace: Option<Pace>,
    ending: Ending,
    closing: bool,
    informing: Option<Informing>,
}

/// The body of a reply.
#[derive(Clone)]
pub enum Content {
    /// These bytes.
    Whole(Bytes),
    /// Bytes that are generated while they are sent.
    Made {
        /// The number of bytes.
        length: u64,
        /// Fills the slice with the body from the given offset on.
        fill: Arc<Fill>,
    },
}

/// Writes the content of a body from an offset on.
pub type Fill = dyn Fn(u64, &mut [u8]) + Send + Sync;

/// How a reply marks the end of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// By its length.
    Length,
    /// By a length that may be wrong.
    Announced(u64),
    /// In chunks.
    Chunked,
    /// By the end of the connection.
    UntilClose,
    /// Without a mark: there is no head, only the body is sent.
    Raw,
}

/// How fast a body is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The number of bytes at a time.
    pub bytes: usize,
    /// The pause before each of them.
    pub pause: Duration,
}

/// Informational responses (103) before a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Informing {
    /// Their number.
    pub count: u16,
    /// The pause after each of them.
    pub pause: Duration,
}

/// How the sending of a reply ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With the last byte.
    Whole,
    /// With the last byte. Then the connection is closed, which nothing has announced.
    HangUp,
    /// The connection is closed there normally.
    Cut(Point),
    /// The connection is reset there: the peer sees an error, not an end.
    Reset(Point),
    /// Nothing more is sent, while the connection stays open. It ends when the peer disconnects or the
    /// server stops.
    Stall(Point),
}

/// A position in a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Before its first byte.
    Start,
    /// After this number of bytes of the body, or at its end if it is shorter.
    Body(u64),
}

impl Reply {
    /// A response with a status and no body.
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content: Content::Whole(Bytes::new()),
            framing: Framing::Length,
            delay: Duration::ZERO,
            pace: None,
            ending: Ending::Whole,
            closing: false,
            informing: None,
        }
    }

    /// A response with a JSON body.
    pub fn json(status: u16, text: impl Into<Vec<u8>>) -> Self {
        Self::new(status)
            .header("Content-Type", "application/json")
            .body(text)
    }

    /// A response with this value as JSON, such as a model of the bindings.
    ///
    /// # Panics
    /// If the value cannot be written as JSON.
    pub fn value<T: Serialize + ?Sized>(status: u16, value: &T) -> Self {
        let text = serde_json::to_vec(value);
        Self::json(status, text.expect("a value that can be written as JSON"))
    }

    /// A response with these rows as the only page of a list, and with the header `Content-Range` of the platform.
    ///
    /// # Panics
    /// If a row cannot be written as JSON.
    pub fn list<T: Serialize>(rows: &[T]) -> Self {
        let (last, total) = (rows.len().saturating_sub(1), rows.len());
        let range = format!("items 0-{last}/{total}");
        Self::value(200, rows).header("Content-Range", &range)
    }

    /// A redirect.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::new(status).header("Location", location)
    }

    /// Sends these bytes instead of an HTTP response, and closes the connection.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(200).body(bytes).framed(Framing::Raw)
    }

    /// Sends no response, while the connection stays open.
    pub fn never() -> Self {
        Self::new(200).ending(Ending::Stall(Point::Start))
    }

    /// Resets the connection instead of a response, after the request was read and handled.
    pub fn reset() -> Self {
        Self::new(200).ending(Ending::Reset(Point::Start))
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Sets the body. Its length is sent with it.
    #[must_use]
    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        self.bytes(Bytes::from(body.into()))
    }

    /// Sets the body, without a copy of it. Its length is sent with it.
    #[must_use]
    pub fn bytes(mut self, body: Bytes) -> Self {
        self.content = Content::Whole(body);
        self
    }

    /// Sets a body that is generated while it is sent, and need not fit into memory. `fill` gets an offset
    /// and writes the body from there on.
    #[must_use]
    pub fn made(
        mut self,
        length: u64,
        fill: impl Fn(u64, &mut [u8]) + Send + Sync + 'static,
    ) -> Self {
        let fill = Arc::new(fill);
        self.content = Content::Made { length, fill };
        self
    }

    /// Sets the body to this content.
    #[must_use]
    pub fn content_of(mut self, content: Content) -> Self {
        self.content = content;
        self
    }

    /// Sends the body in chunks, without its length.
    #[must_use]
    pub fn chunked(self) -> Self {
        self.framed(Framing::Chunked)
    }

    /// Sends the body without its length: closing the connection ends it.
    #[must_use]
    pub fn until_close(self) -> Self {
        self.framed(Framing::UntilClose)
    }

    /// Announces a length that may differ from that of the body. If it is longer, the connection ends early;
    /// if it is shorter, the connection continues with the rest of the body in front of the next response.
    #[must_use]
    pub fn announcing(self, length: u64) -> Self {
        self.framed(Framing::Announced(length))
    }

    /// Sets how the body is framed.
    #[must_use]
    pub fn framed(mut self, framing: Framing) -> Self {
        self.framing = framing;
        self
    }

    /// Closes the connection normally after this number of bytes, although the whole body was announced.
    #[must_use]
    pub fn cut_after(self, bytes: usize) -> Self {
        self.ending(Ending::Cut(Point::Body(bytes as u64)))
    }

    /// Resets the connection after this number of bytes of the body.
    #[must_use]
    pub fn reset_after(self, bytes: usize) -> Self {
        self.ending(Ending::Reset(Point::Body(bytes as u64)))
    }

    /// Sends nothing more after this number of bytes of the body, and leaves the connection open.
    #[must_use]
    pub fn stalled_after(self, bytes: usize) -> Self {
        self.ending(Ending::Stall(Point::Body(bytes as u64)))
    }

    /// Sets how the sending ends.
    #[must_use]
    pub fn ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// Sends the body in pieces of this many bytes, with a pause before each. Zero counts as one.
    #[must_use]
    pub fn trickled(mut self, bytes: usize, pause: Duration) -> Self {
        let bytes = bytes.max(1);
        self.pace = Some(Pace { bytes, pause });
        self
    }

    /// Sends informational responses before the response, with a pause after each.
    #[must_use]
    pub fn informing(mut self, count: u16, pause: Duration) -> Self {
        self.informing = Some(Informing { count, pause });
        self
    }

    /// Waits before the response.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Closes the connection after the response, and announces that with `Connection: close`.
    #[must_use]
    pub fn closing(mut self) -> Self {
        self.closing = true;
        self
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers that were set, in their order, without those about length and connection that the server
    /// adds.
    pub fn headers(&self) -> &[(String, Vec<u8>)] {
        &self.headers
    }

    /// The body, as it would be sent without a fault.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// How the end of the body is marked.
    pub fn framing(&self) -> Framing {
        self.framing
    }

    /// How long the server waits before the response.
    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// How fast the body is sent; `None` is as fast as possible.
    pub fn pace(&self) -> Option<Pace> {
        self.pace
    }

    /// The informational responses before the response.
    pub fn early(&self) -> Option<Informing> {
        self.informing
    }

    /// How the sending ends.
    pub fn end(&self) -> Ending {
        self.ending
    }

    /// Whether the connection is closed after the response.
    pub fn is_closing(&self) -> bool {
        self.closing
    }
}

impl Content {
    /// The length in bytes.
    pub fn len(&self) -> u64 {
        match self {
            Self::Whole(bytes) => bytes.len() as u64,
            Self::Made { length, .. } => *length,
        }
    }

    /// Whether the length is zero.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A part of the content: `length` bytes from an offset on, or fewer at the end.
    #[must_use]
    pub fn part(&self, offset: u64, length: u64) -> Self {
        let length = length.min(self.len().saturating_sub(offset));
        match self {
            Self::Whole(_) => {
                let most = usize::try_from(length).unwrap_or(usize::MAX);
                Self::Whole(self.read(offset, most))
            }
            Self::Made { fill, .. } => {
                let fill = Arc::clone(fill);
                Self::Made {
                    length,
                    fill: Arc::new(move |at, bytes: &mut [u8]| fill(offset + at, bytes)),
                }
            }
        }
    }

    /// At most `most` bytes from an offset on. Past the end the result is empty.
    pub fn read(&self, offset: u64, most: usize) -> Bytes {
        let left = self.len().saturating_sub(offset);
        let count = usize::try_from(left).map_or(most, |it| it.min(most));
        match self {
            Self::Whole(_) if count == 0 => Bytes::new(),
            // The offset is inside the bytes here, and so fits.
            Self::Whole(bytes) => bytes.slice(offset as usize..offset as usize + count),
            Self::Made { fill, .. } => {
                let mut bytes = vec![0; count];
                fill(offset, &mut bytes);
                bytes.into()
            }
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => bytes.fmt(f),
            Self::Made { length, .. } => write!(f, "({length} bytes)"),
        }
    }
}
