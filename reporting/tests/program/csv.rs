//! Files with rows: forms that are read, and mistakes that are named with their line.

use connect_fake::Platform;
use connect_reporting::Processed;

use crate::support::{Folder, REPORT, ROWS, Ran, Run, platform};

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
fn columns_of_items_and_for_reconciliation_are_reported() {
    let header = "item_name,item_unit,item_mpn,item_precision,asset_recon_id";
    let cells = ["Processors,h,CPU,decimal(8),P-1", ",,,,"];
    let rows = with_column(header, cells);
    assert_eq!(check(&rows, &[], 0).json()["rows"], 2);
    let broken = rows.replace("decimal(8)", "exact");
    let ran = check(&broken, &[], 3);
    let problem = &ran.json()["problems"][0];
    assert_eq!(
        (&problem["column"], &problem["row"]),
        (&"item_precision".into(), &2.into())
    );
    let (platform, folder) = (platform(Platform::builder()), Folder::new("items"));
    folder.write("rows.csv", &rows);
    let run = Run::against(&platform, platform.vendor_key(), &REPORT);
    run.within(&folder).run().ends_with_status(0);
    let uploads = platform.uploads(&platform.files()[0]);
    let sent = Processed::read(&uploads[0].content).expect("a workbook");
    let row = sent.rows().next().expect("a row").usage().expect("usage");
    assert_eq!(row.reconciliation_id.as_deref(), Some("P-1"));
    assert_eq!(
        row.item_details.map(|it| it.name).as_deref(),
        Some("Processors")
    );
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
    let expected = Some(&"an id that rows.csv:2 does not have".into());
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

#[test]
fn a_repeated_id_names_the_line_that_had_it_first() {
    // A line that has no row, so that rows and lines are counted differently.
    let rows = ROWS.replacen('\n', "\n\n", 1).replace("R-2", "R-1");
    for rows in [rows.clone(), rows.replace('\n', "\r\n")] {
        let ran = check(&rows, &[], 3);
        let problem = &ran.json()["problems"][0];
        assert_eq!(
            (&problem["row"], &problem["kind"]),
            (&4.into(), &"duplicate".into())
        );
        assert_eq!(problem["expected"], "an id that rows.csv:3 does not have");
    }
}

#[test]
fn a_line_with_too_few_cells_is_named_behind_empty_lines() {
    for end in ["\n", "\r\n"] {
        let rows = format!("{ROWS}\n\nR-3,item.mpn\n").replace('\n', end);
        check(&rows, &[], 2).says(&["rows.csv:6: expected 8 cells, found 2"]);
    }
}
