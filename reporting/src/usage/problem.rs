//! What is wrong with rows.

use std::fmt;

/// The number of problems that are printed.
const PRINTED: usize = 100;

/// What kind of mistake a [`Problem`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A required cell is empty.
    Missing,
    /// The schema or the workbook has no place for this value.
    Unexpected,
    /// A value that must be unique was given before.
    Duplicate,
    /// The value is longer than the cell or the platform takes.
    TooLong,
    /// The text has characters that workbooks cannot hold, or that readers change.
    Characters,
    /// There is no such category, item or asset.
    Unknown,
    /// The value is outside the permitted range.
    OutOfRange,
    /// The value cannot be written exactly.
    Inexact,
    /// The cell has no value of its column's type.
    Unreadable,
}

/// A cell that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The sheet: `records` or `categories`.
    pub sheet: &'static str,
    /// The number of the row in the order in which rows were added, from 1. Of a [`UsageSheet`](crate::UsageSheet), the row
    /// as spreadsheet programs count it: 1 is the header.
    pub row: u64,
    /// The row that had the same value first, if the value must be unique among rows and is not; counted as `row` is.
    pub first_row: Option<u64>,
    /// The record id of the row, if it has one.
    pub record_id: Option<String>,
    /// The column.
    pub column: String,
    /// The kind of mistake.
    pub kind: ProblemKind,
    /// What belongs there.
    pub expected: String,
    /// The beginning of what was given. `None` if nothing was.
    pub found: Option<String>,
    /// What to do.
    pub help: String,
}

impl Problem {
    /// Notes which row had the value first.
    pub(super) fn repeats(&mut self, first: u64) {
        self.first_row = Some(first);
        self.expected = format!("an id that row {first} does not have");
    }

    /// What is wrong, on one line, without where.
    pub fn summary(&self) -> String {
        let is = match self.kind {
            ProblemKind::Missing => "is missing",
            ProblemKind::Unexpected => "is not expected here",
            ProblemKind::Duplicate => "is not unique",
            ProblemKind::TooLong => "is too long",
            ProblemKind::Characters => "cannot be kept as it is",
            ProblemKind::Unknown => "does not exist",
            ProblemKind::OutOfRange => "is out of range",
            ProblemKind::Inexact => "cannot be written exactly",
            ProblemKind::Unreadable => "cannot be read",
        };
        format!("`{}` {is}", self.column)
    }
}

/// What is wrong, where, what was expected and found, and what to do, on several lines.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.summary())?;
        write!(f, "  --> {} row {}", self.sheet, self.row)?;
        if let Some(id) = &self.record_id {
            write!(f, " (record `{id}`)")?;
        }
        writeln!(f, ", column `{}`", self.column)?;
        write!(f, "  expected {}, found ", self.expected)?;
        match &self.found {
            Some(found) => writeln!(f, "`{found}`")?,
            None => writeln!(f, "nothing")?,
        }
        write!(f, "  help: {}", self.help)
    }
}

/// Everything that is wrong with the rows and categories of a workbook, in the order in which they were given. Nothing
/// was written.
///
/// It prints up to 100 problems; [`problems`](Self::problems) has all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRows {
    rows: u64,
    problems: Vec<Problem>,
}

impl BrokenRows {
    /// `rows` is the number of all rows that were added.
    pub(super) fn new(rows: u64, problems: Vec<Problem>) -> Self {
        Self { rows, problems }
    }

    /// The same with other numbers of the rows of a sheet.
    pub(crate) fn renumbered(mut self, number: impl Fn(&str, u64) -> u64) -> Self {
        for problem in &mut self.problems {
            problem.row = number(problem.sheet, problem.row);
            if let Some(first) = problem.first_row {
                problem.repeats(number(problem.sheet, first));
            }
        }
        self
    }

    /// The problems, in the order of the rows, and of the columns within a row.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The number of rows that were added, broken ones included.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The number of broken rows and categories.
    pub fn broken(&self) -> usize {
        let same = |a: &Problem, b: &Problem| (a.sheet, a.row) == (b.sheet, b.row);
        self.problems.chunk_by(same).count()
    }
}

impl fmt::Display for BrokenRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (broken, rows) = (self.broken(), self.rows);
        write!(f, "{broken} broken rows among {rows}; nothing was written")?;
        for problem in self.problems.iter().take(PRINTED) {
            write!(f, "\n\nerror: {problem}")?;
        }
        match self.problems.len().checked_sub(PRINTED) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, "\n\nand {more} more problems"),
        }
    }
}

impl std::error::Error for BrokenRows {}
