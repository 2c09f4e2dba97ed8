//! The examples run and succeed.
#![cfg(feature = "transport")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// Returns the command that runs an example. If Cargo has built the example already, this is its program: `cargo run`
/// with other features than those of the test would rebuild many packages.
fn command(example: &str) -> Command {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(example);
    match built(example) {
        Some(program) if changed(&program) >= newest(&sources) => Command::new(program),
        _ => {
            let mut cargo = Command::new(env!("CARGO"));
            cargo
                .args(["run", "--quiet", "--example", example])
                .current_dir(env!("CARGO_MANIFEST_DIR"));
            cargo
        }
    }
}

/// Returns the program that `cargo test` has built of the example: `examples` is next to this test's `deps`.
fn built(example: &str) -> Option<PathBuf> {
    let this = std::env::current_exe().ok()?;
    let name = format!("{example}{}", std::env::consts::EXE_SUFFIX);
    let program = this.parent()?.parent()?.join("examples").join(name);
    program.is_file().then_some(program)
}

fn newest(folder: &Path) -> SystemTime {
    let files = folder.read_dir().expect("the example's folder");
    files
        .map(|it| changed(&it.expect("a file").path()))
        .max()
        .expect("a file")
}

fn changed(path: &Path) -> SystemTime {
    let metadata = path.metadata().expect("metadata");
    metadata.modified().expect("a time of change")
}

/// Runs an example, which must succeed, print these sentences, and print no key.
fn prints(example: &str, sentences: &[&str]) {
    let output = command(example).output().expect("the example");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let all = format!("{stdout}{errors}");
    assert!(output.status.success(), "{all}");
    for sentence in sentences {
        assert!(all.contains(sentence), "{sentence:?} is not in: {all}");
    }
    assert!(!all.contains("SU-000"), "a key is printed: {all}");
}

#[test]
fn the_walkthrough_succeeds() {
    prints(
        "walkthrough",
        &[
            "The vendor creates the report UF-2029-01-0001-0001.",
            "Meanwhile the report is ready.",
            "400 Bad Request, USG_011;",
            ": An object that is pending does not take this.",
            "The provider bills 3 records with 1000000000000000.30 USD",
            "Its status is closed.",
        ],
    );
}

#[test]
fn a_vendor_reports_usage() {
    prints(
        "report",
        &[
            "UF-2029-01-0001-0001 is created.",
            "[          ] 0 of 500000 bytes",
            "[##########] 500000 of 500000 bytes\n",
            "It is ready.",
            "It is handed in, and pending.",
        ],
    );
}

#[test]
fn a_distributor_closes_chunks() {
    prints(
        "distributor",
        &[
            "UFC-2029-01-0001-0002-001: INV-1, Some(Closed).",
            "UFC-2029-01-0001-0002-002: INV-2, Some(Closed).",
            "2 chunks are closed.",
        ],
    );
}

#[test]
fn a_reconciliation_bills_records() {
    prints(
        "reconciliation",
        &[
            "RCF-2029-01-0001-0001 is processed.",
            "UR-2029-01-0001-0001-000001: Some(\"B-1\")",
            "UR-2029-01-0001-0001-000002: Some(\"B-2\")",
            "2 records are billed.",
        ],
    );
}

#[test]
fn records_are_exported() {
    let output = command("export").output().expect("the example");
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(errors, "25 records, 2.50 in all\n");
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(
        lines.len(),
        26,
        "a header, and the records that are not closed"
    );
    assert_eq!(lines[0], "id,item,usage,amount");
    for (number, line) in lines.iter().enumerate().skip(1) {
        let record = format!("UR-2029-01-0001-0001-{number:06},PRD-000-000-001-{number:04},1,0.10");
        assert_eq!(**line, record);
    }
}
