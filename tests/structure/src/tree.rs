//! The texts that are checked.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Source files and manifests by their path, relative to the root, with `/`.
#[derive(Debug, Clone, Default)]
pub struct Tree(BTreeMap<String, String>);

impl Tree {
    /// A tree of given files.
    #[must_use]
    pub fn new(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self(files.collect())
    }

    /// Reads all Rust files and manifests below `root`, except hidden folders and those that `skipped` names by
    /// their path.
    ///
    /// # Errors
    /// If a folder or file cannot be read.
    pub fn read(root: &Path, skipped: &[&str]) -> io::Result<Self> {
        let mut tree = Self::default();
        tree.add(root, "", skipped)?;
        Ok(tree)
    }

    fn add(&mut self, folder: &Path, prefix: &str, skipped: &[&str]) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                if !name.starts_with('.') && !skipped.contains(&path.as_str()) {
                    self.add(&entry.path(), &format!("{path}/"), skipped)?;
                }
            } else if is_rust(&name) || name == "Cargo.toml" {
                self.0.insert(path, fs::read_to_string(entry.path())?);
            }
        }
        Ok(())
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// The Rust files, sorted by path.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.0.iter().filter(|(path, _)| is_rust(path));
        files.map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The root files of all crates, by cargo's conventions: libraries, programs, tests, examples, benchmarks, and
    /// build scripts. Each comes with the folder of its package.
    #[must_use]
    pub fn roots(&self) -> Vec<&str> {
        let manifests = self.0.keys().filter(|path| file_name(path) == "Cargo.toml");
        let packages: Vec<&str> = manifests.map(|path| folder(path)).collect();
        let is_root = |path: &str| {
            // The innermost package that holds the file.
            let package = packages
                .iter()
                .filter(|package| path.starts_with(**package));
            let package = package.max_by_key(|package| package.len());
            package.is_some_and(|package| is_root(&path[package.len()..]))
        };
        let paths = self.rust().map(|(path, _)| path);
        paths.filter(|path| is_root(path)).collect()
    }
}

/// Whether a file of a package is the root of a crate.
fn is_root(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').collect();
    matches!(
        segments.as_slice(),
        ["build.rs"]
            | ["src", "lib.rs" | "main.rs"]
            | ["src", "bin", _]
            | ["src", "bin", _, "main.rs"]
            | ["tests" | "examples" | "benches", _]
            | ["tests" | "examples" | "benches", _, "main.rs"]
    )
}

fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|ending| ending == "rs")
}

/// The folder of a file: empty, or with a `/` at its end.
pub fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}

/// The last segment of a path.
pub fn file_name(path: &str) -> &str {
    &path[folder(path).len()..]
}
