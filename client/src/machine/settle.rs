//! Finds out whether a call took effect whose response was lost.

use connect_runtime::driver::inquiry::Step as Inquired;
use connect_runtime::driver::{Annotate, Answer, Inquiry};
use connect_runtime::states::Outcome;
use connect_runtime::{Error, ErrorKind, Method, Response};

use super::sending::Sending;
use super::{Event, Now, Step};
use crate::observe::Span;

/// The reads of the objects that a call acts on, after the call failed in a way that does not tell whether it took
/// effect.
pub(super) struct Settling<'a> {
    inquiry: Inquiry,
    error: Error,
    /// The current read.
    sending: Sending<'a>,
}

/// How settling goes on.
pub(super) enum Settled<'a> {
    /// The next read begins.
    Reading(Box<Settling<'a>>),
    /// The result of the call.
    Done(Result<Response, Error>),
}

impl<'a> Settling<'a> {
    /// Begins to settle a failed call.
    pub(super) fn of(action: &Sending<'a>, error: Error) -> Settled<'a> {
        if !error.may_have_been_processed() {
            return Settled::Done(Err(error));
        }
        let settlement = action.request().operation().settlement;
        // An object cannot stand for a stream.
        let Some(settlement) = settlement.filter(|_| !action.is_stream()) else {
            return Settled::Done(Err(unsettled(action, error)));
        };
        let is_success = error.status().is_some_and(|it| it.is_success());
        let answer = match error.kind() {
            ErrorKind::NoContent => Answer::Empty,
            _ if is_success || action.was_confirmed() => Answer::Unreadable,
            _ => Answer::Lost,
        };
        let inquiry = Inquiry::new(settlement, action.request(), answer);
        Self::go_on(action, inquiry, error)
    }

    /// Begins the next read.
    fn go_on(action: &Sending<'a>, mut inquiry: Inquiry, error: Error) -> Settled<'a> {
        let request = match inquiry.next(action.request()) {
            Inquired::Read(request) => request,
            Inquired::Done(verdict) => {
                return Settled::Done(match verdict.response {
                    Some(response) => Ok(response),
                    None => Err(error.settled(verdict.outcome)),
                });
            }
        };
        match action.after(*request) {
            Ok(sending) => Settled::Reading(Box::new(Self {
                inquiry,
                error,
                sending,
            })),
            // An empty response has confirmed the call, whatever can be read of the object.
            Err(_) if error.outcome().is_some() => Settled::Done(Err(error)),
            Err(_) => Settled::Done(Err(error.settled(Outcome::Unknown))),
        }
    }

    pub(super) fn step(&mut self, event: Event, now: Now) -> Step {
        self.sending.step(event, now)
    }

    pub(super) fn span(&self) -> Span {
        self.sending.span()
    }

    /// Takes the result of the current read.
    pub(super) fn received(
        mut self,
        action: &Sending<'a>,
        read: Result<Response, Error>,
        now: Now,
    ) -> Settled<'a> {
        self.inquiry
            .received(action.request(), read, action.moment(now));
        Self::go_on(action, self.inquiry, self.error)
    }
}

/// Of a call that changes something, no object may show the outcome. It is then unknown.
fn unsettled(action: &Sending<'_>, error: Error) -> Error {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE];
    match error.outcome() {
        None if !safe.contains(action.request().method()) => error.settled(Outcome::Unknown),
        _ => error,
    }
}
