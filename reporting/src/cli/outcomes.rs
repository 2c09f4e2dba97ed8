//! What became of the objects that a command was given, one by one.

use serde_json::json;

use super::exit::{Failure, Kind, Verdict};
use super::session::Session;

/// What became of an object.
pub struct Outcome {
    /// The id of the object.
    pub id: String,
    /// The name of the outcome in JSON.
    pub name: &'static str,
    /// The status of the object now, or a dash.
    pub status: String,
    /// How the run ends by it.
    pub verdict: Verdict,
    /// What people are told.
    pub text: String,
}

/// Prints the outcomes; in JSON they are the array `member`. Returns the worst verdict.
///
/// # Errors
/// If standard output cannot be written.
pub fn print(member: &str, outcomes: &[Outcome], session: &Session) -> Result<Verdict, Failure> {
    let values: Vec<_> = outcomes
        .iter()
        .map(|it| json!({"id": it.id, "outcome": it.name, "status": it.status, "message": it.text}))
        .collect();
    let lines = outcomes
        .iter()
        .map(|it| format!("{}: {} (status {})", it.id, it.text, it.status));
    session.out.result(&json!({member: values}), lines)?;
    let worst = outcomes
        .iter()
        .map(|it| it.verdict)
        .max_by_key(|it| rank(*it));
    Ok(worst.unwrap_or(Verdict::Done))
}

/// How bad an end is, beside others.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Done => 0,
        Verdict::Unfinished => 1,
        Verdict::Failed => 2,
        Verdict::Broken => 3,
        Verdict::NoAccess => 4,
    }
}

/// What became of one of several objects. That one failed is its outcome, and stops none of the others; of a single one it is
/// the failure of the run.
///
/// # Errors
/// If there is no other object.
pub fn of_several(
    result: Result<Outcome, Failure>,
    (id, ids): (&str, &[String]),
) -> Result<Outcome, Failure> {
    let failure = match result {
        Err(failure) if ids.len() > 1 => failure,
        other => return other,
    };
    let mut text = format!("failed: {}", failure.message);
    let says = failure.details.iter().chain(&failure.known);
    for it in says.chain(&failure.help) {
        text.push_str("; ");
        text.push_str(it);
    }
    Ok(Outcome {
        id: id.to_owned(),
        name: "failed",
        status: "-".to_owned(),
        verdict: match failure.kind {
            Kind::Access => Verdict::NoAccess,
            Kind::Unfinished => Verdict::Unfinished,
            Kind::Broken => Verdict::Broken,
            _ => Verdict::Failed,
        },
        text,
    })
}
