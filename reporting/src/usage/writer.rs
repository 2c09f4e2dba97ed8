//! Takes rows, and writes them to as many workbooks as they need.

use std::{fmt, mem};

use super::cells::texts;
use super::check::Checker;
use super::error::WriteError;
use super::outside::RowsOutside;
use super::problem::Problem;
use super::row::UsageRow;
use super::scaffold::Scaffold;
use super::sheet::Sheet;
use super::sink::Target;
use super::written::{self, Unnamed, WrittenWorkbook};

/// Takes the rows of a [`UsageWorkbook`](crate::UsageWorkbook), and writes them as they come: what it keeps of a row is its
/// record id, and what is wrong with it.
///
/// A writer that is dropped leaves nothing behind.
#[must_use = "nothing is written before `finish`"]
pub struct UsageWriter {
    checker: Checker,
    scaffold: Scaffold,
    target: Target,
    row_limit: u32,
    allows_empty: bool,
    state: State,
}

enum State {
    Writing {
        complete: Vec<Unnamed>,
        current: Box<Sheet>,
    },
    /// Rows are broken: the others are only checked.
    Checking,
    Failed,
}

impl UsageWriter {
    pub(super) fn new(
        checker: Checker,
        scaffold: Scaffold,
        target: Target,
        (row_limit, allows_empty): (u32, bool),
    ) -> Result<Self, WriteError> {
        let state = match checker.problems().is_empty() {
            true => State::Writing {
                complete: Vec::new(),
                current: open(&scaffold, &target, 1)?,
            },
            false => State::Checking,
        };
        Ok(Self {
            checker,
            scaffold,
            target,
            row_limit,
            allows_empty,
            state,
        })
    }

    /// Adds a row. A broken row does not fail here: [`finish`](Self::finish) reports all of them.
    ///
    /// # Errors
    /// If the row cannot be written, such as on a full disk. No further row can be added then.
    pub fn add(&mut self, row: &UsageRow) -> Result<(), WriteError> {
        if matches!(self.state, State::Failed) {
            return Err(WriteError::Abandoned);
        }
        let Some(cells) = self.checker.check(row) else {
            self.state = State::Checking;
            return Ok(());
        };
        match mem::replace(&mut self.state, State::Failed) {
            State::Failed => Err(WriteError::Abandoned),
            State::Checking => {
                self.state = State::Checking;
                Ok(())
            }
            State::Writing {
                mut complete,
                mut current,
            } => {
                if current.is_full(self.row_limit) {
                    complete.push(end(*current, &self.scaffold, &self.target)?);
                    current = open(&self.scaffold, &self.target, complete.len() + 1)?;
                }
                let added = current.add(&cells, &self.scaffold.style);
                added.map_err(|it| self.target.name(it))?;
                self.state = State::Writing { complete, current };
                Ok(())
            }
        }
    }

    /// Adds a row by the names of its columns and the texts of its cells, as a file of another program has them. Columns are
    /// those of the workbook, in any order; others are ignored. Empty cells are as if they were not there. Times have the
    /// form `YYYY-MM-DD HH:MM:SS` in UTC, or that of RFC 3339; a date without a time of day is not read. A cell that cannot be read is a problem of the row.
    ///
    /// ```
    /// use connect_reporting::UsageWorkbook;
    /// use connect_usage::models::UsageFileSchema;
    ///
    /// let mut writer = UsageWorkbook::new(UsageFileSchema::Qt).in_memory()?;
    /// writer.add_cells([
    ///     ("record_id", "R-1"),
    ///     ("item_search_criteria", "item.mpn"),
    ///     ("item_search_value", "CPU"),
    ///     ("quantity", "4.25"),
    ///     ("start_time_utc", "2029-01-01 00:00:00"),
    ///     ("end_time_utc", "2029-01-31 23:59:59"),
    ///     ("asset_search_criteria", "asset.id"),
    ///     ("asset_search_value", "AS-1"),
    /// ])?;
    /// assert_eq!(writer.finish()?[0].rows(), 1);
    /// # Ok::<(), connect_reporting::WriteError>(())
    /// ```
    ///
    /// # Errors
    /// As for [`add`](Self::add).
    pub fn add_cells<'a>(
        &mut self,
        cells: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<(), WriteError> {
        if matches!(self.state, State::Failed) {
            return Err(WriteError::Abandoned);
        }
        match self.checker.readable(&texts(cells)) {
            Some(row) => self.add(&row),
            None => {
                self.state = State::Checking;
                Ok(())
            }
        }
    }

    /// The number of rows that were added, broken ones included.
    pub fn rows(&self) -> u64 {
        self.checker.rows()
    }

    /// The rows so far that are outside of [`UsageWorkbook::period`](crate::UsageWorkbook::period), without broken ones. `None`
    /// if there are none, or no period was set.
    pub fn rows_outside(&self) -> Option<RowsOutside> {
        self.checker.outside()
    }

    /// What is wrong so far.
    pub fn problems(&self) -> &[Problem] {
        self.checker.problems()
    }

    /// Completes the workbooks: one, or as many as the rows need. Each belongs to a report of its own.
    ///
    /// # Errors
    /// - [`WriteError::Rows`] with everything that is wrong with rows and categories. Nothing was written then.
    /// - [`WriteError::NoRows`] if no row was added, unless [`allow_empty`](crate::UsageWorkbook::allow_empty) was called.
    ///   Nothing was written then.
    /// - Otherwise, that a file could not be written. Those that were renamed before it are complete and stay.
    pub fn finish(self) -> Result<Vec<WrittenWorkbook>, WriteError> {
        let has_rows = self.checker.rows() > 0;
        self.checker.finish()?;
        if !has_rows && !self.allows_empty {
            return Err(WriteError::NoRows);
        }
        let State::Writing {
            mut complete,
            current,
        } = self.state
        else {
            return Err(WriteError::Abandoned);
        };
        complete.push(end(*current, &self.scaffold, &self.target)?);
        written::name(complete)
    }
}

/// Begins the workbook with this number, from 1.
fn open(scaffold: &Scaffold, target: &Target, number: usize) -> Result<Box<Sheet>, WriteError> {
    let sheet = Sheet::new(scaffold, target.open(number)?);
    Ok(Box::new(sheet.map_err(|it| target.name(it))?))
}

fn end(sheet: Sheet, scaffold: &Scaffold, target: &Target) -> Result<Unnamed, WriteError> {
    let rows = sheet.rows();
    let written = sheet.finish(scaffold);
    let written = written.and_then(|it| Unnamed::new(rows, it));
    written.map_err(|it| target.name(it))
}

impl fmt::Debug for UsageWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("UsageWriter");
        debug.field("rows", &self.rows());
        debug.field("problems", &self.problems().len());
        debug.finish_non_exhaustive()
    }
}
