//! What is in the file of a report: what is refused, and what is only noted.

use connect_fake::Platform;

use crate::support::{self, Folder, REPORT, ROWS, Ran, Run};

fn platform() -> Platform {
    support::platform(Platform::builder())
}

/// Reports `rows.csv` with this content.
fn report(platform: &Platform, content: &str, more: &[&str]) -> Ran {
    let folder = Folder::new("files");
    folder.write("rows.csv", content);
    let arguments = [&REPORT[..], more].concat();
    let run = Run::against(platform, platform.vendor_key(), &arguments);
    run.within(&folder).run()
}

fn header() -> String {
    ROWS.lines().take(1).map(|it| format!("{it}\n")).collect()
}

#[test]
fn a_file_without_rows_is_reported_only_if_it_is_asked_for() {
    let platform = platform();
    let refused = report(&platform, &header(), &[]).ends_with_status(2);
    refused.says(&[
        "rows.csv has no rows",
        "known: nothing was created",
        "--allow-empty",
    ]);
    assert!(platform.files().is_empty());
    report(&platform, ROWS, &["--json"]).ends_with_status(0);
    let other = ["--allow-empty", "--again", "--external-id", "none"];
    report(&platform, &header(), &other).ends_with_status(0);
    assert_eq!(platform.files().len(), 2);
    assert_eq!(platform.records(&platform.files()[1]), [""; 0]);
}

#[test]
fn a_template_that_was_not_filled_in_is_no_report() {
    let folder = Folder::new("untouched");
    let run = |arguments: &[&str]| {
        let arguments = [&["--fake", "-q"], arguments].concat();
        Run::new(&arguments).within(&folder).run()
    };
    let product = "PRD-100-000-001";
    run(&["template", product, "--output", "t.xlsx"]).ends_with_status(0);
    for command in ["report", "check"] {
        let ran = run(&[command, "t.xlsx"]).ends_with_status(2);
        ran.says(&["t.xlsx has no rows", "--allow-empty"]);
    }
    run(&["report", "t.xlsx", "--allow-empty"]).ends_with_status(0);
}

#[test]
fn what_is_not_known_to_be_accepted_is_noted_before_it_is_uploaded() {
    let folder = Folder::new("forms");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Records").expect("a name");
    for (number, line) in (0..).zip(ROWS.lines()) {
        let cells = line.split(',');
        sheet.write_row(number, 0, cells).expect("cells");
    }
    let path = folder.path().join("mine.xlsx");
    book.save(path).expect("it is written");
    let run = |arguments: &[&str]| Run::new(arguments).within(&folder).run();
    let note = "sheet `Records`: this name is not known to be accepted";
    let ran = run(&["--fake", "--json", "check", "mine.xlsx"]).ends_with_status(0);
    assert_eq!(ran.json()["warnings"].as_array().map(Vec::len), Some(1));
    ran.says(&[note]);
    run(&["--fake", "report", "mine.xlsx"]).says(&[note]);
}

#[test]
fn a_period_that_has_not_begun_is_reported_only_if_it_is_asked_for() {
    let (platform, folder) = (platform(), Folder::new("future"));
    folder.write("rows.csv", ROWS);
    let run = |period: &str, more: &[&str]| {
        let mut arguments = [&REPORT[..], more].concat();
        arguments[8] = period;
        let run = Run::against(&platform, platform.vendor_key(), &arguments);
        run.within(&folder).run()
    };
    let says = [
        "2029-03 has not begun",
        "nothing was created",
        "--allow-future",
    ];
    run("2029-03", &[]).ends_with_status(2).says(&says);
    assert!(platform.files().is_empty());
    // It is the first day of this month.
    run("2029-02", &[]).ends_with_status(0);
    run("2029-03", &["--allow-future"]).ends_with_status(0);
}

#[test]
fn rows_outside_of_the_period_are_noted_and_reported() {
    let platform = platform();
    let late = ROWS.replace(
        "R-2,item.mpn,CPU,2,2029-01-01",
        "R-2,item.mpn,CPU,2,2028-12-31",
    );
    let ran = report(&platform, &late, &[]).ends_with_status(0);
    ran.says(&["1 row outside of the period", "the first: rows.csv:3"]);
    let other = ["--again", "--external-id", "other"];
    let ran = report(&platform, ROWS, &other).ends_with_status(0);
    assert!(!ran.err.contains("outside"), "{}", ran.err);
}

#[test]
fn a_file_of_the_other_form_is_recognised() {
    let folder = Folder::new("mixed");
    let run = |arguments: &[&str]| {
        let arguments = [&["--fake", "-q"], arguments].concat();
        Run::new(&arguments).within(&folder).run()
    };
    folder.write("rows.csv", ROWS);
    folder.write("mine.xlsx", "PK\u{3}\u{4}");
    let ran = run(&["report", "rows.csv"]).ends_with_status(2);
    ran.says(&["rows.csv is no workbook", "report --csv FILE"]);
    let ran = run(&["report", "--csv", "mine.xlsx"]).ends_with_status(2);
    ran.says(&["mine.xlsx is a workbook", "without --csv"]);
    run(&["report"])
        .ends_with_status(2)
        .says(&["FILE or --csv"]);
}

#[test]
fn a_workbook_that_cannot_be_reconciled_is_not_uploaded() {
    let folder = Folder::new("reconcile");
    let write = |columns: &[&str]| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet().set_name("records").expect("a name");
        sheet.write_row(0, 0, columns.to_vec()).expect("cells");
        let path = folder.path().join("chunk.xlsx");
        book.save(path).expect("it is written");
        let run = Run::new(&["--fake", "-q", "reconcile", "chunk.xlsx"]);
        run.within(&folder).run().ends_with_status(2)
    };
    let all = ["record_id", "external_billing_id", "external_billing_note"];
    for missing in [1, 2] {
        let text = format!("no column `{}`", all[missing]);
        write(&[all[0], all[3 - missing]]).says(&[&text, "nothing was uploaded"]);
    }
    write(&all).says(&["no sheet `general`"]);
}
