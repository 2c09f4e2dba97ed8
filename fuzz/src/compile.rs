//! Compiles generated crates: without an error, and without a warning.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use connect_codegen::FileSet;
use serde_json::Value;

use crate::fault::Fault;

/// The files of a generated crate by path.
pub type Crate = Vec<(String, String)>;

/// The files of a result of the generator.
#[must_use]
pub fn as_crate(files: &FileSet) -> Crate {
    let files = files.iter();
    files
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect()
}

/// A package in a folder of its own, each of whose examples is a generated crate: one run of cargo for all.
pub struct Compiler {
    folder: PathBuf,
    workspace: PathBuf,
}

impl Compiler {
    /// A compiler that works in a folder, which it makes.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn new(folder: &Path, workspace: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder.join("src"))?;
        let compiler = Self {
            folder: folder.canonicalize()?,
            workspace: workspace.canonicalize()?,
        };
        fs::write(compiler.folder.join("src/lib.rs"), "")?;
        // The versions that the workspace was built with are at hand, so nothing need be downloaded.
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(compiler)
    }

    /// Checks crates; returns the first fault of each that has one, by position.
    ///
    /// # Errors
    /// If cargo cannot be started, fails for another reason, or files cannot be written.
    pub fn check(&self, crates: &[Crate]) -> io::Result<BTreeMap<usize, Fault>> {
        if crates.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut manifest = format!(
            "[package]\nname = \"fuzzed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             connect-runtime = {{ path = {:?} }}\n\n[workspace]\n\n[lints.rust]\nmissing_docs = \"warn\"\n",
            self.workspace.join("runtime")
        );
        for (index, files) in crates.iter().enumerate() {
            let folder = self.folder.join(format!("c{index}"));
            let _ = fs::remove_dir_all(&folder);
            for (path, text) in files {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap_or(&folder))?;
                fs::write(path, text)?;
            }
            manifest += &format!(
                "\n[[example]]\nname = \"c{index}\"\ncrate-type = [\"lib\"]\npath = \"c{index}/src/lib.rs\"\n"
            );
        }
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        self.run()
    }

    fn run(&self) -> io::Result<BTreeMap<usize, Fault>> {
        let output = Command::new(option_env!("CARGO").unwrap_or("cargo"))
            .args([
                "check",
                "--quiet",
                "--offline",
                "--examples",
                "--keep-going",
            ])
            .args(["--message-format", "json"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .output()?;
        let mut faults = BTreeMap::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            if let Some((index, fault)) = serde_json::from_str(line).ok().and_then(|it| fault(&it))
            {
                faults.entry(index).or_insert(fault);
            }
        }
        if !output.status.success() && faults.is_empty() {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(io::Error::other(text));
        }
        Ok(faults)
    }
}

/// The example and the fault that a message of cargo is about.
fn fault(message: &Value) -> Option<(usize, Fault)> {
    let index = message["target"]["name"]
        .as_str()?
        .strip_prefix('c')?
        .parse()
        .ok()?;
    let message = &message["message"];
    let level = message["level"]
        .as_str()
        .filter(|level| ["error", "warning"].contains(level))?;
    let text = message["message"].as_str()?;
    let code = message["code"]["code"].as_str().unwrap_or("no code");
    Some((
        index,
        Fault {
            kind: format!("{level} of the compiler: {code}"),
            text: message["rendered"].as_str().unwrap_or(text).to_owned(),
        },
    ))
}

/// Collects crates until there are enough for a run of cargo. A crate that was seen before is not compiled again.
pub struct Sample<T> {
    size: usize,
    waiting: Vec<(T, Crate)>,
    /// Hashes of all crates so far.
    seen: BTreeSet<u64>,
}

impl<T> Sample<T> {
    /// An empty sample, which is full with `size` crates.
    #[must_use]
    pub fn new(size: usize) -> Self {
        Self {
            size,
            waiting: Vec::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Adds a crate, with what it came from.
    pub fn add(&mut self, from: T, files: Crate) {
        let mut code = DefaultHasher::new();
        for (path, text) in &files {
            // The fingerprint of the input is in a comment.
            let lines = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            (path, lines.collect::<Vec<_>>()).hash(&mut code);
        }
        if self.seen.insert(code.finish()) {
            self.waiting.push((from, files));
        }
    }

    /// Whether there are enough crates.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.waiting.len() >= self.size
    }

    /// Takes the crates.
    pub fn take(&mut self) -> (Vec<T>, Vec<Crate>) {
        std::mem::take(&mut self.waiting).into_iter().unzip()
    }
}
