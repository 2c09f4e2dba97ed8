//! Without the feature `tracing`.

use std::time::Duration;

use connect_runtime::Operation;

use crate::hooks;

/// A call.
pub(crate) struct Call(pub(crate) &'static Operation);

impl Call {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self(operation)
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.0
    }

    pub(crate) fn over<F>(&self, work: F) -> F {
        work
    }

    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }

    pub(crate) fn answered<T>(&self, _: u32, _: &T) {}

    pub(crate) fn ended<T>(&self, result: T) -> T {
        result
    }
}

/// Where something happens.
#[derive(Clone)]
pub(crate) struct Scope;

impl Scope {
    pub(crate) fn none() -> Self {
        Self
    }

    pub(crate) fn current() -> Self {
        Self
    }

    pub(crate) fn attempt(_: hooks::Attempt, _: u32) -> Self {
        Self
    }

    pub(crate) fn over<F>(&self, work: F) -> F {
        work
    }

    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }

    pub(crate) fn ended(&self, _: &hooks::Answer<'_>, _: Option<Duration>) {}
}
