//! Opens a workbook, and reads the sheets that those which come back have in common.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Reader, Xlsx, XlsxError, open_workbook_from_rs};

use super::comments;
use super::error::{ReadError, ReadErrorKind};
use super::general::General;
use super::limits::Limits;
use super::package;
use super::parts;
use super::row::Row;
use super::table::{RECORD_ID, Table};
use crate::usage::CATEGORIES;
use crate::usage::text::short;

/// The sheet with records, and its older name.
const RECORDS: [&str; 2] = ["records", "usage_records"];

/// The sheet that says what the workbook is about.
const GENERAL: &str = "general";

/// The sheets of a workbook that came back.
#[derive(Debug, Clone)]
pub(super) struct Workbook {
    pub general: General,
    pub records: Table,
    /// The sheet with categories, if it was asked for and exists.
    pub categories: Option<Table>,
    /// The part of the sheet with records.
    pub part: String,
}

impl Workbook {
    /// Reads the sheet with records, which must exist, and the sheet `general`.
    pub fn read(content: &[u8], limits: &Limits) -> Result<Self, ReadError> {
        Self::read_sheets(content, limits, false)
    }

    /// Reads the sheet `categories`, too, if it exists.
    pub fn read_with_categories(content: &[u8], limits: &Limits) -> Result<Self, ReadError> {
        Self::read_sheets(content, limits, true)
    }

    fn read_sheets(
        content: &[u8],
        limits: &Limits,
        has_categories: bool,
    ) -> Result<Self, ReadError> {
        package::check(content, limits)?;
        // The library computes with the references to cells in a file, and panics at those that are too large, if
        // overflows are checked. Nothing that it had begun is used afterwards.
        let tables = catch_unwind(AssertUnwindSafe(|| tables(content, limits, has_categories)));
        let panicked = |_| Err(ReadError::format("its parser failed"));
        let (mut records, general, categories) = tables.unwrap_or_else(panicked)?;
        records.require(RECORD_ID)?;
        let general = general.map(General::new).transpose()?;
        let mut archive = package::open(content)?;
        let mut sheets = parts::sheets(&mut archive)?;
        let part = sheets.remove(&records.sheet).unwrap_or_default();
        if let Some(path) = parts::comments(&mut archive, &part)?
            && let Some(text) = package::part(&mut archive, &path)?
        {
            let comments = comments::read(&text, limits);
            records.add_comments(comments.map_err(|it| it.in_sheet(&records.sheet))?);
        }
        Ok(Self {
            general: general.unwrap_or_default(),
            records,
            categories,
            part,
        })
    }

    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        let table = &self.records;
        table.rows.iter().map(|it| Row::new(table, it))
    }
}

/// The sheet with records, and the sheets `general` and `categories`.
type Tables = (Table, Option<Table>, Option<Table>);

/// Reads the sheet with records, and the sheets `general` and, if it is asked for, `categories`, if they exist.
fn tables(content: &[u8], limits: &Limits, has_categories: bool) -> Result<Tables, ReadError> {
    let workbook = open_workbook_from_rs(Cursor::new(content));
    let mut workbook: Xlsx<_> = workbook.map_err(|it: XlsxError| ReadError::format(it))?;
    let names = workbook.sheet_names();
    let find = |name: &str| {
        let exact = names.iter().find(|it| *it == name);
        exact.or_else(|| names.iter().find(|it| it.trim().eq_ignore_ascii_case(name)))
    };
    let Some(name) = RECORDS.into_iter().find_map(find) else {
        let names: Vec<_> = names.iter().take(20).map(|it| short(it)).collect();
        let message = format!("expected a sheet `records`, found {}", names.join(", "));
        return Err(ReadError::new(ReadErrorKind::MissingSheet, message));
    };
    let records = Table::read(&mut workbook, name, limits)?;
    let mut read = |name: &str| {
        let found = find(name).map(|it| Table::read(&mut workbook, it, limits));
        found.transpose()
    };
    let general = read(GENERAL)?;
    let categories = if has_categories {
        read(CATEGORIES)?
    } else {
        None
    };
    Ok((records, general, categories))
}
