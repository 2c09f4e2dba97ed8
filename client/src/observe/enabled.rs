//! With the feature `tracing`.

use std::time::{Duration, Instant};

use connect_runtime::{Answer, Error, Operation, StatusCode};
use tracing::Span;
use tracing::field::{Empty, debug};
use tracing::instrument::{Instrument, Instrumented};

use crate::hooks;

/// A call, from its check to its value.
pub(crate) struct Call {
    operation: &'static Operation,
    span: Span,
    /// `None` if nobody looks at the span.
    started: Option<Instant>,
}

impl Call {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        let span = tracing::info_span!(
            target: "connect_client",
            "connect.call",
            operation = operation.name,
            http.request.method = operation.method.as_str(),
            url.template = display(operation.path_template()),
            attempts = Empty,
            http.response.status_code = Empty,
            request_id = Empty,
            error.type = Empty,
            outcome = Empty,
            otel.status_code = Empty,
            duration_ms = Empty,
        );
        Self {
            operation,
            started: (!span.is_disabled()).then(Instant::now),
            span,
        }
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The work of the call, in whose span it is whenever it is polled.
    pub(crate) fn over<F: Future>(&self, work: F) -> Instrumented<F> {
        work.instrument(self.span.clone())
    }

    /// The work of the call, for a thread that waits for it.
    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        self.span.in_scope(work)
    }

    /// What was answered in the end, after so many attempts. It is yet to be read.
    pub(crate) fn answered(&self, attempts: u32, result: &Result<Answer, Error>) {
        self.span.record("attempts", attempts);
        let (status, id) = match result {
            Ok(answer) => (Some(answer.status), answer.request_id()),
            Err(error) => (error.status(), error.request_id()),
        };
        note_answer(&self.span, status, id);
    }

    /// What the call comes to.
    pub(crate) fn ended<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        if let Some(started) = self.started {
            let error = result.as_ref().err();
            note_end(&self.span, error, started.elapsed());
            if let Some(outcome) = error.and_then(Error::outcome) {
                self.span.record("outcome", debug(outcome));
            }
        }
        result
    }
}

/// A span in which something happens, or none.
#[derive(Clone)]
pub(crate) struct Scope(Span);

impl Scope {
    pub(crate) fn none() -> Self {
        Self(Span::none())
    }

    /// The span that this thread is in.
    pub(crate) fn current() -> Self {
        Self(Span::current())
    }

    /// The span of a request, before which the call has sent so many others.
    pub(crate) fn attempt(attempt: hooks::Attempt, resent: u32) -> Self {
        let hooks::Attempt {
            operation, number, ..
        } = attempt;
        let span = tracing::debug_span!(
            target: "connect_client",
            "connect.attempt",
            otel.kind = "client",
            operation = operation.name,
            http.request.method = operation.method.as_str(),
            url.template = display(operation.path_template()),
            attempt = number,
            http.request.resend_count = (resent > 0).then_some(resent),
            http.response.status_code = Empty,
            request_id = Empty,
            error.type = Empty,
            otel.status_code = Empty,
            retry_after_ms = Empty,
            duration_ms = Empty,
        );
        Self(span)
    }

    /// Work in the span, which is entered whenever it is polled.
    pub(crate) fn over<F: Future>(&self, work: F) -> Instrumented<F> {
        work.instrument(self.0.clone())
    }

    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        self.0.in_scope(work)
    }

    /// What came of the request, and how long it is to the next one if it is sent again.
    pub(crate) fn ended(&self, answer: &hooks::Answer<'_>, pause: Option<Duration>) {
        note_answer(&self.0, answer.status(), answer.request_id());
        note_end(&self.0, answer.error(), answer.duration());
        if let Some(pause) = pause {
            self.0.record("retry_after_ms", milliseconds(pause));
        }
    }
}

fn note_answer(span: &Span, status: Option<StatusCode>, request_id: Option<&str>) {
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(id) = request_id {
        span.record("request_id", id);
    }
}

fn note_end(span: &Span, error: Option<&Error>, duration: Duration) {
    if let Some(error) = error {
        span.record("error.type", debug(error.kind()));
        span.record("otel.status_code", "ERROR");
    }
    span.record("duration_ms", milliseconds(duration));
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
