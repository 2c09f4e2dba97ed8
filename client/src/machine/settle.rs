//! What has become of a call whose response got lost.

use connect_runtime::driver::{Annotate, Reading, Settlement};
use connect_runtime::states::Outcome;
use connect_runtime::{Call, Error, Response};

use super::sending::Sending;
use super::{Event, Now, Step};
use crate::observe::Span;

/// A look at the object that a call was about, after the call failed in a way that does not say
/// whether it happened.
pub(super) struct Settling<'a> {
    settlement: &'static Settlement,
    error: Error,
    reading: Call<Reading>,
    sending: Sending<'a>,
}

impl<'a> Settling<'a> {
    /// The error itself when there is nothing to look at: it says enough, or no object tells.
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

    /// What the call comes to: the object as its response, if the call has happened and answers the
    /// object, or else the failure with the outcome.
    pub(super) fn judge(self, read: Result<Response, Error>) -> Result<Response, Error> {
        let reading = read.and_then(|it| self.reading.decode(it));
        let (outcome, response) = match reading {
            Ok(Reading {
                status, response, ..
            }) => {
                let judge = |now: String| self.settlement.judge(None, &now);
                (status.map_or(Outcome::Unknown, judge), Some(response))
            }
            Err(_) => (Outcome::Unknown, None),
        };
        match response {
            Some(response) if outcome == Outcome::Happened && self.settlement.answers_object => {
                Ok(response)
            }
            _ => Err(self.error.settled(outcome)),
        }
    }
}
