//! The workbook of a chunk.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::general::{self, Kind, date_time};
use super::inline::Sheet;
use super::precision::with_precision;
use super::schema::Schema;
use crate::platform::format::Part;
use crate::platform::model::record::Record;

/// The columns for the bills, which the provider fills in.
pub(super) const BILL: [&str; 2] = ["external_billing_id", "external_billing_note"];

/// The columns before the amount, which only some schemas have.
const COLUMNS: &[&str] = &[
    "record_id",
    "record_note",
    "start_time_utc",
    "end_time_utc",
    "item_id",
    "item_name",
    "item_mpn",
    "item_unit",
    "item_type",
    "item_period",
    "item_precision",
    "category_id",
    "status",
    "asset_id",
    "asset_external_id",
    "asset_external_uid",
    "asset_recon_id",
    "quantity",
];

/// The sheets of the workbook.
pub(super) fn sheets(part: &Part<'_>, schema: Schema) -> Vec<Sheet> {
    let help = "Fill in the two last columns of the sheet `records`, and upload the workbook.";
    let hub = &part.chunk.hub;
    let mut records = vec![header(schema)];
    records.extend(part.records.iter().map(|it| row(it, schema)));
    let categories = part.report.categories.iter();
    let categories = categories.map(|it| vec![it.id.clone(), it.name.clone(), String::new()]);
    let header = ["category_id", "category_name", "category_description"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    rows.extend(categories);
    vec![
        ("instructions", vec![vec![help.to_owned()]]),
        (
            general::SHEET,
            general::rows(part.report, &Kind::Chunk(hub)),
        ),
        ("categories", rows),
        ("records", records),
        ("summary", summary(&part.records)),
    ]
}

fn header(schema: Schema) -> Vec<String> {
    let columns = COLUMNS.iter().chain(schema.columns()).chain(&BILL);
    columns.map(|it| (*it).to_owned()).collect()
}

fn row(record: &Record, schema: Schema) -> Vec<String> {
    let (item, asset) = (&record.item, &record.asset);
    let category = record.category.as_ref();
    let mut row = vec![
        record.record_id.clone(),
        record.record_note.clone().unwrap_or_default(),
        record.start.map(date_time).unwrap_or_default(),
        record.end.map(date_time).unwrap_or_default(),
        item.id.clone(),
        item.name.clone(),
        item.mpn.clone(),
        item.unit.clone(),
        item.kind().to_owned(),
        "Monthly".to_owned(),
        item.precision.clone(),
        category.map(|it| it.id.clone()).unwrap_or_default(),
        record.status.as_str().to_owned(),
        asset.id.clone(),
        asset.external_id.clone(),
        asset.external_uid.clone(),
        asset.recon_id.clone(),
        quantity(record),
    ];
    for column in schema.columns() {
        row.push(
            match *column {
                "tier" => record.tier.map(|it| it.to_string()),
                _ => record.amount.map(|it| it.to_string()),
            }
            .unwrap_or_default(),
        );
    }
    row.push(record.billing_id.clone().unwrap_or_default());
    row.push(record.billing_note.clone().unwrap_or_default());
    row
}

fn quantity(record: &Record) -> String {
    let quantity = record.usage;
    quantity
        .map(|it| with_precision(it, &record.item.precision))
        .unwrap_or_default()
}

/// The sums by item and category.
fn summary(records: &[&Record]) -> Vec<Vec<String>> {
    let mut sums = BTreeMap::<_, (Decimal, usize, &str)>::new();
    for record in records {
        let category = record.category.as_ref().map_or("", |it| it.id.as_str());
        let key = (&record.item.id, &record.item.mpn, category);
        let precision = record.item.precision.as_str();
        let (sum, count, _) = sums.entry(key).or_insert((Decimal::ZERO, 0, precision));
        *sum = sum.saturating_add(record.usage.unwrap_or_default());
        *count += 1;
    }
    let header = ["item_id", "item_mpn", "category_id", "quantity", "records"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    rows.extend(
        sums.into_iter()
            .map(|((id, mpn, category), (sum, count, precision))| {
                vec![
                    id.clone(),
                    mpn.clone(),
                    category.to_owned(),
                    with_precision(sum, precision),
                    count.to_string(),
                ]
            }),
    );
    rows
}
