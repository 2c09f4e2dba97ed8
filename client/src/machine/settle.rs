//! Finds out whether a call took effect whose response was lost.

use connect_runtime::driver::{Annotate, Reading, Settlement};
use connect_runtime::states::Outcome;
use connect_runtime::{Call, Error, Response};

use super::sending::Sending;
use super::{Event, Now, Step};
use crate::observe::Span;

/// The read of the object that a call acts on, after the call failed in a way that does not tell whether it took
/// effect.
pub(super) struct Settling<'a> {
    settlement: &'static Settlement,
    error: Error,
    reading: Call<Reading>,
    sending: Sending<'a>,
}

impl<'a> Settling<'a> {
    /// Begins the read of the object of a failed call.
    ///
    /// # Errors
    /// The error itself, when it tells the outcome of the call, or when no object does.
    pub(super) fn of(action: &Sending<'a>, error: Error) -> Result<Self, Error> {
        let Some(settlement) = action.request().operation().settlement else {
            return Err(error);
        };
        if !error.may_have_been_processed() {
            return Err(error);
        }
        let reading = settlement.read(action.request());
        let sending = match reading.check() {
            Ok(()) => action.after(reading.request().clone()),
            Err(problem) => Err(problem),
        };
        match sending {
            Err(_) => Err(error.settled(Outcome::Unknown)),
            Ok(sending) => Ok(Self {
                settlement,
                error,
                reading,
                sending,
            }),
        }
    }

    pub(super) fn step(&mut self, event: Event, now: Now) -> Step {
        self.sending.step(event, now)
    }

    pub(super) fn span(&self) -> Span {
        self.sending.span()
    }

    /// Returns the result of the call: the object as its response, if the call took effect and returns the object;
    /// otherwise the error with the outcome.
    pub(super) fn judge(self, read: Result<Response, Error>) -> Result<Response, Error> {
        let reading = read.and_then(|it| self.reading.decode(it));
        let (outcome, response) = match reading {
            Ok(Reading {
                status, response, ..
            }) => {
                let judge = |status: String| self.settlement.judge(None, &status);
                (status.map_or(Outcome::Unknown, judge), Some(response))
            }
            Err(_) => (Outcome::Unknown, None),
        };
        match response {
            Some(response) if outcome == Outcome::Happened && self.settlement.returns_object => {
                Ok(response)
            }
            _ => Err(self.error.settled(outcome)),
        }
    }
}
