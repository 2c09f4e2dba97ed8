//! A case: a document, and optionally an overlay.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The separator between the document and the overlay of a case in one file.
const SEPARATOR: &[u8] = b"\n#### overlay\n";

/// The maximum size of the initial cases of a run: large cases are slow.
pub const LONGEST: usize = 4 * 1024;

/// An input of the generator, as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The document.
    pub document: Vec<u8>,
    /// The overlay.
    pub overlay: Option<Vec<u8>>,
}

impl Case {
    /// A case from a file: the document, and after a line `#### overlay` the overlay.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let at = bytes
            .windows(SEPARATOR.len())
            .position(|window| window == SEPARATOR);
        match at {
            Some(at) => Self {
                document: bytes[..at].to_vec(),
                overlay: Some(bytes[at + SEPARATOR.len()..].to_vec()),
            },
            None => Self {
                document: bytes.to_vec(),
                overlay: None,
            },
        }
    }

    /// The case as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.document.clone();
        if let Some(overlay) = &self.overlay {
            bytes.extend_from_slice(SEPARATOR);
            bytes.extend_from_slice(overlay);
        }
        bytes
    }
}

/// The cases that a run begins with: the documents of the generator's own tests, golden and bad,
/// and what earlier runs have found and kept.
///
/// # Errors
/// If a folder or file of the workspace cannot be read.
pub fn seeds(workspace: &Path) -> io::Result<Vec<Case>> {
    let tests = workspace.join("codegen/tests");
    let mut cases = Vec::new();
    for folder in sorted(&tests.join("golden"))? {
        cases.push(Case {
            document: fs::read(folder.join("spec.yml"))?,
            overlay: fs::read(folder.join("overlay.yml")).ok(),
        });
    }
    for file in sorted(&tests.join("bad"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".yml") && !name.ends_with(".overlay.yml") {
            cases.push(Case {
                document: fs::read(&file)?,
                overlay: fs::read(file.with_extension("overlay.yml")).ok(),
            });
        }
    }
    for file in found(workspace)?.into_iter().chain(corpus(workspace)?) {
        cases.push(Case::from_bytes(&fs::read(file)?));
    }
    cases.retain(|case| case.to_bytes().len() <= LONGEST);
    Ok(cases)
}

/// The files of the faults that earlier runs have found.
///
/// # Errors
/// If the folder cannot be read.
pub fn found(workspace: &Path) -> io::Result<Vec<PathBuf>> {
    cases(&workspace.join("fuzz/found"))
}

/// The files of the cases that earlier runs have kept for their unique outcome.
///
/// # Errors
/// If the folder cannot be read.
pub fn corpus(workspace: &Path) -> io::Result<Vec<PathBuf>> {
    cases(&workspace.join("fuzz/corpus"))
}

fn cases(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = sorted(folder)?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "case"));
    Ok(files)
}

/// The entries of a folder, sorted by name; empty if the folder does not exist.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_cases_are_read_back() {
        for overlay in [None, Some(b"c\n".to_vec())] {
            let case = Case {
                document: b"a\nb".to_vec(),
                overlay,
            };
            assert_eq!(Case::from_bytes(&case.to_bytes()), case);
        }
    }
}
