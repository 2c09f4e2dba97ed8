//! `doctor`: what is wrong with the settings, the key and the way to the platform.

mod access;
mod clock;
mod finding;
mod settings;

use clap::Args;
use serde_json::json;

use self::finding::State;
use super::exit::{Failure, Verdict};
use super::progress::Progress;
use super::session::Session;

/// The examples of `--help`.
pub const HELP: &str = "\
Nothing is changed. To find out whether the key is a vendor's or a provider's,
the command tries to submit and to accept a report that cannot exist: the
response is `not found` if the key may do it, and `forbidden` otherwise.

Examples:
  connect-usage doctor
  connect-usage doctor --json
  connect-usage --endpoint https://api.example.com/public/v1 doctor";

/// The arguments of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {}

/// Runs the command.
///
/// # Errors
/// If standard output cannot be written. What is wrong is a result.
pub async fn run(_: &DoctorArgs, session: &Session) -> Result<Verdict, Failure> {
    let mut checks = settings::checks(session);
    let progress = Progress::spinner(&session.out, "asking the platform");
    match access::connect(session).await {
        Ok((link, check)) => {
            checks.extend(check);
            checks.push(clock::check(session, &link)?);
            checks.extend(access::rights(&link).await);
        }
        Err(failed) => checks.extend(failed),
    }
    drop(progress);
    let values: Vec<_> = checks
        .iter()
        .map(|it| {
            json!({"check": it.name, "state": it.state.name(), "message": it.text, "help": it.help})
        })
        .collect();
    let lines = checks.iter().flat_map(|it| {
        let line = format!("{}{:<12} {}", it.state.mark(), it.name, it.text);
        let help = it.help.as_ref();
        [Some(line), help.map(|it| format!("{:21}help: {it}", ""))]
            .into_iter()
            .flatten()
    });
    session.out.result(&json!({"checks": values}), lines)?;
    let has = |state| checks.iter().any(|it| it.state == state);
    Ok(match (has(State::NoAccess), has(State::Failed)) {
        (true, _) => Verdict::NoAccess,
        (false, true) => Verdict::Failed,
        (false, false) => Verdict::Done,
    })
}
