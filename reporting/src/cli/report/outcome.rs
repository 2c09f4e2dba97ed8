//! What became of reports, for people and as JSON.

use std::path::Path;

use connect_reporting::{InvalidReport, ReportError, ReportErrorKind, ReportOutcome};
use connect_usage::OpenEnum as _;
use serde_json::{Value, json};

use super::super::exit::{Failure, Kind, Verdict};
use super::super::row_errors;
use super::super::session::Session;

/// The most errors of rows that are printed for people.
const PRINTED: usize = 20;

/// The results of all reports of a run.
#[derive(Default)]
pub struct Results {
    values: Vec<Value>,
    lines: Vec<String>,
    verdict: Option<Verdict>,
    failures: Vec<Failure>,
    /// The reports that came to an end before one failed.
    ended: Vec<String>,
}

impl Results {
    /// Adds a result.
    ///
    /// # Errors
    /// If the marked spreadsheet cannot be saved.
    pub fn add(
        &mut self,
        external_id: String,
        result: Result<ReportOutcome, ReportError>,
        save: Option<&Path>,
    ) -> Result<(), Failure> {
        let outcome = match result {
            Ok(outcome) => outcome,
            Err(error) => {
                self.failures.push(failure(&error));
                return Ok(());
            }
        };
        let id = outcome.report().to_owned();
        let said = said(&outcome);
        let mut value = json!({
            "outcome": said.name,
            "report": id,
            "external_id": external_id,
            "status": said.status,
        });
        self.lines.push(format!("{id}: {}", said.text));
        self.ended.push(format!("{id}: {}", said.text));
        if let ReportOutcome::Invalid(invalid) = &outcome {
            self.invalid(invalid, &mut value, save)?;
        }
        self.values.push(value);
        if self.verdict.is_none_or(|it| it == Verdict::Done) {
            self.verdict = Some(said.verdict);
        }
        Ok(())
    }

    fn invalid(
        &mut self,
        invalid: &InvalidReport,
        value: &mut Value,
        save: Option<&Path>,
    ) -> Result<(), Failure> {
        value["detail"] = json!(invalid.detail);
        value["errors"] = json!(row_errors::json(&invalid.rows));
        self.lines.extend(invalid.detail.clone());
        self.lines.extend(row_errors::lines(&invalid.rows, PRINTED));
        let id = &invalid.report;
        if invalid.rows.len() > PRINTED {
            let all = invalid.rows.len();
            self.lines.push(format!(
                "  … {all} errors in all: `connect-usage errors {id}`"
            ));
        }
        if let Some(path) = save {
            let saved = invalid.save_processed(path).map_err(|error| {
                Failure::write(path, &error.source).known(format!("{id} is invalid"))
            })?;
            if saved {
                self.lines
                    .push(format!("the marked spreadsheet is {}", path.display()));
            }
        }
        self.lines
            .push("correct the rows, and run the same command again".to_owned());
        Ok(())
    }

    /// Prints the results.
    ///
    /// # Errors
    /// The first failure, if there is one; what ended is known then.
    pub fn print(mut self, session: &Session) -> Result<Verdict, Failure> {
        if !self.failures.is_empty() {
            let mut failure = self.failures.remove(0);
            failure.known.extend(self.ended);
            let others = self
                .failures
                .iter()
                .map(|it| format!("also failed: {}", it.message));
            failure.known.extend(others);
            return Err(failure);
        }
        let value = match <[Value; 1]>::try_from(self.values) {
            Ok([value]) => value,
            Err(values) => json!({"reports": values}),
        };
        session.out.result(&value, self.lines)?;
        Ok(self.verdict.unwrap_or(Verdict::Done))
    }
}

/// What is said of an outcome.
struct Said {
    name: &'static str,
    status: Option<String>,
    text: String,
    verdict: Verdict,
}

fn said(outcome: &ReportOutcome) -> Said {
    let said = |name, status: Option<&str>, text: String, verdict| Said {
        name,
        status: status.map(str::to_owned),
        text,
        verdict,
    };
    match outcome {
        ReportOutcome::Submitted { status, .. } => {
            let status = status.as_str();
            let text = format!("submitted (status {status})");
            said("submitted", Some(status), text, Verdict::Done)
        }
        ReportOutcome::Ready { report } => {
            let text = format!("ready; `connect-usage submit {report}` hands it to the provider");
            said("ready", Some("ready"), text, Verdict::Done)
        }
        ReportOutcome::AlreadyReported {
            status,
            same_workbook,
            ..
        } => {
            let status = status.as_str();
            let (text, verdict) = already(status, *same_workbook);
            said("already_reported", Some(status), text, verdict)
        }
        ReportOutcome::Invalid(_) => {
            let text = "invalid: the platform found errors".to_owned();
            said("invalid", Some("invalid"), text, Verdict::Broken)
        }
        ReportOutcome::Rejected { reason, .. } => {
            let reason = reason.as_deref().unwrap_or("no reason is given");
            let text = format!(
                "rejected by the provider: {reason}; report a corrected file, or this one again with --replace-rejected"
            );
            said("rejected", Some("rejected"), text, Verdict::Broken)
        }
        _ => said(
            "other",
            None,
            "has an outcome that this version does not know".to_owned(),
            Verdict::Failed,
        ),
    }
}

fn already(status: &str, same_workbook: Option<bool>) -> (String, Verdict) {
    match same_workbook {
        Some(true) => (
            format!("was reported before, with the same usage (status {status})"),
            Verdict::Done,
        ),
        None => (
            format!("was reported before (status {status}); nothing was changed"),
            Verdict::Done,
        ),
        Some(false) => (
            format!(
                "was reported before with OTHER usage (status {status}); nothing was changed: \
                 ask the provider to reject it, then run this again"
            ),
            Verdict::Failed,
        ),
    }
}

fn failure(error: &ReportError) -> Failure {
    let kind = match error.kind() {
        ReportErrorKind::WrongKey | ReportErrorKind::NoRights => Kind::Access,
        ReportErrorKind::WaitLimit => Kind::Unfinished,
        ReportErrorKind::Workbook | ReportErrorKind::RepeatedPart => Kind::Usage,
        _ => Kind::Failed,
    };
    let id = error.external_id().unwrap_or_default();
    let cause = match (error.call_error(), std::error::Error::source(error)) {
        // The error of a wait lists all that was waited for.
        _ if kind == Kind::Unfinished => String::new(),
        (Some(call), _) => format!(": {}", call.summary()),
        (None, Some(source)) => format!(": {source}"),
        (None, None) => String::new(),
    };
    let message = format!("the report `{id}`: {}{cause}", error.kind());
    let mut failure = Failure::new(kind, message).known(error.happened().to_string());
    if let Some(call) = error.call_error() {
        failure.details = call.messages().to_vec();
    }
    failure.help(error.kind().help())
}
