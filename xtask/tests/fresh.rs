//! This workspace itself: what is committed is what its specification says.

mod support;

use std::path::{Path, PathBuf};

use support::Root;

fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap().to_path_buf()
}

/// The test behind the door: `cargo xtask check` on the checkout.
#[test]
fn the_committed_bindings_are_up_to_date() {
    let root = Root::empty();
    let here = workspace();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["check", "--root"])
        .arg(&here)
        .current_dir(root.path())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The committed slices and locks are what the command makes of the vendor's document. The document is
/// not ours to publish, so this needs the copy that lies beside some checkouts, and says nothing once
/// a newer version was fetched.
#[test]
fn the_committed_slices_are_what_is_fetched() {
    let beside = workspace().with_file_name("shared");
    let document = beside.join("specs/connect-openapi30-v37.yml");
    if !document.exists() {
        println!("skipped: the vendor's document does not lie beside this checkout");
        return;
    }
    for slice in ["usage", "directory"] {
        is_what_is_fetched(slice, document.to_str().unwrap());
    }
}

/// Fetches what the lock of a slice says, and compares.
fn is_what_is_fetched(slice: &str, document: &str) {
    let root = Root::empty();
    let committed = |file: &str| {
        let path = workspace().join("specs").join(slice).join(file);
        std::fs::read_to_string(path).unwrap().replace("\r\n", "\n")
    };
    let facts = |text: String| {
        let mut lock: toml::Table = text.parse().unwrap();
        // The same document may have come another way.
        lock.remove("source");
        lock.remove("etag");
        lock
    };
    let pinned = facts(committed("lock.toml"));
    let mut command = vec!["fetch", "--slice", slice, "--from", document];
    for (member, option) in [("prefixes", "--prefix"), ("only", "--only")] {
        let globs = pinned.get(member).and_then(toml::Value::as_array);
        let globs = globs.into_iter().flatten().filter_map(toml::Value::as_str);
        command.extend(globs.flat_map(|glob| [option, glob]));
    }
    root.run(&command).ends_with(0);
    let fetched = facts(root.read(&format!("specs/{slice}/lock.toml")));
    if fetched["api_version"] != pinned["api_version"] {
        println!("skipped: specs/{slice} is of another version than the copy");
        return;
    }
    assert_eq!(pinned, fetched);
    let same = committed("contract.yml") == root.read(&format!("specs/{slice}/contract.yml"));
    assert!(
        same,
        "specs/{slice}/contract.yml differs from the output of `cargo xtask fetch`"
    );
}
