//! `Retry-After`.

use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;

use crate::error::Error;

/// What one value of the header says.
#[derive(Clone, Copy)]
enum After {
    Seconds(u64),
    Date(SystemTime),
}

impl Error {
    /// How long the API asks to wait before the call is sent again, by `Retry-After` in seconds or as
    /// a date, which is compared to `now`; nothing if the time that it names has passed. Of several values the
    /// longest counts, whether they are in headers of their own or in one list. What is neither seconds nor
    /// an HTTP date is ignored.
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        let pause = |after| match after {
            After::Seconds(seconds) => Duration::from_secs(seconds),
            After::Date(date) => date.duration_since(now).unwrap_or_default(),
        };
        read(self).map(pause).max()
    }
}

pub(super) fn has_retry_after(error: &Error) -> bool {
    read(error).next().is_some()
}

fn read(error: &Error) -> impl Iterator<Item = After> {
    let headers = error.headers().into_iter();
    let values = headers.flat_map(|it| it.get_all(RETRY_AFTER));
    values.flat_map(|it| it.to_str().map(list).unwrap_or_default())
}

/// Reads a value that can be a list. The date of RFC 9110 has a comma itself, behind the day of the week.
fn list(text: &str) -> Vec<After> {
    let mut found = Vec::new();
    let mut items = text.split(',').peekable();
    while let Some(item) = items.next() {
        let joined = items.peek().map(|next| format!("{item},{next}"));
        if let Some(date) = joined.as_deref().and_then(date) {
            items.next();
            found.push(date);
        } else {
            found.extend(seconds(item).or_else(|| date(item)));
        }
    }
    found
}

fn seconds(text: &str) -> Option<After> {
    let text = text.trim();
    let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    // More digits than fit are more than anybody waits for.
    is_number.then(|| After::Seconds(text.parse().unwrap_or(u64::MAX)))
}

fn date(text: &str) -> Option<After> {
    httpdate::parse_http_date(text.trim()).ok().map(After::Date)
}
