//! The crate that bindings are written to: a committed one, or a separate one anywhere on the disk.

mod package;
mod real;
mod runtime;

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::RuntimeArgs;
use crate::exit::Error;
use crate::slice::Slice;
use crate::workspace::{GENERATED, Workspace};

use real::real;

/// The package name if the name of the folder has no usable characters.
const FALLBACK: &str = "api";

/// Names that no package can have, or that would hide names that the generated code uses.
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
    /// The absolute path of the crate's folder, which may not exist yet.
    pub folder: PathBuf,
    /// The path of the folder in messages.
    pub shown: String,
    /// Names and contents of files that are only written if the crate has no manifest: the manifest
    /// and the files that belong to it.
    pub once: Vec<(String, String)>,
    /// The existing manifest, if it is kept although the arguments configure a new one.
    pub kept_manifest: Option<String>,
}

impl Target {
    /// Returns the committed crate of a slice, of whose document this is the title.
    ///
    /// # Errors
    /// Returns an error if it has no manifest, and what is needed to write one cannot be read.
    pub fn committed(
        workspace: &Workspace,
        slice: &Slice,
        title: Option<&str>,
    ) -> Result<Self, Error> {
        let folder = workspace.path(slice.generated());
        let once = match has_manifest(&folder) {
            true => Vec::new(),
            false => package::files(workspace, slice, title, &folder)?,
        };
        Ok(Self {
            folder,
            shown: slice.generated(),
            once,
            kept_manifest: None,
        })
    }

    /// Returns a crate in the folder `out`.
    ///
    /// # Errors
    /// Returns an error if that is a folder of committed bindings, or its manifest cannot be made.
    pub fn elsewhere(
        workspace: &Workspace,
        out: &Path,
        runtime: &RuntimeArgs,
    ) -> Result<Self, Error> {
        let folder = std::path::absolute(out).map_err(|error| Error::read(out, error))?;
        if real(&folder).starts_with(real(&workspace.path(GENERATED))) {
            return Err(Error::Usage {
                what: format!("{} is the folder of committed bindings", out.display()),
                help: "remove --out and the other options, or pass another folder".to_owned(),
            });
        }
        // Invalid values are errors even if no manifest is written.
        let runtime_asked = runtime::asked(workspace, &folder, runtime)?;
        let shown = out.display().to_string();
        let shown = shown.trim_end_matches('/').to_owned();
        let mut target = Self {
            folder,
            shown,
            once: Vec::new(),
            kept_manifest: None,
        };
        if !has_manifest(&target.folder) {
            let real = real(&target.folder);
            let name = real.file_name().unwrap_or_default().to_string_lossy();
            let text = connect_codegen::manifest(&valid_package_name(&name), &runtime_asked);
            target.once.push(("Cargo.toml".to_owned(), text));
        } else if runtime.is_given() {
            target.kept_manifest = Some(format!("{}/Cargo.toml", target.shown));
        }
        Ok(target)
    }
}

fn has_manifest(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join("Cargo.toml")).is_ok()
}

/// Returns a package name made from the name of a folder: in lower case, with dashes for characters
/// that Cargo does not allow.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_names_become_package_names() {
        for (folder, package) in [
            ("connect-pim", "connect-pim"),
            ("My Crate", "my-crate"),
            ("a//b", "a-b"),
            ("3d", "api-3d"),
            ("", "api"),
            ("Übung", "bung"),
            ("...", "api"),
            ("fn", "fn-api"),
            ("connect-runtime", "connect-runtime-api"),
        ] {
            assert_eq!(valid_package_name(folder), package, "{folder}");
        }
    }

    #[test]
    fn the_committed_crates_are_not_out_folders() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(folder.path()).unwrap();
        for below in ["generated", "generated/usage", "generated/new/deeper"] {
            let out = folder.path().join(below);
            let error = Target::elsewhere(&workspace, &out, &RuntimeArgs::default()).unwrap_err();
            assert_eq!(error.status(), 2, "{below}");
        }
    }
}
