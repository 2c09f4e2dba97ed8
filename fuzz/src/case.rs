//! A case: a document and its overlays.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use connect_codegen::{Input, Source};

/// The separator between the document and the overlays of a case in one file.
const SEPARATOR: &[u8] = b"\n#### overlay\n";

/// The maximum size of a small case. Larger ones are slow, so they are chosen less often.
pub const SMALL: usize = 4 * 1024;

/// The maximum size of a case. The pinned slice with its overlays is half of it.
pub const LONGEST: usize = 256 * 1024;

/// An input of the generator, as bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Case {
    /// The document, followed by the overlays in their order.
    pub texts: Vec<Vec<u8>>,
}

impl Case {
    /// A case from a file: the document, and after each line `#### overlay` an overlay.
    #[must_use]
    pub fn from_bytes(mut bytes: &[u8]) -> Self {
        let mut texts = Vec::new();
        let separator = |bytes: &[u8]| {
            let mut windows = bytes.windows(SEPARATOR.len());
            windows.position(|window| window == SEPARATOR)
        };
        while let Some(at) = separator(bytes) {
            texts.push(bytes[..at].to_vec());
            bytes = &bytes[at + SEPARATOR.len()..];
        }
        texts.push(bytes.to_vec());
        Self { texts }
    }

    /// The case as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.texts.join(SEPARATOR)
    }

    /// The number of bytes of its texts.
    #[must_use]
    pub fn size(&self) -> usize {
        self.texts.iter().map(Vec::len).sum()
    }

    /// The names under which the generator gets the texts.
    pub fn named(&self) -> impl Iterator<Item = (String, &Vec<u8>)> {
        let name = |index| match index {
            0 => "document.yml".to_owned(),
            _ => format!("overlay-{index}.yml"),
        };
        self.texts
            .iter()
            .enumerate()
            .map(move |(index, text)| (name(index), text))
    }
}

/// The input of the generator: a document and its overlays.
pub fn input(sources: Vec<Source>) -> Option<Input> {
    let mut sources = sources.into_iter();
    Some(Input {
        document: sources.next()?,
        overlays: sources.collect(),
        prefixes: Vec::new(),
        ..Input::default()
    })
}

/// The cases that a run begins with: the pinned slices with their overlays, the documents of the generator's own
/// tests, and the faults that earlier runs have found.
///
/// # Errors
/// If a folder or file of the workspace cannot be read.
pub fn seeds(workspace: &Path) -> io::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for slice in sorted(&workspace.join("specs"))? {
        let mut texts = vec![fs::read(slice.join("contract.yml"))?];
        for overlay in sorted(&slice.join("overlay"))? {
            texts.push(fs::read(overlay)?);
        }
        cases.push(Case { texts });
    }
    documents(&workspace.join("codegen/tests"), &mut cases)?;
    documents(&workspace.join("tests/constructs"), &mut cases)?;
    for file in found(workspace)?.into_iter().chain(open(workspace)?) {
        cases.push(Case::from_bytes(&fs::read(file)?));
    }
    cases.retain(|case| case.size() <= LONGEST);
    Ok(cases)
}

/// Adds the documents below a folder, each with the overlay beside it: `overlay.yml` for `spec.yml`, and
/// `NAME.overlay.yml` for `NAME.yml`.
fn documents(folder: &Path, cases: &mut Vec<Case>) -> io::Result<()> {
    for path in sorted(folder)? {
        if path.is_dir() {
            documents(&path, cases)?;
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.ends_with(".yml") || name.ends_with("overlay.yml") {
            continue;
        }
        let overlay = match &*name {
            "spec.yml" => path.with_file_name("overlay.yml"),
            _ => path.with_extension("overlay.yml"),
        };
        let mut texts = vec![fs::read(&path)?];
        texts.extend(fs::read(overlay).ok());
        cases.push(Case { texts });
    }
    Ok(())
}

/// The files of faults that were found and fixed.
///
/// # Errors
/// If the folder cannot be read.
pub fn found(workspace: &Path) -> io::Result<Vec<PathBuf>> {
    cases(&workspace.join("fuzz/found"))
}

/// The files of faults that were found and not fixed yet.
///
/// # Errors
/// If the folder cannot be read.
pub fn open(workspace: &Path) -> io::Result<Vec<PathBuf>> {
    cases(&workspace.join("fuzz/found/open"))
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
        for texts in [vec!["a\nb"], vec!["a\nb", "c\n"], vec!["", "", "d"]] {
            let texts = texts
                .into_iter()
                .map(|text| text.as_bytes().to_vec())
                .collect();
            let case = Case { texts };
            assert_eq!(Case::from_bytes(&case.to_bytes()), case);
        }
    }
}
