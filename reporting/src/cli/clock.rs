//! The clock of this machine beside that of the server.

use std::sync::{Arc, Mutex, PoisonError};

use connect_usage::runtime::time::OffsetDateTime;
use connect_usage::{ClientBuilder, DateTime};

/// From how many seconds on the clock is wrong: presigned URLs expire after ten minutes at most.
pub const WRONG: i64 = 300;

/// The time of the server, as its last response says it.
#[derive(Debug, Clone, Default)]
pub struct ServerClock(Arc<Mutex<Option<OffsetDateTime>>>);

impl ServerClock {
    /// Notes the time in the responses to a client.
    pub fn watch(&self, builder: ClientBuilder) -> ClientBuilder {
        let last = Arc::clone(&self.0);
        builder.on_response(move |response| {
            let header = response.headers().and_then(|it| it.get("date"));
            let text = header.and_then(|it| it.to_str().ok());
            if let Some(date) = text.and_then(|it| httpdate::parse_http_date(it).ok()) {
                *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(date.into());
            }
        })
    }

    /// How many seconds this machine is ahead; negative if it is behind. `None` if the server has not said its time.
    pub fn ahead(&self, now: DateTime) -> Option<i64> {
        let server = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Some((now.into_inner() - server?).whole_seconds())
    }
}

/// Describes the difference, such as `90 seconds ahead of the server's`.
pub fn describe(ahead: i64) -> String {
    let side = if ahead > 0 { "ahead of" } else { "behind" };
    format!("{} seconds {side} the server's", ahead.abs())
}
