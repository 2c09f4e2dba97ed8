//! The section of one release in the changelog.

use connect_review::diff::Section;

use super::entry::{words, wrapped};

/// The sections of a release, in order.
const HEADINGS: [&str; 6] = [
    "Added",
    "Changed",
    "Deprecated",
    "Removed",
    "Fixed",
    "Security",
];

/// The section of one release.
pub struct Release {
    /// The lines before the first heading.
    head: Vec<String>,
    /// The lines by heading.
    sections: Vec<(String, Vec<String>)>,
}

impl Release {
    pub fn read(lines: &[&str]) -> Self {
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
    pub fn made_from(&mut self, package: Option<&str>, version: &str) {
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
    pub fn drop_entries(&mut self, is_stale: impl Fn(&str) -> bool) -> Vec<String> {
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
    pub fn add(&mut self, section: &Section) {
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

    pub fn write(&self) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changelog::entry::{WIDTH, is_ours};

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
