//! Waits for the turn of a call among all calls of the client.

use std::time::Instant;

use connect_runtime::TimeLimit;
use connect_runtime::driver::{Annotate, TimedOut, Turn, failure};
use connect_runtime::retry::Reason;

use super::Sending;
use crate::machine::{Now, Step};
use crate::pace::Place;

impl Sending<'_> {
    /// Waits until the calls of the client that came before have been sent. Presigned URLs belong to other servers.
    pub(super) fn wait_for_turn(&mut self, started: Instant, now: Now) -> Option<Step> {
        if self.is_presigned {
            return None;
        }
        let deadline = self.total.and_then(|it| started.checked_add(it));
        let place = self.place.take();
        // A transport may have a clock of its own, by which the wait is over.
        let until = place.as_ref().map(|it| it.until);
        let instant = until.map_or(now.instant, |it| now.instant.max(it));
        let pace = &self.settings.pace;
        match pace.turn(instant, deadline, place.and_then(Place::ticket)) {
            Turn::Now => None,
            Turn::Later { wait, ticket } => {
                let until = instant.checked_add(wait).unwrap_or(instant);
                self.place = Some(Place::new(pace, ticket, until));
                Some(Step::Sleep(wait))
            }
            Turn::Never { wait } => {
                let error = match self.failure.take() {
                    // There is no turn for another attempt.
                    Some(failure) => {
                        let moment = self.moment(now);
                        self.attempts.explained(failure, Reason::Time, moment)
                    }
                    None => {
                        let timed_out = TimedOut {
                            limit: TimeLimit::Total,
                            after: self.total.unwrap_or_default(),
                        };
                        failure::no_turn(self.request.operation(), wait, timed_out)
                    }
                };
                Some(Step::Done(Err(error.attempted(self.attempts_made()))))
            }
        }
    }
}
