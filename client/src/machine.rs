//! State machine of a call, from the request to the response, without I/O.
//!
//! The driver performs each [`Step`] and reports the result as an [`Event`]. Attempts, pauses, redirects and what
//! follows a lost response are decided here, once for all transports.

mod about;
mod redirect;
mod sending;
mod settle;
mod step;
mod transfer;

use connect_runtime::driver::Annotate;
use connect_runtime::states::Outcome;
use connect_runtime::{Error, Request, Response};
use http::Uri;

pub(crate) use self::about::About;
use self::sending::Sending;
use self::settle::{Settled, Settling};
pub(crate) use self::step::{Event, Now, Step, Writing, Written};
pub(crate) use self::transfer::Transfer;
use crate::config::Settings;
use crate::observe::Span;

/// One call: its attempts and, if it ends without a response, the reads of the objects that it acts on.
pub(crate) struct Machine<'a> {
    /// Boxed, since futures that hold it are moved.
    action: Box<Sending<'a>>,
    settling: Option<Box<Settling<'a>>>,
    /// Whether the object was read: the response at the end is then the object.
    has_read_object: bool,
}

impl<'a> Machine<'a> {
    /// Creates the machine of a call.
    ///
    /// # Errors
    /// When the URL or the body of the request is not valid.
    pub(crate) fn new(settings: &'a Settings, request: &'a Request) -> Result<Self, Error> {
        Ok(Self {
            action: Box::new(Sending::action(settings, request)?),
            settling: None,
            has_read_object: false,
        })
    }

    /// Creates the machine of a download, whose response is written to an output. The response at its end has no body.
    ///
    /// # Errors
    /// When the URL of the request is not valid.
    pub(crate) fn download(
        settings: &'a Settings,
        request: &'a Request,
        presigned_url: Option<Uri>,
        transfer: Transfer,
    ) -> Result<Self, Error> {
        Ok(Self {
            action: Box::new(
                Sending::action(settings, request)?.downloads(presigned_url, transfer),
            ),
            settling: None,
            has_read_object: false,
        })
    }

    /// Creates the machine of a call that is opened: it ends with the head of a success, whose body is read afterwards.
    ///
    /// # Errors
    /// When the URL or the body of the request is not valid.
    pub(crate) fn stream(settings: &'a Settings, request: &'a Request) -> Result<Self, Error> {
        Ok(Self {
            action: Box::new(Sending::action(settings, request)?.streams()),
            settling: None,
            has_read_object: false,
        })
    }

    /// Returns what errors of the rest of the response are about.
    pub(crate) fn about(&self) -> About {
        self.action.about()
    }

    pub(crate) fn step(&mut self, event: Event, now: Now) -> Step {
        let step = match &mut self.settling {
            None => self.action.step(event, now),
            Some(settling) => settling.step(event, now),
        };
        let Step::Done(result) = step else {
            return step;
        };
        let settled = match (self.settling.take(), result) {
            (Some(settling), result) => settling.received(&self.action, result, now),
            (None, Err(error)) => Settling::of(&self.action, error),
            (None, response) => return Step::Done(response),
        };
        match self.settle(settled) {
            Some(result) => Step::Done(result),
            None => self.step(Event::Start, now),
        }
    }

    /// Reports that the response of [`Step::Done`] cannot be decoded. If it is the response of the call itself, and
    /// objects show the outcome of the call, the machine continues with a read of them.
    ///
    /// # Errors
    /// The error itself, when there are no such objects.
    pub(crate) fn unreadable(&mut self, error: Error) -> Result<(), Error> {
        let error = self
            .action
            .with_request(error.attempted(self.action.attempts_made()));
        if self.has_read_object {
            // The object is the response only if the call took effect.
            return Err(error.settled(Outcome::Happened));
        }
        match self.settle(Settling::of(&self.action, error)) {
            Some(Err(error)) => Err(error),
            // Nothing was read, so there is no response.
            Some(Ok(_)) | None => Ok(()),
        }
    }

    /// Returns the span of the current exchange.
    pub(crate) fn span(&self) -> Span {
        match &self.settling {
            None => self.action.span(),
            Some(settling) => settling.span(),
        }
    }

    /// Returns the number of attempts that the call has begun.
    pub(crate) fn attempts_begun(&self) -> u32 {
        self.action.attempts_begun()
    }

    /// Keeps the next read of an object, or returns the result of the call.
    fn settle(&mut self, settled: Settled<'a>) -> Option<Result<Response, Error>> {
        match settled {
            Settled::Reading(settling) => {
                self.settling = Some(settling);
                self.has_read_object = true;
                None
            }
            Settled::Done(result) => Some(result),
        }
    }
}
