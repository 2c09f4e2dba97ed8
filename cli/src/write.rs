//! Changes a set of files on the disk: all of them or none.
//!
//! Before the first rename, each new file is written to a temporary file in the same folder, and each
//! old file is copied. Likely failures (no space, no permission) thus happen before anything has
//! changed. If a rename fails, the earlier ones are undone.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

/// A set of changes that take effect together in [`Changes::commit`]. If it is dropped before, nothing
/// is changed.
#[derive(Debug, Default)]
pub struct Changes {
    steps: Vec<Step>,
    /// Folders that were created for this set, outermost first.
    folders: Vec<PathBuf>,
}

/// The change of one file.
#[derive(Debug)]
struct Step {
    path: PathBuf,
    /// The staged content; `None` to remove the file.
    new: Option<TempPath>,
    /// A copy of the current file; `None` if there is none.
    old: Option<TempPath>,
}

impl Changes {
    /// Creates an empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stages `bytes` as the content of `path`. Missing folders are created.
    ///
    /// # Errors
    /// Returns an error if the staged copy cannot be written.
    pub fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let folder = parent(path);
        self.make_folder(folder)?;
        let new = stage(folder, path, bytes)?;
        let old = back_up(folder, path)?;
        self.steps.push(Step {
            path: path.to_path_buf(),
            new: Some(new),
            old,
        });
        Ok(())
    }

    /// Stages the removal of `path`.
    ///
    /// # Errors
    /// Returns an error if the backup copy cannot be written.
    pub fn remove(&mut self, path: &Path) -> Result<(), Error> {
        let old = back_up(parent(path), path)?;
        self.steps.push(Step {
            path: path.to_path_buf(),
            new: None,
            old,
        });
        Ok(())
    }

    /// Applies all changes.
    ///
    /// # Errors
    /// Returns an error if a file cannot be replaced or removed. Those before it are put back
    /// first; the error names any that could not be.
    pub fn commit(mut self) -> Result<(), Error> {
        for index in 0..self.steps.len() {
            if let Err(mut error) = self.steps[index].apply() {
                error.not_restored = self.undo(index);
                return Err(error);
            }
        }
        self.sync_folders();
        self.folders.clear();
        Ok(())
    }

    /// Undoes the first `count` steps, last first, and returns the files for which that failed.
    fn undo(&mut self, count: usize) -> Vec<PathBuf> {
        let mut failed = Vec::new();
        for step in self.steps[..count].iter_mut().rev() {
            let undone = match step.old.take() {
                Some(old) => old.persist(&step.path).map_err(|error| error.error),
                None => fs::remove_file(&step.path),
            };
            if undone.is_err() {
                failed.push(step.path.clone());
            }
        }
        failed
    }

    fn make_folder(&mut self, folder: &Path) -> Result<(), Error> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
            .collect();
        for path in missing.into_iter().rev() {
            fs::create_dir(path).map_err(|source| Error::new("create the folder", path, source))?;
            self.folders.push(path.to_path_buf());
        }
        Ok(())
    }

    /// Makes the renames durable. Not every file system can sync folders, and the files are complete in
    /// any case, so failures are ignored.
    fn sync_folders(&self) {
        let folders: BTreeSet<&Path> = self.steps.iter().map(|step| parent(&step.path)).collect();
        for folder in folders {
            let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
        }
    }
}

impl Drop for Changes {
    fn drop(&mut self) {
        // Staged files are removed first, because only empty folders can be removed. A folder that
        // is not empty is kept.
        self.steps.clear();
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Step {
    fn apply(&mut self) -> Result<(), Error> {
        match self.new.take() {
            Some(new) => new
                .persist(&self.path)
                .map_err(|error| Error::new("replace", &self.path, error.error)),
            None => fs::remove_file(&self.path)
                .map_err(|source| Error::new("remove", &self.path, source)),
        }
    }
}

/// Returns the folder of a file. The parent of a bare name is the empty path, which means the current
/// folder.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn stage(folder: &Path, path: &Path, bytes: &[u8]) -> Result<TempPath, Error> {
    let write = || -> io::Result<TempPath> {
        let mut file = temporary(folder, path)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(file.into_temp_path())
    };
    write().map_err(|source| Error::new("write", path, source))
}

/// Copies the file, so that undoing is only a rename. Returns `None` if there is no file.
fn back_up(folder: &Path, path: &Path) -> Result<Option<TempPath>, Error> {
    match fs::read(path) {
        Ok(bytes) => stage(folder, path, &bytes).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::new("back up", path, source)),
    }
}

fn temporary(folder: &Path, path: &Path) -> io::Result<NamedTempFile> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let prefix = format!(".{name}.");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".tmp");
    // Temporary files are private, and a rename keeps their mode: use the default mode of new files.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// A failed change.
#[derive(Debug)]
pub struct Error {
    action: &'static str,
    path: PathBuf,
    source: io::Error,
    /// Changed files that could not be restored.
    not_restored: Vec<PathBuf>,
}

impl Error {
    /// Creates an error for an action (`write`, `remove`) on a path.
    pub fn new(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self {
            action,
            path: path.to_path_buf(),
            source,
            not_restored: Vec::new(),
        }
    }

    /// Returns what to do.
    pub fn help(&self) -> &'static str {
        if self.not_restored.is_empty() {
            "nothing was changed; check the permissions of the folder and the space on the disk, then run the command again"
        } else {
            "fix the disk, restore these files with git, then run the command again"
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot {} {}: {}",
            self.action,
            self.path.display(),
            self.source
        )?;
        if !self.not_restored.is_empty() {
            let paths: Vec<String> = self
                .not_restored
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            write!(
                f,
                "; these files were changed and could not be restored: {}",
                paths.join(", ")
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_set_takes_effect_together() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("old"), "old").unwrap();
        fs::write(at("gone"), "gone").unwrap();

        let mut changes = Changes::new();
        changes.write(&at("old"), b"new").unwrap();
        changes.write(&at("deep/er/file"), b"deep").unwrap();
        changes.remove(&at("gone")).unwrap();
        assert_eq!(
            fs::read_to_string(at("old")).unwrap(),
            "old",
            "staging changes nothing"
        );
        changes.commit().unwrap();

        assert_eq!(names(folder.path()), ["deep", "old"]);
        assert_eq!(fs::read_to_string(at("old")).unwrap(), "new");
        assert_eq!(fs::read_to_string(at("deep/er/file")).unwrap(), "deep");
    }

    #[test]
    fn a_dropped_set_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("old"), "old").unwrap();
        let mut changes = Changes::new();
        changes.write(&folder.path().join("old"), b"new").unwrap();
        changes
            .write(&folder.path().join("deep/er/file"), b"deep")
            .unwrap();
        drop(changes);
        assert_eq!(names(folder.path()), ["old"]);
        assert_eq!(
            fs::read_to_string(folder.path().join("old")).unwrap(),
            "old"
        );
    }

    #[test]
    fn a_failed_rename_undoes_earlier_ones() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("first"), "first").unwrap();
        fs::write(at("gone"), "gone").unwrap();

        let mut changes = Changes::new();
        changes.write(&at("first"), b"changed").unwrap();
        changes.write(&at("fresh"), b"fresh").unwrap();
        changes.remove(&at("gone")).unwrap();
        changes.write(&at("second"), b"second").unwrap();
        // A folder appears at the path of the file, so the rename fails.
        fs::create_dir_all(at("second/filled")).unwrap();

        let error = changes.commit().unwrap_err();
        assert!(error.to_string().contains("second"), "{error}");
        assert!(error.not_restored.is_empty());
        assert_eq!(names(folder.path()), ["first", "gone", "second"]);
        assert_eq!(fs::read_to_string(at("first")).unwrap(), "first");
        assert_eq!(fs::read_to_string(at("gone")).unwrap(), "gone");
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_can_be_read_by_others() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let plain = folder.path().join("plain");
        fs::write(&plain, "").unwrap();
        let written = folder.path().join("written");
        let mut changes = Changes::new();
        changes.write(&written, b"").unwrap();
        changes.commit().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&written), mode(&plain));
    }
}
