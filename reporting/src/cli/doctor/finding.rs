//! What a check found.

use super::super::exit::{Failure, Kind};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In order.
    Ok,
    /// Works, but may be a mistake.
    Warning,
    /// Must be corrected.
    Failed,
    /// The key has no access.
    NoAccess,
    /// Could not be checked.
    Skipped,
}

impl State {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::NoAccess => "no_access",
            Self::Skipped => "skipped",
        }
    }

    /// Whether something must be corrected.
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Failed | Self::NoAccess)
    }

    /// What people see in front of the check.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Ok => "ok      ",
            Self::Warning => "warning ",
            Self::Failed | Self::NoAccess => "FAILED  ",
            Self::Skipped => "skipped ",
        }
    }
}

/// One check.
#[derive(Debug)]
pub struct Check {
    pub name: &'static str,
    pub state: State,
    pub text: String,
    pub help: Option<String>,
}

impl Check {
    /// Creates a check without advice.
    pub fn new(name: &'static str, state: State, text: impl Into<String>) -> Self {
        Self {
            name,
            state,
            text: text.into(),
            help: None,
        }
    }

    /// Creates a check that ended with a failure.
    pub fn failed(name: &'static str, failure: Failure) -> Self {
        let state = match failure.kind {
            Kind::Access => State::NoAccess,
            _ => State::Failed,
        };
        Self {
            help: failure.help,
            ..Self::new(name, state, failure.message)
        }
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
