//! The faults and their effects.

use std::io::Write;
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::rows;
use crate::reply::{Ending, Framing, Point, Reply};
use crate::request::Received;

/// A fault of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// No fault.
    None,
    /// The response is sent correctly, but the connection is closed, and new connections are refused for a
    /// while.
    Refuse {
        /// For how long.
        lasting: Duration,
    },
    /// The connection is reset as soon as the first bytes of a request arrive. The request is not processed.
    ResetBeforeReading,
    /// The connection is reset while the body is read. The request is not processed.
    ResetWhileReading {
        /// After how many bytes of the body, or at its end if it is shorter.
        after: u64,
    },
    /// The request is refused as soon as its head has arrived, and the connection is closed. Its body is not read, and
    /// the request is not processed.
    RefuseEarly {
        /// The status, such as 413.
        status: u16,
    },
    /// The request is read, then the connection is reset. The request is not processed.
    ResetUnprocessed,
    /// The request is processed, then the connection is reset instead of a response.
    ResetProcessed,
    /// The connection is closed normally, without a response.
    Close {
        /// Whether the request is processed first.
        processed: bool,
    },
    /// The response is sent correctly, and then the connection is closed, which nothing has announced.
    HangUp,
    /// Informational responses are sent before the response.
    Inform {
        /// Their number.
        count: u16,
    },
    /// The response is delayed.
    Late {
        /// The delay.
        by: Duration,
    },
    /// The connection is closed in the middle of the response's body.
    Cut {
        /// After how many thousandths of it.
        at: u16,
    },
    /// The connection is reset in the middle of the response's body.
    CutByReset {
        /// After how many thousandths of it.
        at: u16,
    },
    /// The announced length is longer than the body.
    TooLong {
        /// By how many bytes.
        by: u64,
    },
    /// The announced length is shorter than the body. The rest of the body is in front of the next response.
    TooShort {
        /// By how many bytes; a shorter body is sent unchanged.
        by: u64,
    },
    /// 429 instead of a response. The request is not processed.
    TooManyRequests {
        /// The header `Retry-After`, if it is sent.
        retry_after: Option<RetryAfter>,
    },
    /// 429 with several `Retry-After` instead of a response. The request is not processed.
    PutOff {
        /// The seconds of each header.
        seconds: [u64; 2],
    },
    /// 503 instead of a response. The request is not processed.
    Unavailable {
        /// The header `Retry-After`, if it is sent.
        retry_after: Option<RetryAfter>,
    },
    /// An error of the server or of a proxy, with a body that is neither JSON nor UTF-8.
    ServerError {
        /// The status: 500, 502 or 504.
        status: u16,
        /// Whether the request is processed first.
        processed: bool,
    },
    /// Bytes that are not HTTP, after the request was processed.
    Garbage,
    /// A success status with a body that is not JSON, after the request was processed.
    GarbageBody,
    /// A redirect to another host instead of a response. The request is not processed.
    RedirectElsewhere {
        /// The status: 301, 302, 303, 307 or 308.
        status: u16,
    },
    /// A redirect to another host, after the request was processed, as servers respond to forms.
    SeeOther {
        /// The status: 302 or 303.
        status: u16,
    },
    /// The response has a content coding.
    Coded {
        /// The coding.
        coding: Coding,
    },
    /// A redirect to plain HTTP on a remote host. The request is not processed.
    RedirectPlain {
        /// The status: 301, 302, 303, 307 or 308.
        status: u16,
    },
    /// The response stops in the middle of its body, while the connection stays open.
    Stall {
        /// After how many thousandths of the body.
        at: u16,
    },
    /// Some rows of a list cannot be read: each of their integers is replaced. Other responses are unchanged.
    Unreadable {
        /// A bit for each row of a page, from the lowest one; the 65th row has the first bit again.
        rows: u64,
        /// What takes the place of the integers, in JSON.
        value: &'static str,
    },
    /// The response's body is sent in small pieces with pauses.
    Trickle {
        /// The number of pieces.
        pieces: u16,
        /// The pause before each.
        pause: Duration,
    },
}

/// The kinds of faults, without their parameters.
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
    RefuseEarly,
    ResetUnprocessed,
    ResetProcessed,
    Close,
    HangUp,
    Inform,
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
    PutOff,
    SeeOther,
    Coded,
    Unreadable,
}

/// The content coding of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// The coding `br`, with other bytes than the content.
    Unknown,
    /// gzip.
    Gzip,
    /// gzip, the end of which is missing.
    GzipCut,
}

/// The value of the header `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// A number of seconds.
    Seconds(u64),
    /// The date-time that many seconds from now, rounded down to a second.
    Date(u64),
}

impl Kind {
    /// All kinds, in a fixed order. New ones come last, so that a seed of old kinds stays the same plan.
    pub const ALL: [Self; 27] = [
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
        Self::PutOff,
        Self::SeeOther,
        Self::Coded,
        Self::RefuseEarly,
        Self::HangUp,
        Self::Inform,
        Self::Unreadable,
    ];
}

impl RetryAfter {
    fn value(self) -> String {
        match self {
            Self::Seconds(seconds) => seconds.to_string(),
            Self::Date(seconds) => {
                httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(seconds))
            }
        }
    }
}

impl Fault {
    /// The kind of the fault; `None` for [`Fault::None`].
    pub fn kind(&self) -> Option<Kind> {
        Some(match self {
            Self::None => return None,
            Self::Refuse { .. } => Kind::Refuse,
            Self::ResetBeforeReading => Kind::ResetBeforeReading,
            Self::ResetWhileReading { .. } => Kind::ResetWhileReading,
            Self::RefuseEarly { .. } => Kind::RefuseEarly,
            Self::ResetUnprocessed => Kind::ResetUnprocessed,
            Self::ResetProcessed => Kind::ResetProcessed,
            Self::Close { .. } => Kind::Close,
            Self::HangUp => Kind::HangUp,
            Self::Inform { .. } => Kind::Inform,
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
            Self::PutOff { .. } => Kind::PutOff,
            Self::SeeOther { .. } => Kind::SeeOther,
            Self::Coded { .. } => Kind::Coded,
            Self::Unreadable { .. } => Kind::Unreadable,
        })
    }

    /// Whether the row at this index of a page cannot be read.
    pub fn spoils(&self, row: u64) -> bool {
        matches!(self, Self::Unreadable { rows, .. } if rows >> (row % 64) & 1 == 1)
    }

    /// Whether the handler receives the request.
    pub fn lets_through(&self) -> bool {
        match self {
            Self::Close { processed } | Self::ServerError { processed, .. } => *processed,
            Self::ResetBeforeReading
            | Self::ResetWhileReading { .. }
            | Self::RefuseEarly { .. }
            | Self::ResetUnprocessed
            | Self::TooManyRequests { .. }
            | Self::PutOff { .. }
            | Self::Unavailable { .. }
            | Self::RedirectElsewhere { .. }
            | Self::RedirectPlain { .. } => false,
            _ => true,
        }
    }

    /// The reply to a request that the handler does not receive; `None` is a reset.
    pub(crate) fn instead(&self, request: &Received, elsewhere: &str) -> Option<Reply> {
        match self {
            Self::Close { .. } => Some(Reply::raw("")),
            Self::RefuseEarly { status } => Some(Reply::new(*status).body("No.").closing()),
            Self::TooManyRequests { retry_after } => Some(retry_later(429, *retry_after)),
            Self::PutOff { seconds } => {
                let reply = retry_later(429, None);
                let add = |reply: Reply, it: &u64| reply.header("Retry-After", &it.to_string());
                Some(seconds.iter().fold(reply, add))
            }
            Self::Unavailable { retry_after } => Some(retry_later(503, *retry_after)),
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

    /// The handler's reply with the fault applied; `None` is a reset.
    pub(crate) fn damage(&self, reply: Reply) -> Option<Reply> {
        let length = reply.content().len();
        let point = |at: &u16| Point::Body(length * u64::from(*at) / 1000);
        Some(match self {
            Self::ResetProcessed => return None,
            Self::Refuse { .. } => reply.closing(),
            Self::Close { .. } => Reply::raw(""),
            Self::HangUp => reply.ending(Ending::HangUp),
            Self::Inform { count } => reply.informing(*count, Duration::ZERO),
            Self::Late { by } => reply.delayed(*by),
            Self::Cut { at } => reply.ending(Ending::Cut(point(at))),
            Self::CutByReset { at } => reply.ending(Ending::Reset(point(at))),
            Self::TooLong { by } => reply.announcing(length.saturating_add(*by)),
            Self::TooShort { by } if *by <= length => reply.announcing(length - by),
            Self::ServerError { status, .. } => server_error(*status),
            Self::Garbage => Reply::raw(b"\x00\x16\x03 no HTTP \xff\xfe\r\n\r\n".to_vec()),
            Self::GarbageBody => Reply::new(200)
                .header("Content-Type", "application/json")
                .body(b"<html>\xff{\"id\":".to_vec()),
            Self::SeeOther { status } => Reply::redirect(*status, "https://elsewhere.invalid/done"),
            Self::Coded { coding } => coded(reply, *coding),
            Self::Unreadable { value, .. } => rows::spoiled(reply, value, |row| self.spoils(row)),
            Self::Stall { at } => reply.ending(Ending::Stall(point(at))),
            Self::Trickle { pieces, pause } => {
                let bytes = length.div_ceil(u64::from(*pieces).max(1));
                reply.trickled(usize::try_from(bytes).unwrap_or(usize::MAX), *pause)
            }
            _ => reply,
        })
    }
}

fn retry_later(status: u16, retry_after: Option<RetryAfter>) -> Reply {
    let reply = Reply::new(status).body("Not now.");
    match retry_after {
        Some(retry_after) => reply.header("Retry-After", &retry_after.value()),
        None => reply,
    }
}

/// The reply with its content coded.
fn coded(reply: Reply, coding: Coding) -> Reply {
    let length = usize::try_from(reply.content().len()).unwrap_or(usize::MAX);
    if length == 0 {
        return reply;
    }
    let content = reply.content().read(0, length);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let coded = encoder.write_all(&content).and_then(|()| encoder.finish());
    // Writing to memory does not fail.
    let mut coded = coded.unwrap_or_default();
    let name = match coding {
        Coding::Unknown => "br",
        Coding::Gzip | Coding::GzipCut => "gzip",
    };
    if coding == Coding::GzipCut {
        coded.truncate(coded.len() / 2);
    }
    reply.header("Content-Encoding", name).body(coded)
}

fn server_error(status: u16) -> Reply {
    Reply::new(status)
        .header("Content-Type", "text/plain")
        .body(b"\xb0 out of order".to_vec())
}

impl Reply {
    /// The status, if the peer receives it.
    pub(crate) fn visible_status(&self) -> Option<u16> {
        let is_begun = !matches!(
            self.end(),
            Ending::Cut(Point::Start) | Ending::Reset(Point::Start) | Ending::Stall(Point::Start)
        );
        (is_begun && self.framing() != Framing::Raw).then(|| self.status())
    }
}
