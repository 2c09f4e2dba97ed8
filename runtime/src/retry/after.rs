//! `Retry-After`.

use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;

use crate::error::Error;

/// What the header says.
enum After {
    Seconds(u64),
    Date(SystemTime),
}

/// How long the API asks to wait; nothing if the time that it names has passed. A header that is
/// neither seconds nor an HTTP date is as none.
pub(crate) fn retry_after(error: &Error, now: SystemTime) -> Option<Duration> {
    match read(error)? {
        After::Seconds(seconds) => Some(Duration::from_secs(seconds)),
        After::Date(date) => Some(date.duration_since(now).unwrap_or_default()),
    }
}

pub(super) fn has_retry_after(error: &Error) -> bool {
    read(error).is_some()
}

fn read(error: &Error) -> Option<After> {
    let text = error.headers()?.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit()) {
        // More digits than fit are more than anybody waits for.
        return Some(After::Seconds(text.parse().unwrap_or(u64::MAX)));
    }
    httpdate::parse_http_date(text).ok().map(After::Date)
}
