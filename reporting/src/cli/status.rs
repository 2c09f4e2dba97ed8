//! `status`: where reports stand.

use clap::Args;
use connect_usage::filter::Filter;
use connect_usage::models::UsageFileStatus;
use connect_usage::{Client, DateTime, files};
use serde_json::{Value, json};

use super::exit::{Failure, Verdict};
use super::options::known_values;
use super::progress::Progress;
use super::session::Session;
use super::table::Table;
use super::view::View;

/// The examples of `--help`.
pub const HELP: &str = "\
Examples:
  connect-usage status
  connect-usage status UF-2029-01-0001-0001
  connect-usage status --status invalid --status rejected --product PRD-000-000-001
  connect-usage --fake status";

/// The arguments of `status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Reports by their ids; without any, those that the filters select
    #[arg(value_name = "ID")]
    ids: Vec<String>,

    /// Only reports with this status. Can be repeated
    #[arg(
        long,
        value_name = "STATUS",
        conflicts_with = "ids",
        value_parser = known_values::<UsageFileStatus>(),
        ignore_case = true
    )]
    status: Vec<String>,

    /// Only reports of this product
    #[arg(long, value_name = "PRD-…", conflicts_with = "ids")]
    product: Option<String>,

    /// Only reports under this contract
    #[arg(long, value_name = "CRD-…", conflicts_with = "ids")]
    contract: Option<String>,

    /// Only reports with this id of the vendor's
    #[arg(long, value_name = "ID", conflicts_with = "ids")]
    external_id: Option<String>,

    /// Only reports that were created at this date-time or later, such as 2029-01-31T00:00:00Z
    #[arg(long, value_name = "DATE-TIME", conflicts_with = "ids")]
    since: Option<DateTime>,

    /// The most reports that are shown
    #[arg(
        long,
        value_name = "ROWS",
        default_value_t = 100,
        conflicts_with = "ids"
    )]
    limit: u64,
}

/// Runs the command.
///
/// # Errors
/// If a report cannot be read.
pub async fn run(args: &StatusArgs, session: &Session) -> Result<Verdict, Failure> {
    let client = session.client()?;
    let progress = Progress::spinner(&session.out, "reading reports");
    let (views, total) = match args.ids.as_slice() {
        [] => listed(args, &client).await?,
        ids => {
            let mut views = Vec::new();
            for id in ids {
                views.push(View::from(client.send(files::get(id)).await?));
            }
            (views, None)
        }
    };
    drop(progress);
    let reports: Vec<Value> = views.iter().map(View::json).collect();
    let value = json!({"reports": reports, "total": total.unwrap_or(views.len() as u64)});
    if !args.ids.is_empty() {
        let lines = views.iter().flat_map(View::lines);
        session.out.result(&value, lines)?;
        return Ok(Verdict::Done);
    }
    let mut table = Table::new(["ID", "STATUS", "PERIOD", "NAME"], 3);
    for view in &views {
        let name = view.name.as_deref().unwrap_or("-");
        table.row([&view.id, view.status(), &view.period(), name]);
    }
    let more = match (views.len() as u64, total) {
        (0, _) => vec!["no reports".to_owned()],
        (shown, Some(total)) if shown < total => {
            vec![format!("{shown} of {total} reports; --limit shows more")]
        }
        _ => Vec::new(),
    };
    session.out.table(&value, &table, more)?;
    Ok(Verdict::Done)
}

/// The reports that the filters select, and how many there are in all.
async fn listed(args: &StatusArgs, client: &Client) -> Result<(Vec<View>, Option<u64>), Failure> {
    use files::filter::{CONTRACT_ID, CREATED_AT, EXTERNAL_ID, PRODUCT__ID, STATUS};
    let mut conditions: Vec<Filter<files::filter::Scope>> = Vec::new();
    if !args.status.is_empty() {
        let statuses = args.status.iter();
        let statuses = statuses.map(|it| UsageFileStatus::from(it.to_lowercase()));
        conditions.push(STATUS.one_of(statuses));
    }
    conditions.extend(args.product.as_ref().map(|it| PRODUCT__ID.eq(it)));
    conditions.extend(args.contract.as_ref().map(|it| CONTRACT_ID.eq(it)));
    conditions.extend(args.external_id.as_ref().map(|it| EXTERNAL_ID.eq(it)));
    conditions.extend(args.since.map(|it| CREATED_AT.ge(it)));
    let mut list = files::list().in_stable_order().take(args.limit);
    for condition in conditions {
        list = list.filter(condition);
    }
    let mut rows = client.stream(list);
    let mut views = Vec::new();
    while let Some(row) = rows.try_next().await? {
        views.push(View::from(row));
    }
    Ok((views, rows.total()))
}
