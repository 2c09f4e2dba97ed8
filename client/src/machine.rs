//! State machine of a call, from the request to the response, without I/O.
//!
//! The driver performs each [`Step`] and reports the result as an [`Event`]. Attempts, pauses, redirects and what
//! follows a lost response are decided here, once for all transports.

mod redirect;
mod sending;
mod settle;
mod transfer;

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::{Duration, Instant, SystemTime};

use connect_runtime::driver::Annotate;
use connect_runtime::states::Outcome;
use connect_runtime::{Bytes, Error, Request, Response, StatusCode};
use http::{HeaderMap, Uri};

use self::sending::Sending;
use self::settle::Settling;
pub(crate) use self::transfer::Transfer;
use crate::config::Settings;
use crate::exchange;
use crate::observe::Span;

/// What the driver is to do next.
pub(crate) enum Step {
    /// Hand this to the transport. [`Event::Head`] or [`Event::Failed`] follows.
    Exchange(Box<exchange::Request>),
    /// Read the body of the response whose head was reported, up to so many bytes. [`Event::Body`],
    /// [`Event::TooLong`] or [`Event::Failed`] follows.
    Read { limit: u64 },
    /// Write the body of the response whose head was reported to where it is to go.
    /// [`Event::Written`] follows.
    Write(Writing),
    /// Sleep. [`Event::Start`] follows.
    Sleep(Duration),
    /// It is over.
    Done(Result<Response, Error>),
}

/// How the body of a response is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Writing {
    /// How many bytes are there from earlier responses, and stay. With 0 the writing begins anew.
    pub(crate) kept: u64,
    /// How many there are to be in all, if that is known.
    pub(crate) total: Option<u64>,
    /// How many there may be in all.
    pub(crate) limit: u64,
}

/// How the writing of a body ended.
pub(crate) enum Written {
    /// The response ended.
    Ended,
    /// It became longer than it may.
    TooLong,
    /// The response broke off.
    Broken(Error),
    /// It cannot be written; another attempt would not help.
    Unwritable(Error),
}

/// What has happened.
pub(crate) enum Event {
    /// Nothing yet, or the end of a pause.
    Start,
    /// The head of a response came.
    Head(StatusCode, HeaderMap),
    /// Its body came.
    Body(Bytes),
    /// Its body is longer than the limit.
    TooLong,
    /// Its body was written as far as it came: so many bytes of this response, and how it ended.
    Written(u64, Written),
    /// The exchange, or reading the response, has failed.
    Failed(Error),
}

/// When something happened, and what else of the world outside a decision may need.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    instant: Instant,
    wall: fn() -> SystemTime,
    random: fn() -> u64,
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

/// One call: its attempts, and if it ends without a response, a look at the object that it was about.
pub(crate) struct Machine<'a> {
    /// In a box, since futures that hold it are moved.
    action: Box<Sending<'a>>,
    settling: Option<Box<Settling<'a>>>,
    /// Whether the object was looked at: the response at the end is then the object.
    has_looked: bool,
}

impl<'a> Machine<'a> {
    /// # Errors
    /// When the request's URL or body cannot be expressed.
    pub(crate) fn new(settings: &'a Settings, request: &'a Request) -> Result<Self, Error> {
        Ok(Self {
            action: Box::new(Sending::action(settings, request)?),
            settling: None,
            has_looked: false,
        })
    }

    /// A call whose response is written somewhere. The response at its end has no body.
    ///
    /// # Errors
    /// When the request's URL cannot be expressed.
    pub(crate) fn download(
        settings: &'a Settings,
        request: &'a Request,
        link: Option<Uri>,
        transfer: Transfer,
    ) -> Result<Self, Error> {
        Ok(Self {
            action: Box::new(Sending::action(settings, request)?.downloads(link, transfer)),
            settling: None,
            has_looked: false,
        })
    }

    pub(crate) fn step(&mut self, event: Event, now: Now) -> Step {
        let step = match &mut self.settling {
            None => self.action.step(event, now),
            Some(settling) => settling.step(event, now),
        };
        let Step::Done(result) = step else {
            return step;
        };
        match (self.settling.take(), result) {
            (Some(settling), result) => Step::Done(settling.judge(result)),
            (None, Err(error)) => self.settle(error, now),
            (None, response) => Step::Done(response),
        }
    }

    /// Takes note that the response of [`Step::Done`] cannot be read. If it was that of the call itself,
    /// and an object tells what has become of it, the machine goes on with a look at that.
    ///
    /// # Errors
    /// The error, when there is nothing to look at.
    pub(crate) fn unreadable(&mut self, error: Error) -> Result<(), Error> {
        let error = self
            .action
            .with_request(error.attempted(self.action.made()));
        if self.has_looked {
            // The object is the response only of a call that has happened.
            return Err(error.settled(Outcome::Happened));
        }
        self.look(error)
    }

    /// The span of the exchange under way.
    pub(crate) fn span(&self) -> Span {
        match &self.settling {
            None => self.action.span(),
            Some(settling) => settling.span(),
        }
    }

    /// How many attempts the call has begun.
    pub(crate) fn attempts_begun(&self) -> u32 {
        self.action.attempts_begun()
    }

    fn settle(&mut self, error: Error, now: Now) -> Step {
        match self.look(error) {
            Err(error) => Step::Done(Err(error)),
            Ok(()) => self.step(Event::Start, now),
        }
    }

    /// Turns to the object, where there is one that tells what has become of the call.
    fn look(&mut self, error: Error) -> Result<(), Error> {
        self.settling = Some(Box::new(Settling::of(&self.action, error)?));
        self.has_looked = true;
        Ok(())
    }
}
