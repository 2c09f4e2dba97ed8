//! The example `own-crate`: the program generates a crate, which compiles, and another crate uses it.

use std::path::{Path, PathBuf};
use std::process::Command;

fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn read(path: PathBuf) -> String {
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_generated_crate_is_used() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace");
    let example = workspace.join("examples/own-crate");
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = temporary.join("own-crate");
    // A manifest of an earlier run would be kept.
    let _ = std::fs::remove_dir_all(folder.join("tool-shed"));
    std::fs::create_dir_all(folder.join("src")).expect("a folder");
    let runtime = workspace.join("runtime");
    let manifest = read(example.join("Cargo.toml"));
    let there = manifest.replace("\"../../runtime\"", &format!("{runtime:?}"));
    assert_ne!(there, manifest);
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("a file");
    write("Cargo.toml", &there);
    write("src/main.rs", &read(example.join("src/main.rs")));
    // The versions that this workspace was built with are at hand, so nothing need be downloaded.
    write("Cargo.lock", &read(workspace.join("Cargo.lock")));

    let mut generate = Command::new(env!("CARGO_BIN_EXE_connect-codegen"));
    generate
        .args(["generate", "--out", "tool-shed", "--spec"])
        .arg(workspace.join("examples/build-script/api.yml"))
        .arg("--runtime-path")
        .arg(runtime)
        .current_dir(&folder);
    run(&mut generate);

    let mut program = Command::new(env!("CARGO"));
    program
        .args(["run", "--quiet", "--offline"])
        .current_dir(&folder)
        // All tests that compile share one folder, so that the runtime is built once.
        .env("CARGO_TARGET_DIR", temporary.join("compiles"))
        .env("RUSTFLAGS", "--deny warnings");
    assert_eq!(
        run(&mut program),
        "POST /loans\nSome(\"L-1\") is due Some(\"2029-01-31T12:00:00+02:00\")\n"
    );
}
