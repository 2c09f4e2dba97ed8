//! Steps of a call, and their results.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::{Duration, Instant, SystemTime};

use connect_runtime::{Bytes, Error, Response, StatusCode};
use http::HeaderMap;

use crate::exchange;

/// What the driver is to do next.
pub(crate) enum Step {
    /// Hand this to the transport. [`Event::Head`] or [`Event::Failed`] follows.
    Exchange(Box<exchange::Request>),
    /// Read the body of the response whose head was reported, decoded, up to this number of bytes. [`Event::Body`],
    /// [`Event::TooLong`] or [`Event::Failed`] follows; [`Event::Cut`] instead of `TooLong`, and [`Event::Broken`] instead
    /// of `Failed`, if it may be cut.
    Read { limit: u64, may_be_cut: bool },
    /// Write the body of the response whose head was reported to the output. [`Event::Written`] follows.
    Write(Writing),
    /// Sleep. [`Event::Start`] follows.
    Sleep(Duration),
    /// The call has ended. Of a stream, the body of the response whose head was reported is left to the caller.
    Done(Result<Response, Error>),
}

/// How the body of a response is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Writing {
    /// The number of bytes from earlier responses that are kept. With 0 the writing restarts.
    pub(crate) kept: u64,
    /// The total number of bytes, if it is known.
    pub(crate) total: Option<u64>,
    /// The maximum total number of bytes.
    pub(crate) limit: u64,
}

/// How the writing of a body ended.
pub(crate) enum Written {
    /// The response ended.
    Ended,
    /// The content exceeded the limit.
    TooLong,
    /// The response was interrupted.
    Broken(Error),
    /// The output failed; another attempt would not help.
    Unwritable(Error),
}

/// The result of a step.
pub(crate) enum Event {
    /// The call begins, or a pause has ended.
    Start,
    /// The head of a response has arrived.
    Head(StatusCode, HeaderMap),
    /// The body of the response has arrived.
    Body(Bytes),
    /// The body of the response exceeds the limit.
    TooLong,
    /// The body of the response exceeds the limit, and this is its beginning.
    Cut(Bytes),
    /// Reading the body of the response failed, and this is what arrived of it.
    Broken(Bytes),
    /// The body of the response was written: the number of bytes of this response, and how the writing ended.
    Written(u64, Written),
    /// The exchange, or reading the response, failed.
    Failed(Error),
}

/// The time of an event, and other inputs from outside that decisions need.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    pub(super) instant: Instant,
    pub(super) wall: fn() -> SystemTime,
    pub(super) random: fn() -> u64,
}

impl Now {
    pub(crate) fn read() -> Self {
        Self {
            instant: Instant::now(),
            wall: SystemTime::now,
            // The standard library's hash keys are random for each process, and differ each time.
            random: || RandomState::new().hash_one(0u8),
        }
    }
}
