//! The examples run and succeed, and the documentation has all of them.

#[path = "support/cargo.rs"]
mod cargo;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use cargo::cargo;

/// The folder of the examples. Those with a `Cargo.toml` are packages of their own.
fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// Returns the command that runs an example. If Cargo has built the example already, this is its program: `cargo run`
/// with other features than those of the test would rebuild many packages.
fn command(example: &str) -> Command {
    match built(example) {
        Some(program) if changed(&program) >= newest(&examples().join(example)) => {
            Command::new(program)
        }
        _ => {
            let mut cargo = cargo();
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

/// Runs an example, which must succeed and print no key. Returns what it prints to standard output and to standard
/// error.
fn run(example: &str) -> [String; 2] {
    let output = command(example).output().expect("the example");
    let printed = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    let all = printed.concat();
    assert!(output.status.success(), "{all}");
    assert!(!all.contains("SU-000"), "a key is printed: {all}");
    printed.map(String::from)
}

/// Runs an example, which must print these lines among others, in this order.
fn prints(example: &str, lines: &[&str]) {
    let all = run(example).concat();
    let mut rest = all.as_str();
    for line in lines {
        let place = rest.find(line);
        let place = place.unwrap_or_else(|| panic!("{line:?} is not, or not there, in: {all}"));
        rest = &rest[place + line.len()..];
    }
}

#[test]
fn the_walkthrough_succeeds() {
    prints(
        "walkthrough",
        &[
            "The vendor creates the report UF-2029-01-0001-0001.\n  Its status is draft.\n",
            "The vendor uploads its spreadsheet.\n  Its status is uploading.\n",
            "  Its status is processing.\n  Its status is ready.\n",
            "The vendor submits the report.\n  Its status is pending.\n",
            "400 Bad Request, USG_011;",
            "The API says: An object that is pending does not take this.",
            "The provider accepts the report UF-2029-01-0001-0001.\n  Its status is accepted.\n",
            "The provider bills 3 records with 1000000000000000.30 USD",
            "The provider closes the report.\n  Its status is closed.\n",
        ],
    );
}

#[test]
fn a_vendor_reports_usage() {
    prints(
        "report",
        &[
            "The report UF-2029-01-0001-0001 is created.",
            "[          ] 0 of 500000 bytes",
            "[##########] 500000 of 500000 bytes\n",
            "The report is ready.",
            "The report is submitted, and pending.",
        ],
    );
}

#[test]
fn a_distributor_closes_chunks() {
    prints(
        "distributor",
        &[
            "UFC-2029-01-0001-0002-001: closed with the invoice INV-1 and the bill B-1.",
            "UFC-2029-01-0001-0002-002: closed with the invoice INV-2 and the bill B-2.",
            "2 chunks are closed.",
        ],
    );
}

#[test]
fn a_reconciliation_bills_records() {
    prints(
        "reconciliation",
        &[
            "The reconciliation RCF-2029-01-0001-0001 is uploaded.\nIt is processed.\n",
            "The record UR-2029-01-0001-0001-000001 is closed with the bill B-1.",
            "The record UR-2029-01-0001-0001-000002 is closed with the bill B-2.",
            "2 records are billed.",
        ],
    );
}

#[test]
fn records_are_exported() {
    let [table, summary] = run("export");
    assert_eq!(summary, "25 records with 2.50 in all are exported.\n");
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

#[test]
fn every_example_is_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).expect(name);
    let (readme, library) = (read("README.md"), read("src/lib.rs"));
    let source = read("src/_examples.rs");
    let folders = examples().read_dir().expect("examples");
    let folders = folders.map(|it| it.expect("a folder").path());
    let mut count = 0;
    for folder in folders.filter(|it| it.join("main.rs").is_file()) {
        let name = folder.file_name().expect("a name").to_string_lossy();
        let row = format!("| [`{name}`](examples/{name}/main.rs) | ");
        assert!(readme.contains(&row), "no row of the README begins {row}");
        let link = format!("//! - [`{name}`](_examples::{name}): ");
        assert!(library.contains(&link), "no line of src/lib.rs has {link}");
        let path = format!("include_str!(\"../examples/{name}/main.rs\")");
        assert!(source.contains(&path), "src/_examples.rs lacks {path}");
        count += 1;
    }
    assert!(count >= 5, "{count}");
}
