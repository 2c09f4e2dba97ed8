//! What openpyxl reads.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use connect_reporting::AssetBy;
use connect_usage::DateTime;
use connect_usage::runtime::time::UtcOffset;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::rows::{Report, report, settings};

/// How many workbooks it reads.
const WORKBOOKS: usize = 60;

/// Finds a Python with openpyxl: the virtual environment that `.ci/run` creates in the target folder, or the system's. If
/// there is none, a line reports that the test is skipped.
fn python() -> Option<OsString> {
    let environment = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("openpyxl");
    let found = [
        environment.join("bin/python").into_os_string(),
        "python3".into(),
    ];
    let has_reader = |python: &OsString| {
        let mut command = Command::new(python);
        command
            .args(["-c", "import openpyxl"])
            .stderr(Stdio::null());
        command.status().is_ok_and(|it| it.success())
    };
    let found = found.into_iter().find(has_reader);
    if found.is_none() {
        // Bypasses the capture of output, so that the skipped test is visible.
        let reason = "no Python with openpyxl (see reporting/tests/round_trip/requirements.txt)";
        let _ = writeln!(std::io::stderr(), "SKIPPED openpyxl: {reason}");
    }
    found
}

/// The sheets of workbooks: names and rows.
fn read(python: &OsString, paths: &[PathBuf]) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/round_trip/read.py");
    let mut command = Command::new(python);
    let output = command.arg(script).args(paths).output();
    let output = output.expect("Python runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The columns of the reports.
const HEADER: [&str; 19] = [
    "record_id",
    "record_note",
    "item_search_criteria",
    "item_search_value",
    "quantity",
    "start_time_utc",
    "end_time_utc",
    "asset_search_criteria",
    "asset_search_value",
    "category_id",
    "amount",
    "tier",
    "item_name",
    "item_unit",
    "item_mpn",
    "item_precision",
    "asset_recon_id",
    "v.invoice",
    "v.zone",
];

fn expected(report: &Report) -> Value {
    let mut rows = vec![json!(HEADER)];
    rows.extend(report.rows.iter().map(|row| {
        let time = |it: DateTime| {
            let utc = it.into_inner().to_offset(UtcOffset::UTC);
            let text = DateTime::from(utc).to_string();
            text.replace('T', " ").replace('Z', "")
        };
        let (criterion, value) = match &row.asset {
            AssetBy::Parameter { id, value } => (format!("parameter.{id}"), value),
            AssetBy::Id(value) => ("asset.id".to_owned(), value),
        };
        let parameter = |name: &str| {
            row.parameters
                .iter()
                .find(|it| it.0 == name)
                .map(|it| &it.1)
        };
        let details = row.item_details.as_ref();
        json!([
            row.record_id,
            row.note,
            row.item.criterion(),
            row.item.value(),
            row.quantity.as_ref().map(ToString::to_string),
            time(row.start),
            time(row.end),
            criterion,
            value,
            row.category,
            row.amount.as_ref().map(ToString::to_string),
            row.tier.map(|it| it.to_string()),
            details.map(|it| &it.name),
            details.and_then(|it| it.unit.as_ref()),
            details.map(|it| &it.mpn),
            details.map(|it| &it.precision),
            row.reconciliation_id,
            parameter("v.invoice"),
            parameter("v.zone"),
        ])
    }));
    let categories = json!([
        ["category_id", "category_name", "category_description"],
        ["compute", "compute", null],
        ["a & b", "a & b", null],
    ]);
    json!([["records", rows], ["categories", categories]])
}

#[test]
fn openpyxl_reads_what_was_written() {
    let Some(python) = python() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let mut runner = TestRunner::new(settings(1));
    let mut reports = Vec::new();
    let mut paths = Vec::new();
    for number in 0..WORKBOOKS {
        let report = report().new_tree(&mut runner).expect("a report").current();
        let path = folder.path().join(format!("{number}.xlsx"));
        let written = report.written();
        let content = written.bytes().expect("it is in memory");
        std::fs::write(&path, content).expect("it is written");
        reports.push(report);
        paths.push(path);
    }
    let read = read(&python, &paths);
    assert_eq!(read.len(), WORKBOOKS);
    for (read, report) in read.iter().zip(&reports) {
        assert_eq!(*read, expected(report));
    }
}
