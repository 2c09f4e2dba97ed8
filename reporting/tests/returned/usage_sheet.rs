//! Workbooks with usage that are checked before they are uploaded.

use connect_reporting::ProblemKind::{Duplicate, Missing, Unknown, Unreadable};
use connect_reporting::{ReadErrorKind, UsageSheet};
use connect_usage::models::UsageFileSchema::{Cr, Qt, Tr};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::support::{inline, raw, workbook};

const COLUMNS: [&str; 10] = [
    "record_id",
    "item_search_criteria",
    "item_search_value",
    "quantity",
    "start_time_utc",
    "end_time_utc",
    "asset_search_criteria",
    "asset_search_value",
    "category_id",
    "v.invoice",
];

fn row<'a>(id: &'a str, quantity: &'a str, category: &'a str) -> [&'a str; 10] {
    [
        id,
        "item.mpn",
        "CPU",
        quantity,
        "2029-01-01 0:00:00",
        "2029-01-31 23:59:59",
        "asset.id",
        "AS-1",
        category,
        "I-1",
    ]
}

#[test]
fn problems_have_the_rows_that_spreadsheet_programs_show() {
    let rows: [&[&str]; 5] = [
        &COLUMNS,
        &row("R-1", "1", "compute"),
        &[], // an empty row
        &row("R-2", "many", "compute"),
        &row("", "1", "storage"),
    ];
    let categories: [&[&str]; 2] = [&["category_id", "category_name"], &["compute", ""]];
    let content = workbook(&[("records", &rows), ("categories", &categories)]);
    let sheet = UsageSheet::read(&content).expect("a workbook");
    assert_eq!(sheet.schema(), Qt);
    let broken = sheet.check(Qt).expect("a sheet").expect_err("broken rows");
    let found = broken.problems().iter();
    let found: Vec<_> = found
        .map(|it| (it.sheet, it.row, it.column.as_str(), it.kind))
        .collect();
    let expected = [
        ("categories", 2, "category_name", Missing),
        ("records", 4, "quantity", Unreadable),
        ("records", 5, "record_id", Missing),
        ("records", 5, "category_id", Unknown),
    ];
    assert_eq!(found, expected);
    assert_eq!(broken.rows(), 3);
    assert!(!broken.to_string().contains("written"), "{broken}");
}

#[test]
fn rows_that_are_named_have_the_same_numbers() {
    let rows: [&[&str]; 4] = [&COLUMNS, &[], &row("R-1", "1", ""), &row("R-1", "1", "")];
    let sheet = UsageSheet::read(&workbook(&[("records", &rows)])).expect("a workbook");
    let broken = sheet.check(Qt).expect("a sheet").expect_err("an id twice");
    let problem = &broken.problems()[0];
    assert_eq!((problem.row, problem.other_row), (4, Some(3)));
    assert_eq!(problem.expected, "an id that row 3 does not have");
}

#[test]
fn a_workbook_in_order_has_its_number_of_rows() {
    let rows: [&[&str]; 2] = [&COLUMNS, &row("R-1", "1", "")];
    let sheet = UsageSheet::read(&workbook(&[("usage_records", &rows)])).expect("a workbook");
    assert_eq!(sheet.check(Qt).expect("a sheet"), Ok(1));
    assert_eq!(sheet.unknown_columns().count(), 0);
    let missing = sheet.check(Cr).expect_err("no amounts");
    assert_eq!(missing.kind, ReadErrorKind::MissingColumn);
}

#[test]
fn the_schema_follows_the_cells() {
    let of = |column: &str, value: &str| {
        let rows: [&[&str]; 2] = [&["record_id", "tire", column], &["R-1", "", value]];
        let sheet = UsageSheet::read(&workbook(&[("records", &rows)])).expect("a workbook");
        assert_eq!(sheet.unknown_columns().collect::<Vec<_>>(), ["tire"]);
        sheet.schema()
    };
    assert_eq!(of("amount", "1"), Cr);
    assert_eq!(of("tier", "1"), Tr);
    assert_eq!(of("amount", ""), Qt);
}

#[test]
fn columns_that_no_parameter_can_have_are_errors() {
    let mut columns = COLUMNS;
    columns[9] = "v.";
    let rows: [&[&str]; 2] = [&columns, &row("R-1", "1", "")];
    let sheet = UsageSheet::read(&workbook(&[("records", &rows)])).expect("a workbook");
    let error = sheet.check(Qt).expect_err("a column without a name");
    assert_eq!(error.sheet.as_deref(), Some("records"));
    assert!(error.message.contains("`v.`"), "{error}");
}

#[test]
fn numbers_that_are_not_exact_and_dates_are_problems() {
    let cells = |texts: &[&str]| {
        let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
        texts.iter().map(cell).collect::<String>()
    };
    let good = row("R-1", "1", "");
    let sheet = raw(&format!(
        "<row>{}</row><row>{}<c><v>1e17</v></c><c><v>47150.5</v></c>{}</row>",
        cells(&COLUMNS),
        cells(&good[..3]),
        cells(&good[5..8]),
    ));
    let sheet = UsageSheet::read(&sheet).expect("a workbook");
    let broken = sheet.check(Qt).expect("a sheet").expect_err("a broken row");
    let found = broken.problems().iter();
    let found: Vec<_> = found.map(|it| (it.column.as_str(), it.kind)).collect();
    assert_eq!(
        found,
        [("quantity", Unreadable), ("start_time_utc", Unreadable)]
    );
}

/// What is not known to be accepted, as it is printed.
fn warnings(sheets: &[(&str, &[&[&str]])]) -> Vec<String> {
    let sheet = UsageSheet::read(&workbook(sheets)).expect("a workbook");
    sheet.warnings().iter().map(ToString::to_string).collect()
}

#[test]
fn forms_of_templates_need_no_warning() {
    let rows: [&[&str]; 3] = [&COLUMNS, &row("R-1", "1", ""), &row("R-2", "-1.50", "c")];
    let categories: [&[&str]; 2] = [&["category_id", "category_name"], &["c", "C"]];
    let sheets = [("records", &rows[..]), ("categories", &categories[..])];
    assert_eq!(warnings(&sheets), [""; 0]);
}

#[test]
fn other_names_of_sheets_and_columns_are_warnings() {
    let mut columns = COLUMNS;
    columns[0] = "usage_record_id";
    let rows: [&[&str]; 2] = [&columns, &row("R-1", "1", "")];
    let categories: [&[&str]; 1] = [&["category_id", "category_name"]];
    let found = warnings(&[("Records", &rows), ("Categories ", &categories)]);
    assert_eq!(
        found,
        [
            "sheet `Records`: this name is not known to be accepted; name the sheet `records`",
            "sheet `Records`, column `usage_record_id`, row 1: the older name of `record_id` is not known to be accepted; \
             name the column `record_id`",
            "sheet `Categories `: this name is not known to be accepted; name the sheet `categories`",
        ]
    );
}

#[test]
fn other_forms_of_cells_are_warnings_once_a_column() {
    for time in [
        "2029-01-31T09:00:00",
        "2029-01-31 09:00:00Z",
        "2029-01-31 09:00:00+01:00",
    ] {
        let mut first = row("R-1", "1", "");
        first[5] = time;
        let mut second = row("R-2", "1e3", "");
        second[5] = time;
        let rows: [&[&str]; 3] = [&COLUMNS, &first, &second];
        let found = warnings(&[("records", &rows)]);
        assert!(
            found[0].starts_with("sheet `records`, column `quantity`, row 3: a number with an exp")
        );
        let end = "sheet `records`, column `end_time_utc`, row 2 and 1 more cell: another form";
        assert!(found.len() == 2 && found[1].starts_with(end), "{found:?}");
    }
    let mut padded = COLUMNS;
    padded[3] = " quantity";
    let rows: [&[&str]; 2] = [&padded, &row("R-1 ", "1", "")];
    let found = warnings(&[("records", &rows)]);
    assert!(found[0].starts_with("sheet `records`, column `record_id`, row 2: white space"));
    assert!(found[1].starts_with("sheet `records`, column `quantity`, row 1: white space"));
    assert_eq!(found.len(), 2);
}

#[test]
fn date_cells_are_warnings_and_are_not_rounded() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("records").expect("a name");
    let format = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    sheet.write_row(0, 0, COLUMNS).expect("cells");
    for (row_number, end) in [(1, "2029-01-31 23:59:59"), (2, "2029-01-31 23:59:59.999")] {
        let cells = row(["", "R-1", "R-2"][row_number as usize], "1", "");
        sheet.write_row(row_number, 0, cells).expect("cells");
        let end = ExcelDateTime::parse_from_str(end).expect("a date");
        sheet
            .write_datetime_with_format(row_number, 5, &end, &format)
            .expect("a cell");
    }
    let content = book.save_to_buffer().expect("a workbook");
    let sheet = UsageSheet::read(&content).expect("a workbook");
    let found = sheet.warnings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].row, found[0].cells), (Some(2), 2));
    assert_eq!(found[0].found, "a date cell");
    let broken = sheet.check(Qt).expect("a sheet").expect_err("a fraction");
    let problem = &broken.problems()[0];
    assert_eq!((problem.row, problem.column.as_str()), (3, "end_time_utc"));
    let found = problem.found.as_deref().expect("what was found");
    assert!(found.contains("23:59:59.999"), "{problem}");
}

#[test]
fn rows_outside_of_a_period_are_counted() {
    let rows: [&[&str]; 4] = [&COLUMNS, &row("R-1", "1", ""), &[], &row("R-2", "1", "")];
    let sheet = UsageSheet::read(&workbook(&[("records", &rows)])).expect("a workbook");
    let time = |text: &str| {
        text.parse::<connect_usage::DateTime>()
            .expect("a date-time")
    };
    let (start, end) = (time("2029-01-01T00:00:00Z"), time("2029-01-31T23:59:59Z"));
    assert_eq!(sheet.rows_outside(start, end), None);
    let found = sheet.rows_outside(start, time("2029-01-31T23:59:58Z"));
    let found = found.expect("rows outside");
    assert_eq!((found.rows, found.first), (2, 2));
}

#[test]
fn a_formula_without_a_stored_value_is_named_and_not_empty() {
    let formula = "<c><f>1+1</f></c>";
    let good = row("R-1", "1", "");
    let cells = |texts: &[&str]| {
        let row = inline(texts);
        row.replace("<row>", "").replace("</row>", "")
    };
    let content = raw(&format!(
        "<row>{}</row><row>{}{formula}{}<c t=\"str\"><f>A1</f><v></v></c>{formula}</row>",
        cells(&COLUMNS),
        cells(&good[..3]),
        cells(&good[4..8]),
    ));
    let sheet = UsageSheet::read(&content).expect("a workbook");
    let broken = sheet.check(Qt).expect("a sheet").expect_err("a broken row");
    let found = broken.problems().iter();
    let found: Vec<_> = found
        .map(|it| (it.row, it.column.as_str(), it.found.as_deref(), &*it.help))
        .collect();
    let formula = Some("a formula without a stored value");
    let help = "open and save the file in a spreadsheet program";
    let expected = [
        (2, "quantity", formula, help),
        (2, "v.invoice", formula, help),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_parameter_that_is_not_text_is_a_problem() {
    let good = row("R-1", "1", "");
    let row = inline(&good[..9]).replace("</row>", "<c t=\"b\"><v>1</v></c></row>");
    let content = raw(&format!("{}{row}", inline(&COLUMNS)));
    let sheet = UsageSheet::read(&content).expect("a workbook");
    let broken = sheet.check(Qt).expect("a sheet").expect_err("a broken row");
    let [problem] = broken.problems() else {
        panic!("{broken}");
    };
    assert_eq!((&*problem.column, problem.kind), ("v.invoice", Unreadable));
    assert_eq!(problem.found.as_deref(), Some("the boolean true"));
}

#[test]
fn an_id_that_is_not_text_is_no_id_of_another_row() {
    let boolean = "<c t=\"b\"><v>1</v></c>";
    let broken = inline(&row("R-1", "1", "")).replacen(
        "<c t=\"inlineStr\"><is><t>R-1</t></is></c>",
        boolean,
        1,
    );
    let good = inline(&row("-", "1", ""));
    let content = raw(&format!("{}{broken}{broken}{good}{good}", inline(&COLUMNS)));
    let sheet = UsageSheet::read(&content).expect("a workbook");
    let broken = sheet.check(Qt).expect("a sheet").expect_err("broken rows");
    let found = broken.problems().iter();
    let found: Vec<_> = found
        .map(|it| {
            (
                it.row,
                it.kind,
                it.record_id.as_deref(),
                it.expected.as_str(),
            )
        })
        .collect();
    let expected = [
        (2, Unreadable, None, "a text"),
        (3, Unreadable, None, "a text"),
        (5, Duplicate, Some("-"), "an id that row 4 does not have"),
    ];
    assert_eq!(found, expected);
}
