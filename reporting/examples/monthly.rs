//! Once a month: a report for each contract of a product, in the currency of its marketplace, with what all of its assets used
//! in the month before.

use std::collections::BTreeMap;
use std::error::Error;

use connect_reporting::blocking::{day, report_all};
use connect_reporting::day::{
    AssetQuery, Outcomes, Period, ReportedAsset, Zone, record_id, report_id,
};
use connect_reporting::{ItemBy, ProgressFolder, Report, UsageRow, UsageWorkbook};
use connect_usage::blocking::Client;
use connect_usage::runtime::time::OffsetDateTime;
use connect_usage::{DateTime, Decimal};

/// The contract of each outcome, and what became of its reports. One that fails stops no other.
type Reported = Outcomes<String, Vec<String>, Box<dyn Error>>;

/// What an item has cost: its part number, the quantity and the amount.
type Cost = (String, Decimal, Decimal);

/// Reports the month before `now`. `costs` reads those of an asset from the vendor's own system.
///
/// # Errors
/// If the assets or the items of the product cannot be read at all.
pub fn monthly(
    client: &Client,
    product: &str,
    now: DateTime,
    costs: impl Fn(&ReportedAsset) -> Result<Vec<Cost>, Box<dyn Error>>,
    mut progress: ProgressFolder,
) -> Result<Reported, Box<dyn Error>> {
    let month = Period::month_before(now, &Zone::new("Europe/Berlin")?)?;
    let (schema, items) = (day::schema(client, product)?, day::items(client, product)?);
    let mut contracts: BTreeMap<String, Vec<ReportedAsset>> = BTreeMap::new();
    for asset in day::assets(client, &AssetQuery::new(&month).product(product))?.assets {
        // An asset without a contract fails below, and stops no other.
        let contract = asset.contract().unwrap_or_default().to_owned();
        contracts.entry(contract).or_default().push(asset);
    }
    let outcomes = day::for_each(contracts, |(contract, assets)| {
        let known = items.clone();
        let workbook = UsageWorkbook::new(schema.clone()).known_items(move |it| known.has(it));
        let mut rows = workbook.in_memory()?;
        for asset in assets {
            for (mpn, quantity, amount) in costs(asset)? {
                let id = record_id(asset.id(), &mpn, &month)?;
                let (start, end) = (asset.span.start(), asset.span.end());
                let row = UsageRow::new(id, ItemBy::mpn(mpn), asset.by_id(), start, end);
                rows.add(&row.quantity(quantity).amount(amount))?;
            }
        }
        if rows.rows() == 0 {
            return Ok(Vec::new()); // no usage, and no report
        }
        let currency = day::contract_currency(client, contract)?;
        let external_id = report_id(product, contract, &month, Some(&currency))?;
        let report = Report::new(external_id, product, contract).name(month.name());
        let reports = report
            .period(&month)
            .currency(currency)
            .numbered(rows.finish()?);
        let parts = report_all(client, reports, &mut progress)?.into_iter();
        parts
            .map(|it| Ok(it.result?.into_submitted()?.to_string()))
            .collect()
    });
    Ok(Outcomes::new(
        outcomes.into_iter().map(|it| (it.of.0, it.result)),
    ))
}

fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let costs =
        |asset: &ReportedAsset| Err(format!("no price list of {asset} is connected").into());
    let progress = ProgressFolder::new("progress");
    let now = OffsetDateTime::now_utc().into();
    let reported = monthly(&client, "PRD-000-000-001", now, costs, progress)?;
    println!("{reported}");
    match reported.is_success() {
        true => Ok(()),
        false => Err("some contracts were not reported".into()),
    }
}
