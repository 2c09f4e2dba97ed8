//! The arguments of `report`, and what they ask for.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use connect_reporting::Report;
use connect_reporting::day::{DayError, Period, report_id};

use super::super::demo;
use super::super::exit::{Failure, Kind};
use super::super::options::{CsvArgs, SchemaArg};
use super::super::period::{PeriodArg, PeriodArgs};
use super::super::session::Session;

/// The examples of `--help`.
pub const HELP: &str = "\
The report is found again by its external id, so the command can be run twice:
it goes on where the last run ended, and a report that was submitted stays as it
is. A corrected file replaces one that was invalid or rejected.

Examples:
  connect-usage report january.xlsx --period 2029-01 \\
      --product PRD-000-000-001 --contract CRD-00000-00000-00001
  connect-usage report --csv 'exports/{period}.csv' --period yesterday \\
      --zone Europe/Berlin --product … --contract …
  connect-usage --fake report --csv demo";

/// What stands for the period in a path.
const PERIOD: &str = "{period}";

/// How long `--once` waits.
const ONCE: Duration = Duration::from_secs(3);

/// The arguments of `report`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are switches of a command line"
)]
pub struct ReportArgs {
    /// A workbook with usage (.xlsx). In its path, `{period}` stands for the period, such as 2029-01-31
    #[arg(value_name = "FILE", conflicts_with = "csv")]
    file: Option<PathBuf>,

    /// Rows with usage as CSV, with the columns of the workbook, which is made of them. In the path, `{period}` stands for the
    /// period, such as 2029-01-31
    #[arg(long, value_name = "ROWS")]
    csv: Option<PathBuf>,

    /// The product that was used
    #[arg(long, value_name = "PRD-…")]
    product: Option<String>,

    /// The contract under which it was used
    #[arg(long, value_name = "CRD-…")]
    contract: Option<String>,

    #[command(flatten)]
    pub period: PeriodArgs,

    /// Your own id of the report, the same in every run [default: PRODUCT/CONTRACT/PERIOD, and the currency]
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,

    /// The name of the report [default: the first and the last day of the period]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// A note for whoever reads the report
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,

    /// The currency of the amounts, as three letters [default: that of the platform]
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<String>,

    /// The schema that rows are checked for [default: that of the product]
    #[arg(long, value_enum, value_name = "SCHEMA")]
    pub schema: Option<SchemaArg>,

    #[command(flatten)]
    pub csv_form: CsvArgs,

    /// Stop when the report is ready: `submit` hands it to the provider later
    #[arg(long)]
    no_submit: bool,

    /// Wait three seconds at most: exit with status 5 if the platform is still at work, and go on in the next run
    #[arg(long, conflicts_with = "wait")]
    once: bool,

    /// How long to wait for the platform to process the file, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    wait: u64,

    /// Report even if another report is about the same period or a part of it
    #[arg(long)]
    pub again: bool,

    /// Report a file without rows: once that is submitted, no rows can follow
    #[arg(long)]
    pub allow_empty: bool,

    /// Report a period that has not begun yet
    #[arg(long)]
    pub allow_future: bool,

    /// Upload the file again if the provider has rejected it
    #[arg(long)]
    replace_rejected: bool,

    /// Upload a workbook without checking its rows first
    #[arg(long, conflicts_with = "csv")]
    pub no_check: bool,

    /// Save the spreadsheet in which the platform marks errors. Those of further reports get a number, such as FILE-2
    #[arg(long, value_name = "FILE")]
    pub save_errors: Option<PathBuf>,

    /// The folder that remembers how far reports are [default: $STATE_DIRECTORY, or ~/.local/state/connect-usage]
    #[arg(long, value_name = "FOLDER")]
    pub state: Option<PathBuf>,
}

/// What is asked for.
pub struct Plan {
    /// The report.
    pub report: Report,
    /// The product.
    pub product: String,
    /// The contract.
    pub contract: String,
    /// The currency, if it is given.
    pub currency: Option<String>,
    /// The period, if there is one.
    pub period: Option<Period>,
    /// The file.
    pub source: Source,
}

/// The file of a report.
#[derive(Debug)]
pub enum Source {
    /// Rows as CSV.
    Csv(PathBuf),
    /// A workbook.
    Workbook(PathBuf),
}

impl ReportArgs {
    /// What the arguments ask for.
    ///
    /// # Errors
    /// If they contradict each other, or there is no external id.
    pub fn plan(&self, session: &Session) -> Result<Plan, Failure> {
        let missing = || {
            Failure::usage("the report needs --product and --contract")
                .help("the portal shows their ids; --fake needs neither")
        };
        let given = |it: &Option<String>, demo: &str| {
            let demo = session.is_fake().then(|| demo.to_owned());
            it.clone().or(demo).ok_or_else(missing)
        };
        let product = given(&self.product, demo::PRODUCT)?;
        let contract = given(&self.contract, demo::CONTRACT)?;
        let period = self.period(session)?;
        let source = self.source(period.as_ref())?;
        let external_id = match (&self.external_id, &period) {
            (Some(id), _) => id.clone(),
            (None, Some(period)) => {
                let id = report_id(&product, &contract, period, self.currency.as_deref());
                id.map_err(Failure::usage)?
            }
            (None, None) => {
                return Err(Failure::usage("the report needs --period or --external-id")
                    .help("by one of them a later run finds the report again"));
            }
        };
        let mut report = Report::new(external_id, &product, &contract)
            .submit(!self.no_submit)
            .replace_rejected(self.replace_rejected);
        report = match self.once {
            true => report.poll_every(ONCE, ONCE).wait_limit(ONCE),
            false => report.wait_limit(Duration::from_secs(self.wait)),
        };
        if let Some(period) = &period {
            report = report.period(period).name(period.name());
        }
        if let Some(name) = &self.name {
            report = report.name(name);
        }
        if let Some(note) = &self.note {
            report = report.note(note);
        }
        if let Some(currency) = &self.currency {
            report = report.currency(currency);
        }
        Ok(Plan {
            report,
            product,
            contract,
            currency: self.currency.clone(),
            period,
            source,
        })
    }

    /// What `--fake` stands in for, and a run with a key does not.
    pub fn filled_in(&self, session: &Session) -> Option<String> {
        let missing = [
            ("--product", self.product.is_none()),
            ("--contract", self.contract.is_none()),
            (
                "--period",
                self.period.period.is_none() && self.external_id.is_none(),
            ),
        ];
        let missing = missing.iter().filter(|(_, is_missing)| *is_missing);
        let missing: Vec<_> = missing.map(|(name, _)| *name).collect();
        let is_filled_in = session.is_fake() && !missing.is_empty();
        is_filled_in.then(|| format!("with a key, this also needs {}", missing.join(", ")))
    }

    /// The file, whose name can have the period.
    fn source(&self, period: Option<&Period>) -> Result<Source, Failure> {
        let named = |path: &PathBuf| {
            let text = path.to_string_lossy();
            match (text.contains(PERIOD), period) {
                (false, _) => Ok(path.clone()),
                (true, Some(period)) => Ok(text.replace(PERIOD, &period.key()).into()),
                (true, None) => {
                    let message = format!("`{PERIOD}` in the path needs --period");
                    Err(Failure::usage(message))
                }
            }
        };
        match (&self.csv, &self.file) {
            (Some(path), _) => Ok(Source::Csv(named(path)?)),
            (None, Some(path)) => Ok(Source::Workbook(named(path)?)),
            (None, None) => Err(Failure::usage("FILE or --csv ROWS is required")
                .help("FILE is a workbook (.xlsx); --csv makes one of rows as CSV")),
        }
    }

    fn period(&self, session: &Session) -> Result<Option<Period>, Failure> {
        let now = session.now()?;
        let is_demo = session.is_fake() && self.external_id.is_none();
        let mut args = self.period.clone();
        if is_demo && args.period.is_none() {
            args.period = Some(PeriodArg::LastMonth);
        }
        args.resolve(now)
    }
}

impl Plan {
    /// Why the schema of the product is not known, if the report can do without it.
    ///
    /// # Errors
    /// If it cannot.
    pub fn unknown_schema(&self, error: DayError) -> Result<String, Failure> {
        match error {
            DayError::Call(error) if error.is_not_found() => {
                let message = format!("the platform knows no product {}", self.product);
                Err(Failure::new(Kind::Failed, message)
                    .known("nothing was created or changed")
                    .help("check --product; the platform also hides products of other accounts like this"))
            }
            DayError::Call(error) if error.status() == 403 => {
                Ok("the key may not read products".to_owned())
            }
            DayError::Call(error) => {
                Err(Failure::from(error).known("nothing was created or changed"))
            }
            other => Ok(other.to_string()),
        }
    }
}

fn currency(text: &str) -> Result<String, String> {
    match text.len() == 3 && text.bytes().all(|it| it.is_ascii_uppercase()) {
        true => Ok(text.to_owned()),
        false => Err("expected three capital letters, such as EUR".to_owned()),
    }
}
