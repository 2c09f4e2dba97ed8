//! `assets`: which assets are to be reported in a period.

use clap::Args;
use connect_reporting::day::{AssetQuery, DayError, Period, ReportedAsset, Selection};
use connect_usage::OpenEnum as _;
use serde_json::{Value, json};

use super::exit::{Failure, Kind, Verdict};
use super::period::{PeriodArg, PeriodArgs};
use super::progress::Progress;
use super::session::Session;
use super::table::Table;
use super::text::count;

/// The examples of `--help`.
pub const HELP: &str = "\
Test assets are left out, and so are assets that stopped before the period. The
period is the last month by default.

Examples:
  connect-usage assets --period 2029-01 --product PRD-000-000-001
  connect-usage assets --period yesterday --zone Europe/Berlin
  connect-usage --fake assets";

/// The arguments of `assets`.
#[derive(Debug, Args)]
pub struct AssetsArgs {
    #[command(flatten)]
    period: PeriodArgs,

    /// Only assets of this product. Can be repeated
    #[arg(long, value_name = "PRD-…")]
    product: Vec<String>,

    /// Only assets under this contract. Can be repeated
    #[arg(long, value_name = "CRD-…")]
    contract: Vec<String>,

    /// Report suspended assets like active ones, until the period ends
    #[arg(long)]
    with_suspended: bool,
}

/// Runs the command.
///
/// # Errors
/// If the assets cannot be read.
pub async fn run(args: &AssetsArgs, session: &Session) -> Result<Verdict, Failure> {
    let period = args.period(session)?;
    let client = session.client()?;
    let mut query = AssetQuery::new(&period);
    for product in &args.product {
        query = query.product(product);
    }
    for contract in &args.contract {
        query = query.contract(contract);
    }
    if args.with_suspended {
        query = query.with_suspended();
    }
    let progress = Progress::spinner(&session.out, "reading assets");
    let selection = query.read(&client).await.map_err(failed)?;
    drop(progress);
    print(&selection, &period, session)?;
    Ok(Verdict::Done)
}

impl AssetsArgs {
    fn period(&self, session: &Session) -> Result<Period, Failure> {
        let mut args = self.period.clone();
        if args.period.is_none() {
            args.period = Some(PeriodArg::LastMonth);
        }
        let period = args.resolve(session.now()?)?;
        period.ok_or_else(|| Failure::usage("--period is required"))
    }
}

/// Why the assets are not known.
fn failed(error: DayError) -> Failure {
    match error {
        DayError::Call(error) => error.into(),
        other => Failure::new(Kind::Failed, other).help("run it again later"),
    }
}

fn print(selection: &Selection, period: &Period, session: &Session) -> Result<(), Failure> {
    let assets: Vec<Value> = selection.assets.iter().map(value).collect();
    let left_out = selection.left_out.iter();
    let left_out: Vec<Value> = left_out
        .map(|it| json!({"id": it.id, "reason": it.reason.to_string()}))
        .collect();
    let (first, last) = (period.start().to_string(), period.end().to_string());
    let value = json!({"from": first, "to": last, "assets": assets, "left_out": left_out});
    let mut table = Table::new(["ASSET", "STATUS", "FROM", "TO"], 2);
    for it in &selection.assets {
        let (from, to) = (it.span.start().to_string(), it.span.end().to_string());
        table.row([it.id(), status(it).unwrap_or("-"), &from, &to]);
    }
    let mut more = vec![format!(
        "{} from {first} to {last}; {} left out",
        count(selection.assets.len() as u64, "asset"),
        selection.left_out.len()
    )];
    more.extend(
        selection
            .left_out
            .iter()
            .map(|it| format!("  left out: {it}")),
    );
    session.out.table(&value, &table, more)
}

fn status(asset: &ReportedAsset) -> Option<&str> {
    asset.asset.status.as_ref().map(|it| it.as_str())
}

fn value(it: &ReportedAsset) -> Value {
    json!({
        "id": it.id(),
        "external_id": it.asset.external_id,
        "status": status(it),
        "product": it.product().ok(),
        "contract": it.contract().ok(),
        "marketplace": it.marketplace().ok(),
        "from": it.span.start().to_string(),
        "to": it.span.end().to_string(),
    })
}
