//! Every hour, and as often as one likes: a report for each asset and each of the last hours. Hours that a run missed, or whose
//! report failed, are made up for by the next one.

use std::error::Error;

use connect_reporting::blocking::{day, report};
use connect_reporting::day::{AssetQuery, Outcomes, Period, Span, Zone, record_id, report_id};
use connect_reporting::{ItemBy, ProgressFolder, Report, UsageRow, UsageWorkbook};
use connect_usage::DateTime;
use connect_usage::blocking::Client;
use connect_usage::runtime::time::OffsetDateTime;

/// The external id of each report, and its id on the platform. One that fails stops no other.
type Reported = Outcomes<String, String, Box<dyn Error>>;

/// Reports the last `hours` before `now`. `usage` reads the part numbers and quantities of a domain from the vendor's own
/// system.
///
/// # Errors
/// If the assets cannot be read at all.
pub fn hourly(
    client: &Client,
    product: &str,
    (now, hours): (DateTime, usize),
    usage: impl Fn(&str, &Span) -> Result<Vec<(String, i64)>, Box<dyn Error>>,
    mut progress: ProgressFolder,
) -> Result<Reported, Box<dyn Error>> {
    let schema = day::schema(client, product)?;
    let (zone, mut reported, mut end) = (Zone::utc(), Vec::new(), now);
    for _ in 0..hours {
        let hour = Period::hour_before(end, &zone)?;
        end = hour.start();
        let query = AssetQuery::new(&hour).product(product).with_suspended();
        let outcomes = day::for_each(day::assets(client, &query)?.assets, |asset| {
            let mut rows = UsageWorkbook::new(schema.clone()).in_memory()?;
            for (mpn, quantity) in usage(asset.parameter("domain_name")?, &asset.span)? {
                let id = record_id(asset.id(), &mpn, &hour)?;
                let (start, end) = (asset.span.start(), asset.span.end());
                let row = UsageRow::new(id, ItemBy::mpn(mpn), asset.by_id(), start, end);
                rows.add(&row.quantity(quantity))?;
            }
            if rows.rows() == 0 {
                return Ok("no usage".to_owned()); // and no report
            }
            let external_id = report_id(product, asset.id(), &hour, None)?;
            let settings = Report::new(external_id, product, asset.contract()?);
            let settings = settings.name(format!("{} {}", asset.id(), hour.key()));
            let outcome = report(client, &settings, &rows.finish()?[0], &mut progress)?;
            Ok(outcome.into_submitted()?.to_string())
        });
        let name = |id: &str| format!("{id} {}", hour.key());
        reported.extend(outcomes.into_iter().map(|it| (name(it.of.id()), it.result)));
    }
    Ok(Outcomes::new(reported))
}

fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let usage = |domain: &str, _: &Span| Err(format!("no meter of {domain} is connected").into());
    let progress = ProgressFolder::new("progress");
    let now = (OffsetDateTime::now_utc().into(), 24);
    let reported = hourly(&client, "PRD-000-000-001", now, usage, progress)?;
    println!("{reported}");
    match reported.is_success() {
        true => Ok(()),
        false => Err("some hours were not reported".into()),
    }
}
