//! Where bindings go: the committed crate of this workspace, or a crate of their own anywhere on
//! the disk.

use std::fs;
use std::path::{Path, PathBuf};

use connect_codegen::Runtime;

use crate::exit::Error;
use crate::workspace::{GENERATED, RUNTIME, Workspace};

/// The name of a package whose folder's name gives none.
const FALLBACK: &str = "connect-api";

/// Names that no package can have, or that would hide what its code needs.
const RESERVED: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "connect-runtime",
    "connect_runtime",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc-macro",
    "proc_macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// A crate that bindings are written to.
#[derive(Debug)]
pub struct Target {
    /// The crate's folder, absolute. It need not exist yet.
    pub folder: PathBuf,
    /// The folder as it is shown, before `/src/…`.
    pub shown: String,
    /// The text of the manifest, if the crate has none yet.
    pub manifest: Option<String>,
}

impl Target {
    /// The committed bindings of the workspace. Their manifest is written by hand.
    pub fn committed(workspace: &Workspace) -> Self {
        Self {
            folder: workspace.path(GENERATED),
            shown: GENERATED.to_owned(),
            manifest: None,
        }
    }

    /// A crate in the folder `out`.
    ///
    /// # Errors
    /// If that is the folder of the committed bindings, or cannot be named in a manifest.
    pub fn elsewhere(workspace: &Workspace, out: &Path) -> Result<Self, Error> {
        let folder = std::path::absolute(out).map_err(|error| Error::read(out, error))?;
        if real(&folder) == real(&workspace.path(GENERATED)) {
            return Err(Error::Usage {
                what: format!("{} belongs to specs/ and its overlays", out.display()),
                help: "leave --out and the other options away, or name another folder".to_owned(),
            });
        }
        let manifest = match fs::symlink_metadata(folder.join("Cargo.toml")) {
            Ok(_) => None,
            Err(_) => Some(manifest(workspace, &folder)?),
        };
        let shown = out.display().to_string();
        let shown = shown.trim_end_matches('/').to_owned();
        Ok(Self {
            folder,
            shown,
            manifest,
        })
    }
}

fn manifest(workspace: &Workspace, folder: &Path) -> Result<String, Error> {
    let real = real(folder);
    let name = real.file_name().unwrap_or_default().to_string_lossy();
    let runtime = Runtime {
        path: Some(runtime_path(workspace, folder)?),
        ..Runtime::default()
    };
    Ok(connect_codegen::manifest(
        &valid_package_name(&name),
        &runtime,
    ))
}

/// A package name made of a folder's name: what Cargo allows of it, in lower case, with dashes for
/// the rest.
fn valid_package_name(folder: &str) -> String {
    let mut name = String::new();
    for c in folder.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() || c == '_' => name.push(c),
            _ if !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    let name = name.trim_matches(['-', '_']);
    match name.chars().next() {
        None => FALLBACK.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{FALLBACK}-{name}"),
        Some(_) if RESERVED.contains(&name) => format!("{name}-api"),
        Some(_) => name.to_owned(),
    }
}

/// The runtime's path as a manifest in `folder` names it.
///
/// Inside the workspace it is relative, so that both can be moved together; anywhere else it is
/// absolute. A path with symbolic links on it counts as anywhere else, since `..` does not lead
/// back over a link.
fn runtime_path(workspace: &Workspace, folder: &Path) -> Result<String, Error> {
    let root = workspace.root();
    let straight = real(folder) == folder && real(root) == root;
    let path = match folder.strip_prefix(root) {
        Ok(below) if straight => below.components().map(|_| "..").chain([RUNTIME]).collect(),
        _ => workspace.path(RUNTIME),
    };
    match path.to_str() {
        // Cargo takes forward slashes on every system.
        Some(path) => Ok(path.replace(std::path::MAIN_SEPARATOR, "/")),
        None => Err(Error::Usage {
            what: format!(
                "{} cannot be named in a manifest, for it is not Unicode",
                path.display()
            ),
            help: "move the workspace to a folder whose name is".to_owned(),
        }),
    }
}

/// The path without symbolic links and dots, as far as it exists.
fn real(path: &Path) -> PathBuf {
    for ancestor in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (ancestor.canonicalize(), path.strip_prefix(ancestor)) {
            return if rest.as_os_str().is_empty() {
                real
            } else {
                real.join(rest)
            };
        }
    }
    path.to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_names_become_package_names() {
        for (folder, package) in [
            ("connect-pim", "connect-pim"),
            ("My Crate", "my-crate"),
            ("a//b", "a-b"),
            ("3d", "connect-api-3d"),
            ("", "connect-api"),
            ("Übung", "bung"),
            ("...", "connect-api"),
            ("fn", "fn-api"),
            ("connect-runtime", "connect-runtime-api"),
        ] {
            assert_eq!(valid_package_name(folder), package, "{folder}");
        }
    }

    #[test]
    fn the_runtime_is_relative_inside_the_workspace_and_absolute_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("work");
        fs::create_dir(&root).unwrap();
        let workspace = Workspace::new(Some(&root)).unwrap();
        assert_eq!(
            runtime_path(&workspace, &root.join("target/a")).unwrap(),
            "../../runtime"
        );
        let outside = runtime_path(&workspace, &root.with_file_name("other")).unwrap();
        assert_eq!(Path::new(&outside), root.join("runtime"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_into_the_workspace_gets_the_absolute_path() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("work");
        fs::create_dir_all(root.join("real")).unwrap();
        std::os::unix::fs::symlink(root.join("real"), root.join("link")).unwrap();
        let workspace = Workspace::new(Some(&root)).unwrap();
        let path = runtime_path(&workspace, &root.join("link/out")).unwrap();
        assert_eq!(Path::new(&path), root.join("runtime"));
    }

    #[test]
    fn the_committed_crate_is_not_an_out_folder() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::new(Some(folder.path())).unwrap();
        let error =
            Target::elsewhere(&workspace, &folder.path().join("generated/usage")).unwrap_err();
        assert_eq!(error.status(), 2);
    }
}
