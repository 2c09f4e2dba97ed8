//! `submit`: hands reports to the provider.

use clap::Args;
use connect_usage::models::{UsageFile, UsageFileStatus};
use connect_usage::{Client, OpenEnum as _, files};

use super::exit::{Failure, Kind, Verdict};
use super::outcomes::{self, Outcome};
use super::progress::Progress;
use super::session::Session;

/// The examples of `--help`.
pub const HELP: &str = "\
A report that was submitted before is left as it is, so the command can be run
twice.

Examples:
  connect-usage submit UF-2029-01-0001-0001
  connect-usage submit UF-2029-01-0001-0001 UF-2029-01-0001-0002";

/// The arguments of `submit`.
#[derive(Debug, Args)]
pub struct SubmitArgs {
    /// The reports, which must be ready
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

/// Runs the command. A report that cannot be submitted does not stop the others.
///
/// # Errors
/// If a call fails, and there is no other report.
pub async fn run(args: &SubmitArgs, session: &Session) -> Result<Verdict, Failure> {
    let client = session.client()?;
    let mut outcomes = Vec::new();
    for id in &args.ids {
        let progress = Progress::spinner(&session.out, &format!("submitting {id}"));
        let result = submit(&client, id).await;
        let outcome = outcomes::of_several(result, (id, &args.ids))?;
        drop(progress);
        if outcome.name == "submitted" {
            session.happened(format!("{id} was submitted"));
        }
        outcomes.push(outcome);
    }
    outcomes::print("reports", &outcomes, session)
}

async fn submit(client: &Client, id: &str) -> Result<Outcome, Failure> {
    use UsageFileStatus as Status;
    let report = client.send(files::get(id)).await?;
    let outcome = |name, verdict, report: UsageFile, text: &str| {
        let status = report.status.as_ref().map_or("-", |it| it.as_str());
        Outcome {
            status: status.to_owned(),
            id: report.id,
            name,
            verdict,
            text: text.to_owned(),
        }
    };
    let known = report
        .status
        .as_ref()
        .and_then(|it| it.known_ignoring_case());
    Ok(match known {
        Some(Status::Ready | Status::Uploaded) => {
            let report = client.send(files::submit(id)).await?;
            outcome("submitted", Verdict::Done, report, "submitted")
        }
        Some(Status::Pending | Status::Accepted | Status::Closed) => outcome(
            "already_submitted",
            Verdict::Done,
            report,
            "was submitted before",
        ),
        Some(Status::Uploading | Status::Processing) => {
            let text = "not submitted: the platform is still at work; run it again later";
            outcome("unfinished", Verdict::Unfinished, report, text)
        }
        Some(Status::Invalid) => {
            let text = "not submitted: it is invalid; `connect-usage errors` shows why";
            outcome("invalid", Verdict::Broken, report, text)
        }
        Some(Status::Rejected) => {
            let text = "not submitted: the provider rejected it; report again with corrected rows";
            outcome("rejected", Verdict::Broken, report, text)
        }
        Some(Status::Draft | Status::Deleted) => {
            let text = "not submitted: it has no usage; report with a file first";
            outcome("empty", Verdict::Broken, report, text)
        }
        _ => {
            let message = format!("{id} has a status that this version does not know");
            return Err(Failure::new(Kind::Failed, message).help("`connect-usage status` shows it"));
        }
    })
}
