//! Once a day, and as often as one likes: a report for each asset that was active, with what it used the day before.

use std::error::Error;

use connect_reporting::blocking::{day, report};
use connect_reporting::day::{
    AssetQuery, Outcomes, Period, ReportedAsset, Span, Zone, record_id, report_id,
};
use connect_reporting::{ItemBy, ProgressFolder, Report, UsageRow, UsageWorkbook};
use connect_usage::DateTime;
use connect_usage::blocking::Client;
use connect_usage::runtime::time::OffsetDateTime;

/// The asset of each outcome, and what became of its report. One that fails stops no other.
type Reported = Outcomes<ReportedAsset, String, Box<dyn Error>>;

/// Reports the day before `now`. `usage` reads the part numbers and quantities of a project from the vendor's own system.
///
/// # Errors
/// If the assets cannot be read at all.
pub fn daily(
    client: &Client,
    product: &str,
    now: DateTime,
    usage: impl Fn(&str, &Span) -> Result<Vec<(String, i64)>, Box<dyn Error>>,
    mut progress: ProgressFolder,
) -> Result<Reported, Box<dyn Error>> {
    let day = Period::day_before(now, &Zone::new("Europe/Berlin")?)?;
    let schema = day::schema(client, product)?;
    let assets = day::assets(client, &AssetQuery::new(&day).product(product))?;
    Ok(day::for_each(assets.assets, |asset| {
        let mut rows = UsageWorkbook::new(schema.clone()).in_memory()?;
        for (mpn, quantity) in usage(asset.parameter("project_id")?, &asset.span)? {
            let id = record_id(asset.id(), &mpn, &day)?;
            let (start, end) = (asset.span.start(), asset.span.end());
            let row = UsageRow::new(id, ItemBy::mpn(mpn), asset.by_id(), start, end);
            rows.add(&row.quantity(quantity))?;
        }
        if rows.rows() == 0 {
            return Ok("no usage".to_owned()); // and no report
        }
        let external_id = report_id(product, asset.id(), &day, None)?;
        let settings = Report::new(external_id, product, asset.contract()?);
        let settings = settings.name(day.name()).period(&day);
        let outcome = report(client, &settings, &rows.finish()?[0], &mut progress)?;
        Ok(outcome.into_submitted()?.to_string())
    }))
}

fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let usage = |project: &str, _: &Span| Err(format!("no meter of {project} is connected").into());
    let progress = ProgressFolder::new("progress");
    let now = OffsetDateTime::now_utc().into();
    let reported = daily(&client, "PRD-000-000-001", now, usage, progress)?;
    println!("{reported}");
    match reported.is_success() {
        true => Ok(()),
        false => Err("some assets were not reported".into()),
    }
}
