//! Rows from the texts of their cells, as files of other programs have them.

use std::borrow::Cow;

use connect_usage::{DateTime, Decimal};

use super::columns::{OF_ITEMS, PARAMETER, RECONCILIATION};
use super::problem::ProblemKind;
use super::row::{AssetBy, ItemBy, ItemDetails, UsageRow};
use super::text;

/// A cell by the name of its column.
pub(crate) type Cell<'a> = (&'a str, Result<Cow<'a, str>, NotText>);

/// The value of a cell that is not text.
pub(crate) struct NotText {
    /// What it is, for messages.
    pub found: String,
    /// What to do about it, if that does not depend on the column.
    pub help: Option<&'static str>,
}

/// Cells that are all text.
pub(super) fn texts<'a>(cells: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Cell<'a>> {
    let cells = cells.into_iter();
    cells.map(|(name, text)| (name, Ok(text.into()))).collect()
}

/// A cell that cannot be read.
pub(super) struct Unreadable {
    pub column: String,
    pub kind: ProblemKind,
    pub expected: String,
    pub found: String,
    pub help: &'static str,
}

impl Unreadable {
    /// Whether the value in place of this cell can be what is wrong with a column.
    pub fn spoils(&self, column: &str) -> bool {
        column == self.column
            || self.column.strip_suffix("_criteria").is_some()
                && self.column.strip_suffix("_criteria") == column.strip_suffix("_value")
    }
}

/// A row, as far as its cells can be read. In place of a cell that cannot, it has a value that must not be written.
pub(super) struct ParsedRow {
    pub row: UsageRow,
    pub unreadable: Vec<Unreadable>,
}

/// Reads a row. Columns that rows do not have are ignored, except those of custom parameters.
pub(super) fn parse(cells: &[Cell<'_>]) -> ParsedRow {
    let mut reader = Reader {
        cells,
        unreadable: Vec::new(),
    };
    let item = reader.item();
    let asset = reader.asset();
    let (start, end) = reader.span();
    let mut row = UsageRow::new(reader.text("record_id"), item, asset, start, end);
    let optional = |text: String| (!text.is_empty()).then_some(text);
    row.quantity = reader.number("quantity");
    row.amount = reader.number("amount");
    row.tier = reader.tier();
    row.category = optional(reader.text("category_id"));
    row.note = optional(reader.text("record_note"));
    row.reconciliation_id = optional(reader.text(RECONCILIATION));
    row.item_details = ItemDetails::from_cells(OF_ITEMS.map(|it| reader.text(it)));
    for (name, value) in cells.iter().filter(|(name, _)| name.starts_with(PARAMETER)) {
        match value {
            Ok(value) if value.trim().is_empty() => {}
            Ok(value) => {
                let value = value.clone().into_owned();
                row.parameters.push(((*name).to_owned(), value));
            }
            Err(other) => reader.refuse(name, "a text", other, AS_TEXT),
        }
    }
    ParsedRow {
        row,
        unreadable: reader.unreadable,
    }
}

/// What to do about a value in place of text.
const AS_TEXT: &str = "write it as text";

struct Reader<'a> {
    cells: &'a [Cell<'a>],
    unreadable: Vec<Unreadable>,
}

impl<'a> Reader<'a> {
    fn found(&self, column: &str) -> Result<&'a str, &'a NotText> {
        let cell = self.cells.iter().find(|(name, _)| *name == column);
        match cell.map(|(_, value)| value) {
            None => Ok(""),
            Some(Ok(text)) if text.trim().is_empty() => Ok(""),
            Some(Ok(text)) => Ok(text),
            Some(Err(other)) => Err(other),
        }
    }

    /// The text of a cell as it is; empty if there is none.
    fn text(&mut self, column: &'static str) -> String {
        match self.found(column) {
            Ok(text) => text.to_owned(),
            Err(other) => {
                self.refuse(column, "a text", other, AS_TEXT);
                // So that it does not count as missing, too.
                "-".to_owned()
            }
        }
    }

    fn refuse(&mut self, column: &str, expected: &str, other: &NotText, help: &'static str) {
        let help = other.help.unwrap_or(help);
        self.unreadable(column, expected, &other.found, help);
    }

    fn unreadable(&mut self, column: &str, expected: &str, found: &str, help: &'static str) {
        self.unreadable.push(Unreadable {
            column: column.to_owned(),
            kind: ProblemKind::Unreadable,
            expected: expected.to_owned(),
            found: found.to_owned(),
            help,
        });
    }

    fn missing(&mut self, column: &str, expected: &str) {
        self.unreadable.push(Unreadable {
            column: column.to_owned(),
            kind: ProblemKind::Missing,
            expected: expected.to_owned(),
            found: String::new(),
            help: "set it: it is required",
        });
    }

    /// A value that is parsed from the trimmed text. `None` if the cell is empty or cannot be read.
    fn parsed<T>(
        &mut self,
        column: &'static str,
        expected: &str,
        help: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        match self.found(column) {
            Ok("") => None,
            Ok(text) => {
                let value = parse(text.trim());
                if value.is_none() {
                    self.unreadable(column, expected, text, help);
                }
                value
            }
            Err(other) => {
                self.refuse(column, expected, other, help);
                None
            }
        }
    }

    fn number(&mut self, column: &'static str) -> Option<Decimal> {
        let help = "write digits and a decimal point, without separators and units";
        self.parsed(column, "a decimal number", help, |it| it.parse().ok())
    }

    fn tier(&mut self) -> Option<u8> {
        let help = "take the tier of the amount";
        self.parsed("tier", "0, 1 or 2", help, |it| {
            text::tier(&it.parse().ok()?)
        })
    }

    /// The start and the end. If one of them cannot be read, the other one stands in for it, so that their order is not a
    /// problem.
    fn span(&mut self) -> (DateTime, DateTime) {
        let start = self.time("start_time_utc");
        let end = self.time("end_time_utc");
        let placeholder = DateTime::from(connect_usage::runtime::time::OffsetDateTime::UNIX_EPOCH);
        match (start, end) {
            (Some(start), Some(end)) => (start, end),
            (Some(one), None) | (None, Some(one)) => (one, one),
            (None, None) => (placeholder, placeholder),
        }
    }

    fn time(&mut self, column: &'static str) -> Option<DateTime> {
        let expected = "a date-time as text, `YYYY-MM-DD HH:MM:SS` in UTC";
        let help = "write it in this form, or with an offset, such as 2029-01-31T23:59:59+01:00";
        let before = self.unreadable.len();
        let time = self.parsed(column, expected, help, text::read_with_time_of_day);
        if time.is_none() && self.unreadable.len() == before {
            self.missing(column, expected);
        }
        time
    }

    fn item(&mut self) -> ItemBy {
        let value = self.text("item_search_value");
        let criterion = self.text("item_search_criteria");
        ItemBy::from_cells(&criterion, value).unwrap_or_else(|value| {
            self.criterion("item_search_criteria", ItemBy::CRITERIA, &criterion);
            ItemBy::Mpn(value)
        })
    }

    fn asset(&mut self) -> AssetBy {
        let value = self.text("asset_search_value");
        let criterion = self.text("asset_search_criteria");
        AssetBy::from_cells(&criterion, value).unwrap_or_else(|value| {
            self.criterion("asset_search_criteria", AssetBy::CRITERIA, &criterion);
            AssetBy::Id(value)
        })
    }

    fn criterion(&mut self, column: &'static str, expected: &str, found: &str) {
        if self.unreadable.iter().any(|it| it.column == column) {
            return;
        }
        match found.is_empty() {
            true => self.missing(column, expected),
            false => self.unreadable(column, expected, found, "take one of these"),
        }
    }
}
