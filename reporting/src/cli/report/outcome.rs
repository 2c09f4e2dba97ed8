//! What became of reports, for people and as JSON.

use std::path::{Path, PathBuf};

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
    /// How many results were added.
    count: usize,
}

impl Results {
    /// Adds a result. The marked spreadsheet of an invalid report is saved under this path, or one with the number of the
    /// report if it is not the first. If it cannot be, the run fails when all results are known.
    pub fn add(
        &mut self,
        external_id: String,
        result: Result<ReportOutcome, ReportError>,
        save: Option<&Path>,
    ) {
        self.count += 1;
        let outcome = match result {
            Ok(outcome) => outcome,
            Err(error) => return self.failures.push(failure(&error)),
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
            let save = save.map(|it| numbered(it, self.count));
            self.invalid(invalid, &mut value, save.as_deref());
        }
        self.values.push(value);
        if self.verdict.is_none_or(|it| it == Verdict::Done) {
            self.verdict = Some(said.verdict);
        }
    }

    fn invalid(&mut self, invalid: &InvalidReport, value: &mut Value, save: Option<&Path>) {
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
            let path_text = path.display();
            match invalid.save_processed(path) {
                Ok(true) => self
                    .lines
                    .push(format!("the marked spreadsheet is {path_text}")),
                Ok(false) => self
                    .lines
                    .push("the platform has no marked spreadsheet".to_owned()),
                Err(error) => self.failures.push(Failure::write(path, &error.source)),
            }
        }
        self.lines
            .push("correct the rows, and run the same command again".to_owned());
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

/// The path for the report with this number, from 1.
fn numbered(path: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
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
    failure.help(match error.kind() {
        ReportErrorKind::Refused => "correct what the platform says, and run it again",
        kind => kind.help(),
    })
}

#[cfg(test)]
mod tests {
    use connect_fake::{Platform, Side};
    use connect_reporting::{Report, ReportWorkbook};

    use super::*;

    /// An invalid report.
    fn invalid() -> ReportOutcome {
        let platform = Platform::in_memory();
        platform.fail_next_spreadsheet("too old");
        let client = platform.client(Side::Vendor).expect("a client");
        let report = Report::new("2029-01", "PRD-000-000-001", "CRD-00000-00000-00001");
        let workbook = ReportWorkbook::bytes("PK\x03\x04 rows");
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.expect("a runtime");
        let outcome = runtime.block_on(report.run(&client, &workbook, &mut ()));
        outcome.expect("it was processed")
    }

    #[test]
    fn each_report_has_a_marked_spreadsheet_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut results = Results::default();
        for id in ["2029-01", "2029-01-part2"] {
            let path = folder.path().join("marked.xlsx");
            results.add(id.to_owned(), Ok(invalid()), Some(&path));
        }
        for name in ["marked.xlsx", "marked-2.xlsx"] {
            assert!(folder.path().join(name).exists(), "{name}");
        }
        assert!(results.failures.is_empty());
    }

    #[test]
    fn a_spreadsheet_that_cannot_be_saved_hides_no_result() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut results = Results::default();
        for id in ["2029-01", "2029-01-part2"] {
            let path = folder.path().join("missing/marked.xlsx");
            results.add(id.to_owned(), Ok(invalid()), Some(&path));
        }
        assert_eq!((results.failures.len(), results.ended.len()), (2, 2));
    }
}
