//! The workspace and the paths of its parts.

use std::fs;
use std::path::{Path, PathBuf};

use connect_codegen_cli::exit::Error;

/// The workspace that a command works on.
///
/// Every command takes it as an argument, so that tests can pass a copy.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

/// The folder of the slices, relative to the root.
pub const SPECS: &str = "specs";
/// The folder of the generated crates, relative to the root.
pub const GENERATED: &str = "generated";
/// The changelog, relative to the root.
pub const CHANGELOG: &str = "CHANGELOG.md";
/// The folder of the runtime package, relative to the root.
pub const RUNTIME: &str = "runtime";
/// The source of the façade, relative to the root.
pub const FACADE: &str = "src/lib.rs";

impl Workspace {
    /// Returns the workspace at `root`.
    ///
    /// # Errors
    /// Returns an error if there is no such folder, or the current folder was deleted.
    pub fn at(root: &Path) -> Result<Self, Error> {
        let absolute = std::path::absolute(root).map_err(|error| Error::read(root, error))?;
        if !absolute.is_dir() {
            return Err(Error::Usage {
                what: format!("folder {} not found", absolute.display()),
                help: "pass the root folder of the workspace with --root DIR".to_owned(),
            });
        }
        Ok(Self { root: absolute })
    }

    /// Returns the workspace around a folder: the nearest folder, from this one upward, that has a
    /// Cargo.toml with `[workspace]` and a folder `specs/`.
    ///
    /// A crate made by `generate --out` is its own cargo workspace but has no `specs/`, so the search
    /// continues above it.
    ///
    /// # Errors
    /// Returns an error if there is none, or the manifest next to a `specs/` is invalid: a
    /// workspace further up is probably not the intended one.
    pub fn around(folder: &Path) -> Result<Self, Error> {
        for root in folder.ancestors() {
            let manifest = root.join("Cargo.toml");
            if root.join(SPECS).is_dir() && manifest.is_file() && is_workspace(&manifest)? {
                return Self::at(root);
            }
        }
        Err(Error::Usage {
            what: format!(
                "{} is not in a workspace: no Cargo.toml with `[workspace]` next to a folder `{SPECS}`, here or in a parent folder",
                folder.display()
            ),
            help: "run the command in a clone, or pass its root folder with --root DIR".to_owned(),
        })
    }

    /// Returns the absolute path of the root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the path of a file or folder relative to the root, such as [`CHANGELOG`].
    pub fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join(below)
    }

    /// Returns the version of the package in the folder `below`, from its manifest or that of the
    /// workspace.
    pub fn version_of(&self, below: &str) -> Option<String> {
        let table = |path: PathBuf| fs::read_to_string(path).ok()?.parse::<toml::Table>().ok();
        let own = table(self.path(below).join("Cargo.toml"))?;
        let version = own
            .get("package")
            .and_then(|package| package.get("version"));
        if let Some(version) = version.and_then(toml::Value::as_str) {
            return Some(version.to_owned());
        }
        // `version.workspace = true`
        version?;
        let all = table(self.path("Cargo.toml"))?;
        let version = all.get("workspace")?.get("package")?.get("version")?;
        version.as_str().map(str::to_owned)
    }
}

fn is_workspace(manifest: &Path) -> Result<bool, Error> {
    let text = fs::read_to_string(manifest).map_err(|error| Error::read(manifest, error))?;
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| Error::Usage {
            what: format!("cannot parse {}: {}", manifest.display(), error.message()),
            help: "correct the manifest, or pass the root folder of the workspace with --root DIR"
                .to_owned(),
        })?;
    Ok(table.contains_key("workspace"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A temporary folder with files.
    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        for (below, text) in files {
            let path = folder.path().join(below);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let path = folder.path().to_path_buf();
        (folder, path)
    }

    #[test]
    fn the_nearest_workspace_with_specs_is_used() {
        let (_kept, folder) = folder(&[
            ("outer/Cargo.toml", "[workspace]\n"),
            ("outer/specs/README.md", ""),
            (
                "outer/inner/Cargo.toml",
                "[package]\nname = 'i'\n[workspace]\n",
            ),
            ("outer/inner/specs/README.md", ""),
            ("outer/inner/out/Cargo.toml", "[workspace]\n"),
            ("outer/inner/out/src/lib.rs", ""),
            ("outer/package/Cargo.toml", "[package]\nname = 'p'\n"),
            ("outer/package/specs/README.md", ""),
        ]);
        let around = |below: &str| Workspace::around(&folder.join(below)).unwrap();
        for (from, root) in [
            ("outer", "outer"),
            ("outer/specs", "outer"),
            ("outer/inner", "outer/inner"),
            ("outer/inner/out/src", "outer/inner"),
            ("outer/package", "outer"),
        ] {
            assert_eq!(around(from).root(), folder.join(root), "{from}");
        }
    }

    #[test]
    fn an_invalid_manifest_is_not_skipped() {
        let (_kept, folder) = folder(&[
            ("outer/Cargo.toml", "[workspace]\n"),
            ("outer/specs/README.md", ""),
            ("outer/inner/Cargo.toml", "[workspace\n"),
            ("outer/inner/specs/README.md", ""),
        ]);
        let error = Workspace::around(&folder.join("outer/inner")).unwrap_err();
        assert!(error.to_string().contains("inner/Cargo.toml"), "{error}");
    }

    #[test]
    fn a_version_comes_from_the_package_or_the_workspace() {
        let (_kept, folder) = folder(&[
            ("Cargo.toml", "[workspace.package]\nversion = '0.3.1'\n"),
            ("own/Cargo.toml", "[package]\nversion = '2.0.0'\n"),
            ("shared/Cargo.toml", "[package]\nversion.workspace = true\n"),
            ("none/Cargo.toml", "[package]\nname = 'x'\n"),
        ]);
        let workspace = Workspace::at(&folder).unwrap();
        assert_eq!(workspace.version_of("own").as_deref(), Some("2.0.0"));
        assert_eq!(workspace.version_of("shared").as_deref(), Some("0.3.1"));
        assert_eq!(workspace.version_of("none"), None);
        assert_eq!(workspace.version_of("missing"), None);
    }
}
