//! The examples run, and end well.
#![cfg(feature = "reqwest")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// What a user types. Cargo has built the example already in most cases, and is passed over then: a
/// run with other features than those of the test would build a good deal anew.
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

/// The program that `cargo test` has made of the example: `examples` lies beside this test's `deps`.
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

#[test]
fn the_walkthrough_tells_its_story() {
    let output = command("walkthrough").output().expect("the example");
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{errors}");
    for sentence in [
        "The vendor creates the report UF-2029-01-0001-0001.",
        "Meanwhile the report is ready.",
        "USG_011: A report that is pending does not take this.",
        "The provider bills 3 records with 1000000000000000.30 USD",
        "Its status is closed.",
    ] {
        assert!(told.contains(sentence), "{told}{errors}");
    }
    let all = format!("{told}{errors}");
    assert!(!all.contains("SU-000"), "it prints no key: {all}");
}
