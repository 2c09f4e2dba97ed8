//! The slices of the API in `specs/`: their paths, and the selection of slices for a command.

use std::fmt;
use std::fs;
use std::io;

use connect_codegen_cli::exit::Error;

use crate::workspace::{GENERATED, SPECS, Workspace};

/// A pinned part of the API: the folder `specs/NAME/` and the crate in `generated/NAME/`.
///
/// All paths and names follow from its name. The paths of the API that it selects are the `prefixes` of
/// its lock file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slice {
    name: String,
}

impl Slice {
    /// Creates a slice from its name. It need not exist.
    ///
    /// # Errors
    /// Returns an error if the name cannot be part of a package name.
    pub fn named(name: &str) -> Result<Self, Error> {
        let mut characters = name.chars();
        let is_valid = characters.next().is_some_and(|c| c.is_ascii_lowercase())
            && characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !name.ends_with('-')
            && !name.contains("--");
        if !is_valid {
            return Err(Error::Usage {
                what: format!("invalid slice name `{name}`"),
                help: "use lower-case letters, digits and single dashes, as in a package name"
                    .to_owned(),
            });
        }
        Ok(Self {
            name: name.to_owned(),
        })
    }

    /// Returns the name of a slice, if there is one, for results.
    pub fn name_of(slice: &Option<Self>) -> Option<&str> {
        slice.as_ref().map(Self::name)
    }

    /// Returns the name, such as `usage`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns its folder, relative to the root.
    pub fn folder(&self) -> String {
        format!("{SPECS}/{}", self.name)
    }

    /// Returns its contract, relative to the root; also its name in diagnostics and the fingerprint.
    pub fn contract(&self) -> String {
        format!("{SPECS}/{}/contract.yml", self.name)
    }

    /// Returns its lock file, relative to the root.
    pub fn lock(&self) -> String {
        format!("{SPECS}/{}/lock.toml", self.name)
    }

    /// Returns the folder of its overlays, relative to the root.
    pub fn overlays(&self) -> String {
        format!("{SPECS}/{}/overlay", self.name)
    }

    /// Returns the folder of its generated crate, relative to the root.
    pub fn generated(&self) -> String {
        format!("{GENERATED}/{}", self.name)
    }

    /// Returns the name of its generated package.
    pub fn package(&self) -> String {
        format!("connect-{}-api", self.name)
    }

    /// Returns whether `specs/` has a contract or lock file of it.
    pub fn exists(&self, workspace: &Workspace) -> bool {
        [self.contract(), self.lock()]
            .iter()
            .any(|file| fs::symlink_metadata(workspace.path(file)).is_ok())
    }
}

impl fmt::Display for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Returns all slices of a workspace, sorted by name: the folders of `specs/` with a contract or a lock
/// file.
///
/// # Errors
/// Returns an error if `specs/` cannot be read, or the name of such a folder is invalid.
pub fn all(workspace: &Workspace) -> Result<Vec<Slice>, Error> {
    let specs = workspace.path(SPECS);
    let entries = match fs::read_dir(&specs) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::read(&specs, error)),
    };
    let mut slices = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| Error::read(&specs, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let slice = Slice { name };
        if !slice.name.starts_with('.') && slice.exists(workspace) {
            slices.push(Slice::named(&slice.name)?);
        }
    }
    slices.sort();
    Ok(slices)
}

/// Returns the slice of this name, or all slices.
///
/// # Errors
/// Returns an error if there is no such slice, or no slice at all.
pub fn chosen(workspace: &Workspace, name: Option<&str>) -> Result<Vec<Slice>, Error> {
    let slices = all(workspace)?;
    let Some(name) = name else {
        return match slices.is_empty() {
            true => Err(none(workspace)),
            false => Ok(slices),
        };
    };
    let slice = Slice::named(name)?;
    match slices.contains(&slice) {
        true => Ok(vec![slice]),
        false => Err(unknown(name, &slices)),
    }
}

/// Returns the slice of this name, or the only slice. `reason` names what requires a single slice.
///
/// # Errors
/// Returns an error if there is no such slice, or there are several and no name.
pub fn one(workspace: &Workspace, name: Option<&str>, reason: &str) -> Result<Slice, Error> {
    let mut slices = chosen(workspace, name)?;
    match (slices.pop(), slices.len()) {
        (Some(slice), 0) => Ok(slice),
        (last, _) => {
            slices.extend(last);
            Err(Error::Usage {
                what: format!(
                    "{reason} requires a single slice, found {}",
                    listed(&slices)
                ),
                help: "select a slice with --slice NAME".to_owned(),
            })
        }
    }
}

/// Lists names of slices for messages: `directory`, `usage`.
fn listed(slices: &[Slice]) -> String {
    let names: Vec<String> = slices.iter().map(|slice| format!("`{slice}`")).collect();
    names.join(", ")
}

fn unknown(name: &str, slices: &[Slice]) -> Error {
    let start = format!("start it with `cargo xtask fetch --slice {name} --prefix GLOB`");
    Error::Usage {
        what: format!("no slice `{name}` in {SPECS}/"),
        help: match slices.is_empty() {
            true => start,
            false => format!(
                "expected one of {}; to add a slice, {start}",
                listed(slices)
            ),
        },
    }
}

fn none(workspace: &Workspace) -> Error {
    Error::Usage {
        what: format!("no slice in {}", workspace.path(SPECS).display()),
        help: "start a slice with `cargo xtask fetch --slice NAME --prefix GLOB`".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_part_of_a_package_name() {
        for name in ["usage", "directory2", "a-b"] {
            assert!(Slice::named(name).is_ok(), "{name}");
        }
        for name in [
            "", "Usage", "a_b", "a b", "../x", "-a", "a-", "a--b", "3d", "ü",
        ] {
            assert_eq!(Slice::named(name).unwrap_err().status(), 2, "{name}");
        }
    }

    #[test]
    fn slices_are_the_folders_with_a_contract_or_a_lock() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(folder.path()).unwrap();
        let write = |below: &str| {
            let path = folder.path().join(below);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        };
        assert_eq!(all(&workspace).unwrap(), []);
        for file in [
            "specs/README.md",
            "specs/usage/contract.yml",
            "specs/directory/lock.toml",
            "specs/notes/overlay/names.yml",
            "specs/.old/lock.toml",
        ] {
            write(file);
        }
        let names = |slices: Vec<Slice>| -> Vec<String> {
            slices.iter().map(ToString::to_string).collect()
        };
        assert_eq!(names(all(&workspace).unwrap()), ["directory", "usage"]);
        assert_eq!(names(chosen(&workspace, Some("usage")).unwrap()), ["usage"]);
        let error = chosen(&workspace, Some("usge")).unwrap_err();
        assert!(error.help().unwrap().contains("`directory`, `usage`"));
        let error = one(&workspace, None, "--actions").unwrap_err();
        assert!(
            error.to_string().contains("`directory`, `usage`"),
            "{error}"
        );
        write("specs/My Slice/contract.yml");
        assert_eq!(all(&workspace).unwrap_err().status(), 2);
    }
}
