//! What the platform found wrong with rows, for people and as JSON.

use connect_reporting::RowError;
use serde_json::{Value, json};

use super::table::Table;
use super::text::clean;

/// The errors as values.
pub fn json(errors: &[RowError]) -> Vec<Value> {
    let value = |it: &RowError| json!({"row": it.row, "column": it.column, "record": record(it), "message": it.text()});
    errors.iter().map(value).collect()
}

/// The errors as a table.
pub fn table(errors: &[RowError]) -> Table {
    let mut table = Table::new(["ROW", "COLUMN", "RECORD", "ERROR"], 2);
    for it in errors {
        let row = it.row.map_or_else(|| "-".to_owned(), |it| it.to_string());
        let column = it.column.as_deref().unwrap_or("-");
        table.row([&row, column, record(it).unwrap_or("-"), it.text()]);
    }
    table
}

/// The first errors as lines, at most a number of them.
pub fn lines(errors: &[RowError], most: usize) -> impl Iterator<Item = String> {
    errors.iter().take(most).map(|it| {
        let row = it.row.map(|it| format!("row {it}"));
        let places = [row.as_deref(), it.column.as_deref(), record(it)];
        let places: Vec<_> = places.into_iter().flatten().collect();
        format!("  {}: {}", places.join(", "), clean(it.text()))
    })
}

/// The vendor's id of the record, or that of the platform.
fn record(error: &RowError) -> Option<&str> {
    error.record_id.as_deref().or(error.record.as_deref())
}
