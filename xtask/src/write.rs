//! Changing files on the disk: all of a set or none of it.
//!
//! Every new text is staged in a temporary file beside its place and every old one is copied beside
//! it, before the first rename. What is likely to fail (no space, no permission) so fails while
//! nothing has changed yet; should a rename fail all the same, the ones before it are taken back.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

/// A set of changes that take effect together, by [`Changes::commit`]. Dropped before that, it
/// leaves no trace.
#[derive(Debug, Default)]
pub struct Changes {
    steps: Vec<Step>,
    /// Folders that were made for this set, outermost first.
    folders: Vec<PathBuf>,
}

/// One file's change.
#[derive(Debug)]
struct Step {
    path: PathBuf,
    /// The staged text; `None` if the file is to go.
    new: Option<TempPath>,
    /// A copy of what is there now; `None` if nothing is.
    old: Option<TempPath>,
}

impl Changes {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stages `bytes` to become the content of `path`. Folders on the way are made.
    ///
    /// # Errors
    /// If the disk does not take the staged copy.
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
    /// If the disk does not take the copy that makes the removal undoable.
    pub fn remove(&mut self, path: &Path) -> Result<(), Error> {
        let old = back_up(parent(path), path)?;
        self.steps.push(Step {
            path: path.to_path_buf(),
            new: None,
            old,
        });
        Ok(())
    }

    /// Puts the whole set into effect.
    ///
    /// # Errors
    /// If a file cannot be replaced or removed. Those before it are put back first; the error names
    /// any that could not be.
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

    /// Takes back the first `count` steps, last first, and returns the files for which that failed.
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
            fs::create_dir(path).map_err(|source| Error::new("make the folder", path, source))?;
            self.folders.push(path.to_path_buf());
        }
        Ok(())
    }

    /// Makes the renames themselves last through a power failure. Not every file system lets a
    /// folder be synced, and the files are whole either way, so a refusal is no error.
    fn sync_folders(&self) {
        let folders: BTreeSet<&Path> = self.steps.iter().map(|step| parent(&step.path)).collect();
        for folder in folders {
            let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
        }
    }
}

impl Drop for Changes {
    fn drop(&mut self) {
        // The staged files go first: only an empty folder can be removed. One that someone filled
        // meanwhile stays.
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

/// The folder of a file. A bare name has the empty path as its parent, which stands for the current
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

/// A copy of the file, so that undoing needs no more than a rename. `None` if there is no file.
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
    // Temporary files are private by default, and a rename keeps that: ask for what any new file
    // gets.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// A change that the disk did not take.
#[derive(Debug)]
pub struct Error {
    action: &'static str,
    path: PathBuf,
    source: io::Error,
    /// Files that were changed and could not be put back.
    not_restored: Vec<PathBuf>,
}

impl Error {
    /// A failure of an action (`write`, `remove`) on a path.
    pub fn new(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self {
            action,
            path: path.to_path_buf(),
            source,
            not_restored: Vec::new(),
        }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        if self.not_restored.is_empty() {
            "nothing was changed; see whether the folder may be written to and the disk has space, then run the command again"
        } else {
            "mend the disk, restore the named files with git, then run the command again"
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
                "; these had been changed and could not be put back: {}",
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
    fn a_set_that_is_dropped_leaves_no_trace() {
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
    fn a_rename_that_fails_takes_back_the_ones_before() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("first"), "first").unwrap();
        fs::write(at("gone"), "gone").unwrap();

        let mut changes = Changes::new();
        changes.write(&at("first"), b"changed").unwrap();
        changes.write(&at("fresh"), b"fresh").unwrap();
        changes.remove(&at("gone")).unwrap();
        changes.write(&at("second"), b"second").unwrap();
        // A folder that appears where a file is to go: the rename onto it fails.
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
