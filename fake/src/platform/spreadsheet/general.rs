//! The sheet `general`: what a workbook is about, as names and values.

use time::{Date, Duration, OffsetDateTime, UtcOffset};

use super::read::Tables;
use crate::platform::model::Named;
use crate::platform::model::file::File;
use crate::platform::names::Names;

/// The sheet's name.
pub(super) const SHEET: &str = "general";

/// Which workbook it is.
pub(super) enum Kind<'a> {
    /// A report after processing.
    Processed {
        status: &'a str,
        valid: usize,
        invalid: usize,
    },
    /// The chunk of this hub.
    Chunk(&'a Named),
}

/// The rows of the sheet, with its header.
pub(super) fn rows(report: &File, kind: &Kind<'_>) -> Vec<Vec<String>> {
    let mut rows = vec![row("attribute_id", "attribute_value")];
    rows.push(row(
        "report_name",
        report.name.as_deref().unwrap_or_default(),
    ));
    rows.push(row(
        "report_note",
        report.note.as_deref().unwrap_or_default(),
    ));
    rows.push(row("report_id", &report.id));
    if let Kind::Processed {
        status,
        valid,
        invalid,
    } = kind
    {
        rows.push(row("status", status));
        rows.push(row("valid_records", &valid.to_string()));
        rows.push(row("invalid_records", &invalid.to_string()));
    }
    let (from, to) = (report.period.from, report.period.to);
    rows.push(row(
        "report_start_time_utc",
        &from.map(start).unwrap_or_default(),
    ));
    rows.push(row("report_end_time_utc", &to.map(end).unwrap_or_default()));
    rows.push(row("usage_schema", &report.schema.to_uppercase()));
    let names = Names::of_all();
    push_named(&mut rows, "product", &report.product);
    push_named(&mut rows, "marketplace", &report.marketplace);
    if let Kind::Chunk(hub) = kind {
        push_named(&mut rows, "hub", hub);
    }
    push_named(&mut rows, "vendor_account", &names.vendor);
    push_named(&mut rows, "provider_account", &names.provider);
    push_named(&mut rows, "distribution_contract", &report.contract);
    rows
}

/// The ids of the report and of the hub that the sheet names.
pub(super) fn report_and_hub(tables: &Tables) -> (Option<String>, Option<String>) {
    let Some(table) = tables.get(SHEET) else {
        return (None, None);
    };
    let value = |name: &str| {
        let row = table.rows.iter();
        let mut row = row.filter(|it| it.cell(0).text().as_deref() == Some(name));
        let value = row.next()?.cell(1).text()?;
        Some(value.trim().to_owned())
    };
    (value("report_id"), value("hub_id"))
}

fn push_named(rows: &mut Vec<Vec<String>>, kind: &str, object: &Named) {
    rows.push(row(&format!("{kind}_id"), &object.id));
    rows.push(row(&format!("{kind}_name"), &object.name));
}

fn row(name: &str, value: &str) -> Vec<String> {
    vec![name.to_owned(), value.to_owned()]
}

/// The first second of a day.
fn start(day: Date) -> String {
    date_time(day.midnight().assume_utc())
}

/// The last second of a day.
fn end(day: Date) -> String {
    let midnight = day.midnight().assume_utc();
    date_time(midnight.saturating_add(Duration::days(1) - Duration::SECOND))
}

/// A date-time as workbooks have it.
pub(super) fn date_time(time: OffsetDateTime) -> String {
    let time = time.to_offset(UtcOffset::UTC);
    let (year, month, day) = time.to_calendar_date();
    let (hour, minute, second) = time.to_hms();
    let month = u8::from(month);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}
