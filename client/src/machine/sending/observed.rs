//! Reports the start and the end of each exchange of a request to hooks and spans.

use connect_runtime::driver::Annotate;

use super::Sending;
use super::observation::Open;
use crate::hooks::{Attempt, Response};
use crate::machine::{Now, Step};
use crate::observe::Span;

impl Sending<'_> {
    /// Reports a step to hooks and spans. A hook can turn it into a failure.
    pub(super) fn observe(&mut self, mut step: Step, now: Now) -> Step {
        if matches!(step, Step::Read { .. } | Step::Write(_)) {
            return step;
        }
        self.observe_end(&step, now);
        if let Step::Exchange(request) = &mut step {
            let attempt = Attempt {
                operation: self.request.operation(),
                number: self.attempts_made() + 1,
                redirects: self.attempt.redirects,
            };
            let span = Span::attempt(attempt, self.observation.exchanges);
            self.observation.exchanges += 1;
            self.observation.attempt = attempt.number;
            let hooks = &self.settings.hooks;
            let is_for_api = self.is_for_api();
            let result = span.in_scope(|| hooks.request(attempt, &mut request.headers, is_for_api));
            self.authorize(&mut request.headers);
            self.observation.open = Some(Open {
                attempt,
                started: now.instant,
                span,
            });
            if let Err(error) = result {
                let error = self.with_request(error);
                step = Step::Done(Err(error.attempted(self.attempts_made())));
                self.observe_end(&step, now);
            }
        }
        step
    }

    /// Reports the end of the current exchange, if there is one.
    fn observe_end(&mut self, step: &Step, now: Now) {
        let Some(open) = self.observation.open.take() else {
            return;
        };
        let redirect = self.attempt.head.take();
        let result = match (step, &self.failure, &redirect) {
            (Step::Done(Ok(response)), ..) => Ok((response.status(), response.headers())),
            (Step::Done(Err(error)), ..) | (Step::Sleep(_), Some(error), _) => Err(error),
            (_, _, Some((status, headers, _))) => Ok((*status, headers)),
            _ => return,
        };
        let Open {
            attempt,
            started,
            span,
        } = open;
        let response = Response {
            attempt,
            result,
            duration: now.instant.duration_since(started),
        };
        let pause = match step {
            Step::Sleep(pause) => Some(*pause),
            _ => None,
        };
        span.finish(&response, pause);
        span.in_scope(|| self.settings.hooks.response(&response));
    }

    /// Returns the span of the current exchange.
    pub(in crate::machine) fn span(&self) -> Span {
        let open = self.observation.open.as_ref();
        open.map_or_else(Span::none, |it| it.span.clone())
    }

    /// Returns the number of attempts that have begun.
    pub(in crate::machine) fn attempts_begun(&self) -> u32 {
        self.observation.attempt
    }
}
