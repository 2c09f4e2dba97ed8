//! A crate made with `generate --out` stands on its own: `cargo check` in it just works.

mod support;

use std::path::Path;
use std::process::Command;

use support::Root;

#[test]
fn a_crate_of_its_own_compiles() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let root = Root::fetched();
    let out = root.path().join("somewhere/else");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("--root")
        .arg(workspace)
        .args(["generate", "--spec", "document.yml", "--out"])
        .arg(&out)
        .current_dir(root.path())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    // The versions that this workspace was built with are at hand, so nothing need be downloaded.
    std::fs::copy(workspace.join("Cargo.lock"), out.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(&out)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles"),
        )
        .env("RUSTFLAGS", "--deny warnings")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
