//! What a handler has the server answer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

/// An answer of the server, good or bad.
///
/// A reply is a value: it says what is to be sent, and how the sending ends. The server acts by it;
/// something else that stands in for a server can read it by its accessors and do the same.
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
}

/// The body of a reply.
#[derive(Clone)]
pub enum Content {
    /// These bytes.
    Whole(Bytes),
    /// So many bytes, made while they are sent.
    Made {
        /// How many.
        length: u64,
        /// Fills the slice with what the body has from the given offset on.
        fill: Arc<Fill>,
    },
}

/// Writes what a body has from an offset on.
pub type Fill = dyn Fn(u64, &mut [u8]) + Send + Sync;

/// How a reply says where its body ends.
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
    /// Not at all: there is no head, the body is all that is sent.
    Raw,
}

/// How fast a body is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many bytes at once.
    pub bytes: usize,
    /// The pause before each of them.
    pub pause: Duration,
}

/// How the sending of a reply ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With the last byte.
    Whole,
    /// The connection is closed there, in order.
    Cut(Point),
    /// The connection is reset there: the peer sees an error, not an end.
    Reset(Point),
    /// Nothing more comes from there on, while the connection stays open. It ends when the peer goes
    /// away or the server stops.
    Stall(Point),
}

/// A place in a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Before its first byte.
    Start,
    /// After so many bytes of the body, or at its end if it is shorter.
    Body(u64),
}

impl Reply {
    /// An answer with a status and no body.
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
        }
    }

    /// An answer of JSON.
    pub fn json(status: u16, text: impl Into<Vec<u8>>) -> Self {
        Self::new(status)
            .header("Content-Type", "application/json")
            .body(text)
    }

    /// A redirect.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::new(status).header("Location", location)
    }

    /// These bytes instead of an HTTP answer, and the end of the connection.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(200).body(bytes).framed(Framing::Raw)
    }

    /// No answer, while the connection stays open.
    pub fn never() -> Self {
        Self::new(200).ending(Ending::Stall(Point::Start))
    }

    /// No answer, but a reset of the connection. The request has been read and handled by then.
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

    /// Sets a body that is made while it is sent, and need not fit into memory. `fill` gets an offset
    /// and writes what the body has from there on.
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

    /// Sends the body without its length: it ends with the connection.
    #[must_use]
    pub fn until_close(self) -> Self {
        self.framed(Framing::UntilClose)
    }

    /// Announces a length that need not be that of the body. With a longer one the connection ends
    /// early; with a shorter one it goes on, and the rest of the body stands before the next answer.
    #[must_use]
    pub fn announcing(self, length: u64) -> Self {
        self.framed(Framing::Announced(length))
    }

    /// Says how the body is framed.
    #[must_use]
    pub fn framed(mut self, framing: Framing) -> Self {
        self.framing = framing;
        self
    }

    /// Closes the connection in order after so many bytes of the body, of which all were announced.
    #[must_use]
    pub fn cut_after(self, bytes: usize) -> Self {
        self.ending(Ending::Cut(Point::Body(bytes as u64)))
    }

    /// Resets the connection after so many bytes of the body.
    #[must_use]
    pub fn reset_after(self, bytes: usize) -> Self {
        self.ending(Ending::Reset(Point::Body(bytes as u64)))
    }

    /// Sends nothing more after so many bytes of the body, and leaves the connection open.
    #[must_use]
    pub fn stalled_after(self, bytes: usize) -> Self {
        self.ending(Ending::Stall(Point::Body(bytes as u64)))
    }

    /// Says how the sending ends.
    #[must_use]
    pub fn ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// Sends the body so many bytes at a time, with a pause before each. No bytes at a time count as
    /// one.
    #[must_use]
    pub fn trickled(mut self, bytes: usize, pause: Duration) -> Self {
        let bytes = bytes.max(1);
        self.pace = Some(Pace { bytes, pause });
        self
    }

    /// Waits before the answer.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Closes the connection after the answer, and says so in it.
    #[must_use]
    pub fn closing(mut self) -> Self {
        self.closing = true;
        self
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers that were set, in their order. Those about length and connection, which the server
    /// adds, are not among them.
    pub fn headers(&self) -> &[(String, Vec<u8>)] {
        &self.headers
    }

    /// The body, as it would be sent if all went well.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// How the end of the body is told.
    pub fn framing(&self) -> Framing {
        self.framing
    }

    /// How long the server waits before the answer.
    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// How fast the body is sent; `None` is as fast as it goes.
    pub fn pace(&self) -> Option<Pace> {
        self.pace
    }

    /// How the sending ends.
    pub fn end(&self) -> Ending {
        self.ending
    }

    /// Whether the connection is closed after the answer.
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

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A part of it: so many bytes from an offset on, or as many as there are.
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

    /// The bytes from an offset on, at most so many. Past the end there are none.
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
