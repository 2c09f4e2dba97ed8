//! Reading what is generated from: a document and its overlays.

use std::fs;
use std::path::{Path, PathBuf};

use connect_codegen::Source;

use crate::cli::InputArgs;
use crate::exit::Error;
use crate::report::Report;
use crate::workspace::{OVERLAYS, SLICE, Workspace};

/// Our overlays in the order in which they are applied. Any other is applied after them, by name.
const ORDER: [&str; 4] = ["corrections.yml", "names.yml", "behaviour.yml", "docs.yml"];

/// A document and the overlays to apply to it, in order.
#[derive(Debug)]
pub struct Sources {
    /// The document.
    pub document: Source,
    /// Its overlays.
    pub overlays: Vec<Source>,
}

/// A file and the name under which diagnostics show it.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    name: String,
    path: PathBuf,
}

/// Reads what the arguments name; what they leave open is the workspace's own.
///
/// # Errors
/// If a file is missing or cannot be read, or is no text. All that are no text are reported
/// together.
pub fn read(
    workspace: &Workspace,
    args: &InputArgs,
    report: &mut Report,
) -> Result<Sources, Error> {
    let document = document(workspace, args)?;
    let overlays = overlays(workspace, args)?;
    let document = text(&document, report);
    let overlays: Vec<_> = overlays
        .iter()
        .map(|overlay| text(overlay, report))
        .collect();
    Ok(Sources {
        document: document?,
        overlays: overlays.into_iter().collect::<Result<_, _>>()?,
    })
}

/// Reads the overlays alone that the arguments name, or those of the workspace.
///
/// # Errors
/// If a file is missing or cannot be read, or is no text.
pub fn overlays_of(
    workspace: &Workspace,
    args: &InputArgs,
    report: &mut Report,
) -> Result<Vec<Source>, Error> {
    let overlays = overlays(workspace, args)?;
    overlays
        .iter()
        .map(|overlay| text(overlay, report))
        .collect()
}

/// The bytes of a file.
///
/// # Errors
/// If it is missing, a folder, or cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::read(path, error))
}

fn text(named: &Named, report: &mut Report) -> Result<Source, Error> {
    report.source(Source::from_bytes(&named.name, bytes(&named.path)?))
}

fn document(workspace: &Workspace, args: &InputArgs) -> Result<Named, Error> {
    if let Some(spec) = &args.spec {
        return Ok(as_typed(spec));
    }
    let path = workspace.path(SLICE);
    if !path.exists() {
        return Err(Error::Missing {
            path,
            help: "get it with `cargo xtask fetch`".to_owned(),
        });
    }
    Ok(Named {
        name: SLICE.to_owned(),
        path,
    })
}

fn overlays(workspace: &Workspace, args: &InputArgs) -> Result<Vec<Named>, Error> {
    if args.no_overlay {
        return Ok(Vec::new());
    }
    if args.spec.is_none() && args.overlay.is_empty() {
        let folder = workspace.path(OVERLAYS);
        return if folder.exists() {
            in_folder(OVERLAYS, &folder)
        } else {
            Ok(Vec::new())
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

/// The overlays of a folder, in the order in which they are applied.
fn in_folder(name: &str, folder: &Path) -> Result<Vec<Named>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| Error::read(folder, error))? {
        let entry = entry.map_err(|error| Error::read(folder, error))?;
        let file = entry.file_name().to_string_lossy().into_owned();
        // Hidden files are editors' and ours while a write is under way.
        if file.starts_with('.') {
            continue;
        }
        if file.ends_with(".yaml") {
            return Err(Error::Usage {
                what: format!("{} would be left out", entry.path().display()),
                help:
                    "the names of overlays end in .yml: rename it, or name it itself with --overlay"
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

/// The names of overlays in the order in which they are applied.
pub fn in_order(mut files: Vec<String>) -> Vec<String> {
    files.sort_by_cached_key(|file| {
        let place = ORDER
            .iter()
            .position(|known| known == file)
            .unwrap_or(ORDER.len());
        (place, file.clone())
    });
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlays_come_in_the_order_of_their_purposes() {
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
    fn an_overlay_that_would_be_left_out_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("docs.yaml"), "").unwrap();
        assert_eq!(in_folder("o", folder.path()).unwrap_err().status(), 2);
    }
}
