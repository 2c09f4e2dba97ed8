//! The crate that bindings are written to.

mod real;
mod runtime;

use std::fs;
use std::path::{Path, PathBuf};

use connect_codegen::Runtime;

use crate::exit::Error;

pub use real::real;
pub use runtime::{RuntimeArgs, relative_path};

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
    /// Returns a crate in the folder `out`, for which a manifest is written if it has none. `default` gives the
    /// dependency on the runtime if the arguments do not.
    ///
    /// # Errors
    /// Returns an error if `out` is a file, or the manifest cannot be made.
    pub fn in_folder(
        out: &Path,
        name: Option<&str>,
        args: &RuntimeArgs,
        default: impl FnOnce(&Path) -> Result<Runtime, Error>,
    ) -> Result<Self, Error> {
        let folder = std::path::absolute(out).map_err(|error| Error::read(out, error))?;
        if folder.is_file() {
            return Err(Error::Usage {
                what: format!("--out: expected a folder, found a file: {}", out.display()),
                help: "pass the folder of the crate; for a single file, use --module FILE"
                    .to_owned(),
            });
        }
        // Invalid values are errors even if no manifest is written.
        let runtime = match runtime::asked(&folder, args)? {
            Some(runtime) => runtime,
            None => default(&folder)?,
        };
        let real = real(&folder);
        let own = real.file_name().unwrap_or_default().to_string_lossy();
        let name = match name {
            Some(name) if valid_package_name(name) == name => name.to_owned(),
            Some(name) => return Err(invalid_name(name)),
            None => valid_package_name(&own),
        };
        let mut target = Self {
            kept_manifest: None,
            once: Vec::new(),
            shown: shown(out),
            folder,
        };
        if !has_manifest(&target.folder) {
            let text = connect_codegen::manifest(&name, &runtime);
            target.once.push(("Cargo.toml".to_owned(), text));
        } else if args.is_given() {
            target.kept_manifest = Some(format!("{}/Cargo.toml", target.shown));
        }
        Ok(target)
    }
}

fn invalid_name(name: &str) -> Error {
    Error::Usage {
        what: format!("--name: `{name}` cannot be the name of a package"),
        help: format!("pass another, such as {}", valid_package_name(name)),
    }
}

/// Returns the path of a folder in messages, to which the names of files are added.
fn shown(out: &Path) -> String {
    let shown = out.display().to_string();
    match shown.trim_end_matches('/') {
        "" => shown,
        trimmed => trimmed.to_owned(),
    }
}

/// Returns whether there is a manifest in a folder.
pub fn has_manifest(folder: &Path) -> bool {
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
}
