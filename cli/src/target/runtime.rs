//! The dependency of a new crate's manifest on `connect-runtime`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use connect_codegen::Runtime;
use url::Url;

use super::real::real;
use crate::exit::Error;

/// The name of the package.
const PACKAGE: &str = "connect-runtime";

/// The dependency of a new crate's manifest on `connect-runtime`.
#[derive(Debug, Default, Args)]
pub struct RuntimeArgs {
    /// The version of connect-runtime that a new Cargo.toml requires; alone, it means the published
    /// package
    #[arg(long, value_name = "VERSION", requires = "out")]
    pub runtime_version: Option<String>,
    /// The folder of connect-runtime; written as a path relative to the new crate
    #[arg(
        long,
        value_name = "DIR",
        requires = "out",
        conflicts_with = "runtime_git"
    )]
    pub runtime_path: Option<PathBuf>,
    /// The URL of a git repository that contains connect-runtime
    #[arg(long, value_name = "URL", requires = "out")]
    pub runtime_git: Option<String>,
    /// The commit, branch or tag of that repository
    #[arg(long, value_name = "REV", requires = "runtime_git")]
    pub runtime_rev: Option<String>,
}

impl RuntimeArgs {
    /// Returns whether any of the options was given.
    pub fn is_given(&self) -> bool {
        self.runtime_version.is_some() || self.runtime_path.is_some() || self.runtime_git.is_some()
    }
}

/// Returns the dependency that the arguments describe, for a crate in `folder`; `None` without arguments.
///
/// # Errors
/// Returns an error if cargo would reject an argument, or a path cannot be written in a
/// manifest.
pub fn asked(folder: &Path, args: &RuntimeArgs) -> Result<Option<Runtime>, Error> {
    if !args.is_given() {
        return Ok(None);
    }
    let path = args.runtime_path.as_deref();
    Ok(Some(Runtime {
        version: args.runtime_version.as_deref().map(version).transpose()?,
        path: path.map(|path| given_path(folder, path)).transpose()?,
        git: args.runtime_git.as_deref().map(git).transpose()?,
        rev: args.runtime_rev.as_deref().map(revision).transpose()?,
    }))
}

fn invalid(option: &str, what: String, help: &str) -> Error {
    Error::Usage {
        what: format!("{option}: {what}"),
        help: help.to_owned(),
    }
}

fn version(text: &str) -> Result<String, Error> {
    match semver::VersionReq::parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(invalid(
            "--runtime-version",
            format!("`{text}` is not a version requirement: {error}"),
            "pass a version requirement of Cargo.toml, such as 0.1.0",
        )),
    }
}

fn git(text: &str) -> Result<String, Error> {
    let url = Url::parse(text).map_err(|error| {
        invalid(
            "--runtime-git",
            format!("`{text}` is not a URL: {error}"),
            "pass https://…, ssh://… or file:///…",
        )
    })?;
    if url.password().is_some() {
        return Err(invalid(
            "--runtime-git",
            "the URL contains a password, which would be written to the manifest".to_owned(),
            "remove it; git asks for the password",
        ));
    }
    Ok(text.to_owned())
}

fn revision(text: &str) -> Result<String, Error> {
    let is_valid = !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    match is_valid {
        true => Ok(text.to_owned()),
        false => Err(invalid(
            "--runtime-rev",
            format!("{text:?} is not the name of a commit, branch or tag"),
            "pass a name that `git rev-parse` accepts",
        )),
    }
}

fn given_path(folder: &Path, path: &Path) -> Result<String, Error> {
    let manifest = path.join("Cargo.toml");
    let table = fs::read_to_string(&manifest).map_err(|error| Error::read(&manifest, error))?;
    let table: Option<toml::Table> = table.parse().ok();
    let name = table
        .as_ref()
        .and_then(|table| table.get("package")?.get("name")?.as_str());
    if name != Some(PACKAGE) {
        return Err(invalid(
            "--runtime-path",
            format!("{} is not the package `{PACKAGE}`", path.display()),
            "pass the folder whose Cargo.toml has `name = \"connect-runtime\"`",
        ));
    }
    let path = std::path::absolute(path).map_err(|error| Error::read(path, error))?;
    relative_path(folder, &path)
}

/// Returns the path from a crate's folder to another folder, with forward slashes on every system.
///
/// Links are resolved first, because `..` behind a link does not lead back to its folder.
///
/// # Errors
/// Returns an error if there is no such path, or it is not Unicode.
pub fn relative_path(folder: &Path, to: &Path) -> Result<String, Error> {
    let (from, to) = (real(folder), real(to));
    let unwritable = |why: &str| Error::Usage {
        what: format!(
            "cannot write a relative path to {} in a manifest: {why}",
            to.display()
        ),
        help: "pass --runtime-version or --runtime-git".to_owned(),
    };
    let path = relative(&from, &to).ok_or_else(|| unwritable("it is on another drive"))?;
    let path = path
        .to_str()
        .ok_or_else(|| unwritable("it is not valid Unicode"))?;
    // Cargo accepts forward slashes on every system.
    Ok(path.replace(std::path::MAIN_SEPARATOR, "/"))
}

/// Returns the relative path between absolute paths; `None` if they are on different drives.
fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let (mut from, mut to) = (from.components().peekable(), to.components().peekable());
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let is_plain = |part: &Component<'_>| matches!(part, Component::Normal(_));
    let up: Vec<Component<'_>> = from.collect();
    let down: Vec<Component<'_>> = to.collect();
    if !up.iter().chain(&down).all(is_plain) {
        return None;
    }
    let path: PathBuf = up
        .iter()
        .map(|_| Component::ParentDir)
        .chain(down)
        .collect();
    Some(match path.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_wherever_the_crate_is() {
        for (from, to, path) in [
            ("/clone/target/a", "/clone/runtime", "../../runtime"),
            ("/other/a", "/clone/runtime", "../../clone/runtime"),
            ("/clone", "/clone/runtime", "runtime"),
            ("/clone/runtime/in", "/clone/runtime", ".."),
            ("/clone/runtime", "/clone/runtime", "."),
        ] {
            let found = relative(Path::new(from), Path::new(to));
            assert_eq!(found.as_deref(), Some(Path::new(path)), "{from}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_resolved_first() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for below in ["work/real/deep", "work/runtime"] {
            fs::create_dir_all(root.join(below)).unwrap();
        }
        std::os::unix::fs::symlink(root.join("work/real/deep"), root.join("link")).unwrap();
        let path = relative_path(&root.join("link/out"), &root.join("work/runtime")).unwrap();
        assert_eq!(path, "../../../runtime");
    }

    #[test]
    fn values_that_cargo_would_reject_are_invalid_input() {
        let errors = [
            version("soon").unwrap_err(),
            version("").unwrap_err(),
            git("not a url").unwrap_err(),
            git("https://me:secret@git.example/x").unwrap_err(),
            revision("").unwrap_err(),
            revision("a b").unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.status(), 2, "{error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        assert_eq!(version("0.1").unwrap(), "0.1");
        assert!(git("ssh://git@git.example/x.git").is_ok());
    }
}
