//! Compares the clock of this machine with that of the server.

use super::super::clock::{WRONG, describe};
use super::super::exit::Failure;
use super::super::session::Session;
use super::access::Link;
use super::finding::{Check, State};

/// From how many seconds on the difference is named: presigned URLs expire after half a minute.
const NOTABLE: i64 = 30;

/// Compares the clocks.
///
/// # Errors
/// As for [`Session::now`].
pub fn check(session: &Session, link: &Link) -> Result<Check, Failure> {
    let Some(seconds) = link.clock.ahead(session.now()?) else {
        return Ok(Check::new(
            "clock",
            State::Skipped,
            "the server does not send its time",
        ));
    };
    let state = match seconds.abs() {
        0..NOTABLE => {
            let text = "agrees with the server's within half a minute";
            return Ok(Check::new("clock", State::Ok, text));
        }
        NOTABLE..WRONG => State::Warning,
        _ => State::Failed,
    };
    let text = describe(seconds);
    Ok(Check::new("clock", state, text).help(
        "set the clock, by NTP for example: periods and the lifetimes of downloads depend on it",
    ))
}
