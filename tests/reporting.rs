//! The example `reporting`: a program outside of this workspace compiles without a warning, and its tests pass.
#![cfg(feature = "blocking")]

#[path = "support/cargo.rs"]
mod cargo;

use std::fs;
use std::path::Path;

use cargo::cargo;

/// What the manifest gets in addition: no warnings, and the profile of this workspace.
const STRICT: &str = r#"
[lints.rust]
warnings = "deny"

[profile.dev]
debug = "line-tables-only"

[profile.dev.package."*"]
debug = false
"#;

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in from.read_dir().expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match from.is_dir() {
            true => copy(&from, &to),
            false => drop(fs::copy(&from, &to).expect("a file")),
        }
    }
}

#[test]
fn a_downstream_program_passes_its_tests() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = workspace.join("examples/reporting");
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = temporary.join("reporting");
    // A test of an earlier run would still be found.
    let _ = fs::remove_dir_all(&folder);
    copy(&example.join("src"), &folder.join("src"));
    copy(&example.join("tests"), &folder.join("tests"));
    let manifest = fs::read_to_string(example.join("Cargo.toml")).expect("a manifest");
    let fake = workspace.join("fake");
    let there = manifest.replace("\"../../fake\"", &format!("{fake:?}"));
    let there = there.replace("\"../..\"", &format!("{workspace:?}"));
    assert!(!there.contains("\"../"), "{there}");
    fs::write(folder.join("Cargo.toml"), there + STRICT).expect("a file");
    // The versions that this workspace was built with are at hand, so nothing need be downloaded.
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).expect("a file");

    let mut tests = cargo();
    tests
        .args(["test", "--offline"])
        .current_dir(&folder)
        // Dependencies that the workspace has built with the same features are not built again. So warnings are denied
        // in the manifest: flags of the compiler would be others.
        .env(
            "CARGO_TARGET_DIR",
            temporary.parent().expect("the target folder"),
        );
    let output = tests.output().expect("cargo starts");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stdout}{errors}");
    for module in ["faults", "overview", "program", "report", "table"] {
        assert!(stdout.contains(&format!("test {module}::")), "{stdout}");
    }
}
