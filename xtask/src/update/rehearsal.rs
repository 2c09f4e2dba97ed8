//! Compiling what is not in the tree yet: in a copy of the workspace below `target/`.
//!
//! The copy stays from run to run. Only files whose text changed are written, so that cargo compiles
//! no more than it must.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Files;
use crate::exit::Error;
use crate::report::Report;
use crate::workspace::Workspace;
use crate::write;

/// The folder of the copy, and of what is compiled of it, below the root.
const FOLDER: &str = "target/update";

/// Compiles the workspace as it will be.
///
/// # Errors
/// If it does not compile, or cargo or the disk fails.
pub fn compile(workspace: &Workspace, files: &Files, report: &mut Report) -> Result<(), Error> {
    let (folder, target) = folders(workspace);
    copy(workspace.root(), &folder, files)?;
    report.line("compiling the workspace as it will be …");
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
        // What cargo says of this program is not about the copy.
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("CARGO_PKG_NAME")
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Error::Usage {
            what:
                "the workspace would not compile with the new bindings; see what the compiler said"
                    .to_owned(),
            help: format!(
                "mend what calls them, and run the command again; the workspace as it would be is in {}. Where callers and bindings must change together, --no-compile writes the bindings first",
                folder.display()
            ),
        }),
        Err(source) => Err(Error::Read {
            path: PathBuf::from("cargo"),
            source,
        }),
    }
}

/// Where the copy lies, and what is compiled of it: below the folder of what is built, wherever that
/// is.
fn folders(workspace: &Workspace) -> (PathBuf, PathBuf) {
    let base = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) => workspace.root().join(target).join("update"),
        None => workspace.path(FOLDER),
    };
    (base.join("tree"), base.join("build"))
}

/// Makes the copy what the workspace will be.
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

/// The files of the workspace, but for folders that no compiler looks into: what is built, and what
/// git keeps.
fn files_of(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let is_left_out = |folder: &Path| {
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
            if kind.is_dir() && !is_left_out(&path) {
                pending.push(path);
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// Writes a file of the copy, unless it holds the bytes already.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
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

/// Takes out of the copy what the workspace has no more, with the folders that this leaves empty.
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
    // The innermost come last. What is not empty cannot be removed, and stays.
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}
