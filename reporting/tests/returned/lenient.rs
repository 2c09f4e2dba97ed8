//! Workbooks that differ from those of the platform, and are read all the same.

use connect_reporting::{BillError, CellValue, Chunk, Processed, ReadErrorKind, Reconciliation};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::support::{inline, raw, workbook};

#[test]
fn order_and_further_columns_do_not_matter() {
    let content = workbook(&[
        ("other", &[&["x"]]),
        (
            "usage_records",
            &[
                &["error", "quantity", "", "record_id"],
                &["too many", "4.50", "lost", " R-1 "],
            ],
        ),
    ]);
    let file = Processed::read(&content).expect("a workbook");
    let row = file.rows().next().expect("a row");
    assert_eq!(row.required("record_id").as_deref(), Ok("R-1"));
    assert_eq!(
        row.decimal("quantity")
            .map(|it| it.map(|it| it.to_string())),
        Ok(Some("4.50".to_owned()))
    );
    assert_eq!(row.value("amount"), &CellValue::Empty);
    assert_eq!(row.decimal("amount"), Ok(None));
    let names: Vec<_> = row.values().map(|(name, _)| name).collect();
    assert_eq!(names, ["error", "quantity", "record_id"]);
    assert!(file.general().attributes().next().is_none());
    assert_eq!(file.general().report_id(), Ok(None));
}

#[test]
fn inline_strings_and_numbers_are_read() {
    let cells = "<c t=\"inlineStr\"><is><t>R-1</t></is></c><c><v>4.25</v></c><c t=\"inlineStr\"/><c t=\"b\"><v>1</v></c><c><v>9007199254740994</v></c>";
    let header = inline(&["record_id", "quantity", "record_note", "amount", "tier"]);
    let content = raw(&format!("{header}<row>{cells}</row>"));
    let file = Processed::read(&content).expect("a workbook");
    let row = file.rows().next().expect("a row");
    assert_eq!(row.value("quantity"), &CellValue::Number(4.25));
    assert_eq!(
        row.decimal("quantity"),
        Ok(Some("4.25".parse().expect("a decimal")))
    );
    assert_eq!(row.text("record_note"), Ok(None));
    for (column, found) in [
        ("amount", "found the boolean true"),
        ("tier", "found the number 9007199254740994"),
    ] {
        let error = row.decimal(column).expect_err("no exact number");
        assert_eq!((error.kind, error.row), (ReadErrorKind::Value, Some(2)));
        assert!(error.to_string().contains(found), "{error}");
    }
}

#[test]
fn date_times_have_several_forms() {
    let times = [
        "2029-01-31 09:00:00",
        "2029-01-31 9:00:00",
        "2029-01-31T11:00:00+02:00",
    ];
    let mut rows = vec![vec!["record_id", "start_time_utc"]];
    rows.extend(times.map(|it| vec!["R", it]));
    rows.push(vec!["R", "31.01.2029"]);
    let rows: Vec<_> = rows.iter().map(Vec::as_slice).collect();
    let content = workbook(&[("records", &rows)]);
    let file = Processed::read(&content).expect("a workbook");
    let read: Vec<_> = file
        .rows()
        .map(|it| it.date_time("start_time_utc"))
        .collect();
    let expected = "2029-01-31T09:00:00Z".parse().expect("a date-time");
    assert!(
        read[..3].iter().all(|it| *it == Ok(Some(expected))),
        "{read:?}"
    );
    assert!(read[3].is_err());
}

#[test]
fn what_is_missing_or_twice_is_named() {
    let kind = |sheets: &[(&str, &[&[&str]])]| {
        let error = Processed::read(&workbook(sheets)).expect_err("no such workbook");
        (error.kind, error.to_string())
    };
    let (missing, text) = kind(&[("general", &[]), ("Record", &[])]);
    assert_eq!(missing, ReadErrorKind::MissingSheet);
    assert_eq!(
        text,
        "cannot read the workbook: expected a sheet `records`, found general, Record"
    );
    let (missing, text) = kind(&[("records", &[&["id", "name"]])]);
    assert_eq!(missing, ReadErrorKind::MissingColumn);
    assert_eq!(
        text,
        "cannot read the workbook, sheet `records`: expected a column `record_id`, found id, name"
    );
    let (twice, text) = kind(&[("records", &[&["record_id", "record_id"]])]);
    assert_eq!(twice, ReadErrorKind::Duplicate, "{text}");
    let (missing, text) = kind(&[("records", &[&["record_id"]]), ("general", &[&["x"]])]);
    assert_eq!(missing, ReadErrorKind::MissingColumn, "{text}");
}

#[test]
fn counts_that_are_none_are_errors() {
    let general: &[&[&str]] = &[
        &["attribute_value", "attribute_id"],
        &["-1", "valid_records"],
        &["", "status"],
    ];
    let content = workbook(&[("general", general), ("records", &[&["record_id"]])]);
    let file = Reconciliation::read(&content).expect("a workbook");
    let error = file.general().valid_records().expect_err("no count");
    let expected = "cannot read the workbook, sheet `general`, row 2, column `attribute_value`: \
        expected the count `valid_records`, found `-1`";
    assert_eq!(error.to_string(), expected);
    assert_eq!(file.general().status(), Ok(None));
    assert_eq!(file.rows().len(), 0);
}

#[test]
fn bills_get_columns_where_there_are_none() {
    let content = workbook(&[
        ("summary", &[&["x"]]),
        (
            "records",
            &[&["record_id", "n"], &["A"], &["B", "1"], &["B", "2"]],
        ),
    ]);
    let mut chunk = Chunk::read(content).expect("a workbook");
    chunk.bill("A", "B-1", "January").expect("a record");
    let twice = BillError::AmbiguousRecord("B".to_owned());
    assert_eq!(chunk.bill("B", "B-1", "January"), Err(twice));
    let filled = chunk.reconciliation().expect("it can be written");
    let read = Chunk::read(filled).expect("a workbook");
    let rows: Vec<Vec<_>> = read
        .rows()
        .map(|row| {
            row.values()
                .map(|(name, it)| (name, it.as_text()))
                .collect()
        })
        .collect();
    let text = |it: &'static str| Some(it.into());
    let expected = [
        vec![
            ("record_id", text("A")),
            ("external_billing_id", text("B-1")),
            ("external_billing_note", text("January")),
        ],
        vec![("record_id", text("B")), ("n", text("1"))],
        vec![("record_id", text("B")), ("n", text("2"))],
    ];
    assert_eq!(rows, expected);
}

#[test]
fn numbers_and_booleans_of_a_chunk_are_kept() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("records").expect("a name");
    sheet
        .write_row(0, 0, ["record_id", "n", "b"])
        .expect("cells");
    sheet.write(3, 0, "A").expect("a cell");
    sheet.write(3, 1, 0.1).expect("a cell");
    sheet.write(3, 2, true).expect("a cell");
    let content = book.save_to_buffer().expect("a workbook");
    let mut chunk = Chunk::read(content).expect("a workbook");
    chunk.bill("A", "1", "2").expect("a record");
    let read = Chunk::read(chunk.reconciliation().expect("it can be written")).expect("a workbook");
    let row = read.rows().next().expect("a row");
    assert_eq!(row.number(), 4);
    assert_eq!(row.value("n"), &CellValue::Number(0.1));
    assert_eq!(row.value("b"), &CellValue::Boolean(true));
}

#[test]
fn names_of_other_times_and_hands_are_found() {
    let content = workbook(&[
        (
            "General ",
            &[&["attribute_id", "attribute_value"], &["report_id", "UF-1"]],
        ),
        (
            "USAGE_RECORDS",
            &[&["usage_record_id", "note", "note"], &["R-1", "a", "b"]],
        ),
    ]);
    let file = Processed::read(&content).expect("a workbook");
    assert_eq!(file.general().report_id(), Ok(Some("UF-1".to_owned())));
    let row = file.rows().next().expect("a row");
    assert_eq!(row.required("record_id").as_deref(), Ok("R-1"));
    let notes: Vec<_> = row.values().filter(|(name, _)| *name == "note").collect();
    assert_eq!(notes.len(), 2, "both are kept");
    for twice in ["quantity", "v.invoice", "usage_record_id"] {
        let content = workbook(&[("records", &[&["record_id", twice, twice]])]);
        let error = Processed::read(&content).expect_err("it is ambiguous");
        assert_eq!(error.kind, ReadErrorKind::Duplicate);
    }
}

#[test]
fn dates_of_spreadsheet_programs_are_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook
        .add_worksheet()
        .set_name("records")
        .expect("a name");
    let format = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let header = ["record_id", "start_time_utc", "end_time_utc", "quantity"];
    sheet.write_row(0, 0, header).expect("cells");
    sheet.write_string(1, 0, "R-1").expect("a cell");
    for (column, text) in [(1, "2029-01-31 09:00:00"), (2, "2029-01-31 23:59:59")] {
        let date = ExcelDateTime::parse_from_str(text).expect("a date");
        sheet
            .write_datetime_with_format(1, column, &date, &format)
            .expect("a cell");
    }
    sheet
        .write_number_with_format(1, 3, 3_000_000.0, &format)
        .expect("a cell");
    let content = workbook.save_to_buffer().expect("a workbook");
    let mut chunk = Chunk::read(content).expect("a workbook");
    {
        let row = chunk.rows().next().expect("a row");
        let time = |column: &str| {
            row.date_time(column)
                .expect("a date-time")
                .expect("a value")
        };
        assert_eq!(time("start_time_utc").to_string(), "2029-01-31T09:00:00Z");
        assert_eq!(time("end_time_utc").to_string(), "2029-01-31T23:59:59Z");
        let error = row.decimal("start_time_utc").expect_err("no number");
        assert!(
            error
                .to_string()
                .contains("found the date-time 2029-01-31T09:00:00Z"),
            "{error}"
        );
        let error = row.date_time("quantity").expect_err("no day that exists");
        assert!(
            error.to_string().contains("found the date 3000000"),
            "{error}"
        );
    }
    chunk.bill("R-1", "B-1", "January").expect("a record");
    let error = chunk.reconciliation().expect_err("it cannot be written");
    assert!(error.to_string().contains("column `quantity`"), "{error}");
}

#[test]
fn names_of_a_hostile_workbook_control_no_terminal() {
    let name = "a\u{202e}b";
    for sheets in [
        [(name, &[&["x"][..]][..])],
        [("records", &[&[name][..]][..])],
        [(
            "records",
            &[&["record_id", "v.\u{202e}", "v.\u{202e}"][..]][..],
        )],
    ] {
        let error = Processed::read(&workbook(&sheets)).expect_err("no such workbook");
        let text = error.to_string();
        assert!(text.contains("\\u{202e}"), "{text}");
        assert!(!text.contains('\u{202e}'), "{text:?}");
    }
}

#[test]
fn formulas_have_their_stored_values() {
    let header = inline(&["record_id", "quantity", "amount", "record_note"]);
    let cells = "<c t=\"str\"><f>A1</f><v>R-1</v></c><c><v>4.25</v><f>4+0.25</f></c><c><f>1+1</f><v/></c>\
        <c t=\"str\"><f>A1</f><v></v></c>";
    let content = raw(&format!("{header}<row>{cells}</row>"));
    let file = Processed::read(&content).expect("a workbook");
    let row = file.rows().next().expect("a row");
    assert_eq!(row.required("record_id").as_deref(), Ok("R-1"));
    assert_eq!(row.value("quantity"), &CellValue::Number(4.25));
    assert_eq!(row.text("record_note"), Ok(None));
    assert_eq!(row.value("amount"), &CellValue::UnstoredFormula);
    let error = row.decimal("amount").expect_err("no stored value");
    assert_eq!(
        error.to_string(),
        "cannot read the workbook, sheet `records`, row 2, column `amount`: expected a decimal number, found a formula \
         without a stored value; open and save the file in a spreadsheet program"
    );
    let chunk = Chunk::read(content).expect("a workbook");
    let error = chunk.reconciliation().expect_err("no stored value");
    assert_eq!(
        (error.row, error.column.as_deref()),
        (Some(2), Some("amount"))
    );
}
