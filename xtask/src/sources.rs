//! Reads the documents and overlays that commands work on: those of slices, or of `--spec`.

use connect_codegen::Source;
use connect_codegen_cli::exit::Error;
use connect_codegen_cli::report::Report;
use connect_codegen_cli::sources::{self, Named, Sources};

pub use connect_codegen_cli::sources::{bytes, files, files_beside, in_order};

use crate::args::InputArgs;
use crate::slice::{self, Slice};
use crate::workspace::Workspace;

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
    let document = document(workspace, slice, args)?;
    let overlays = overlays(workspace, slice, args)?;
    Sources::read(&document, &overlays, report)
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
        .map(|overlay| overlay.read(report))
        .collect()
}

fn document(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &InputArgs,
) -> Result<Named, Error> {
    if let Some(spec) = &args.spec {
        return Ok(Named::as_typed(spec));
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
            true => sources::in_folder(&slice.overlays(), &folder),
            false => Ok(Vec::new()),
        };
    }
    sources::overlays(&args.overlay)
}
