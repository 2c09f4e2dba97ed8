//! What a failure says about sending the call again.

use crate::error::{Error, ErrorKind};

use super::after::has_retry_after;

impl Error {
    /// Whether the same call may succeed when it is sent again, and sending it again does no harm.
    /// Clients do so by themselves, as their [policy](super::Policy) says; see [`retry`](super) for the rule.
    pub fn is_retryable(&self) -> bool {
        let idempotent = self.operation().is_some_and(|it| it.idempotent);
        match self.kind() {
            _ if self.is_permanent() => false,
            ErrorKind::Transport | ErrorKind::Timeout => idempotent || !self.was_sent(),
            ErrorKind::Api => match self.status().map(|it| it.as_u16()) {
                Some(429) => true,
                Some(503) => idempotent || has_retry_after(self),
                Some(408 | 425 | 500 | 502 | 504) => idempotent,
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether the API may have done what the call asks for, although it failed: the connection broke
    /// or time ran out after it was sent, or something between responded in the API's place (408, 500,
    /// 502, 504, and 503 without `Retry-After`), or the response of a success could not be read. So does a
    /// redirect with 302 or 303 of a call that is not idempotent.
    pub fn may_have_been_processed(&self) -> bool {
        match self.kind() {
            ErrorKind::Transport | ErrorKind::Timeout => self.was_sent(),
            ErrorKind::Api => match self.status().map(|it| it.as_u16()) {
                Some(503) => !has_retry_after(self),
                Some(408 | 500 | 502 | 504) => true,
                // Servers respond so to a form that they have processed: the browser is to show another page.
                Some(302 | 303) => !self.operation().is_some_and(|it| it.idempotent),
                _ => false,
            },
            // The response could not be read: when it says success, it is.
            ErrorKind::Decode | ErrorKind::NoContent => {
                self.status().is_some_and(|it| it.is_success())
            }
            _ => false,
        }
    }
}

/// Whether the API turned the call away because there are too many: 429, and 503 if it says when to come
/// back.
pub(crate) fn is_turned_away(error: &Error) -> bool {
    match error.status().map(|it| it.as_u16()) {
        Some(429) => error.kind() == ErrorKind::Api,
        Some(503) => error.kind() == ErrorKind::Api && has_retry_after(error),
        _ => false,
    }
}
