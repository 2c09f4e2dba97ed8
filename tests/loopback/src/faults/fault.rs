//! The faults, and what each does.

use std::time::{Duration, SystemTime};

use crate::date::http_date;
use crate::reply::{Ending, Framing, Point, Reply};
use crate::request::Received;

/// Something that goes wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing.
    None,
    /// The request is answered well, but the connection is closed, and from then on connections are
    /// refused for a while.
    Refuse {
        /// For how long.
        lasting: Duration,
    },
    /// The connection is reset as soon as a request begins to come. It is not processed.
    ResetBeforeReading,
    /// The connection is reset while the body comes. The request is not processed.
    ResetWhileReading {
        /// After how many bytes of the body, or at its end if it is shorter.
        after: u64,
    },
    /// The request is read, and the connection reset. It is not processed.
    ResetUnprocessed,
    /// The request is processed, and the connection reset instead of an answer.
    ResetProcessed,
    /// The connection is closed in order, without an answer.
    Close {
        /// Whether the request is processed before.
        processed: bool,
    },
    /// The answer is late.
    Late {
        /// By how much.
        by: Duration,
    },
    /// The connection is closed in the middle of the answer's body.
    Cut {
        /// After how many thousandths of it.
        at: u16,
    },
    /// The connection is reset in the middle of the answer's body.
    CutByReset {
        /// After how many thousandths of it.
        at: u16,
    },
    /// A longer body is announced than comes.
    TooLong {
        /// By how many bytes.
        by: u64,
    },
    /// A shorter body is announced than comes. The rest of it stands where the next answer is expected.
    TooShort {
        /// By how many bytes; a body that has no more is not changed.
        by: u64,
    },
    /// 429 instead of an answer. The request is not processed.
    TooManyRequests {
        /// When to come again, if it says so.
        retry_after: Option<RetryAfter>,
    },
    /// 503 instead of an answer. The request is not processed.
    Unavailable {
        /// When to come again, if it says so.
        retry_after: Option<RetryAfter>,
    },
    /// An error of the server or of something before it, with a text that is no JSON and not even UTF-8.
    ServerError {
        /// The status: 500, 502 or 504.
        status: u16,
        /// Whether the request is processed before.
        processed: bool,
    },
    /// Bytes that are no HTTP, after the request was processed.
    Garbage,
    /// A good status with a body that is no JSON, after the request was processed.
    GarbageBody,
    /// A redirect to another host instead of an answer. The request is not processed.
    RedirectElsewhere {
        /// The status: 301, 302, 303, 307 or 308.
        status: u16,
    },
    /// A redirect to plain HTTP on a host of the network. The request is not processed.
    RedirectPlain {
        /// The status: 301, 302, 303, 307 or 308.
        status: u16,
    },
    /// The answer stops in the middle of its body, and nothing more comes.
    Stall {
        /// After how many thousandths of the body.
        at: u16,
    },
    /// The answer's body comes in small pieces with pauses.
    Trickle {
        /// In how many pieces.
        pieces: u16,
        /// The pause before each.
        pause: Duration,
    },
}

/// The kinds of faults, without what varies in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "each is documented as the fault of the same name"
)]
pub enum Kind {
    Refuse,
    ResetBeforeReading,
    ResetWhileReading,
    ResetUnprocessed,
    ResetProcessed,
    Close,
    Late,
    Cut,
    CutByReset,
    TooLong,
    TooShort,
    TooManyRequests,
    Unavailable,
    ServerError,
    Garbage,
    GarbageBody,
    RedirectElsewhere,
    RedirectPlain,
    Stall,
    Trickle,
}

/// When to come again, in the header `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// After so many seconds.
    Seconds(u64),
    /// At the date that it is in so many seconds. Dates are whole seconds, rounded down.
    Date(u64),
}

impl Kind {
    /// All of them, in a fixed order.
    pub const ALL: [Self; 20] = [
        Self::Refuse,
        Self::ResetBeforeReading,
        Self::ResetWhileReading,
        Self::ResetUnprocessed,
        Self::ResetProcessed,
        Self::Close,
        Self::Late,
        Self::Cut,
        Self::CutByReset,
        Self::TooLong,
        Self::TooShort,
        Self::TooManyRequests,
        Self::Unavailable,
        Self::ServerError,
        Self::Garbage,
        Self::GarbageBody,
        Self::RedirectElsewhere,
        Self::RedirectPlain,
        Self::Stall,
        Self::Trickle,
    ];
}

impl RetryAfter {
    fn value(self) -> String {
        match self {
            Self::Seconds(seconds) => seconds.to_string(),
            Self::Date(seconds) => http_date(SystemTime::now() + Duration::from_secs(seconds)),
        }
    }
}

impl Fault {
    /// The kind of the fault; `None` if nothing goes wrong.
    pub fn kind(&self) -> Option<Kind> {
        Some(match self {
            Self::None => return None,
            Self::Refuse { .. } => Kind::Refuse,
            Self::ResetBeforeReading => Kind::ResetBeforeReading,
            Self::ResetWhileReading { .. } => Kind::ResetWhileReading,
            Self::ResetUnprocessed => Kind::ResetUnprocessed,
            Self::ResetProcessed => Kind::ResetProcessed,
            Self::Close { .. } => Kind::Close,
            Self::Late { .. } => Kind::Late,
            Self::Cut { .. } => Kind::Cut,
            Self::CutByReset { .. } => Kind::CutByReset,
            Self::TooLong { .. } => Kind::TooLong,
            Self::TooShort { .. } => Kind::TooShort,
            Self::TooManyRequests { .. } => Kind::TooManyRequests,
            Self::Unavailable { .. } => Kind::Unavailable,
            Self::ServerError { .. } => Kind::ServerError,
            Self::Garbage => Kind::Garbage,
            Self::GarbageBody => Kind::GarbageBody,
            Self::RedirectElsewhere { .. } => Kind::RedirectElsewhere,
            Self::RedirectPlain { .. } => Kind::RedirectPlain,
            Self::Stall { .. } => Kind::Stall,
            Self::Trickle { .. } => Kind::Trickle,
        })
    }

    /// Whether the handler sees the request.
    pub fn lets_through(&self) -> bool {
        match self {
            Self::Close { processed } | Self::ServerError { processed, .. } => *processed,
            Self::ResetBeforeReading
            | Self::ResetWhileReading { .. }
            | Self::ResetUnprocessed
            | Self::TooManyRequests { .. }
            | Self::Unavailable { .. }
            | Self::RedirectElsewhere { .. }
            | Self::RedirectPlain { .. } => false,
            _ => true,
        }
    }

    /// What is sent to a request that the handler does not see; `None` is a reset.
    pub(crate) fn instead(&self, request: &Received, elsewhere: &str) -> Option<Reply> {
        match self {
            Self::Close { .. } => Some(Reply::raw("")),
            Self::TooManyRequests { retry_after } => Some(come_again(429, *retry_after)),
            Self::Unavailable { retry_after } => Some(come_again(503, *retry_after)),
            Self::ServerError { status, .. } => Some(server_error(*status)),
            Self::RedirectElsewhere { status } => {
                let location = format!("{elsewhere}{}", request.target);
                Some(Reply::redirect(*status, &location))
            }
            Self::RedirectPlain { status } => {
                let location = format!("http://plain.invalid{}", request.target);
                Some(Reply::redirect(*status, &location))
            }
            _ => None,
        }
    }

    /// What becomes of the handler's answer; `None` is a reset.
    pub(crate) fn damage(&self, reply: Reply) -> Option<Reply> {
        let length = reply.content().len();
        let place = |at: &u16| Point::Body(length * u64::from(*at) / 1000);
        Some(match self {
            Self::ResetProcessed => return None,
            Self::Refuse { .. } => reply.closing(),
            Self::Close { .. } => Reply::raw(""),
            Self::Late { by } => reply.delayed(*by),
            Self::Cut { at } => reply.ending(Ending::Cut(place(at))),
            Self::CutByReset { at } => reply.ending(Ending::Reset(place(at))),
            Self::TooLong { by } => reply.announcing(length.saturating_add(*by)),
            Self::TooShort { by } if *by <= length => reply.announcing(length - by),
            Self::ServerError { status, .. } => server_error(*status),
            Self::Garbage => Reply::raw(b"\x00\x16\x03 no HTTP \xff\xfe\r\n\r\n".to_vec()),
            Self::GarbageBody => Reply::new(200)
                .header("Content-Type", "application/json")
                .body(b"<html>\xff{\"id\":".to_vec()),
            Self::Stall { at } => reply.ending(Ending::Stall(place(at))),
            Self::Trickle { pieces, pause } => {
                let bytes = length.div_ceil(u64::from(*pieces).max(1));
                reply.trickled(usize::try_from(bytes).unwrap_or(usize::MAX), *pause)
            }
            _ => reply,
        })
    }
}

fn come_again(status: u16, retry_after: Option<RetryAfter>) -> Reply {
    let reply = Reply::new(status).body("Not now.");
    match retry_after {
        Some(retry_after) => reply.header("Retry-After", &retry_after.value()),
        None => reply,
    }
}

fn server_error(status: u16) -> Reply {
    Reply::new(status)
        .header("Content-Type", "text/plain")
        .body(b"\xb0 out of order".to_vec())
}

impl Reply {
    /// The status, if the peer gets to see it.
    pub(crate) fn visible_status(&self) -> Option<u16> {
        let is_begun = !matches!(
            self.end(),
            Ending::Cut(Point::Start) | Ending::Reset(Point::Start) | Ending::Stall(Point::Start)
        );
        (is_begun && self.framing() != Framing::Raw).then(|| self.status())
    }
}
