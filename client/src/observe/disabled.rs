//! Spans without the feature `tracing`.

use std::time::Duration;

use connect_runtime::Operation;

use crate::hooks;

/// The span of a call.
pub(crate) struct CallSpan(pub(crate) &'static Operation);

impl CallSpan {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self(operation)
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.0
    }

    pub(crate) fn instrument<F>(&self, work: F) -> F {
        work
    }

    pub(crate) fn record_response<T>(&self, _: u32, _: &T) {}

    pub(crate) fn finish<T>(&self, result: T) -> T {
        result
    }
}

/// Any other span.
#[derive(Clone)]
pub(crate) struct Span;

impl Span {
    pub(crate) fn none() -> Self {
        Self
    }

    pub(crate) fn current() -> Self {
        Self
    }

    pub(crate) fn attempt(_: hooks::Attempt, _: u32) -> Self {
        Self
    }

    pub(crate) fn instrument<F>(&self, work: F) -> F {
        work
    }

    pub(crate) fn in_scope<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }

    pub(crate) fn finish(&self, _: &hooks::Response<'_>, _: Option<Duration>) {}
}
