//! Rows outside of the period of their report.

use connect_usage::DateTime;

/// Rows that begin or end outside of a period, which can be a mistake, or usage that is reported late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowsOutside {
    /// How many there are.
    pub rows: u64,
    /// The number of the first one: in the order in which rows were added, from 1; of a [`UsageSheet`](crate::UsageSheet) as
    /// spreadsheet programs count it.
    pub first: u64,
}

/// Counts the rows outside of a period.
#[derive(Debug)]
pub(crate) struct Outside {
    start: DateTime,
    end: DateTime,
    found: Option<RowsOutside>,
}

impl Outside {
    /// Counts rows that begin before the first second, or end after the last one.
    pub fn new(start: DateTime, end: DateTime) -> Self {
        Self {
            start,
            end,
            found: None,
        }
    }

    /// Counts a row, if it is outside.
    pub fn count(&mut self, number: u64, start: DateTime, end: DateTime) {
        if start < self.start || end > self.end {
            let new = RowsOutside {
                rows: 0,
                first: number,
            };
            self.found.get_or_insert(new).rows += 1;
        }
    }

    /// What was found.
    pub fn found(&self) -> Option<RowsOutside> {
        self.found
    }
}
