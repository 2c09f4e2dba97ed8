//! What hooks and spans are shown of a request: each exchange, when it begins and when it is over.

use std::time::Instant;

use super::Sending;
use crate::hooks::{Answer, Attempt};
use crate::machine::{Now, Step};
use crate::observe::Scope;

/// How far a request has been shown.
#[derive(Default)]
pub(super) struct Shown {
    open: Option<Open>,
    /// How many exchanges have begun.
    exchanges: u32,
    /// Which attempt has begun last.
    attempt: u32,
}

/// The exchange under way.
struct Open {
    attempt: Attempt,
    started: Instant,
    scope: Scope,
}

impl Sending<'_> {
    /// Shows what was decided. A hook can make a failure of it.
    pub(super) fn show(&mut self, mut step: Step, now: Now) -> Step {
        if matches!(step, Step::Read { .. } | Step::Write(_)) {
            return step;
        }
        self.show_end(&step, now);
        if let Step::Exchange(outgoing) = &mut step {
            let attempt = Attempt {
                operation: self.request.operation(),
                number: self.attempts.made() + 1,
                redirects: self.attempt.redirects,
            };
            let scope = Scope::attempt(attempt, self.shown.exchanges);
            self.shown.exchanges += 1;
            self.shown.attempt = attempt.number;
            let hooks = &self.settings.hooks;
            let is_own = self.is_own();
            let seen = scope.within(|| hooks.request(attempt, &mut outgoing.headers, is_own));
            self.shown.open = Some(Open {
                attempt,
                started: now.instant,
                scope,
            });
            if let Err(error) = seen {
                let error = self.placed(error);
                step = Step::Done(Err(error.attempted(self.attempts.made())));
                self.show_end(&step, now);
            }
        }
        step
    }

    /// Shows how the exchange under way has ended, if there is one.
    fn show_end(&mut self, step: &Step, now: Now) {
        let Some(open) = self.shown.open.take() else {
            return;
        };
        let redirect = self.attempt.head.take();
        let result = match (step, &self.failure, &redirect) {
            (Step::Done(Ok(answer)), ..) => Ok((answer.status, &answer.headers)),
            (Step::Done(Err(error)), ..) | (Step::Sleep(_), Some(error), _) => Err(error),
            (_, _, Some((status, headers, _))) => Ok((*status, headers)),
            _ => return,
        };
        let Open {
            attempt,
            started,
            scope,
        } = open;
        let answer = Answer {
            attempt,
            result,
            duration: now.instant.duration_since(started),
        };
        let pause = match step {
            Step::Sleep(pause) => Some(*pause),
            _ => None,
        };
        scope.ended(&answer, pause);
        scope.within(|| self.settings.hooks.answer(&answer));
    }

    /// Where the exchange under way happens.
    pub(in crate::machine) fn scope(&self) -> Scope {
        let open = self.shown.open.as_ref();
        open.map_or_else(Scope::none, |it| it.scope.clone())
    }

    /// How many attempts have begun.
    pub(in crate::machine) fn begun(&self) -> u32 {
        self.shown.attempt
    }
}
