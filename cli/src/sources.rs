//! Reads a document, the files that it refers to, and its overlays.

use std::fs;
use std::path::{Path, PathBuf};

use connect_codegen::{OtherFile, Source, other_files};

use crate::exit::Error;
use crate::report::Report;

/// The known overlays in the order in which they are applied. Others follow, sorted by name.
const ORDER: [&str; 4] = ["corrections.yml", "names.yml", "behaviour.yml", "docs.yml"];

/// A document and the overlays to apply to it, in order.
#[derive(Debug)]
pub struct Sources {
    /// The document.
    pub document: Source,
    /// The other files that it refers to, below its folder.
    pub files: Vec<OtherFile>,
    /// Its overlays.
    pub overlays: Vec<Source>,
}

impl Sources {
    /// Reads a document and its overlays.
    ///
    /// # Errors
    /// Returns an error if a file is missing or cannot be read, or is not UTF-8. All files that are not
    /// UTF-8 are reported together.
    pub fn read(document: &Named, overlays: &[Named], report: &mut Report) -> Result<Self, Error> {
        let path = &document.path;
        let document = document.read(report);
        let overlays: Vec<_> = overlays
            .iter()
            .map(|overlay| overlay.read(report))
            .collect();
        let document = document?;
        Ok(Self {
            files: files_beside(path, &document, report)?,
            document,
            overlays: overlays.into_iter().collect::<Result<_, _>>()?,
        })
    }
}

/// A file and its name in diagnostics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The path.
    pub path: PathBuf,
}

impl Named {
    /// A file that is named as the user typed its path.
    pub fn as_typed(path: &Path) -> Self {
        Self {
            name: path.display().to_string(),
            path: path.to_path_buf(),
        }
    }

    /// Reads the file, and records it for excerpts.
    ///
    /// # Errors
    /// Returns an error if it is missing or cannot be read, or is not UTF-8.
    pub fn read(&self, report: &mut Report) -> Result<Source, Error> {
        report.source(Source::from_bytes(&self.name, bytes(&self.path)?))
    }
}

/// Reads the other files of a document that was read from `path`.
///
/// # Errors
/// Returns an error if a file cannot be read, or is not UTF-8.
pub fn files_beside(
    path: &Path,
    document: &Source,
    report: &mut Report,
) -> Result<Vec<OtherFile>, Error> {
    let read = |other: &str| {
        let at = path.with_file_name(other);
        at.is_file().then(|| bytes(&at)).transpose()
    };
    files(document, read, report)
}

/// Reads the files that a document refers to, and those that they refer to, each by its path from the folder of the
/// document. Their names in diagnostics are in the folder of the document's name, so those of two documents differ. A
/// file that is not there (`None`) is left out: the reference to it is reported with its span.
///
/// # Errors
/// Returns an error if a file cannot be read, or is not UTF-8.
pub fn files(
    document: &Source,
    mut read: impl FnMut(&str) -> Result<Option<Vec<u8>>, Error>,
    report: &mut Report,
) -> Result<Vec<OtherFile>, Error> {
    let folder = document.name.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let folder = document.name.get(..folder).unwrap_or_default();
    other_files(document, |path| match read(path)? {
        Some(bytes) => {
            let source = Source::from_bytes(format!("{folder}{path}"), bytes);
            report.source(source).map(Some)
        }
        None => Ok(None),
    })
}

/// Returns the bytes of a file.
///
/// # Errors
/// Returns an error if it is missing, a folder, or cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::read(path, error))
}

/// Returns the overlays that paths name: files, and the files of folders.
///
/// # Errors
/// Returns an error if a folder cannot be read, has a file that would be ignored, or has no overlay.
pub fn overlays(paths: &[PathBuf]) -> Result<Vec<Named>, Error> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut found = in_folder(&path.display().to_string(), path)?;
            if found.is_empty() {
                return Err(Error::Usage {
                    what: format!("no overlay in the folder {}", path.display()),
                    help:
                        "overlays in a folder are named *.yml: pass another folder, or leave it out"
                            .to_owned(),
                });
            }
            all.append(&mut found);
        } else {
            all.push(Named::as_typed(path));
        }
    }
    Ok(all)
}

/// Returns the overlays of a folder, in the order in which they are applied.
///
/// # Errors
/// Returns an error if it cannot be read, or has a file that would be ignored.
pub fn in_folder(name: &str, folder: &Path) -> Result<Vec<Named>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| Error::read(folder, error))? {
        let entry = entry.map_err(|error| Error::read(folder, error))?;
        let file = entry.file_name().to_string_lossy().into_owned();
        // Hidden files are temporary files of editors and of `write`.
        if file.starts_with('.') {
            continue;
        }
        if file.ends_with(".yaml") {
            return Err(Error::Usage {
                what: format!("{} would be ignored", entry.path().display()),
                help:
                    "overlays in a folder are named *.yml: rename the file, or pass it with --overlay"
                        .to_owned(),
            });
        }
        if file.ends_with(".yml") {
            files.push(file);
        }
    }
    let name = name.trim_end_matches('/');
    Ok(in_order(files)
        .iter()
        .map(|file| Named {
            name: format!("{name}/{file}"),
            path: folder.join(file),
        })
        .collect())
}

/// Sorts names of overlays in the order in which they are applied.
pub fn in_order(mut files: Vec<String>) -> Vec<String> {
    files.sort_by_cached_key(|file| {
        let position = ORDER
            .iter()
            .position(|known| known == file)
            .unwrap_or(ORDER.len());
        (position, file.clone())
    });
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlays_are_applied_in_the_order_of_their_purposes() {
        let folder = tempfile::tempdir().unwrap();
        for file in [
            "zebra.yml",
            "docs.yml",
            "extra.yml",
            "corrections.yml",
            "notes.md",
            ".hidden.yml",
            "names.yml",
        ] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        let names: Vec<String> = in_folder("o/", folder.path())
            .unwrap()
            .into_iter()
            .map(|named| named.name)
            .collect();
        assert_eq!(
            names,
            [
                "o/corrections.yml",
                "o/names.yml",
                "o/docs.yml",
                "o/extra.yml",
                "o/zebra.yml"
            ]
        );
    }

    #[test]
    fn an_overlay_that_would_be_ignored_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("docs.yaml"), "").unwrap();
        assert_eq!(in_folder("o", folder.path()).unwrap_err().status(), 2);
    }
}
