//! Where the parts of this workspace lie.

use std::path::{Path, PathBuf};

/// The workspace that a command works on.
///
/// Every command takes it as an argument instead of looking for it, so that a test can hand over a
/// copy.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

/// The slice's path below the root; also the name under which diagnostics and the fingerprint know
/// it.
pub const SLICE: &str = "specs/usage/contract.yml";
/// The lock file's path below the root.
pub const LOCK: &str = "specs/usage/lock.toml";
/// The path of the folder of our overlays below the root.
pub const OVERLAYS: &str = "specs/usage/overlay";
/// The changelog's path below the root.
pub const CHANGELOG: &str = "CHANGELOG.md";
/// The path of the committed bindings' package below the root.
pub const GENERATED: &str = "generated/usage";
/// The path of the package that generated code is written against, below the root.
pub const RUNTIME: &str = "runtime";

impl Workspace {
    /// The workspace at `root`, or, without one, the one that this package belongs to.
    ///
    /// # Errors
    /// If a relative `root` cannot be made absolute because the current folder is gone.
    pub fn new(root: Option<&Path>) -> std::io::Result<Self> {
        let root = match root {
            Some(root) => std::path::absolute(root)?,
            None => own_root(),
        };
        Ok(Self { root })
    }

    /// The root folder, absolute.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path of something below the root, such as [`SLICE`].
    pub fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }
}

/// The folder above this package.
///
/// Cargo says at run time where the package lies, which still holds after the checkout was moved.
/// The variable is believed only beside the package's own name: a test of another package that
/// starts this program hands its own down.
fn own_root() -> PathBuf {
    let from_cargo = match std::env::var_os("CARGO_PKG_NAME") {
        Some(name) if name == env!("CARGO_PKG_NAME") => std::env::var_os("CARGO_MANIFEST_DIR"),
        _ => None,
    };
    let package =
        from_cargo.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or(package.clone(), Path::to_path_buf)
}
