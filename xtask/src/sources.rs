//! Reads a document and its overlays.

use std::fs;
use std::path::{Path, PathBuf};

use connect_codegen::{OtherFile, Source, other_files};

use crate::args::InputArgs;
use crate::exit::Error;
use crate::report::Report;
use crate::slice::{self, Slice};
use crate::workspace::Workspace;

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

/// A file and its name in diagnostics.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    name: String,
    path: PathBuf,
}

/// Returns the inputs: slices of the workspace, or (`None`) the document of `--spec`.
///
/// # Errors
/// Returns an error if there is no such slice, or an option requires a single slice.
pub fn subjects(workspace: &Workspace, args: &InputArgs) -> Result<Vec<Option<Slice>>, Error> {
    if args.spec.is_some() {
        return Ok(vec![None]);
    }
    let name = args.slice.as_deref();
    // Overlays and prefixes are written for one contract.
    let of_one = args.given().into_iter().find(|it| *it != "--no-overlay");
    let slices = match of_one {
        Some(option) => vec![slice::one(workspace, name, option)?],
        None => slice::chosen(workspace, name)?,
    };
    Ok(slices.into_iter().map(Some).collect())
}

/// Reads the document and the overlays of the arguments; by default, those of the slice.
///
/// # Errors
/// Returns an error if a file is missing or cannot be read, or is not UTF-8. All files that are not
/// UTF-8 are reported together.
pub fn read(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &InputArgs,
    report: &mut Report,
) -> Result<Sources, Error> {
    let named = document(workspace, slice, args)?;
    let overlays = overlays(workspace, slice, args)?;
    let document = text(&named, report);
    let overlays: Vec<_> = overlays
        .iter()
        .map(|overlay| text(overlay, report))
        .collect();
    let document = document?;
    Ok(Sources {
        files: files_beside(&named.path, &document, report)?,
        document,
        overlays: overlays.into_iter().collect::<Result<_, _>>()?,
    })
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

/// Reads only the overlays of the arguments; by default, those of the slice.
///
/// # Errors
/// Returns an error if a file is missing or cannot be read, or is not UTF-8.
pub fn overlays_of(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &InputArgs,
    report: &mut Report,
) -> Result<Vec<Source>, Error> {
    let overlays = overlays(workspace, slice, args)?;
    overlays
        .iter()
        .map(|overlay| text(overlay, report))
        .collect()
}

/// Returns the bytes of a file.
///
/// # Errors
/// Returns an error if it is missing, a folder, or cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::read(path, error))
}

fn text(named: &Named, report: &mut Report) -> Result<Source, Error> {
    report.source(Source::from_bytes(&named.name, bytes(&named.path)?))
}

fn document(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &InputArgs,
) -> Result<Named, Error> {
    if let Some(spec) = &args.spec {
        return Ok(as_typed(spec));
    }
    let slice = match slice {
        Some(slice) => slice.clone(),
        None => slice::one(workspace, None, "the command")?,
    };
    let path = workspace.path(slice.contract());
    if !path.exists() {
        return Err(Error::Missing {
            path,
            help: format!("get it with `cargo xtask fetch --slice {slice}`"),
        });
    }
    Ok(Named {
        name: slice.contract(),
        path,
    })
}

fn overlays(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &InputArgs,
) -> Result<Vec<Named>, Error> {
    if args.no_overlay {
        return Ok(Vec::new());
    }
    if let (Some(slice), true) = (slice, args.overlay.is_empty()) {
        let folder = workspace.path(slice.overlays());
        return match folder.exists() {
            true => in_folder(&slice.overlays(), &folder),
            false => Ok(Vec::new()),
        };
    }
    let mut all = Vec::new();
    for path in &args.overlay {
        if path.is_dir() {
            all.append(&mut in_folder(&path.display().to_string(), path)?);
        } else {
            all.push(as_typed(path));
        }
    }
    Ok(all)
}

fn as_typed(path: &Path) -> Named {
    Named {
        name: path.display().to_string(),
        path: path.to_path_buf(),
    }
}

/// Returns the overlays of a folder, in the order in which they are applied.
fn in_folder(name: &str, folder: &Path) -> Result<Vec<Named>, Error> {
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
