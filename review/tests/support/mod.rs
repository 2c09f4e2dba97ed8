//! What the tests of the generator share.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::path::{Path, PathBuf};
use std::process::Command;

use connect_codegen::{Bindings, Diagnostics, Input, Outcome, Severity, Source, generate};

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap().to_path_buf()
}

/// The text of a file.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A vendor's document, which is not ours to publish: it lies beside some checkouts only. Without
/// it the test says so and is passed over.
pub fn vendor(name: &str) -> Option<Source> {
    let path = workspace()
        .with_file_name("shared")
        .join("specs")
        .join(name);
    if path.exists() {
        return Some(Source::new(name, read(&path)));
    }
    // Past the capture of output, so that nobody takes the test for run.
    use std::io::Write;
    let thread = std::thread::current();
    let _ = writeln!(
        std::io::stderr(),
        "SKIPPED {}: {} is not there",
        thread.name().unwrap_or("test"),
        path.display()
    );
    None
}

/// The slice and the overlays of this workspace.
pub fn ours() -> Input {
    let specs = workspace().join("specs/usage");
    let source = |name: &str| Source::new(format!("specs/usage/{name}"), read(&specs.join(name)));
    let overlays = ["corrections", "names", "behaviour", "docs"];
    Input {
        document: source("contract.yml"),
        overlays: overlays
            .iter()
            .map(|name| source(&format!("overlay/{name}.yml")))
            .collect(),
        prefixes: Vec::new(),
        ..Input::default()
    }
}

/// Generates from one text, without overlays.
pub fn generate_from(text: &str) -> Outcome<Bindings> {
    let input = Input {
        document: Source::new("spec.yml", text),
        overlays: Vec::new(),
        prefixes: Vec::new(),
        ..Input::default()
    };
    generate(&input, &mut |_| {})
}

/// What must have gone well.
pub fn sound<T>(outcome: Outcome<T>) -> T {
    let said = said(&outcome.diagnostics);
    outcome
        .value
        .unwrap_or_else(|| panic!("the input should be sound:\n{said}"))
}

/// All findings as they are shown.
pub fn said(diagnostics: &Diagnostics) -> String {
    let all: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    all.join("\n")
}

/// A difference of two texts by lines, with three lines around; nothing if they are equal.
pub fn difference(name: &str, old: &str, new: &str) -> Option<String> {
    let diff = similar::TextDiff::from_lines(old, new);
    (old != new).then(|| {
        diff.unified_diff()
            .context_radius(3)
            .header(
                &format!("{name} (expected)"),
                &format!("{name} (generated)"),
            )
            .to_string()
    })
}

/// Runs cargo without the network on a package of the tests. All of them share one folder for what
/// is built, also with the tests of xtask, so that the runtime is built once.
pub fn cargo(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    // The versions that this workspace was built with are at hand. Cargo takes what is not needed
    // out of the copy, so a second copy tells whether there is a newer one.
    let lock = read(&workspace().join("Cargo.lock"));
    let copied = folder.with_extension("lock");
    let is_same = std::fs::read_to_string(&copied).is_ok_and(|there| there == lock);
    if !is_same || !folder.join("Cargo.lock").exists() {
        write_if_changed(&folder.join("Cargo.lock"), &lock);
        write_if_changed(&copied, &lock);
    }
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles"),
        )
        .env("RUSTFLAGS", "--deny warnings")
        .env("RUSTDOCFLAGS", "--deny warnings")
        .output()
        .expect("cargo starts");
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Clippy reports all that the compiler does; where it is not installed, the compiler must do.
pub fn strictest() -> &'static str {
    let output = Command::new(env!("CARGO"))
        .args(["clippy", "--version"])
        .output();
    if output.is_ok_and(|output| output.status.success()) {
        "clippy"
    } else {
        "check"
    }
}

/// A folder for a package of the tests, which stays from run to run.
pub fn package(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(folder.join("src")).expect("the folder can be made");
    folder
}

/// Writes a file unless it holds the text already, so that cargo sees nothing new in it.
pub fn write_if_changed(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
    std::fs::write(path, text).expect("the file can be written");
}

/// All files below a folder, by their path in it, with `/` between the parts.
pub fn files_below(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, at: &str, found: &mut Vec<String>) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        for entry in entries.flatten() {
            let name = format!("{at}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                found.push(name);
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found);
    found.sort();
    found
}

/// A document with one operation, whose response has a schema.
pub fn responding(schema: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ''\n          content: {{application/json: {{schema: {schema}}}}}\n"
    )
}

/// The errors as `error[code] message`.
pub fn briefly(diagnostics: &Diagnostics) -> Vec<String> {
    let errors = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    errors
        .map(|found| format!("error[{}] {}", found.code.as_str(), found.message))
        .collect()
}

/// All that is said, as `severity[code] line:column message (help)`.
pub fn findings(text: &str) -> Vec<String> {
    let outcome = generate_from(text);
    assert_eq!(
        outcome.value.is_none(),
        outcome.diagnostics.has_errors(),
        "there is a result exactly if there is no error"
    );
    let brief = |it: &connect_codegen::Diagnostic| {
        let span = it.span.as_ref().expect("a span");
        let mut text = format!(
            "{}[{}] {}:{} {}",
            it.severity,
            it.code.as_str(),
            span.line,
            span.column,
            it.message
        );
        if let Some(help) = &it.help {
            text.push_str(&format!(" ({help})"));
        }
        text
    };
    outcome.diagnostics.iter().map(brief).collect()
}
