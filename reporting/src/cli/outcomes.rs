//! What became of the objects that a command was given, one by one.

use serde_json::json;

use super::exit::{Failure, Verdict};
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

/// Prints the outcomes; in JSON they are the array `member`. Returns the worst verdict: what is broken, and then what is
/// not done.
///
/// # Errors
/// If standard output cannot be written.
pub fn print(member: &str, outcomes: &[Outcome], session: &Session) -> Result<Verdict, Failure> {
    let values: Vec<_> = outcomes
        .iter()
        .map(|it| json!({"id": it.id, "outcome": it.name, "status": it.status}))
        .collect();
    let lines = outcomes
        .iter()
        .map(|it| format!("{}: {} (status {})", it.id, it.text, it.status));
    session.out.result(&json!({member: values}), lines)?;
    let mut verdicts = outcomes.iter().map(|it| it.verdict);
    let broken = verdicts.clone().find(|it| *it == Verdict::Broken);
    Ok(broken
        .or_else(|| verdicts.find(|it| *it != Verdict::Done))
        .unwrap_or(Verdict::Done))
}
