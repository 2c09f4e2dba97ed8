//! Checks rows without writing them.

use std::fmt;

use super::cells::{Cell, texts};
use super::check::Checker;
use super::outside::RowsOutside;
use super::problem::{BrokenRows, Problem};
use super::row::UsageRow;

/// Checks the rows of a [`UsageWorkbook`](crate::UsageWorkbook) as [`UsageWriter`](crate::UsageWriter) does, and writes
/// nothing.
///
/// ```
/// use connect_reporting::UsageWorkbook;
/// use connect_usage::models::UsageFileSchema;
///
/// let mut checker = UsageWorkbook::new(UsageFileSchema::Qt).checker()?;
/// checker.add_cells([("record_id", "R-1"), ("quantity", "many")]);
/// let broken = checker.finish().expect_err("a broken row");
/// assert!(broken.problems().iter().any(|it| it.column == "quantity"));
/// # Ok::<(), connect_reporting::WriteError>(())
/// ```
#[must_use = "what is wrong is reported by `finish`"]
pub struct UsageChecker {
    checker: Checker,
}

impl UsageChecker {
    pub(super) fn new(checker: Checker) -> Self {
        Self { checker }
    }

    /// Checks a row.
    pub fn add(&mut self, row: &UsageRow) {
        // The cells are those of a row to write.
        let _ = self.checker.check(row);
    }

    /// Checks a row by its cells, as [`UsageWriter::add_cells`](crate::UsageWriter::add_cells) does.
    pub fn add_cells<'a>(&mut self, cells: impl IntoIterator<Item = (&'a str, &'a str)>) {
        self.add_parsed(&texts(cells));
    }

    pub(crate) fn add_parsed(&mut self, cells: &[Cell<'_>]) {
        if let Some(row) = self.checker.readable(cells) {
            self.add(&row);
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

    /// Ends the check. Returns the number of rows. It can be 0, which is not an error here, but is one of
    /// [`UsageWriter::finish`](crate::UsageWriter::finish).
    ///
    /// # Errors
    /// Everything that is wrong with rows and categories.
    pub fn finish(self) -> Result<u64, BrokenRows> {
        let rows = self.checker.rows();
        self.checker.finish()?;
        Ok(rows)
    }
}

impl fmt::Debug for UsageChecker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("UsageChecker");
        debug.field("rows", &self.rows());
        debug.field("problems", &self.problems().len());
        debug.finish_non_exhaustive()
    }
}
