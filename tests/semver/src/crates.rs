//! Generated crates, given to the compiler and to rustdoc without cargo: a few tenths of a second each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use connect_codegen::FileSet;

/// The name under which callers know a generated crate.
pub const NAME: &str = "api";

/// The compiled runtime, which all generated crates are compiled against, and what programs that record calls are
/// written against.
#[derive(Debug, Clone)]
pub struct Runtime {
    library: PathBuf,
    recording: PathBuf,
    dependencies: PathBuf,
}

impl Runtime {
    /// Builds both, as dependencies: into a folder that stays from run to run.
    ///
    /// # Panics
    /// If they do not compile.
    #[must_use]
    pub fn build(target: &Path) -> Self {
        let manifest = workspace().join("tests/semver/recording/Cargo.toml");
        let output = Command::new(env!("CARGO"))
            .args([
                "build",
                "--lib",
                "--offline",
                "--message-format=json",
                "--manifest-path",
            ])
            .arg(manifest)
            .env("CARGO_TARGET_DIR", target)
            .output()
            .expect("cargo starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "the runtime does not compile:\n{said}"
        );
        let messages = String::from_utf8(output.stdout).expect("JSON");
        let built = |name: &str| {
            let library = messages.lines().find_map(|it| library(it, name));
            library.unwrap_or_else(|| panic!("cargo does not name what it built of `{name}`"))
        };
        Self {
            library: built("connect_runtime"),
            recording: built("recording"),
            dependencies: target.join("debug/deps"),
        }
    }

    fn link(&self, command: &mut Command) {
        let name = |path: &Path| format!("connect_runtime={}", path.display());
        command
            .args(["--edition", "2024", "--cap-lints", "allow"])
            .args(["--extern", &name(&self.library)])
            .args(["-L", &format!("dependency={}", self.dependencies.display())]);
    }
}

/// The library in a message of cargo, if it is that of a crate.
fn library(message: &str, name: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    if message["target"]["name"] != name {
        return None;
    }
    let files = message["filenames"].as_array()?;
    let library = files
        .iter()
        .filter_map(|file| file.as_str())
        .find(|file| file.ends_with(".rlib"));
    library.map(PathBuf::from)
}

/// The folder of the workspace.
///
/// # Panics
/// If this package lies elsewhere.
#[must_use]
pub fn workspace() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("two folders above")
}

/// A generated crate on the disk.
#[derive(Debug)]
pub struct Crate<'r> {
    runtime: &'r Runtime,
    folder: PathBuf,
}

impl<'r> Crate<'r> {
    /// Writes a crate into a folder, in place of what was there.
    ///
    /// # Panics
    /// If the disk does not take it.
    #[must_use]
    pub fn write(runtime: &'r Runtime, folder: PathBuf, files: &FileSet) -> Self {
        let _ = fs::remove_dir_all(&folder);
        for (path, text) in files.iter() {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        }
        Self { runtime, folder }
    }

    /// Checks it, so that callers can be checked against it.
    ///
    /// # Errors
    /// What the compiler says, if it does not compile.
    pub fn check(&self) -> Result<(), String> {
        self.emit("--emit=metadata")
    }

    /// Compiles it, so that programs can be linked with it, too.
    ///
    /// # Errors
    /// What the compiler says, if it does not compile.
    pub fn compile(&self) -> Result<(), String> {
        self.emit("--emit=metadata,link")
    }

    fn emit(&self, what: &str) -> Result<(), String> {
        let mut command = Command::new("rustc");
        self.runtime.link(&mut command);
        command
            .args(["--crate-type", "lib", "--crate-name", NAME, what])
            .arg("--out-dir")
            .arg(&self.folder)
            .arg(self.folder.join("src/lib.rs"));
        verdict(&command.output().expect("rustc starts"))
    }

    /// Compiles a program against it, in a folder of the program's.
    ///
    /// # Errors
    /// What the compiler says, if the program does not compile.
    ///
    /// # Panics
    /// If the disk does not take the program.
    pub fn compile_caller(&self, caller: &str, folder: &Path, name: &str) -> Result<(), String> {
        let path = folder.join(format!("{name}.rs"));
        fs::write(&path, caller).expect("a file can be written");
        let mut command = Command::new("rustc");
        self.runtime.link(&mut command);
        command
            .args([
                "--crate-type",
                "lib",
                "--crate-name",
                name,
                "--emit=metadata",
                "-o",
            ])
            .arg(folder.join(format!("lib{name}.rmeta")))
            .args(["--extern", &format!("{NAME}={}", self.library().display())])
            .arg(path);
        verdict(&command.output().expect("rustc starts"))
    }

    /// Compiles a program that records, linked with it, and runs it on responses. Gives what it prints.
    ///
    /// # Errors
    /// What the compiler says, if the program does not compile.
    ///
    /// # Panics
    /// If the disk does not take the program.
    pub fn compile_recorder(&self, program: &str) -> Result<Recorder, String> {
        let path = self.folder.join("recorder.rs");
        fs::write(&path, program).expect("a file can be written");
        let binary = self.folder.join("recorder");
        let mut command = Command::new("rustc");
        self.runtime.link(&mut command);
        command
            .args(["--crate-type", "bin", "--crate-name", "recorder", "-o"])
            .arg(&binary)
            .args(["--extern", &format!("{NAME}={}", self.linked().display())])
            .args([
                "--extern",
                &format!("recording={}", self.runtime.recording.display()),
            ])
            .arg(path);
        verdict(&command.output().expect("rustc starts"))?;
        Ok(Recorder(binary))
    }

    /// The JSON that rustdoc writes of it. The stable compiler writes it too, if it is told to take
    /// unstable options.
    ///
    /// # Errors
    /// What rustdoc says, if it does not.
    pub fn documentation(&self) -> Result<PathBuf, String> {
        let mut command = Command::new("rustdoc");
        self.runtime.link(&mut command);
        command
            .env("RUSTC_BOOTSTRAP", "1")
            .args(["-Z", "unstable-options", "--output-format", "json"])
            .args(["--crate-type", "lib", "--crate-name", NAME, "-o"])
            .arg(self.folder.join("doc"))
            .arg(self.folder.join("src/lib.rs"));
        verdict(&command.output().expect("rustdoc starts"))?;
        Ok(self.folder.join(format!("doc/{NAME}.json")))
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn library(&self) -> PathBuf {
        self.folder.join(format!("lib{NAME}.rmeta"))
    }

    fn linked(&self) -> PathBuf {
        self.folder.join(format!("lib{NAME}.rlib"))
    }
}

/// A compiled program that records a crate.
#[derive(Debug)]
pub struct Recorder(PathBuf);

impl Recorder {
    /// What it records if it is given the responses of a file.
    ///
    /// # Panics
    /// If it fails: nothing of a generated crate panics.
    #[must_use]
    pub fn run(&self, responses: &Path) -> String {
        let mut command = Command::new(&self.0);
        let output = command.arg(responses).output().expect("it starts");
        let said = verdict(&output);
        assert_eq!(said, Ok(()), "{}", self.0.display());
        String::from_utf8(output.stdout).expect("it prints UTF-8")
    }
}

fn verdict(output: &Output) -> Result<(), String> {
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
