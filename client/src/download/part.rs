//! Temporary files of downloads, which hold what has arrived so far.
//!
//! Their names are `.NAME.RANDOM.part`, next to the target NAME. Each is locked as long as its download runs, so that
//! another download of the same target can tell it from one that a killed process left, and removes only the latter.

use std::collections::hash_map::RandomState;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The number of temporary names that are tried when a file of that name exists.
const MAX_NAMES: usize = 16;

/// The longest name of a target, in bytes, that the temporary name contains whole. With what is added it stays below
/// 255 bytes, the limit of most file systems.
const MAX_NAME: usize = 200;

/// How temporary names end.
const SUFFIX: &str = ".part";

/// The number of digits of the random part of a name.
const DIGITS: usize = 16;

/// Creates a temporary file for a target, and removes those that killed processes left.
/// One that `is_private` can be opened by nobody else, until it gets other permissions.
pub(super) fn create(target: &Path, is_private: bool) -> io::Result<(PathBuf, File)> {
    let Some(name) = target.file_name() else {
        let message = "the path does not end with a file name";
        return Err(io::Error::new(ErrorKind::InvalidInput, message));
    };
    let prefix = prefix(name);
    remove_abandoned(target, &prefix);
    for _ in 0..MAX_NAMES {
        let number = RandomState::new().hash_one(0u8);
        let mut part = prefix.clone();
        part.push(format!("{number:0DIGITS$x}{SUFFIX}"));
        let part = target.with_file_name(part);
        match options(is_private).create_new(true).open(&part) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            file => {
                let file = file?;
                if is_ours(&file, &part) {
                    return Ok((part, file));
                }
            }
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn options(is_private: bool) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    if is_private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = is_private;
    options
}

/// Locks a new file. Returns false if another download took it for abandoned before it was locked.
fn is_ours(file: &File, part: &Path) -> bool {
    // Without locks, which some file systems do not have, no file is taken for abandoned.
    !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) && part.exists()
}

/// Removes temporary files of a target that no process has locked. What cannot be removed is left.
fn remove_abandoned(target: &Path, prefix: &OsStr) {
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|it| is_part(&it.file_name(), prefix)) {
        if !entry.file_type().is_ok_and(|it| it.is_file()) {
            continue;
        }
        let path = entry.path();
        // The lock is held until the file is removed, so that a download which has just created it notices.
        if let Ok(file) = File::open(&path)
            && file.try_lock().is_ok()
        {
            // By its name: if its download was completed in between, that name is gone.
            let _ = fs::remove_file(&path);
        }
    }
}

/// Returns whether a name is that of a temporary file with this prefix.
fn is_part(name: &OsStr, prefix: &OsStr) -> bool {
    let rest = name
        .as_encoded_bytes()
        .strip_prefix(prefix.as_encoded_bytes());
    let digits = rest.and_then(|it| it.strip_suffix(SUFFIX.as_bytes()));
    digits.is_some_and(|it| it.len() == DIGITS && it.iter().all(u8::is_ascii_hexdigit))
}

/// Returns what the names of a target's temporary files begin with. A long name is cut, and its hash is added.
fn prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    if name.len() <= MAX_NAME {
        prefix.push(name);
    } else {
        let text = name.to_string_lossy();
        let cuts = text.char_indices().map(|(at, _)| at);
        let front = cuts.take_while(|at| *at <= MAX_NAME).last().unwrap_or(0);
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        prefix.push(format!("{}~{:x}", &text[..front], hasher.finish()));
    }
    prefix.push(".");
    prefix
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_names_are_recognized() {
        let prefix = prefix(OsStr::new("a.xlsx"));
        for (name, is) in [
            (".a.xlsx.0123456789abcdef.part", true),
            (".a.xlsx.0123456789abcdef", false),
            (".a.xlsx.0123456789abcde.part", false),
            (".a.xlsx.0123456789abcdeg.part", false),
            (".b.a.xlsx.0123456789abcdef.part", false),
            (".a.xlsx.part", false),
            ("a.xlsx", false),
        ] {
            assert_eq!(is_part(OsStr::new(name), &prefix), is, "{name}");
        }
    }

    #[test]
    fn long_names_are_cut_and_told_apart() {
        let (one, other) = ("é".repeat(127), format!("{}e1", "é".repeat(126)));
        let (one, other) = (prefix(OsStr::new(&one)), prefix(OsStr::new(&other)));
        assert!(one.len() + DIGITS + SUFFIX.len() <= 255);
        assert_ne!(one, other);
    }
}
