//! Workbooks with usage as a whole: sheets, columns, schemas, and records that are listed.

use connect_fake::{FileStatus, Side};
use serde_json::json;

use crate::support::Talk;
use crate::workbook::{
    COLUMNS, Cell, Empty, Number, Text, builder, draft, listed, records, row, upload, upload_to,
    workbook,
};

/// A workbook with two records that have everything that rows can have.
fn complete() -> Vec<u8> {
    let header = [
        &COLUMNS[..],
        &[
            "record_note",
            "amount",
            "category_id",
            "tier",
            "v.invoice",
            "p.region",
            "item_name",
        ],
    ]
    .concat();
    let rest = [
        Text("by hand"),
        Text("1000000000000000.10"),
        Text("gold"),
        Number(2.0),
        Text("INV-1"),
        Number(7.0),
        Text("Processor"),
    ];
    let first = [row("A", Text("4.0000")), rest.to_vec()].concat();
    let second = [
        row("B", Number(0.1)),
        vec![Empty, Number(0.2), Empty, Text("0")],
    ]
    .concat();
    let names = [
        &[Text("gold"), Text("Gold")][..],
        &[Text("tin"), Text("Tin")],
    ];
    workbook(&[
        ("notes", &["anything"], &[]),
        ("records", &header, &[&first, &second]),
        ("categories", &["category_id", "category_name"], &names),
    ])
}

#[test]
fn the_rows_of_a_workbook_are_its_records() {
    let talk = Talk::with(builder());
    let report = upload(&talk, "tr", &complete());
    assert_eq!(report["status"], "ready", "{report}");
    assert_eq!(report["records"]["valid"], 2);

    let rows = listed(&talk, &report);
    let [first, second] = &rows[..] else {
        panic!("two records, not {rows:?}")
    };
    assert_eq!(first["status"], "valid");
    assert_eq!(first["item"]["mpn"], "CPU");
    assert_eq!(first["item"]["name"], "Processor");
    assert_eq!(first["asset"]["id"], "AS-1111-2222-3333");
    assert_eq!(first["category"], json!({"id": "gold", "name": "Gold"}));
    assert_eq!(first["start_date"], "2029-01-01T00:00:00+00:00");
    assert_eq!(first["end_date"], "2029-01-31T23:59:59Z");
    assert_eq!(first["tier"], 2);
    let params = json!([
        {"parameter_name": "v.invoice", "parameter_value": "INV-1"},
        {"parameter_name": "p.region", "parameter_value": "7"},
    ]);
    assert_eq!(first["params"], params);
    assert_eq!(
        (&second["category"], &second["params"]),
        (&json!(null), &json!([]))
    );
}

#[test]
fn numbers_keep_their_digits_and_names_lead_to_records() {
    let talk = Talk::with(builder());
    let report = upload(&talk, "tr", &complete());
    // Digit by digit: as a value, an amount would be a float.
    let text = talk.get(Side::Vendor, "/records");
    for digits in [
        "\"amount\":1000000000000000.10,",
        "\"usage\":4.0000,",
        "\"usage\":0.1,",
    ] {
        assert!(text.text().contains(digits), "{digits} in {}", text.text());
    }
    let id = report["id"].as_str().expect("an id");
    let path = format!("/files/{id}/categories");
    assert_eq!(talk.get(Side::Vendor, &path).ids(), ["gold", "tin"]);
    let found = talk.platform.record_named(id, "B");
    let rows = listed(&talk, &report);
    assert_eq!(found.as_deref(), rows[1]["id"].as_str());
    assert_eq!(talk.platform.record_named(id, "C"), None);
}

#[test]
fn a_schema_has_columns_and_cells_of_its_own() {
    let talk = Talk::with(builder());
    let with = |column: &'static str, cell: Cell| {
        let header = [&COLUMNS[..], &["amount", column]].concat();
        let row = [row("A", Empty), vec![Text("1.5"), cell]].concat();
        workbook(&[("records", &header, &[&row])])
    };
    let plain = records(&[row("A", Number(1.0))]);
    for (schema, content, expected) in [
        ("qt", &plain, "ready"),
        ("cr", &plain, "lacks the columns `amount`"),
        ("pr", &plain, "lacks the columns `amount`"),
        ("tr", &plain, "lacks the columns `amount`, `tier`"),
        // Only `qt` needs the quantity itself.
        ("qt", &with("x", Empty), "invalid: see the processed file"),
        ("cr", &with("x", Empty), "ready"),
        ("pr", &with("tier", Empty), "ready"),
        (
            "tr",
            &with("tier", Empty),
            "invalid: see the processed file",
        ),
        ("tr", &with("tier", Text("1")), "ready"),
        ("xx", &plain, "There is no schema `xx`"),
    ] {
        let report = upload(&talk, schema, content);
        match expected {
            "ready" => assert_eq!(report["status"], "ready", "{schema}: {report}"),
            _ => {
                assert_eq!(report["status"], "invalid", "{schema}");
                let detail = report["error_detail"].to_string();
                assert!(detail.contains(expected), "{schema}: {detail}");
            }
        }
    }
}

#[test]
fn the_sheet_and_its_columns_must_exist_once() {
    let talk = Talk::with(builder());
    let good = row("A", Text("1"));
    let with_twice = [&COLUMNS[..], &["quantity"]].concat();
    let categories = |header: &'static [&'static str], rows: &[&[Cell]]| {
        workbook(&[
            ("records", &COLUMNS, &[&good]),
            ("categories", header, rows),
        ])
    };
    const NAMES: &[&str] = &["category_id", "category_name"];
    let twice: &[&[Cell]] = &[&[Text("a"), Text("A")], &[Text("a"), Text("B")]];
    for (content, expected) in [
        (workbook(&[("usage_records", &COLUMNS, &[&good])]), ""),
        (
            workbook(&[("Records", &COLUMNS, &[&good])]),
            "no sheet `records`",
        ),
        (
            workbook(&[("records", &COLUMNS[1..], &[])]),
            "lacks the columns `quantity`",
        ),
        (
            workbook(&[("records", &[], &[])]),
            "lacks the columns `record_id`, `item_search",
        ),
        (
            workbook(&[("records", &with_twice, &[&good])]),
            "two columns `quantity`",
        ),
        (categories(NAMES, &[]), ""),
        (
            categories(&NAMES[..1], &[]),
            "`categories` lacks the columns `category_name`",
        ),
        (
            categories(NAMES, &[&[Text("a")]]),
            "category_name: this cell is required",
        ),
        (categories(NAMES, twice), "category `a` occurs twice"),
    ] {
        let report = upload(&talk, "qt", &content);
        let is_good = expected.is_empty();
        let status = if is_good { "ready" } else { "invalid" };
        assert_eq!(report["status"], status, "{expected}: {report}");
        let detail = report["error_detail"].as_str().unwrap_or_default();
        assert!(detail.contains(expected), "{expected}: {detail}");
        assert_eq!(listed(&talk, &report).len(), usize::from(is_good));
    }
}

#[test]
fn a_report_that_is_uploaded_again_has_the_new_records() {
    let talk = Talk::with(builder().uploaded_is_success());
    let id = draft(&talk, "qt");
    let broken = records(&[row("A", Text("none")), row("B", Text("2"))]);
    let report = upload_to(&talk, &id, &broken);
    assert_eq!(report["status"], "invalid");
    assert_eq!(
        report["error_detail"],
        "1 of 2 records are invalid: see the processed file."
    );
    assert_eq!(
        (&report["records"]["valid"], &report["records"]["invalid"]),
        (&json!(1), &json!(1))
    );
    let report = upload_to(&talk, &id, &records(&[row("A", Text("3"))]));
    assert_eq!(report["status"], "uploaded");
    assert_eq!(report["error_detail"].as_str(), None);
    let rows = listed(&talk, &report);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["usage"], 3);
}

#[test]
fn a_name_is_the_same_object_in_all_reports() {
    let talk = Talk::with(builder());
    let content = records(&[row("A", Text("1"))]);
    let items: Vec<_> = (0..2)
        .map(|_| listed(&talk, &upload(&talk, "qt", &content))[0]["item"]["id"].clone())
        .collect();
    assert_eq!(items[0], items[1]);
    let totals = talk.get(Side::Vendor, "/aggregates").expect(200).json();
    assert_eq!(totals.as_array().map(Vec::len), Some(1), "{totals}");
    assert_eq!(totals[0]["consumed"], 2);
}

#[test]
fn a_function_of_the_test_still_decides_on_usage() {
    let talk = Talk::with(builder().read_usage(|_| Err("not today".to_owned())));
    let report = upload(&talk, "qt", &records(&[row("A", Text("1"))]));
    assert_eq!(report["error_detail"], "not today");
    assert_eq!(report["status"], FileStatus::Invalid.as_str());
}
