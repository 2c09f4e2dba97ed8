//! What is wrong with rows, for people and as JSON.

use std::path::Path;

use connect_reporting::{BrokenRows, Problem, ProblemKind};
use serde_json::{Value, json};

use super::exit::Failure;
use super::text::count;

/// The most problems that are printed for people.
const PRINTED: usize = 50;

/// A file without rows, which is more often a failed export than a period without usage.
pub fn no_rows(path: &Path) -> Failure {
    Failure::usage(format!("{} has no rows", path.display())).help(
        "a period without usage needs no report; `report --allow-empty` submits one without rows, and then none can follow",
    )
}

/// Where a problem is, in the file that the person has.
pub struct Place {
    /// The line of a CSV file, or the row of a sheet.
    pub row: u64,
    /// What people call it, such as `rows.csv:3` or `records row 3`.
    pub text: String,
}

impl Place {
    /// The place of a problem in a workbook.
    pub fn in_workbook(problem: &Problem) -> Self {
        Self {
            row: problem.row,
            text: format!("sheet `{}`, row {}", problem.sheet, problem.row),
        }
    }
}

/// The problems as values.
pub fn json(broken: &BrokenRows, place: impl Fn(&Problem) -> Place) -> Vec<Value> {
    let problems = broken.problems().iter();
    let value = |it: &Problem| {
        json!({
            "sheet": it.sheet,
            "row": place(it).row,
            "column": it.column,
            "record_id": it.record_id,
            "kind": kind(it.kind),
            "message": it.summary(),
            "expected": expected(it, &place),
            "found": it.found,
            "help": help(it),
        })
    };
    problems.map(value).collect()
}

/// The problems as lines, the first of them at least.
pub fn lines(broken: &BrokenRows, place: impl Fn(&Problem) -> Place) -> Vec<String> {
    let mut lines = Vec::new();
    for problem in broken.problems().iter().take(PRINTED) {
        lines.push(format!("error: {}", problem.summary()));
        let record = problem.record_id.as_ref();
        let record = record.map(|it| format!(", record `{it}`"));
        lines.push(format!(
            "  --> {}, column `{}`{}",
            place(problem).text,
            problem.column,
            record.unwrap_or_default()
        ));
        let found = problem.found.as_ref();
        let found = found.map_or_else(|| "nothing".to_owned(), |it| format!("`{it}`"));
        let expected = expected(problem, &place);
        lines.push(format!("  expected {expected}, found {found}"));
        lines.push(format!("  help: {}", help(problem)));
        lines.push(String::new());
    }
    if let Some(more @ 1..) = broken.problems().len().checked_sub(PRINTED) {
        lines.push(format!("and {more} more problems; --json prints all"));
    }
    lines.push(format!(
        "{} of {} broken",
        broken.broken(),
        count(broken.rows(), "row")
    ));
    lines
}

/// What belongs there. Another row is named as it is in the file that the person has.
fn expected(problem: &Problem, place: impl Fn(&Problem) -> Place) -> String {
    let Some(first) = problem.other_row else {
        return problem.expected.clone();
    };
    let mut other = problem.clone();
    other.row = first;
    format!("an id that {} does not have", place(&other).text)
}

/// What to do, in the words of the program where the library names its functions.
fn help(problem: &Problem) -> &str {
    match (problem.column.as_str(), problem.kind) {
        ("category_id", ProblemKind::Unknown) => {
            "add it to the sheet `categories`, or to the file of --categories"
        }
        _ => &problem.help,
    }
}

fn kind(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Missing => "missing",
        ProblemKind::Unexpected => "unexpected",
        ProblemKind::Duplicate => "duplicate",
        ProblemKind::TooLong => "too_long",
        ProblemKind::Characters => "characters",
        ProblemKind::Unknown => "unknown",
        ProblemKind::OutOfRange => "out_of_range",
        ProblemKind::Inexact => "inexact",
        ProblemKind::Unreadable => "unreadable",
        _ => "other",
    }
}
