//! Checks rows while they are added, against each other as well, and collects what is wrong.

use super::cells::{self, Cell, ParsedRow};
use super::columns::{OF_RECORDS, RECORDS};
use super::ids::{Ids, Refused};
use super::outside::{Outside, RowsOutside};
use super::problem::{BrokenRows, Problem, ProblemKind};
use super::row::UsageRow;
use super::row_check::{Cells, RowCheck, Rules};
use super::text::short;

/// The rows so far.
pub(super) struct Checker {
    rules: Rules,
    ids: Ids,
    /// The numbers of the rows with these ids, while they differ from the numbers of the ids.
    skipped: Vec<u32>,
    rows: u64,
    problems: Vec<Problem>,
    /// The period, if there is one, and the rows outside of it.
    outside: Option<Outside>,
}

impl Checker {
    /// Begins with what is wrong with the categories.
    pub fn new(rules: Rules, problems: Vec<Problem>, outside: Option<Outside>) -> Self {
        Self {
            rules,
            ids: Ids::default(),
            skipped: Vec::new(),
            rows: 0,
            problems,
            outside,
        }
    }

    /// The rows outside of the period so far.
    pub fn outside(&self) -> Option<RowsOutside> {
        self.outside.as_ref().and_then(Outside::found)
    }

    /// The problems so far.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The number of rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Everything that is wrong, once all rows were added.
    pub fn finish(self) -> Result<(), BrokenRows> {
        match self.problems.is_empty() {
            true => Ok(()),
            false => Err(BrokenRows::new(self.rows, self.problems)),
        }
    }

    /// Checks a row. `None` if it is broken.
    pub fn check<'r>(&mut self, row: &'r UsageRow) -> Option<Cells<'r>> {
        self.rows += 1;
        let mut check = RowCheck {
            row,
            number: self.rows,
            problems: Vec::new(),
        };
        let mut cells = check.cells(&self.rules);
        self.check_unique(&mut check);
        check.item_details(&self.rules.columns, &mut cells);
        check.reconciliation_id(&self.rules.columns, &mut cells);
        check.parameters(&self.rules.columns.parameters, &mut cells);
        let is_whole = check.problems.is_empty();
        self.problems.append(&mut check.problems);
        if let (Some(outside), true) = (&mut self.outside, is_whole) {
            outside.count(self.rows, row.start, row.end);
        }
        is_whole.then_some(cells)
    }

    /// Reads the cells of a row. If some cannot be read, the row is broken and counts as checked: what is wrong with its
    /// other cells is noted, too.
    pub fn readable(&mut self, cells: &[Cell<'_>]) -> Option<UsageRow> {
        let ParsedRow {
            mut row,
            unreadable,
        } = cells::parse(cells);
        if unreadable.is_empty() {
            return Some(row);
        }
        if unreadable.iter().any(|it| it.column == OF_RECORDS[0]) {
            // What stands in for the id is none that another row could repeat.
            row.record_id.clear();
        }
        let before = self.problems.len();
        // The cells are those of a row to write.
        let _ = self.check(&row);
        let mut others = self.problems.split_off(before);
        others.retain(|it| !unreadable.iter().any(|bad| bad.spoils(&it.column)));
        let id = (!row.record_id.is_empty()).then(|| short(&row.record_id));
        let number = self.rows;
        let own = unreadable.into_iter().map(|it| Problem {
            sheet: RECORDS,
            row: number,
            record_id: id.clone(),
            column: short(&it.column),
            kind: it.kind,
            expected: it.expected,
            found: (!it.found.is_empty()).then(|| short(&it.found)),
            help: it.help.to_owned(),
            other_row: None,
        });
        let mut all: Vec<_> = own.chain(others).collect();
        all.sort_by_key(|it| {
            OF_RECORDS
                .iter()
                .position(|name| *name == it.column)
                .unwrap_or(usize::MAX)
        });
        self.problems.append(&mut all);
        None
    }

    fn check_unique(&mut self, check: &mut RowCheck<'_>) {
        let id = &check.row.record_id;
        if id.is_empty() {
            // Its row has a number and no id.
            self.skipped.push(self.ids.count());
            return;
        }
        match self.ids.insert(id) {
            Ok(()) => {}
            Err(Refused::Duplicate(number)) => {
                let row = self.row_of(number);
                check.found(
                    "record_id",
                    ProblemKind::Duplicate,
                    String::new(),
                    id,
                    "give each row an id of its own",
                );
                if let Some(problem) = check.problems.last_mut() {
                    problem.set_other_row(row);
                }
                self.skipped.push(self.ids.count());
            }
            Err(Refused::Full) => {
                let expected = format!("at most {} rows", u32::MAX);
                check.found(
                    "record_id",
                    ProblemKind::OutOfRange,
                    expected,
                    id,
                    "write fewer rows at a time",
                );
            }
        }
    }

    /// The number of the row that has this id, from 1. The rows without an id of their own are counted as well: each is
    /// noted with the number of the ids before it.
    fn row_of(&self, id: u32) -> u64 {
        let before = self.skipped.partition_point(|it| *it <= id);
        u64::from(id) + 1 + before as u64
    }
}
