//! Compares the clock of this machine with that of the server.

use super::super::exit::Failure;
use super::super::session::Session;
use super::access::Link;
use super::finding::{Check, State};

/// From how many seconds on the difference is named: presigned URLs expire after half a minute.
const NOTABLE: i64 = 30;

/// From how many seconds on the clock is wrong: presigned URLs expire after ten minutes at most.
const WRONG: i64 = 300;

/// Compares the clocks.
///
/// # Errors
/// If there is no time of now.
pub fn check(session: &Session, link: &Link) -> Result<Check, Failure> {
    let date = link.date.as_ref();
    let parsed = date.and_then(|it| httpdate::parse_http_date(it).ok());
    let Some(server) = parsed else {
        return Ok(Check::new(
            "clock",
            State::Skipped,
            "the server does not send its time",
        ));
    };
    let server = connect_usage::runtime::time::OffsetDateTime::from(server);
    let now = session.now()?.into_inner();
    let seconds = (now - server).whole_seconds();
    let state = match seconds.abs() {
        0..NOTABLE => {
            let text = "agrees with the server's within half a minute";
            return Ok(Check::new("clock", State::Ok, text));
        }
        NOTABLE..WRONG => State::Warning,
        _ => State::Failed,
    };
    let side = if seconds > 0 { "ahead of" } else { "behind" };
    let text = format!("{} seconds {side} the server's", seconds.abs());
    Ok(Check::new("clock", state, text).help(
        "set the clock, by NTP for example: periods and the lifetimes of downloads depend on it",
    ))
}
