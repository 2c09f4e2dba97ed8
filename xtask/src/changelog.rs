//! `cargo xtask changelog`: writes down in CHANGELOG.md what users notice of a change of the contract.

use connect_codegen::diff::{Comparison, Section};

use crate::diff::{self, Compared};
use crate::exit::{Error, Verdict};
use crate::report::{GOOD, Report};
use crate::sources;
use crate::workspace::{CHANGELOG, Workspace};
use crate::write::Changes;

/// What the command explains behind its options.
pub const HELP: &str = "\
Examples:
  cargo xtask changelog
      what `cargo xtask diff` finds, into the part of CHANGELOG.md headed [Unreleased]
  cargo xtask changelog v0.1.0
      all since a release

OLD and NEW are those of `cargo xtask diff`. What is there already is not written twice,
so the command can be repeated; what was written by hand stays. Only what callers notice
is written: read it, and say more where a user has to know more.";

/// The heading of what is not released yet.
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

/// How long a line becomes at most.
const WIDTH: usize = 118;

/// Compares, and writes the entries.
///
/// # Errors
/// If a contract is not there or not sound, or CHANGELOG.md has no place for entries.
pub fn run(workspace: &Workspace, args: &Compared, report: &mut Report) -> Result<Verdict, Error> {
    let (comparison, _) = diff::compared(workspace, args, report)?;
    let old = read(workspace)?;
    let new = with_entries(&old, &comparison)?;
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

/// The text of the changelog.
///
/// # Errors
/// If it cannot be read.
pub fn read(workspace: &Workspace) -> Result<String, Error> {
    let bytes = sources::bytes(&workspace.path(CHANGELOG))?;
    Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
}

/// The changelog with the entries of a comparison.
///
/// # Errors
/// If it has no part headed `[Unreleased]`.
pub fn with_entries(text: &str, comparison: &Comparison) -> Result<String, Error> {
    let missing = || Error::Usage {
        what: format!("{CHANGELOG} has no heading `{UNRELEASED}`"),
        help: "add one above the releases: that is where entries go".to_owned(),
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
    release.made_from(&comparison.new.api_version);
    for section in comparison.to_changelog() {
        release.add(&section);
    }
    let mut out: Vec<String> = before.iter().map(|line| (*line).to_owned()).collect();
    out.extend(release.write());
    if !released.is_empty() {
        out.push(String::new());
    }
    out.extend(released.iter().map(|line| (*line).to_owned()));
    Ok(out.join("\n") + "\n")
}

/// What the changelog says of one release.
struct Release {
    /// The lines before the first section.
    head: Vec<String>,
    /// Sections by heading, with their lines.
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

    /// Says which document the release is made from, in place of what it said before.
    fn made_from(&mut self, version: &str) {
        const BEGINNING: &str = "Made from version ";
        const END: &str = " of the vendor's document.";
        let sentence = format!("{BEGINNING}{version}{END}");
        let head = self.head.join("\n");
        let old = head.find(BEGINNING).and_then(|start| {
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

    /// Adds the entries of a section that are not there yet.
    fn add(&mut self, section: &Section) {
        let place = |heading: &str| HEADINGS.iter().position(|known| *known == heading);
        let known = self
            .sections
            .iter()
            .position(|(heading, _)| heading == section.heading);
        let index = known.unwrap_or_else(|| {
            let later = |(heading, _): &(String, _)| place(heading) > place(section.heading);
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

fn trim(lines: &mut Vec<String>) {
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
}

/// A text with one blank between its words, however it is wrapped.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An entry as lines of a list.
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
        release.made_from("2");
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
