//! Crates that are generated in a test, compiled and run.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use connect_codegen::{Bindings, Input, Runtime, Source, generate, manifest};

use crate::contract::{read, workspace};

/// A vendor's document, which is not ours to publish: it lies beside some checkouts only. Without it
/// the test says so and is passed over.
#[must_use]
pub fn vendor(name: &str) -> Option<Source> {
    let path = workspace()
        .with_file_name("shared")
        .join("specs")
        .join(name);
    if path.exists() {
        return Some(Source::new(name, read(&path)));
    }
    // Past the capture of output, so that nobody takes the test for run.
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("test");
    let _ = writeln!(
        std::io::stderr(),
        "SKIPPED {test}: {} is not there",
        path.display()
    );
    None
}

/// Makes bindings of some paths of a document.
///
/// # Panics
/// When the document is not sound.
#[must_use]
pub fn bindings(document: Source, overlays: Vec<Source>, prefixes: &[&str]) -> Bindings {
    let prefixes = prefixes.iter().map(|it| (*it).to_owned()).collect();
    let outcome = generate(
        &Input {
            document,
            overlays,
            prefixes,
            ..Input::default()
        },
        &mut |_stage| {},
    );
    let said: Vec<String> = outcome
        .diagnostics
        .iter()
        .map(ToString::to_string)
        .collect();
    outcome
        .value
        .unwrap_or_else(|| panic!("the document should be sound:\n{}", said.join("\n")))
}

/// A program of generated crates.
pub struct Program {
    folder: PathBuf,
    /// The folder for what is built, which tests of other packages share.
    target: PathBuf,
}

impl Program {
    /// A program in a folder below `temporary`, which stays from run to run.
    #[must_use]
    pub fn new(temporary: &Path, name: &str) -> Self {
        Self {
            folder: temporary.join(name),
            target: temporary.join("compiles"),
        }
    }

    /// Writes a crate of bindings.
    pub fn bindings(&self, name: &str, bindings: &Bindings) {
        let runtime = workspace().join("runtime");
        let manifest = manifest(
            name,
            &Runtime {
                path: Some(runtime.to_string_lossy().into_owned()),
                ..Runtime::default()
            },
        );
        let manifest = manifest
            .split("# A workspace")
            .next()
            .expect("the front")
            .to_owned();
        let folder = self.folder.join(name);
        let _ = std::fs::remove_dir_all(folder.join("src/models"));
        write(&folder.join("Cargo.toml"), &manifest);
        for (path, text) in bindings.files.iter() {
            write(&folder.join(path), text);
        }
    }

    /// Compiles the program with the crates and runs it on some input; what it prints.
    ///
    /// # Panics
    /// When it does not compile, or fails.
    #[must_use]
    pub fn run(&self, crates: &[&str], program: &str, input: &str) -> String {
        let runtime = workspace().join("runtime");
        let mut manifest = format!(
            "[package]\nname = \"contract-program\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [workspace]\nmembers = [\"*\"]\nexclude = [\"src\"]\n\n\
             [dependencies]\nconnect-runtime = {{ path = {runtime:?} }}\n\
             serde_json = {{ version = \"1\", default-features = false, features = [\"std\"] }}\n"
        );
        for name in crates {
            manifest.push_str(&format!("{name} = {{ path = {name:?} }}\n"));
        }
        write(&self.folder.join("Cargo.toml"), &manifest);
        write(&self.folder.join("src/main.rs"), program);
        // The versions that this workspace was built with are at hand.
        let _ = std::fs::copy(
            workspace().join("Cargo.lock"),
            self.folder.join("Cargo.lock"),
        );
        let mut child = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTFLAGS", "--deny warnings")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("cargo starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_owned();
        // The program writes while it is fed, so that neither waits for the other.
        let feeding = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output().expect("cargo ends");
        feeding.join().expect("all is fed");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("the program prints UTF-8")
    }
}

/// Writes a file unless it holds the text already, so that cargo sees nothing new in it.
fn write(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
    std::fs::write(path, text).expect("the file can be written");
}
