//! What a failure says about sending the call again.

use crate::error::{Error, ErrorKind};

use super::after::has_retry_after;

/// Whether the call may succeed when it is sent again, and sending it again does no harm.
pub(crate) fn is_retryable(error: &Error) -> bool {
    let idempotent = error.operation().is_some_and(|it| it.idempotent);
    match error.kind() {
        _ if error.is_permanent() => false,
        ErrorKind::Transport | ErrorKind::Timeout => idempotent || !error.was_sent(),
        ErrorKind::Api => match error.status().map(|it| it.as_u16()) {
            Some(429) => true,
            Some(503) => idempotent || has_retry_after(error),
            Some(408 | 425 | 500 | 502 | 504) => idempotent,
            _ => false,
        },
        _ => false,
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

/// Whether the API may have done what the call asks for, although it failed.
pub(crate) fn may_have_been_processed(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Transport | ErrorKind::Timeout => error.was_sent(),
        ErrorKind::Api => match error.status().map(|it| it.as_u16()) {
            Some(503) => !has_retry_after(error),
            Some(408 | 500 | 502 | 504) => true,
            // Servers respond so to a form that they have processed: the browser is to show another page.
            Some(302 | 303) => !error.operation().is_some_and(|it| it.idempotent),
            _ => false,
        },
        // The response could not be read: when it says success, it is.
        ErrorKind::Decode | ErrorKind::NoContent => {
            error.status().is_some_and(|it| it.is_success())
        }
        _ => false,
    }
}
