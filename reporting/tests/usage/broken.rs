//! Rows, categories and settings that are refused.

use connect_reporting::ProblemKind::{
    Characters, Duplicate, Inexact, Missing, OutOfRange, TooLong, Unexpected, Unknown,
};
use connect_reporting::{
    AssetBy, Category, ItemBy, ItemDetails, ProblemKind, UsageRow, UsageWorkbook, WriteError,
};
use connect_usage::models::UsageFileSchema::{self, Cr, Pr, Qt, Tr};

use crate::support::{bare, broken, decimal, row, time};

/// The columns and kinds of what is wrong with one row.
#[track_caller]
fn wrong(schema: UsageFileSchema, row: &UsageRow) -> Vec<(String, ProblemKind)> {
    let workbook = UsageWorkbook::new(schema).parameter("v.known");
    let found = broken(workbook, std::slice::from_ref(row));
    let problems = found.problems().iter();
    problems.map(|it| (it.column.clone(), it.kind)).collect()
}

#[track_caller]
fn check(schema: UsageFileSchema, row: &UsageRow, expected: &[(&str, ProblemKind)]) {
    let expected = expected
        .iter()
        .map(|(name, kind)| ((*name).to_owned(), *kind));
    assert_eq!(wrong(schema, row), expected.collect::<Vec<_>>());
}

/// Whether all rows are written.
#[track_caller]
fn accepted(workbook: UsageWorkbook, row: &UsageRow) {
    let mut writer = workbook.in_memory().expect("the settings are right");
    writer.add(row).expect("rows can be written");
    writer.finish().expect("the row is right");
}

#[test]
fn a_schema_requires_its_cells() {
    check(Qt, &bare("R"), &[("quantity", Missing)]);
    check(Cr, &row("R"), &[("amount", Missing)]);
    check(Pr, &row("R"), &[("amount", Missing)]);
    check(Tr, &row("R"), &[("amount", Missing), ("tier", Missing)]);
    check(Tr, &bare("R").amount(1).tier(0), &[("quantity", Missing)]);
    for schema in [Cr, Pr] {
        accepted(UsageWorkbook::new(schema), &row("R").amount(-1));
    }
    for tier in 0..=2 {
        accepted(UsageWorkbook::new(Tr), &row("R").amount(1).tier(tier));
    }
    accepted(UsageWorkbook::new(Qt), &row("R"));
}

#[test]
fn what_a_schema_does_not_have_is_refused() {
    check(Qt, &row("R").amount(1), &[("amount", Unexpected)]);
    check(Cr, &row("R").amount(1).tier(1), &[("tier", Unexpected)]);
    check(Tr, &row("R").amount(1).tier(3), &[("tier", OutOfRange)]);
}

#[test]
fn texts_are_required_where_records_need_them() {
    check(Qt, &row(""), &[("record_id", Missing)]);
    let mut empty = row("R");
    empty.item = ItemBy::global_id("");
    empty.asset = AssetBy::parameter("", "");
    check(
        Qt,
        &empty,
        &[
            ("item_search_value", Missing),
            ("asset_search_criteria", Missing),
            ("asset_search_value", Missing),
        ],
    );
}

#[test]
fn a_span_ends_at_or_after_its_start_in_utc() {
    let mut span = row("R");
    // One second after the start, though its clock shows less.
    span.start = time("2029-01-01T05:00:00+05:00");
    span.end = time("2028-12-31T22:00:01-02:00");
    accepted(UsageWorkbook::new(Qt), &span);
    span.end = span.start;
    accepted(UsageWorkbook::new(Qt), &span);
    span.end = time("2028-12-31T23:59:59Z");
    check(Qt, &span, &[("end_time_utc", OutOfRange)]);
    span.end = time("2029-01-01T23:59:59.999Z");
    check(Qt, &span, &[("end_time_utc", Inexact)]);
    span.start = time("0000-12-31T00:00:00Z");
    span.end = time("9999-12-31T23:00:00-01:00");
    let times = [("start_time_utc", OutOfRange), ("end_time_utc", OutOfRange)];
    check(Qt, &span, &times);
}

#[test]
fn numbers_and_texts_are_kept_exactly_or_refused() {
    let huge = row("R").quantity(decimal("1e300"));
    check(Qt, &huge, &[("quantity", Inexact)]);
    let long = row("R").note("x".repeat(32_768));
    check(Qt, &long, &[("record_note", TooLong)]);
    accepted(UsageWorkbook::new(Qt), &row("R").note("x".repeat(32_767)));
    check(
        Qt,
        &row("R ").note("\0"),
        &[("record_id", Characters), ("record_note", Characters)],
    );
    let mut spaced = row("R");
    spaced.asset = AssetBy::parameter("project id", "P");
    check(Qt, &spaced, &[("asset_search_criteria", Characters)]);
}

#[test]
fn names_must_exist() {
    check(Qt, &row("R").category("none"), &[("category_id", Unknown)]);
    let parameters = row("R").parameter("v.known", "1").parameter("v.other", "2");
    check(Qt, &parameters, &[("v.other", Unexpected)]);
    let twice = row("R").parameter("v.known", "1").parameter("v.known", "2");
    check(Qt, &twice, &[("v.known", Duplicate)]);

    let workbook = || {
        let workbook = UsageWorkbook::new(Qt);
        let workbook = workbook.known_items(|it| *it == ItemBy::mpn("CPU"));
        workbook.known_assets(|it| *it == AssetBy::id("AS-1"))
    };
    accepted(workbook(), &row("R"));
    let mut unknown = row("R");
    unknown.item = ItemBy::local_id("CPU");
    unknown.asset = AssetBy::id("AS-2");
    let found = broken(workbook(), &[unknown]);
    let kinds = found
        .problems()
        .iter()
        .map(|it| (it.column.as_str(), it.kind));
    let expected = [
        ("item_search_value", Unknown),
        ("asset_search_value", Unknown),
    ];
    assert_eq!(kinds.collect::<Vec<_>>(), expected);
}

#[test]
fn all_broken_rows_are_reported_together() {
    let rows = [
        row(""),
        row("R-1"),
        bare("R-2"),
        row("R-1"),
        row("R-3"),
        row("R-2").tier(1),
    ];
    let found = broken(UsageWorkbook::new(Qt), &rows);
    assert_eq!((found.rows(), found.broken()), (6, 4));
    let expected = "\
4 broken rows among 6; nothing was written

error: `record_id` is missing
  --> records row 1, column `record_id`
  expected a text, found nothing
  help: set it: it is required

error: `quantity` is missing
  --> records row 3 (record `R-2`), column `quantity`
  expected a decimal number, found nothing
  help: set the quantity; clients write 1 in rows that are about an amount

error: `record_id` is not unique
  --> records row 4 (record `R-1`), column `record_id`
  expected an id that row 2 does not have, found `R-1`
  help: give each row an id of its own

error: `tier` is not expected here
  --> records row 6 (record `R-2`), column `tier`
  expected a tier in the schema tr only, found `1`
  help: leave it out

error: `record_id` is not unique
  --> records row 6 (record `R-2`), column `record_id`
  expected an id that row 3 does not have, found `R-2`
  help: give each row an id of its own";
    assert_eq!(WriteError::Rows(found).to_string(), expected);
}

#[test]
fn many_problems_are_counted_and_not_printed() {
    let rows: Vec<_> = (0..130).map(|it| bare(&format!("R-{it}"))).collect();
    let found = broken(UsageWorkbook::new(Qt), &rows);
    assert_eq!(found.problems().len(), 130);
    let printed = found.to_string();
    assert_eq!(printed.matches("error: ").count(), 100);
    assert!(printed.ends_with("and 30 more problems"), "{printed}");
}

#[test]
fn categories_are_checked_with_the_rows() {
    let workbook = UsageWorkbook::new(Qt)
        .category(Category::new("a", "A").description("x".repeat(256)))
        .category(Category::new("a", ""));
    let found = broken(workbook, &[row("R").category("a"), bare("R-2")]);
    let problems = found.problems().iter();
    let problems: Vec<_> = problems
        .map(|it| (it.sheet, it.row, it.column.as_str(), it.kind))
        .collect();
    let expected = [
        ("categories", 1, "category_description", TooLong),
        ("categories", 2, "category_name", Missing),
        ("categories", 2, "category_id", Duplicate),
        ("records", 2, "quantity", Missing),
    ];
    assert_eq!(problems, expected);
}

#[test]
fn wrong_settings_are_refused() {
    let unknown = UsageWorkbook::new(UsageFileSchema::from("zz".to_owned()));
    let qt = || UsageWorkbook::new(Qt);
    for (workbook, part) in [
        (unknown, "found `zz`"),
        (qt().row_limit(0), "found 0"),
        (qt().row_limit(1_048_576), "found 1048576"),
        (qt().parameter("amount"), "found `amount`"),
        (qt().parameter("v."), "found `v.`"),
        (qt().parameter("v.a b"), "found `v.a b`"),
        (
            qt().parameter("v.a").parameter("v.a"),
            "`v.a` is declared twice",
        ),
    ] {
        match workbook.in_memory() {
            Err(error @ WriteError::Settings(_)) => {
                assert!(error.to_string().contains(part), "{error}");
            }
            other => panic!("{other:?}"),
        }
    }
    let many = (0..16_373).fold(qt(), |it, number| it.parameter(format!("v.{number}")));
    let error = many.in_memory().expect_err("too many columns");
    assert!(error.to_string().contains("found 16385"), "{error}");
    let error = qt().create("usage.csv").expect_err("another format");
    assert!(matches!(error, WriteError::Settings(_)), "{error}");
}

#[test]
fn items_that_a_product_does_not_have_are_described_in_full() {
    let details = ItemDetails::new("Disk", "CPU", "Decimal(4)").unit("GB");
    check(
        Qt,
        &row("R")
            .item_details(details.clone())
            .reconciliation_id("7"),
        &[("item_name", Unexpected), ("asset_recon_id", Unexpected)],
    );
    let workbook = || UsageWorkbook::new(Qt).item_details().reconciliation_ids();
    accepted(
        workbook(),
        &row("R").item_details(details).reconciliation_id("7"),
    );
    accepted(workbook(), &row("R"));
    let wrong = row("R")
        .item_details(ItemDetails::new("", "", "decimal(3)").unit(" GB"))
        .reconciliation_id("a\nb");
    let found = broken(workbook(), &[wrong]);
    let found: Vec<_> = found
        .problems()
        .iter()
        .map(|it| (it.column.as_str(), it.kind))
        .collect();
    let expected = [
        ("item_name", Missing),
        ("item_unit", Characters),
        ("item_mpn", OutOfRange),
        ("item_mpn", Missing),
        ("item_precision", OutOfRange),
        ("asset_recon_id", Characters),
    ];
    assert_eq!(found, expected);
}
