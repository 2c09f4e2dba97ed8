//! The program as a whole: help, command line, output.

mod support;

use std::io::Read as _;
use std::process::Stdio;

use support::Root;

#[test]
fn help_teaches() {
    let root = Root::empty();
    root.run(&["--help"]).ends_with(0).prints(&[
        "cargo xtask",
        "Exit status:",
        "3  the network or the disk failed",
    ]);
    for command in ["fetch", "generate", "check", "inventory", "lint", "explain"] {
        root.run(&[command, "--help"]).ends_with(0).prints(&[
            "Examples:",
            "Exit status:",
            "--root",
        ]);
    }
    root.run(&["fetch", "--help"]).ends_with(0).prints(&[
        "[default: 60]",
        "[default: 32]",
        "--slice directory --prefix",
        "https://",
    ]);
}

#[test]
fn a_wrong_command_line_is_status_2() {
    let root = Root::empty();
    for args in [
        &["nonsense"][..],
        &[],
        &["fetch", "--timeout", "0"],
        &["fetch", "--timeout", "soon"],
        &["fetch", "--max-size", "1000000"],
        &["generate", "--frm", "x"],
        &["inventory", "--out", "x"],
        &["check", "--root", "missing-folder"],
    ] {
        root.run(args).ends_with(2);
    }
}

#[test]
fn the_inventory_is_json_alone() {
    let root = Root::fetched();
    let run = root.run(&["inventory"]).ends_with(0);
    let inventory: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    for list in ["operations", "types", "skipped"] {
        assert!(inventory[list].is_array(), "{list}: {}", run.stdout);
    }
    assert!(
        !root.exists("generated/usage/src"),
        "an inventory writes nothing"
    );
    assert_eq!(root.run(&["inventory"]).stdout, run.stdout);
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let root = Root::fetched();
    for (args, status) in [(["inventory"], 0), (["check"], 1)] {
        let mut child = root
            .command(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        assert_eq!(
            child.wait().unwrap().code(),
            Some(status),
            "{args:?}: {stderr}"
        );
        assert!(!stderr.contains("panic"), "{stderr}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_is_lost_is_a_failure() {
    let root = Root::fetched();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = root
        .command(&["inventory"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output"));
}
