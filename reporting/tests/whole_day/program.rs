//! The program that reports the day: each asset in a report of its own.

use std::collections::BTreeSet;
use std::error::Error;

use connect_reporting::blocking::{day, report};
use connect_reporting::day::{
    AssetQuery, Outcomes, Period, ReportedAsset, Zone, record_id, report_id,
};
use connect_reporting::{ItemBy, ProgressStore, Report, UsageRow, UsageWorkbook};
use connect_usage::blocking::Client;
use connect_usage::models::UsageFileSchema;

use crate::world::{ITEMS, MISTYPED, PRODUCTS, SILENT, amount, time};

pub type Failure = Box<dyn Error>;

/// What the vendor has not corrected yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vendor {
    /// A meter is silent, and a part number is mistyped.
    Wrong,
    Corrected,
}

/// Reports the day, of some assets or of all. An asset that fails stops no other.
pub fn report_day(
    client: &Client,
    vendor: Vendor,
    only: &[&str],
    store: &mut dyn ProgressStore,
) -> Result<Outcomes<String, String, Failure>, Failure> {
    let day = Period::day_before(time("2029-02-01T04:00:00Z"), &Zone::utc())?;
    let mut outcomes = Vec::new();
    for product in PRODUCTS {
        let schema = day::schema(client, product)?;
        let query = AssetQuery::new(&day).product(product);
        let query = only.iter().fold(query, |it, id| it.id(*id));
        let assets = day::assets(client, &query)?.assets;
        let reported = day::for_each(assets, |asset| {
            report_asset(client, asset, (&day, &schema), vendor, store)
        });
        outcomes.extend(
            reported
                .into_iter()
                .map(|it| (it.of.id().to_owned(), it.result)),
        );
    }
    let ids: BTreeSet<_> = outcomes.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), outcomes.len(), "each asset has one outcome");
    Ok(Outcomes::new(outcomes))
}

fn report_asset(
    client: &Client,
    asset: &ReportedAsset,
    (day, schema): (&Period, &UsageFileSchema),
    vendor: Vendor,
    store: &mut dyn ProgressStore,
) -> Result<String, Failure> {
    if asset.id() == SILENT && vendor == Vendor::Wrong {
        return Err("no meter answers".into());
    }
    let mut rows = UsageWorkbook::new(schema.clone()).in_memory()?;
    for item in ITEMS {
        let mpn = match (asset.id(), vendor) {
            (MISTYPED, Vendor::Wrong) => "CPUU",
            _ => item,
        };
        let (start, end) = (asset.span.start(), asset.span.end());
        let id = record_id(asset.id(), item, day)?;
        let row = UsageRow::new(id, ItemBy::mpn(mpn), asset.by_id(), start, end);
        rows.add(&row.quantity(1).amount(amount(asset.id(), item)))?;
    }
    let currency = day::currency(client, asset.marketplace()?)?.ok_or("no currency")?;
    let (product, contract) = (asset.product()?, asset.contract()?);
    let external_id = report_id(product, asset.id(), day, Some(&currency))?;
    let settings = Report::new(external_id, product, contract).name(day.name());
    let settings = settings.period(day).currency(currency);
    let outcome = report(client, &settings, &rows.finish()?[0], store)?;
    Ok(outcome.into_submitted()?.to_string())
}
