//! `cargo xtask changelog`: adds what users notice of a contract change to CHANGELOG.md.

mod entry;
mod release;

use connect_codegen_cli::exit::{Error, Verdict};
use connect_codegen_cli::report::{GOOD, Report};
use connect_codegen_cli::write::Changes;
use connect_review::diff::{Comparison, Section};

use crate::diff::{self, Compared};
use crate::facade::Facade;
use crate::git::Git;
use crate::slice::{self, Slice};
use crate::sources;
use crate::workspace::{CHANGELOG, Workspace};

use entry::{is_ours, owner, words};
use release::Release;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask changelog
      adds what `cargo xtask diff` finds to the section [Unreleased] of CHANGELOG.md
  cargo xtask changelog v0.1.0
      adds everything since a release

OLD, NEW and --slice are those of `cargo xtask diff`. An entry about a slice that the
façade does not re-export begins with the name of its package. Existing entries are not
added twice, so the command can be repeated. Entries written by hand are kept. Only what
callers notice is added: read it, and explain more where users need it.";

/// The heading of unreleased changes.
const UNRELEASED: &str = "## [Unreleased]";

/// The changelog entries of one comparison.
pub struct Entries {
    /// The prefix of each entry: the package, unless the façade re-exports it.
    package: Option<String>,
    /// The version of the vendor's document, as Markdown.
    version: String,
    /// The entries by section.
    sections: Vec<Section>,
}

impl Entries {
    /// Returns the entries of a comparison.
    ///
    /// # Errors
    /// Returns an error if the slices or the façade cannot be read.
    pub fn of(
        workspace: &Workspace,
        slice: Option<&Slice>,
        comparison: &Comparison,
    ) -> Result<Self, Error> {
        let package = match slice {
            Some(slice) => label(workspace, slice)?,
            None => None,
        };
        let mut sections = comparison.to_changelog();
        if let Some(package) = &package {
            let entries = sections.iter_mut().flat_map(|section| &mut section.entries);
            entries.for_each(|entry| entry.insert_str(0, &format!("`{package}`: ")));
        }
        Ok(Self {
            package,
            version: comparison.new.version_span(),
            sections,
        })
    }

    /// Returns whether an entry is about the same package.
    fn is_about(&self, entry: &str) -> bool {
        owner(entry) == self.package.as_deref()
    }
}

/// Returns the package that prefixes the entries of a slice. Entries of the crate that the façade
/// re-exports have no prefix, because users know its items as the façade's. Without a façade, the only
/// slice has none either.
fn label(workspace: &Workspace, slice: &Slice) -> Result<Option<String>, Error> {
    let facade = Facade::read(workspace)?;
    let is_known = match facade {
        Some(facade) => facade.re_exports(slice),
        None => slice::all(workspace)?.len() == 1,
    };
    Ok((!is_known).then(|| slice.package()))
}

/// Compares, and adds the entries.
///
/// # Errors
/// Returns an error if a contract is missing or invalid, or CHANGELOG.md has no section for
/// entries.
pub fn run(workspace: &Workspace, args: &Compared, report: &mut Report) -> Result<Verdict, Error> {
    let mut entries = Vec::new();
    for one in diff::compared(workspace, args, true, report)? {
        entries.push(Entries::of(workspace, one.slice.as_ref(), &one.comparison)?);
    }
    let old = read(workspace)?;
    let new = with_entries(workspace, &old, &entries, report)?;
    if new == old {
        report.line(format_args!("unchanged {CHANGELOG}"));
    } else {
        let mut changes = Changes::new();
        changes.write(&workspace.path(CHANGELOG), new.as_bytes())?;
        changes.commit()?;
        report.line_in(GOOD, format_args!("wrote     {CHANGELOG}"));
    }
    Ok(Verdict::Well)
}

/// Reads the changelog.
///
/// # Errors
/// Returns an error if it cannot be read.
pub fn read(workspace: &Workspace) -> Result<String, Error> {
    let bytes = sources::bytes(&workspace.path(CHANGELOG))?;
    Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
}

/// Returns the changelog with the entries of comparisons. Entries that this command added since the
/// last commit and that are outdated are removed, for example when a name was changed since.
///
/// # Errors
/// Returns an error if there is no section `[Unreleased]`.
pub fn with_entries(
    workspace: &Workspace,
    text: &str,
    all: &[Entries],
    report: &mut Report,
) -> Result<String, Error> {
    let holds = |entry: &str| {
        let mut entries = all
            .iter()
            .flat_map(|one| &one.sections)
            .flat_map(|section| &section.entries);
        entries.any(|known| words(known) == entry)
    };
    // Entries about other packages may still be valid.
    let is_compared = |entry: &str| all.iter().any(|one| one.is_about(entry));
    let committed = committed(workspace);
    // Without a commit it is unknown what was written by hand.
    let is_stale = |entry: &str| {
        let is_committed = committed.as_ref().is_none_or(|text| text.contains(entry));
        !is_committed && is_ours(entry) && is_compared(entry) && !holds(entry)
    };
    let missing = || Error::Usage {
        what: format!("{CHANGELOG} has no heading `{UNRELEASED}`"),
        help: "add it above the releases; entries are added below it".to_owned(),
    };
    let at = text
        .lines()
        .position(|line| line.trim_end() == UNRELEASED)
        .ok_or_else(missing)?;
    let lines: Vec<&str> = text.lines().collect();
    let (before, behind) = lines.split_at(at + 1);
    let length = behind
        .iter()
        .position(|line| line.starts_with("## ") || line.starts_with('[') && line.contains("]: "));
    let (unreleased, released) = behind.split_at(length.unwrap_or(behind.len()));
    let mut release = Release::read(unreleased);
    for entry in release.drop_entries(is_stale) {
        report.line(format_args!("outdated, removed: {entry}"));
    }
    for one in all {
        release.made_from(one.package.as_deref(), &one.version);
        for section in &one.sections {
            release.add(section);
        }
    }
    let mut out: Vec<String> = before.iter().map(|line| (*line).to_owned()).collect();
    out.extend(release.write());
    if !released.is_empty() {
        out.push(String::new());
    }
    out.extend(released.iter().map(|line| (*line).to_owned()));
    Ok(out.join("\n") + "\n")
}

/// Returns the changelog of the last commit, with single blanks between words; `None` if git does
/// not have it.
fn committed(workspace: &Workspace) -> Option<String> {
    let bytes = Git::new(workspace).read("HEAD", CHANGELOG).ok()??;
    Some(words(&String::from_utf8_lossy(&bytes)))
}
