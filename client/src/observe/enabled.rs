//! Spans with the feature `tracing`.

use std::time::{Duration, Instant};

use connect_runtime::{Error, Operation, Response, StatusCode, request_id};
use tracing::field::{Empty, debug};
use tracing::instrument::{Instrument, Instrumented};

use crate::hooks;

/// The span of a call, from its check to its result.
pub(crate) struct CallSpan {
    operation: &'static Operation,
    span: tracing::Span,
    /// `None` if the span is disabled.
    started: Option<Instant>,
}

impl CallSpan {
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

    /// Enters the span whenever the work of the call is polled.
    pub(crate) fn instrument<F: Future>(&self, work: F) -> Instrumented<F> {
        work.instrument(self.span.clone())
    }

    /// Records the final response, which is not decoded yet, and the number of attempts.
    pub(crate) fn record_response(&self, attempts: u32, result: &Result<Response, Error>) {
        self.span.record("attempts", attempts);
        let (status, id) = match result {
            Ok(response) => (Some(response.status()), request_id(response.headers())),
            Err(error) => (*error.status(), error.request_id()),
        };
        record_head(&self.span, status, id);
    }

    /// Records the result of the call, and returns it.
    pub(crate) fn finish<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        if let Some(started) = self.started {
            let error = result.as_ref().err();
            record_end(&self.span, error, started.elapsed());
            if let Some(outcome) = error.and_then(Error::outcome) {
                self.span.record("outcome", debug(outcome));
            }
        }
        result
    }
}

/// Any other span: that of an attempt, that of the current thread, or the disabled span.
#[derive(Clone)]
pub(crate) struct Span(tracing::Span);

impl Span {
    pub(crate) fn none() -> Self {
        Self(tracing::Span::none())
    }

    /// Returns the current span of this thread.
    pub(crate) fn current() -> Self {
        Self(tracing::Span::current())
    }

    /// Creates the span of a request. `resend_count` is the number of requests that the call has sent before it.
    pub(crate) fn attempt(attempt: hooks::Attempt, resend_count: u32) -> Self {
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
            http.request.resend_count = (resend_count > 0).then_some(resend_count),
            http.response.status_code = Empty,
            request_id = Empty,
            error.type = Empty,
            otel.status_code = Empty,
            retry_after_ms = Empty,
            duration_ms = Empty,
        );
        Self(span)
    }

    /// Enters the span whenever the work is polled.
    pub(crate) fn instrument<F: Future>(&self, work: F) -> Instrumented<F> {
        work.instrument(self.0.clone())
    }

    /// Runs a function in the span.
    pub(crate) fn in_scope<T>(&self, work: impl FnOnce() -> T) -> T {
        self.0.in_scope(work)
    }

    /// Records the result of the request, and the pause before the next attempt if it is retried.
    pub(crate) fn finish(&self, response: &hooks::Response<'_>, pause: Option<Duration>) {
        record_head(&self.0, response.status(), response.request_id());
        record_end(&self.0, response.error(), response.duration());
        if let Some(pause) = pause {
            self.0.record("retry_after_ms", milliseconds(pause));
        }
    }
}

fn record_head(span: &tracing::Span, status: Option<StatusCode>, request_id: Option<&str>) {
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(id) = request_id {
        span.record("request_id", id);
    }
}

fn record_end(span: &tracing::Span, error: Option<&Error>, duration: Duration) {
    if let Some(error) = error {
        span.record("error.type", debug(error.kind()));
        span.record("otel.status_code", "ERROR");
    }
    span.record("duration_ms", milliseconds(duration));
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
