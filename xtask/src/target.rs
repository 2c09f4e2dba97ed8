//! The crates that bindings are written to: the committed ones, and separate ones anywhere on the disk.

mod package;
mod runtime;

use std::path::Path;

use connect_codegen_cli::exit::Error;
use connect_codegen_cli::target::{RuntimeArgs, Target, has_manifest, real};

use crate::slice::Slice;
use crate::workspace::{GENERATED, Workspace};

/// Returns the committed crate of a slice, of whose document this is the title.
///
/// # Errors
/// Returns an error if it has no manifest, and what is needed to write one cannot be read.
pub fn committed(
    workspace: &Workspace,
    slice: &Slice,
    title: Option<&str>,
) -> Result<Target, Error> {
    let folder = workspace.path(slice.generated());
    let once = match has_manifest(&folder) {
        true => Vec::new(),
        false => package::files(workspace, slice, title, &folder)?,
    };
    Ok(Target {
        folder,
        shown: slice.generated(),
        once,
        kept_manifest: None,
    })
}

/// Returns a crate in the folder `out`. Without arguments it depends on the runtime of the workspace.
///
/// # Errors
/// Returns an error if that is a folder of committed bindings, or its manifest cannot be made.
pub fn elsewhere(workspace: &Workspace, out: &Path, args: &RuntimeArgs) -> Result<Target, Error> {
    let folder = std::path::absolute(out).map_err(|error| Error::read(out, error))?;
    if real(&folder).starts_with(real(&workspace.path(GENERATED))) {
        return Err(Error::Usage {
            what: format!("{} is the folder of committed bindings", out.display()),
            help: "remove --out and the other options, or pass another folder".to_owned(),
        });
    }
    Target::in_folder(out, None, args, |folder| {
        runtime::of_workspace(workspace, folder)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_crates_are_not_out_folders() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(folder.path()).unwrap();
        for below in ["generated", "generated/usage", "generated/new/deeper"] {
            let out = folder.path().join(below);
            let error = elsewhere(&workspace, &out, &RuntimeArgs::default()).unwrap_err();
            assert_eq!(error.status(), 2, "{below}");
        }
    }
}
