//! The dependency of crates on the runtime of the workspace.

use std::path::Path;

use connect_codegen::Runtime;
use connect_codegen_cli::exit::Error;
use connect_codegen_cli::target::relative_path;

use crate::workspace::{RUNTIME, Workspace};

/// Returns the dependency of a crate in `folder` on the runtime of this workspace, by version and relative path. Cargo
/// builds from the path and removes it on publishing, so that the crate compiles in a checkout and can be published
/// without changes.
///
/// # Errors
/// Returns an error if its path cannot be written in a manifest.
pub fn of_workspace(workspace: &Workspace, folder: &Path) -> Result<Runtime, Error> {
    Ok(Runtime {
        version: workspace.version_of(RUNTIME),
        path: Some(relative_path(folder, &workspace.path(RUNTIME))?),
        ..Runtime::default()
    })
}
