//! Rows by the texts of their cells.

use connect_reporting::ProblemKind::{self, Duplicate, Missing, OutOfRange, Unreadable};
use connect_reporting::{ItemDetails, Processed, UsageWorkbook, WriteError};
use connect_usage::models::UsageFileSchema::{Cr, Qt, Tr};

const GOOD: [(&str, &str); 8] = [
    ("record_id", "R-1"),
    ("item_search_criteria", "item.mpn"),
    ("item_search_value", "CPU"),
    ("quantity", "4.2500"),
    ("start_time_utc", "2029-01-01 00:00:00"),
    ("end_time_utc", "2029-01-31T23:59:59+01:00"),
    ("asset_search_criteria", "parameter.project"),
    ("asset_search_value", "P-1"),
];

/// The good row with some cells replaced or added.
fn with<'a>(cells: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<_> = GOOD.to_vec();
    for (name, value) in cells {
        all.retain(|(it, _)| it != name);
        all.push((name, value));
    }
    all
}

#[track_caller]
fn check(workbook: UsageWorkbook, cells: &[(&str, &str)], expected: &[(&str, ProblemKind)]) {
    let mut writer = workbook.in_memory().expect("the settings are right");
    let cells = with(cells);
    writer.add_cells(cells).expect("rows can be written");
    let Err(WriteError::Rows(broken)) = writer.finish() else {
        panic!("nothing is wrong");
    };
    let found = broken.problems().iter();
    let found: Vec<_> = found.map(|it| (it.column.as_str(), it.kind)).collect();
    assert_eq!(found, expected);
}

#[test]
fn cells_become_the_row_that_is_written() {
    let workbook = UsageWorkbook::new(Tr).item_details().reconciliation_ids();
    let workbook = workbook.parameter("v.invoice");
    let mut writer = workbook.in_memory().expect("the settings are right");
    let cells = with(&[
        ("amount", " 12.30 "),
        ("tier", "2"),
        ("v.invoice", "I-1"),
        ("record_note", ""),
        ("item_name", "Tape"),
        ("item_mpn", "CPU"),
        ("item_precision", "decimal(2)"),
        ("asset_recon_id", "P-1"),
        ("comment", "ignored"),
    ]);
    writer.add_cells(cells).expect("a row");
    let written = writer.finish().expect("nothing is wrong");
    let read = Processed::read(written[0].bytes().expect("in memory")).expect("a workbook");
    let row = read.rows().next().expect("a row");
    let usage = row.usage().expect("a complete row");
    assert_eq!(usage.end.to_string(), "2029-01-31T22:59:59Z");
    assert_eq!(
        usage.amount.map(|it| it.to_string()).as_deref(),
        Some("12.30")
    );
    assert_eq!(usage.tier, Some(2));
    assert_eq!(
        usage.parameters,
        [("v.invoice".to_owned(), "I-1".to_owned())]
    );
    assert_eq!(usage.note, None);
    let details = ItemDetails::new("Tape", "CPU", "decimal(2)");
    assert_eq!(usage.item_details, Some(details));
    assert_eq!(usage.reconciliation_id.as_deref(), Some("P-1"));
}

#[test]
fn cells_that_cannot_be_read_are_problems_once() {
    let qt = || UsageWorkbook::new(Qt);
    check(qt(), &[("quantity", "1,5")], &[("quantity", Unreadable)]);
    check(
        qt(),
        &[("start_time_utc", "01/31/2029")],
        &[("start_time_utc", Unreadable)],
    );
    // As a time, a date would be its first second.
    for column in ["start_time_utc", "end_time_utc"] {
        check(qt(), &[(column, "2029-01-31")], &[(column, Unreadable)]);
    }
    check(qt(), &[("end_time_utc", "")], &[("end_time_utc", Missing)]);
    check(
        qt(),
        &[("item_search_criteria", "mpn")],
        &[("item_search_criteria", Unreadable)],
    );
    check(
        qt(),
        &[("asset_search_criteria", "")],
        &[("asset_search_criteria", Missing)],
    );
    let tr = UsageWorkbook::new(Tr);
    check(
        tr,
        &[("amount", "1"), ("tier", "3")],
        &[("tier", Unreadable)],
    );
    let known = UsageWorkbook::new(Qt).known_items(|_| false);
    // The value cannot be looked up without a criterion.
    check(
        known,
        &[("item_search_criteria", "mpn")],
        &[("item_search_criteria", Unreadable)],
    );
}

#[test]
fn other_problems_of_such_a_row_are_found_too() {
    check(
        UsageWorkbook::new(Cr),
        &[("quantity", "many"), ("record_id", "")],
        &[
            ("record_id", Missing),
            ("quantity", Unreadable),
            ("amount", Missing),
        ],
    );
    check(
        UsageWorkbook::new(Qt),
        &[
            ("quantity", "many"),
            ("start_time_utc", "2029-02-01 00:00:00"),
        ],
        &[("quantity", Unreadable), ("end_time_utc", OutOfRange)],
    );
}

#[test]
fn a_checker_finds_what_a_writer_finds() {
    let checker = UsageWorkbook::new(Qt).checker();
    let mut checker = checker.expect("the settings are right");
    checker.add_cells(GOOD);
    checker.add_cells(with(&[("quantity", "many")]));
    assert_eq!(checker.rows(), 2);
    let broken = checker.finish().expect_err("a broken row");
    let found: Vec<_> = broken
        .problems()
        .iter()
        .map(|it| (it.row, it.kind))
        .collect();
    assert_eq!(found, [(2, Duplicate), (2, Unreadable)]);

    let checker = UsageWorkbook::new(Qt).checker();
    let mut checker = checker.expect("the settings are right");
    checker.add_cells(GOOD);
    assert_eq!(checker.finish(), Ok(1));
}
