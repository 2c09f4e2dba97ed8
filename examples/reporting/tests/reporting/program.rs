//! The program itself, with a platform on loopback.

use std::path::Path;
use std::process::{Command, Output};

use connect_fake::Platform;

use crate::support::workbook;

fn run(platform: &Platform, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_example-reporting"))
        .args(arguments)
        .env("CONNECT_ENDPOINT", platform.url())
        .env("CONNECT_API_KEY", platform.vendor_key())
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn it_prints_what_it_did() {
    let platform = Platform::start();
    let workbook = workbook("program.xlsx");
    let table = Path::new(env!("CARGO_TARGET_TMPDIR")).join("table.csv");
    let content = format!(
        "day,product,contract,workbook\n\
         2029-01-31,PRD-000-000-001,CRD-00000-00000-00001,{}\n\
         2029-01-31,PRD-000-000-002,CRD-00000-00000-00001,missing.xlsx\n",
        workbook.display()
    );
    std::fs::write(&table, content).expect("a file");
    let table = table.to_str().expect("a path in UTF-8");

    let output = run(&platform, &["report", table]);
    assert_eq!(
        text(&output.stdout),
        "2029-01-31 PRD-000-000-001 CRD-00000-00000-00001: submitted as UF-2029-01-0001-0001\n"
    );
    let errors = text(&output.stderr);
    assert!(errors.starts_with("2029-01-31 PRD-000-000-002"), "{errors}");
    assert!(errors.contains("missing.xlsx"), "{errors}");
    assert_eq!(output.status.code(), Some(1));

    let output = run(&platform, &["overview", "2029-01-31"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "1 draft\n1 pending\n");
}

#[test]
fn wrong_arguments_are_an_error() {
    let platform = Platform::start();
    for (arguments, expected) in [
        (&["overview"][..], "error: usage: "),
        (&["overview", "today"], "error: "),
        (&["report", "missing.csv"], "error: "),
    ] {
        let output = run(&platform, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).starts_with(expected));
        assert!(output.stdout.is_empty());
    }
    assert!(platform.requests().is_empty());
}
