//! `cargo xtask changelog`: adds what users notice of a contract change to CHANGELOG.md.

use connect_review::diff::{Comparison, Section};

use crate::diff::{self, Compared};
use crate::exit::{Error, Verdict};
use crate::facade::Facade;
use crate::git::Git;
use crate::report::{GOOD, Report};
use crate::slice::{self, Slice};
use crate::sources;
use crate::workspace::{CHANGELOG, Workspace};
use crate::write::Changes;

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

/// The sections of a release, in order.
const HEADINGS: [&str; 6] = [
    "Added",
    "Changed",
    "Deprecated",
    "Removed",
    "Fixed",
    "Security",
];

/// The maximum length of a line.
const WIDTH: usize = 118;

/// The changelog entries of one comparison.
pub struct Entries {
    /// The prefix of each entry: the package, unless the façade re-exports it.
    package: Option<String>,
    /// The version of the vendor's document.
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
            version: comparison.new.api_version.clone(),
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

/// Returns the package that prefixes an entry.
fn owner(entry: &str) -> Option<&str> {
    let (package, _) = entry.strip_prefix('`')?.split_once("`: ")?;
    let is_package = package.starts_with("connect-") && package.ends_with("-api");
    is_package.then_some(package)
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

/// Returns whether an entry has the form of those that this command writes: a subject, followed by
/// items only. An entry with another sentence was written by hand.
fn is_ours(entry: &str) -> bool {
    let Some((_, items)) = entry.rsplit_once(": `") else {
        return false;
    };
    let Some(items) = items.strip_suffix('.') else {
        return false;
    };
    // Between the code spans there is little else.
    let between = items.split('`').skip(1).step_by(2).map(str::trim);
    let is_more = |text: &str| {
        let number = text
            .strip_prefix(", and ")
            .and_then(|it| it.strip_suffix(" more"));
        number.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut between = between.peekable();
    between.peek().is_some() && between.all(|it| matches!(it, "" | "," | "is") || is_more(it))
}

/// The section of one release.
struct Release {
    /// The lines before the first heading.
    head: Vec<String>,
    /// The lines by heading.
    sections: Vec<(String, Vec<String>)>,
}

impl Release {
    fn read(lines: &[&str]) -> Self {
        let mut release = Self {
            head: Vec::new(),
            sections: Vec::new(),
        };
        for line in lines {
            match (line.strip_prefix("### "), release.sections.last_mut()) {
                (Some(heading), _) => {
                    release
                        .sections
                        .push((heading.trim().to_owned(), Vec::new()));
                }
                (None, Some((_, lines))) => lines.push((*line).to_owned()),
                (None, None) => release.head.push((*line).to_owned()),
            }
        }
        release
    }

    /// Sets the version of the document that the release, or one of its packages, is made from.
    fn made_from(&mut self, package: Option<&str>, version: &str) {
        const END: &str = " of the vendor's document.";
        let beginning = match package {
            Some(package) => format!("`{package}` is made from version "),
            None => "Made from version ".to_owned(),
        };
        let sentence = format!("{beginning}{version}{END}");
        let head = self.head.join("\n");
        let old = head.find(&beginning).and_then(|start| {
            let end = head[start..].find(END)?;
            Some(start..start + end + END.len())
        });
        let head = match old {
            Some(range) => head[..range.start].to_owned() + &sentence + &head[range.end..],
            None if head.trim().is_empty() => format!("\n{sentence}"),
            None => format!("{}\n\n{sentence}", head.trim_end()),
        };
        self.head = head.lines().map(str::to_owned).collect();
    }

    /// Removes entries, and headings without entries, and returns the entries.
    fn drop_entries(&mut self, is_stale: impl Fn(&str) -> bool) -> Vec<String> {
        let mut dropped = Vec::new();
        for (_, lines) in &mut self.sections {
            let mut kept = Vec::new();
            for entry in entries(lines) {
                let text = words(entry.join(" ").trim_start_matches("- "));
                if entry.first().is_some_and(|line| line.starts_with("- ")) && is_stale(&text) {
                    dropped.push(text);
                } else {
                    kept.extend(entry.to_vec());
                }
            }
            *lines = kept;
        }
        let is_empty = |lines: &[String]| lines.iter().all(|line| line.trim().is_empty());
        if !dropped.is_empty() {
            self.sections.retain(|(_, lines)| !is_empty(lines));
        }
        dropped
    }

    /// Adds the entries of a section that do not exist yet.
    fn add(&mut self, section: &Section) {
        let position = |heading: &str| HEADINGS.iter().position(|known| *known == heading);
        let known = self
            .sections
            .iter()
            .position(|(heading, _)| heading == section.heading);
        let index = known.unwrap_or_else(|| {
            let later = |(heading, _): &(String, _)| position(heading) > position(section.heading);
            let index = self
                .sections
                .iter()
                .position(later)
                .unwrap_or(self.sections.len());
            self.sections
                .insert(index, (section.heading.to_owned(), Vec::new()));
            index
        });
        let Some((_, lines)) = self.sections.get_mut(index) else {
            return;
        };
        let there = words(&lines.join(" "));
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
        for entry in section
            .entries
            .iter()
            .filter(|entry| !there.contains(&words(entry)))
        {
            lines.extend(wrapped(entry));
        }
    }

    fn write(&self) -> Vec<String> {
        let mut out = self.head.clone();
        for (heading, lines) in &self.sections {
            trim(&mut out);
            out.extend([String::new(), format!("### {heading}")]);
            out.extend(lines.iter().cloned());
        }
        trim(&mut out);
        out
    }
}

/// Returns the items of a list, each with its continuation lines, and what is between them.
fn entries(lines: &[String]) -> impl Iterator<Item = &[String]> {
    lines.chunk_by(|_, line| line.starts_with("  "))
}

fn trim(lines: &mut Vec<String>) {
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
}

/// Returns a text with single blanks between words, independent of wrapping.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Formats an entry as lines of a list.
fn wrapped(entry: &str) -> Vec<String> {
    let mut lines = vec!["-".to_owned()];
    for word in entry.split_whitespace() {
        let length = lines.last().map_or(0, |line| line.chars().count());
        if length + 1 + word.chars().count() > WIDTH && length > 1 {
            lines.push(" ".to_owned());
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(text: &str) -> Release {
        Release::read(&text.lines().collect::<Vec<_>>())
    }

    fn section(heading: &'static str, entries: &[&str]) -> Section {
        Section {
            heading,
            entries: entries.iter().map(|entry| (*entry).to_owned()).collect(),
        }
    }

    #[test]
    fn entries_go_into_their_sections_once() {
        let mut release = release(
            "\nFirst. Made from version 1 of the vendor's document.\n\n### Added\n\n- By hand.\n\n### Fixed\n\n- A thing.\n",
        );
        release.made_from(None, "2");
        for _ in 0..2 {
            release.add(&section("Added", &["Field `a`: `models::A.a`."]));
            release.add(&section("Removed", &["Operation `x`."]));
        }
        assert_eq!(
            release.write(),
            [
                "",
                "First. Made from version 2 of the vendor's document.",
                "",
                "### Added",
                "",
                "- By hand.",
                "- Field `a`: `models::A.a`.",
                "",
                "### Removed",
                "",
                "- Operation `x`.",
                "",
                "### Fixed",
                "",
                "- A thing.",
            ]
        );
    }

    #[test]
    fn entries_that_no_longer_hold_go_with_their_section() {
        let mut release = release(
            "\n### Added\n\n- By hand.\n- Field `a`: `models::A.a` is\n  `B`.\n- Field `b`: `models::A.b`.\n\n### Removed\n\n- Type `A`: `models::A`.\n",
        );
        let dropped = release.drop_entries(|entry| is_ours(entry) && !entry.contains("`b`"));
        assert_eq!(
            dropped,
            ["Field `a`: `models::A.a` is `B`.", "Type `A`: `models::A`."]
        );
        let left = [
            "",
            "### Added",
            "",
            "- By hand.",
            "- Field `b`: `models::A.b`.",
        ];
        assert_eq!(release.write(), left);
    }

    #[test]
    fn what_a_hand_wrote_is_not_ours() {
        for ours in [
            "Field `a`: `models::A.a`.",
            "Field `a` of `A`: `models::A.a` is `Option<B>`, `models::A::a`, and 12 more.",
        ] {
            assert!(is_ours(ours), "{ours}");
        }
        for hand in [
            "By hand.",
            "Field `a`: `models::A.a`. Take `b` in its place.",
            "Field `a`: `models::A.a` instead of `b`.",
            "`Client`: waits.",
            "A thing: `a`",
        ] {
            assert!(!is_ours(hand), "{hand}");
        }
    }

    #[test]
    fn a_long_entry_is_wrapped_and_still_known() {
        let long = "word ".repeat(60);
        let mut release = release("");
        release.add(&section("Changed", &[&long]));
        let once = release.write();
        assert!(
            once.iter().all(|line| line.chars().count() <= WIDTH),
            "{once:?}"
        );
        assert!(
            once.iter().any(|line| line.starts_with("  word")),
            "{once:?}"
        );
        release.add(&section("Changed", &[&long]));
        assert_eq!(release.write(), once);
    }
}
