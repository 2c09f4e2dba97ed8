//! A program that calls a generated crate with `connect-client`: written, compiled and run, as a user outside of this
//! workspace would.

use std::path::{Path, PathBuf};
use std::process::Command;

use connect_codegen::Bindings;

use crate::contract::workspace;
use crate::scratch::Program;

/// Writes a program with a crate of bindings, compiles it with all warnings denied, and runs it against a server;
/// returns what it prints. `sources` are the files of the program, by their names in `src/`.
///
/// # Panics
/// When it does not compile, or fails.
#[must_use]
pub fn run(
    temporary: &Path,
    name: &str,
    bindings: &Bindings,
    sources: &[(&str, &str)],
    url: &str,
) -> String {
    let folder = temporary.join(format!("downstream-of-{name}"));
    Program::new(temporary, &format!("downstream-of-{name}")).bindings(name, bindings);
    write(&folder, "Cargo.toml", &manifest(name));
    for (path, text) in sources {
        write(&folder.join("src"), path, text);
    }
    // The versions that this workspace was built with are at hand.
    write(
        &folder,
        "Cargo.lock",
        &read(&workspace().join("Cargo.lock")),
    );

    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline", "--", url])
        .current_dir(&folder)
        // All tests that compile share one folder, so that the runtime is built once.
        .env("CARGO_TARGET_DIR", temporary.join("compiles"))
        .env("RUSTFLAGS", "--deny warnings")
        .output()
        .expect("cargo starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
    String::from_utf8(output.stdout).expect("the program prints UTF-8")
}

/// The client is named with the features for both clients, and nothing else of this workspace is.
fn manifest(name: &str) -> String {
    let client = workspace().join("client");
    format!(
        "[package]\nname = \"downstream-of-{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [workspace]\nmembers = [\"{name}\"]\n\n\
         [dependencies]\n{name} = {{ path = {name:?} }}\n\
         connect-client = {{ path = {client:?}, features = [\"blocking\"] }}\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"rt\", \"time\", \"net\"] }}\n"
    )
}

fn read(path: &PathBuf) -> String {
    std::fs::read_to_string(path).expect("the file can be read")
}

/// Writes a file unless it holds the text already, so that cargo sees nothing new in it.
fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    if std::fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
    std::fs::write(path, text).expect("the file can be written");
}
