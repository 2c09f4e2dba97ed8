//! A response as it arrives: its head after a delay, and then its body, chunk by chunk.

use std::time::Duration;

use connect_client::Error;
use connect_client::runtime::{Bytes, HeaderMap, Operation, StatusCode};
use connect_client::transport::{Limits, failure};
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};

use crate::memory::time::{Due, Time};
use crate::reply::{Content, Ending, Framing, Point, Reply};

/// The size of the chunks of a response.
const CHUNK: usize = 64 * 1024;

/// A response whose head has arrived.
pub(super) struct Arrival {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Body,
}

/// The rest of a response: its chunks, and how it ends.
pub(super) struct Body {
    time: Time,
    watch: Watch,
    content: Content,
    /// How much of the content has arrived.
    offset: u64,
    /// How much of the content arrives.
    length: u64,
    /// The length of a chunk.
    chunk: usize,
    /// The pause before each chunk.
    pause: Duration,
    end: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Complete,
    Break,
    Silence,
}

/// The time limits of an exchange.
struct Watch {
    operation: &'static Operation,
    limits: Limits,
    /// How much of them has been spent in waits that took no time.
    spent: Duration,
    is_real: bool,
}

impl Arrival {
    /// The head of a reply, which arrives after a while. `is_head` says that the request asks for no more.
    pub fn of(
        reply: &Reply,
        operation: &'static Operation,
        limits: Limits,
        time: &Time,
        is_head: bool,
    ) -> Due<Self> {
        let mut watch = Watch {
            operation,
            limits,
            spent: Duration::ZERO,
            is_real: time.is_real(),
        };
        let early = reply
            .early()
            .map_or(Duration::ZERO, |it| it.pause * u32::from(it.count));
        let is_silent = reply.end() == Ending::Stall(Point::Start);
        let delay = (!is_silent).then(|| reply.delay().saturating_add(early));
        let due = watch.wait(delay);
        due.then(|()| {
            let arrival = Self::now(reply, watch, time.clone(), is_head);
            arrival.ok_or_else(|| failure::transport(operation, "the response is broken"))
        })
    }

    /// The head of a reply whose time has come; `None` if there is none.
    fn now(reply: &Reply, mut watch: Watch, time: Time, is_head: bool) -> Option<Self> {
        let length = reply.content().len();
        let (sent, end) = extent(reply, length)?;
        let (status, headers) = head(reply, length)?;
        let has_body = !is_head && !matches!(reply.status(), 100..200 | 204 | 304);
        watch.limits = watch.limits.after_head(status);
        let body = Body {
            time,
            watch,
            content: reply.content().clone(),
            offset: 0,
            length: if has_body { sent.min(length) } else { 0 },
            chunk: reply.pace().map_or(CHUNK, |it| it.bytes.min(CHUNK)),
            pause: reply.pace().map_or(Duration::ZERO, |it| it.pause),
            end: if has_body { end } else { End::Complete },
        };
        Some(Self {
            status,
            headers,
            body,
        })
    }
}

/// How much of the body arrives, and what follows it. `None` if not even a head arrives.
fn extent(reply: &Reply, length: u64) -> Option<(u64, End)> {
    Some(match (reply.end(), reply.framing()) {
        (_, Framing::Raw) => return None,
        (Ending::Cut(Point::Start) | Ending::Reset(Point::Start), _) => return None,
        (Ending::Stall(Point::Start), _) => (0, End::Silence),
        (Ending::Stall(Point::Body(at)), _) => (at, End::Silence),
        (Ending::Reset(Point::Body(at)), _) => (at, End::Break),
        // A body without a length is complete wherever it ends.
        (Ending::Cut(Point::Body(at)), Framing::UntilClose) => (at, End::Complete),
        (Ending::Cut(Point::Body(at)), _) => (at, End::Break),
        (Ending::Whole | Ending::HangUp, Framing::Announced(more)) if more > length => {
            (length, End::Break)
        }
        (Ending::Whole | Ending::HangUp, Framing::Announced(less)) => (less, End::Complete),
        (Ending::Whole | Ending::HangUp, _) => (length, End::Complete),
    })
}

/// The head of a reply; `None` if it is not one of HTTP.
fn head(reply: &Reply, length: u64) -> Option<(StatusCode, HeaderMap)> {
    let status = StatusCode::from_u16(reply.status()).ok()?;
    let mut headers = HeaderMap::new();
    for (name, value) in reply.headers() {
        let name: HeaderName = name.parse().ok()?;
        headers.append(name, HeaderValue::from_bytes(value).ok()?);
    }
    match reply.framing() {
        // It has neither content nor a length of it.
        Framing::Length if matches!(reply.status(), 100..200 | 204) => {}
        Framing::Length => drop(headers.insert(CONTENT_LENGTH, length.into())),
        Framing::Announced(length) => drop(headers.insert(CONTENT_LENGTH, length.into())),
        _ => {}
    }
    Some((status, headers))
}

impl Body {
    pub fn time(&self) -> &Time {
        &self.time
    }

    pub fn operation(&self) -> &'static Operation {
        self.watch.operation
    }

    /// The next chunk, of at most this many bytes; `None` after the last.
    pub fn next(&mut self, most: usize) -> Due<Option<Bytes>> {
        let left = usize::try_from(self.length - self.offset).unwrap_or(usize::MAX);
        let count = left.min(self.chunk).min(most);
        if count > 0 {
            let due = self.watch.wait(Some(self.pause));
            return due.then(|()| {
                let bytes = self.content.read(self.offset, count);
                self.offset += bytes.len() as u64;
                Ok(Some(bytes))
            });
        }
        match self.end {
            End::Complete => Due::After(Duration::ZERO, Ok(None)),
            End::Break => {
                let error =
                    failure::transport(self.watch.operation, "the response was interrupted");
                Due::After(Duration::ZERO, Err(error))
            }
            End::Silence => self.watch.wait(None).then(|()| Ok(None)),
        }
    }
}

impl Watch {
    /// A pause, or a silence that only a limit ends. It is an error if it takes longer than a limit allows.
    fn wait(&mut self, pause: Option<Duration>) -> Due<()> {
        let (after, result) = match (pause, self.limit()) {
            (Some(pause), _) if pause.is_zero() => (pause, Ok(())),
            (Some(pause), None) => (pause, Ok(())),
            (Some(pause), Some((limit, _))) if pause <= limit => (pause, Ok(())),
            (_, Some((limit, is_deadline))) => (limit, Err(self.error(is_deadline))),
            (None, None) => return Due::Never,
        };
        if !self.is_real {
            self.spent = self.spent.saturating_add(after);
        }
        Due::After(after, result)
    }

    /// The time until the next limit, and whether it is the deadline.
    fn limit(&self) -> Option<(Duration, bool)> {
        let left = self.limits.left();
        let deadline = left.map(|it| (it.saturating_sub(self.spent), true));
        let idle = self.limits.idle.map(|it| (it, false));
        match (deadline, idle) {
            (Some(deadline), Some(idle)) if idle.0 < deadline.0 => Some(idle),
            (deadline, idle) => deadline.or(idle),
        }
    }

    fn error(&self, is_deadline: bool) -> Error {
        match is_deadline {
            true => self.limits.deadline_passed(self.operation),
            false => self.limits.stalled(self.operation),
        }
    }
}
