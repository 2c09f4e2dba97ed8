//! Single rows of workbooks with usage: what is refused in a cell.

use connect_fake::{Catalog, Known, Platform};

use crate::support::Talk;
use crate::workbook::{
    Boolean, COLUMNS, Cell, Empty, Number, Text, builder, changed, listed, records, row, upload,
    workbook,
};

/// A column, what is in it, and the error.
const CASES: &[(&str, Cell, &str)] = &[
    ("record_id", Empty, "record_id: this cell is required"),
    ("quantity", Empty, "quantity: this cell is required"),
    (
        "quantity",
        Text("many"),
        "quantity: expected a decimal number, found `many`",
    ),
    (
        "quantity",
        Text("1_0"),
        "quantity: expected a decimal number",
    ),
    (
        "quantity",
        Boolean(true),
        "quantity: expected text, found a boolean",
    ),
    (
        "quantity",
        Number(1e17),
        "quantity: this number is not exact",
    ),
    (
        "item_search_criteria",
        Text("item.name"),
        "item_search_criteria: expected item.mpn",
    ),
    (
        "item_search_value",
        Empty,
        "item_search_value: this cell is required",
    ),
    (
        "asset_search_criteria",
        Text("asset.name"),
        "asset_search_criteria: expected asset.id",
    ),
    (
        "asset_search_criteria",
        Text("parameter."),
        "asset_search_criteria: expected asset.id",
    ),
    (
        "asset_search_value",
        Empty,
        "asset_search_value: this cell is required",
    ),
    (
        "start_time_utc",
        Empty,
        "start_time_utc: this cell is required",
    ),
    (
        "start_time_utc",
        Number(47_118.5),
        "start_time_utc: expected a date-time as text",
    ),
    (
        "start_time_utc",
        Text("2029-01-01T00:00:00Z"),
        "start_time_utc: expected a date-time",
    ),
    (
        "end_time_utc",
        Text("2028-12-31 23:59:59"),
        "end_time_utc: this is before the start",
    ),
];

#[test]
fn broken_rows_are_invalid_with_their_errors() {
    let talk = Talk::with(builder());
    for (column, cell, expected) in CASES {
        let rows = [
            row("A", Text("1")),
            changed("B", column, *cell),
            row("C", Text("1")),
        ];
        let report = upload(&talk, "qt", &records(&rows));
        assert_eq!(report["status"], "invalid", "{expected}");
        let rows = listed(&talk, &report);
        let statuses = rows
            .iter()
            .map(|it| it["status"].as_str().expect("a status"));
        assert_eq!(
            statuses.collect::<Vec<_>>(),
            ["valid", "invalid", "valid"],
            "{expected}"
        );
        let details = rows[1]["error_details"].as_str().expect("details");
        assert!(details.starts_with(expected), "{expected}: {details}");
        assert!(!details.contains(';'), "one error: {details}");
        assert!(rows[0]["error_details"].is_null());
    }
}

#[test]
fn a_row_can_have_several_errors() {
    let talk = Talk::with(builder());
    let mut broken = changed("A", "quantity", Text("x"));
    broken[7] = Text("y");
    let rows = listed(&talk, &upload(&talk, "qt", &records(&[broken])));
    let details = rows[0]["error_details"].as_str().expect("details");
    assert!(
        details.contains("quantity: ") && details.contains("; start_time_utc: "),
        "{details}"
    );
    // What cannot be read is not made up.
    assert!(
        rows[0]["usage"].is_null() && rows[0]["start_date"].is_null(),
        "{}",
        rows[0]
    );
}

#[test]
fn rows_refer_to_what_the_workbook_has() {
    let talk = Talk::with(builder());
    let header = [&COLUMNS[..], &["category_id", "tier"]].concat();
    let with = |id: &'static str, category: Cell, tier: Cell| {
        [row(id, Text("1")), vec![category, tier]].concat()
    };
    let rows = [
        with("A", Text("gold"), Empty),
        with("A", Empty, Number(2.0)),
        with("B", Text("tin"), Text("3")),
        with("C", Empty, Text("1.5")),
        Vec::new(),
        with("D", Empty, Empty),
    ];
    let rows: Vec<_> = rows.iter().map(Vec::as_slice).collect();
    let names: &[&[Cell]] = &[&[Text("gold"), Text("Gold")]];
    let names = ("categories", &["category_id", "category_name"][..], names);
    let report = upload(
        &talk,
        "qt",
        &workbook(&[("records", &header, &rows), names]),
    );
    let listed = listed(&talk, &report);
    let details: Vec<_> = listed
        .iter()
        .map(|it| it["error_details"].as_str())
        .collect();
    assert_eq!(
        details,
        [
            None,
            Some("record_id: this id occurs twice"),
            Some(
                "category_id: the sheet `categories` has no such category; tier: expected 0, 1 or 2"
            ),
            Some("tier: expected 0, 1 or 2"),
            None,
        ]
    );
}

/// One item and one asset of one product.
struct One;

impl Catalog for One {
    fn item(&self, product: &str, criterion: &str, value: &str) -> Known {
        match (product, criterion, value) {
            ("PRD-000-000-001", "item.mpn", "CPU") => Known::Id("PRD-000-000-001-0042".to_owned()),
            _ => Known::Missing,
        }
    }

    fn asset(&self, _: &str, criterion: &str, value: &str) -> Known {
        match (criterion, value) {
            ("asset.id", "AS-1111-2222-3333") => Known::Nothing,
            ("parameter.tenant", "t-1") => Known::Id("AS-9".to_owned()),
            _ => Known::Missing,
        }
    }
}

#[test]
fn a_catalog_knows_items_and_assets() {
    let talk = Talk::with(Platform::builder().read_workbooks_with(One));
    let mut by_parameter = row("A", Text("1"));
    (by_parameter[4], by_parameter[5]) = (Text("parameter.tenant"), Text("t-1"));
    let rows = [
        by_parameter,
        row("B", Text("1")),
        changed("C", "item_search_value", Text("GPU")),
        changed("D", "asset_search_value", Text("AS-2")),
    ];
    let listed = listed(&talk, &upload(&talk, "qt", &records(&rows)));
    assert_eq!(listed[0]["item_id"], "PRD-000-000-001-0042");
    assert_eq!(listed[0]["asset_id"], "AS-9");
    assert_eq!(listed[1]["asset_id"], "AS-1111-2222-3333");
    assert_eq!(
        listed[2]["error_details"],
        "item_search_value: the product has no such item"
    );
    assert_eq!(
        listed[3]["error_details"],
        "asset_search_value: there is no such asset"
    );
}

#[test]
fn every_criterion_names_an_object() {
    let talk = Talk::with(builder());
    for (criterion, field) in [
        ("item.mpn", "mpn"),
        ("item.global_id", "id"),
        ("item.local_id", "local_id"),
    ] {
        let row = changed("A", "item_search_criteria", Text(criterion));
        let listed = listed(&talk, &upload(&talk, "qt", &records(&[row])));
        assert_eq!(listed[0]["item"][field], "CPU", "{criterion}");
        let others = ["mpn", "id", "local_id"].iter().filter(|it| **it != field);
        for other in others {
            let value = listed[0]["item"][*other].as_str().expect("a value");
            assert!(
                !value.is_empty() && value != "CPU",
                "{criterion}, {other}: {value}"
            );
        }
    }
}
