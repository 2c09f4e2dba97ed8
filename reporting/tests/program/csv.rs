//! Files with rows: forms that are read, and mistakes that are named with their line.

use crate::support::{Folder, ROWS, Ran, Run};

#[track_caller]
fn check(content: &str, more: &[&str], status: i32) -> Ran {
    let folder = Folder::new("csv");
    folder.write("rows.csv", content);
    folder.write(
        "categories.csv",
        "category_id,category_name\ncompute,Computing\n",
    );
    let arguments = [&["--json", "check", "rows.csv"], more].concat();
    Run::new(&arguments)
        .within(&folder)
        .run()
        .ends_with_status(status)
}

/// The rows with one more column.
fn with_column(name: &str, cells: [&str; 2]) -> String {
    let mut lines = ROWS.lines();
    let header = lines.next().expect("a header");
    let rows = lines
        .zip(cells)
        .map(|(row, cell)| format!("{row},{cell}\n"));
    format!("{header},{name}\n{}", rows.collect::<String>())
}

#[test]
fn usual_forms_are_read() {
    for content in [
        ROWS.to_owned(),
        format!("\u{feff}{ROWS}"),
        ROWS.replace('\n', "\r\n"),
        ROWS.replace("R-1", "\"R,1\"").replace("CPU", " CPU "),
        with_column("v.invoice", ["INV-1", ""]),
    ] {
        let ran = check(&content, &[], 0);
        assert_eq!(ran.json()["rows"], 2, "{content}");
    }
    let semicolons = ROWS.replace(',', ";");
    assert_eq!(
        check(&semicolons, &["--delimiter", ";"], 0).json()["rows"],
        2
    );
    check(&semicolons, &[], 2).says(&["rows.csv:1: the column", "--delimiter ';'"]);
}

#[test]
fn forms_of_spreadsheet_programs_are_read() {
    let empty = format!("{ROWS},,,,,,,\n");
    assert_eq!(check(&empty, &[], 0).json()["rows"], 2);
    let named = format!("sep=;\r\n{}", ROWS.replace(',', ";"));
    assert_eq!(check(&named, &[], 0).json()["rows"], 2);
    let broken = check(&named.replace("1.5", "many"), &[], 3).json();
    assert_eq!(broken.pointer("/problems/0/row"), Some(&3.into()));
}

#[test]
fn the_schema_follows_the_cells_unless_it_is_given() {
    assert_eq!(check(ROWS, &[], 0).json()["schema"], "qt");
    let amounts = with_column("amount", ["1.50", "2"]);
    assert_eq!(check(&amounts, &[], 0).json()["schema"], "cr");
    assert_eq!(
        check(&amounts, &["--schema", "pr"], 0).json()["schema"],
        "pr"
    );
    assert_eq!(
        check(&amounts, &["--schema", "qt"], 3).json()["broken_rows"],
        2
    );
}

#[test]
fn problems_have_the_line_of_their_row() {
    // The first row takes two lines.
    let content = with_column("record_note", ["\"two\nlines\"", "x"]).replace(",2,", ",many,");
    let ran = check(&content, &[], 3);
    let value = ran.json();
    assert_eq!(
        value.pointer("/problems/0/row"),
        Some(&4.into()),
        "{value:#}"
    );
    assert_eq!(
        value.pointer("/problems/0/column"),
        Some(&"quantity".into())
    );
    let repeated = check(&ROWS.replace("R-2", "R-1"), &[], 3).json();
    assert_eq!(
        repeated.pointer("/problems/0/kind"),
        Some(&"duplicate".into())
    );
    assert_eq!(repeated.pointer("/problems/0/row"), Some(&3.into()));
    let expected = Some(&"an id that row 2 does not have".into());
    assert_eq!(repeated.pointer("/problems/0/expected"), expected);
}

#[test]
fn categories_come_from_a_file_of_their_own() {
    let content = with_column("category_id", ["compute", ""]);
    let ran = check(&content, &[], 3);
    let help = ran
        .json()
        .pointer("/problems/0/help")
        .map(ToString::to_string);
    assert!(help.expect("help").contains("--categories"));
    check(&content, &["--categories", "categories.csv"], 0);
    check(&content, &["--categories", "rows.csv"], 2).says(&["category_id, category_name"]);
}

#[test]
fn malformed_files_are_named_with_their_line() {
    for (content, says) in [
        (
            String::new(),
            "rows.csv:1: the column `record_id` is missing",
        ),
        (
            ROWS.replace("quantity", "quantiti"),
            "rows.csv:1: the column `quantiti` is not known",
        ),
        (
            with_column("quantity", ["1", "1"]),
            "rows.csv:1: the column `quantity` occurs twice",
        ),
        (
            format!("{ROWS}R-3,item.mpn\n"),
            "rows.csv:4: expected 8 cells, found 2",
        ),
        (
            with_column("v.", ["1", "1"]),
            "expected the column of a parameter",
        ),
    ] {
        check(&content, &[], 2).says(&[says]);
    }
}
