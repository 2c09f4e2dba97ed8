//! The cells of a row, by the names of their columns.

use rust_decimal::Decimal;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

use super::table::{Cell, Row, Table};
use crate::platform::format::Problem;

/// The largest whole number up to which numbers in cells are exact.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// A row that is being read, and what is wrong with it.
pub(super) struct Fields<'a> {
    table: &'a Table,
    row: &'a Row,
    pub problems: Vec<Problem>,
}

impl<'a> Fields<'a> {
    pub fn new(table: &'a Table, row: &'a Row) -> Self {
        Self {
            table,
            row,
            problems: Vec::new(),
        }
    }

    /// Notes that a cell is wrong.
    pub fn problem(&mut self, column: &str, message: impl Into<String>) {
        self.problems.push(Problem {
            row: self.row.number,
            column: column.to_owned(),
            message: message.into(),
        });
    }

    /// The cell of a column; a column that does not exist is empty.
    fn cell(&self, column: &str) -> &'a Cell {
        let place = self.table.column(column);
        place.map_or(&Cell::Empty, |it| self.row.cell(it))
    }

    /// A text, or a number as text.
    pub fn text(&mut self, column: &str) -> Option<String> {
        let cell = self.cell(column);
        if let Cell::Other(kind) = cell {
            self.problem(column, format!("expected text, found {kind}"));
        }
        cell.text().map(|it| it.trim().to_owned())
    }

    /// As [`text`](Self::text), but it must not be empty.
    pub fn required(&mut self, column: &str) -> Option<String> {
        self.require(column);
        self.text(column)
    }

    fn require(&mut self, column: &str) {
        if *self.cell(column) == Cell::Empty {
            self.problem(column, "this cell is required");
        }
    }

    /// A decimal number, as text or as a number.
    pub fn decimal(&mut self, column: &str, is_required: bool) -> Option<Decimal> {
        if is_required {
            self.require(column);
        }
        let cell = self.cell(column);
        let text = self.text(column)?;
        let is_exact = !matches!(cell, Cell::Number(number) if number.abs() > MAX_EXACT);
        if !is_exact {
            self.problem(column, "this number is not exact: write it as text");
            return None;
        }
        let number = decimal(&text);
        if number.is_none() {
            self.problem(
                column,
                format!("expected a decimal number, found `{}`", short(&text)),
            );
        }
        number
    }

    /// A date-time in UTC, as text.
    pub fn date_time(&mut self, column: &str) -> Option<OffsetDateTime> {
        self.require(column);
        let text = self.text(column)?;
        let time = match self.cell(column) {
            Cell::Text(_) => date_time(&text),
            _ => None,
        };
        if time.is_none() {
            let expected = "a date-time as text, `YYYY-MM-DD HH:MM:SS`";
            self.problem(
                column,
                format!("expected {expected}, found `{}`", short(&text)),
            );
        }
        time
    }
}

/// Reads digits with a point, without rounding. The library would also take underscores.
fn decimal(text: &str) -> Option<Decimal> {
    let is_plain = |it: char| it.is_ascii_digit() || matches!(it, '.' | '-' | '+');
    match text.chars().all(is_plain) {
        true => Decimal::from_str_exact(text).ok(),
        false => None,
    }
}

/// Reads `YYYY-MM-DD HH:MM:SS`; the hour may have one digit.
fn date_time(text: &str) -> Option<OffsetDateTime> {
    let format = format_description!("[year]-[month]-[day] [hour padding:none]:[minute]:[second]");
    let time = PrimitiveDateTime::parse(text, format).ok()?;
    Some(time.assume_utc())
}

/// The beginning of a text, for messages.
fn short(text: &str) -> String {
    text.chars().take(50).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::{date_time, decimal};

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        for text in ["4.0000", "-0.5", "1000000000000000.20", "0"] {
            assert_eq!(
                decimal(text).map(|it| it.to_string()).as_deref(),
                Some(text)
            );
        }
        for text in [
            "",
            "1,5",
            "1_000",
            "1e3",
            "NaN",
            "0.1.2",
            "9999999999999999999999999999999",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
        // More digits than fit are not rounded.
        assert_eq!(decimal("0.12345678901234567890123456789"), None);
    }

    #[test]
    fn date_times_have_one_form() {
        let time = datetime!(2029-01-31 09:00:00 UTC);
        assert_eq!(date_time("2029-01-31 09:00:00"), Some(time));
        assert_eq!(date_time("2029-01-31 9:00:00"), Some(time));
        for text in [
            "2029-01-31",
            "2029-01-31T09:00:00",
            "2029-01-31 09:00:00+00:00",
            "2029-02-30 09:00:00",
            "31.01.2029 09:00:00",
        ] {
            assert_eq!(date_time(text), None, "{text}");
        }
    }
}
