//! `report`: takes usage from a file to *submitted*.

mod args;
mod others;
mod outcome;
mod steps;
mod workbooks;

use connect_reporting::{PartOutcome, Report, ReportWorkbook, report_all};
use connect_usage::Client;

use self::args::Plan;
use self::outcome::Results;
use self::steps::Steps;
use self::workbooks::Made;
use super::exit::{Failure, Verdict};
use super::session::Session;

pub use self::args::{HELP, ReportArgs};

/// Runs the command.
///
/// # Errors
/// If the report could not be made. The message says what is known to have happened.
pub async fn run(args: &ReportArgs, session: &Session) -> Result<Verdict, Failure> {
    let plan = args.plan(session)?;
    let client = session.client()?;
    let schema = plan.schema(args, &client, session).await?;
    let workbooks = match workbooks::make(args, &plan.source, schema, session).await? {
        Made::Workbooks(workbooks) => workbooks,
        Made::Broken(broken) => return broken.print(session),
    };
    if !args.again {
        others::check(&client, &plan).await?;
    }
    let count = workbooks.len();
    if count > 1 {
        session.out.note(&format!(
            "the rows need {count} workbooks, each with a report of its own"
        ));
    }
    let parts = plan.report.numbered(workbooks);
    let outcomes = reported(args, &client, parts, session).await?;
    let mut results = Results::default();
    for PartOutcome {
        external_id,
        result,
        ..
    } in outcomes
    {
        results.add(external_id, result, args.save_errors.as_deref())?;
    }
    results.print(session)
}

async fn reported(
    args: &ReportArgs,
    client: &Client,
    parts: Vec<(Report, ReportWorkbook)>,
    session: &Session,
) -> Result<Vec<PartOutcome>, Failure> {
    let mut steps = Steps::new(args.state.as_deref(), session)?;
    let outcomes = report_all(client, parts, &mut steps).await;
    drop(steps);
    // The outcomes say all that the steps did.
    session.forget();
    Ok(outcomes)
}

impl Plan {
    /// The schema that is asked for, or that of the product.
    async fn schema(
        &self,
        args: &ReportArgs,
        client: &Client,
        session: &Session,
    ) -> Result<Option<connect_usage::models::UsageFileSchema>, Failure> {
        if let Some(schema) = args.schema {
            return Ok(Some(schema.into()));
        }
        match connect_reporting::day::schema(client, &self.product).await {
            Ok(schema) => Ok(Some(schema)),
            Err(error) => match self.unknown_schema(error) {
                Ok(reason) => {
                    let note =
                        format!("{reason}; the cells decide which schema the rows are checked for");
                    session.out.note(&note);
                    Ok(None)
                }
                Err(failure) => Err(failure),
            },
        }
    }
}
