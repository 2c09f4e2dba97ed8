//! `report`: takes usage from a file to *submitted*.

mod args;
mod others;
mod outcome;
mod steps;
mod workbooks;

use connect_reporting::{PartOutcome, Report, ReportWorkbook, report_all};
use connect_usage::{Client, files};

use self::args::Plan;
use self::outcome::Results;
use self::steps::Steps;
use self::workbooks::Made;
use super::clock::{ServerClock, WRONG, describe};
use super::exit::{Failure, Kind, Verdict};
use super::session::Session;

pub use self::args::{HELP, ReportArgs};

/// Runs the command.
///
/// # Errors
/// If the report could not be made. The message says what is known to have happened.
pub async fn run(args: &ReportArgs, session: &Session) -> Result<Verdict, Failure> {
    let plan = args.plan(session)?;
    if !args.allow_future {
        check_begun(&plan, session)?;
    }
    let clock = ServerClock::default();
    let client = session.client_with(|builder| clock.watch(builder))?;
    if let Some(note) = args.filled_in(session) {
        session.out.note(&note);
    }
    let schema = plan.schema(args, &client, session).await?;
    let workbooks = match workbooks::make(args, &plan, schema, session).await? {
        Made::Workbooks(workbooks) => workbooks,
        Made::Broken(broken) => return broken.print(session),
    };
    if !args.again {
        others::check(&client, &plan).await?;
    }
    if args.period.is_relative() {
        check_clock(&clock, &client, session).await?;
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
        results.add(external_id, result, args.save_errors.as_deref());
    }
    results.print(session)
}

/// Refuses a period that has not begun, in which nothing can have been used. One that is not over can be reported: the vendor
/// of the platform advises to do so before the month ends.
fn check_begun(plan: &Plan, session: &Session) -> Result<(), Failure> {
    match &plan.period {
        Some(period) if session.now()? < period.start() => {
            let message = format!("--period: {} has not begun yet", period.key());
            Err(Failure::usage(message)
                .known("nothing was created or changed")
                .help("correct the period, or report it all the same with --allow-future"))
        }
        _ => Ok(()),
    }
}

/// Refuses a period that a wrong clock has chosen.
async fn check_clock(
    clock: &ServerClock,
    client: &Client,
    session: &Session,
) -> Result<(), Failure> {
    let now = session.now()?;
    if clock.ahead(now).is_none() {
        // Nothing was asked before; the response has the time, whatever else it says.
        let _ = client.send(files::list().page_size(1)).await;
    }
    match clock.ahead(now) {
        Some(ahead) if ahead.abs() >= WRONG => {
            let message = format!(
                "the clock of this machine is {}, and --period depends on it",
                describe(ahead)
            );
            Err(Failure::new(Kind::Failed, message)
                .known("nothing was created or changed")
                .help("set the clock, or name the period by its date"))
        }
        _ => Ok(()),
    }
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
