//! Compiles the new bindings before they are written, in a copy of the workspace below `target/`.
//!
//! The copy is kept between runs. Only changed files are written, so that cargo recompiles as little as
//! possible.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use connect_codegen_cli::exit::Error;
use connect_codegen_cli::report::Report;
use connect_codegen_cli::write;

use crate::workspace::Workspace;

/// The folder of the copy and its build, relative to the root.
const FOLDER: &str = "target/update";

/// The files that change: their new content, or `None` to remove them.
pub type Files = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// Compiles the workspace with the new files.
///
/// # Errors
/// Returns an error if it does not compile, or cargo or the disk fails.
pub fn compile(workspace: &Workspace, files: &Files, report: &mut Report) -> Result<(), Error> {
    let (folder, target) = folders(workspace);
    copy(workspace.root(), &folder, files)?;
    report.line("compiling the workspace with the new bindings …");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "check",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--all-features",
        ])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", target)
        // These variables describe this program, not the copy.
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("CARGO_PKG_NAME")
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Error::Usage {
            what:
                "the workspace does not compile with the new bindings; see the compiler errors above"
                    .to_owned(),
            help: format!(
                "fix the callers and run the command again; {} has the workspace with the new bindings. If callers and bindings must change together, --no-compile writes the bindings first",
                folder.display()
            ),
        }),
        Err(source) => Err(Error::Read {
            path: PathBuf::from("cargo"),
            source,
        }),
    }
}

/// Returns the folders of the copy and its build, below cargo's target folder.
fn folders(workspace: &Workspace) -> (PathBuf, PathBuf) {
    let base = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) => workspace.root().join(target).join("update"),
        None => workspace.path(FOLDER),
    };
    (base.join("tree"), base.join("build"))
}

/// Updates the copy to the workspace with the new files.
fn copy(root: &Path, folder: &Path, files: &Files) -> Result<(), Error> {
    let mut wanted: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let below = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_path_buf();
    for path in files_of(root)? {
        wanted.insert(below(&path), path);
    }
    for (path, bytes) in files {
        match bytes {
            Some(_) => wanted.insert(below(path), path.clone()),
            None => wanted.remove(&below(path)),
        };
    }
    sweep(folder, &wanted)?;
    for (below, path) in &wanted {
        let bytes = match files.get(path) {
            Some(Some(bytes)) => bytes.clone(),
            _ => fs::read(path).map_err(|error| Error::read(path, error))?,
        };
        put(&folder.join(below), &bytes)?;
    }
    Ok(())
}

/// Returns the files of the workspace, without build output and the `.git` folder.
fn files_of(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let is_skipped = |folder: &Path| {
        let name = folder.file_name().unwrap_or_default();
        let is_target = name == "target" && folder.parent() == Some(root);
        name == ".git" || is_target || folder.join("CACHEDIR.TAG").exists()
    };
    let mut found = Vec::new();
    let mut pending = vec![root.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next).map_err(|error| Error::read(&next, error))? {
            let entry = entry.map_err(|error| Error::read(&next, error))?;
            let path = entry.path();
            let kind = entry
                .file_type()
                .map_err(|error| Error::read(&path, error))?;
            if kind.is_dir() && !is_skipped(&path) {
                pending.push(path);
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// Writes a file of the copy, unless it has the same content.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let write = || {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)
    };
    write().map_err(|source| Error::Write(write::Error::new("write", path, source)))
}

/// Removes files from the copy that the workspace no longer has, and folders that become empty.
fn sweep(folder: &Path, wanted: &BTreeMap<PathBuf, PathBuf>) -> Result<(), Error> {
    if !folder.exists() {
        return Ok(());
    }
    let mut folders = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next).map_err(|error| Error::read(&next, error))? {
            let path = entry.map_err(|error| Error::read(&next, error))?.path();
            if path.is_dir() {
                pending.push(path);
            } else if !wanted.contains_key(path.strip_prefix(folder).unwrap_or(&path)) {
                let removed = fs::remove_file(&path);
                removed
                    .map_err(|source| Error::Write(write::Error::new("remove", &path, source)))?;
            }
        }
        folders.push(next);
    }
    // Innermost folders come last. Removing a folder that is not empty fails, so it is kept.
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}
