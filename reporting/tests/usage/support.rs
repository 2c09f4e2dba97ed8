//! Rows to write.

use connect_reporting::{AssetBy, BrokenRows, ItemBy, UsageRow, UsageWorkbook, WriteError};
use connect_usage::{DateTime, Decimal};

pub fn time(text: &str) -> DateTime {
    text.parse().expect("a date-time")
}

pub fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

/// A row without a quantity.
pub fn bare(id: &str) -> UsageRow {
    let item = ItemBy::mpn("CPU");
    let start = time("2029-01-01T00:00:00Z");
    let end = time("2029-01-31T23:59:59Z");
    UsageRow::new(id, item, AssetBy::id("AS-1"), start, end)
}

/// A row for the schema `qt`.
pub fn row(id: &str) -> UsageRow {
    bare(id).quantity(decimal("4.0000"))
}

/// What is wrong with rows: all of them are to be refused together.
#[track_caller]
pub fn broken(workbook: UsageWorkbook, rows: &[UsageRow]) -> BrokenRows {
    let mut writer = workbook.in_memory().expect("the settings are right");
    for row in rows {
        writer.add(row).expect("rows can be written");
    }
    match writer.finish() {
        Err(WriteError::Rows(rows)) => rows,
        other => panic!("{other:?}"),
    }
}
