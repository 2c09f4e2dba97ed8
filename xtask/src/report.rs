//! What a run prints: results on standard output, everything about them on standard error.
//!
//! Colours appear only on a terminal. A reader that stops reading (`cargo xtask check | head`) ends
//! the printing, not the run: the exit status stays what it would have been.

mod draw;
mod group;
mod json;
mod texts;

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use connect_codegen::{Diagnostic, Diagnostics, Explanation, Finding, Outcome, Severity, Source};
use serde_json::Value;

use crate::exit::{self, Error, Verdict};
use crate::timings::Timings;
use group::Notes;
use texts::Texts;

pub use json::{finding as finding_json, span as span_json};

/// For what went well, and for lines that a diff adds.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// For what is wrong, and for lines that a diff takes away.
pub const BAD: Style = AnsiColor::Red.on_default();
/// For what deserves a look.
pub const CARE: Style = AnsiColor::Yellow.on_default();
/// For what guides the eye: places, hunk headers, advice.
pub const AID: Style = AnsiColor::Cyan.on_default();

/// For whom output is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: results as one JSON document, findings as one JSON object a line.
    Json,
}

/// Collects what one run prints, and remembers what it must not forget: how many errors there were,
/// and whether standard output failed.
#[derive(Debug)]
pub struct Report {
    verbose: bool,
    format: Format,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// What was shown of the notes.
    shown: Notes,
    /// The kinds of findings that were explained.
    explained: BTreeSet<&'static str>,
    texts: Texts,
    timings: Timings,
    /// Whether these are to be shown.
    shows_timings: bool,
    /// What is said last, of a run that failed.
    parting: Option<&'static str>,
    output: Output,
}

#[derive(Debug, Default)]
enum Output {
    #[default]
    Open,
    /// Nobody reads any more. Not an error of ours.
    Closed,
    Failed(io::Error),
}

impl Report {
    /// An empty report. Unless it is `verbose`, it shows the first few notes of each kind and counts
    /// the rest: some documents give hundreds, and the warnings would drown in them.
    pub fn new(verbose: bool, format: Format) -> Self {
        Self {
            verbose,
            format,
            errors: 0,
            warnings: 0,
            notes: 0,
            shown: Notes::default(),
            explained: BTreeSet::new(),
            texts: Texts::default(),
            timings: Timings::default(),
            shows_timings: false,
            parting: None,
            output: Output::Open,
        }
    }

    /// Shows at the end how long each stage took.
    pub fn show_timings(&mut self) {
        self.shows_timings = true;
    }

    /// What is said at the very end of a run that failed.
    pub fn parting(&mut self, text: &'static str) {
        self.parting = Some(text);
    }

    /// A stage begins, and the one before ends.
    pub fn stage(&mut self, name: &'static str) {
        self.timings.start(name);
    }

    /// Whether everything is to be shown.
    pub fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether output is for programs.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Remembers a text that findings may be about, so that they are shown with an excerpt.
    pub fn read(&mut self, source: &Source) {
        self.texts.add(source);
    }

    /// Prints a result: as JSON if that was asked for, else by `text`.
    pub fn result(&mut self, json: impl FnOnce() -> Value, text: impl FnOnce(&mut Self)) {
        match self.format {
            Format::Json => self.data(&format!("{:#}\n", json())),
            Format::Text => text(self),
        }
    }

    /// Prints one line of results.
    pub fn line(&mut self, text: impl fmt::Display) {
        self.line_in(Style::new(), text);
    }

    /// Prints one line of results in a style.
    pub fn line_in(&mut self, style: Style, text: impl fmt::Display) {
        let written = writeln!(anstream::stdout(), "{style}{text}{style:#}");
        self.note(written);
    }

    /// Prints text that is meant for programs: as it is, never styled.
    pub fn data(&mut self, text: &str) {
        let mut out = io::stdout();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        self.note(written);
    }

    fn note(&mut self, written: io::Result<()>) {
        if let (Output::Open, Err(error)) = (&self.output, written) {
            self.output = match error.kind() {
                io::ErrorKind::BrokenPipe => Output::Closed,
                _ => Output::Failed(error),
            };
        }
    }

    /// Shows the diagnostics of a step and gives its value.
    ///
    /// # Errors
    /// [`Error::Diagnosed`] if the step has none because of errors.
    pub fn take<T>(&mut self, outcome: Outcome<T>) -> Result<T, Error> {
        self.diagnostics(&outcome.diagnostics);
        outcome.value.ok_or(Error::Diagnosed)
    }

    /// Shows what there is to say about a text, and remembers it: findings about it are shown with an
    /// excerpt.
    ///
    /// # Errors
    /// [`Error::Diagnosed`] if it cannot be read as text.
    pub fn source(&mut self, outcome: Outcome<Source>) -> Result<Source, Error> {
        let source = self.take(outcome)?;
        self.read(&source);
        Ok(source)
    }

    /// Shows diagnostics on standard error.
    pub fn diagnostics(&mut self, diagnostics: &Diagnostics) {
        self.errors += diagnostics.count(Severity::Error);
        self.warnings += diagnostics.count(Severity::Warning);
        self.notes += diagnostics.count(Severity::Note);
        if self.is_json() {
            diagnostics
                .iter()
                .for_each(|finding| say(&json::diagnostic(finding).to_string()));
            return;
        }
        for group in self.shown.group(diagnostics.iter(), self.verbose) {
            let is_new = group.shown.iter().any(|first| self.is_new(first));
            say(&draw::draw(&group, is_new, &self.texts));
            say("");
        }
    }

    /// Whether a finding is the first of its kind in this run. One that is about no place says all
    /// that there is to say.
    fn is_new(&mut self, finding: &Diagnostic) -> bool {
        finding.span.is_some() && self.explained.insert(finding.code)
    }

    /// Counts findings that are the result of the run.
    pub fn count_findings(&mut self, findings: &[Finding]) {
        for finding in findings {
            *match finding.diagnostic.severity {
                Severity::Error => &mut self.errors,
                Severity::Warning => &mut self.warnings,
                Severity::Note => &mut self.notes,
            } += 1;
        }
    }

    /// Prints findings as the result of the run, with the actions that mend them.
    pub fn findings(&mut self, findings: &[Finding]) {
        for group in self.shown.group(findings.iter(), self.verbose) {
            let is_new = group
                .shown
                .iter()
                .any(|first| self.is_new(&first.diagnostic));
            self.line(draw::draw(&group, is_new, &self.texts));
            self.actions(&group.shown);
            self.line("");
        }
    }

    /// Prints an item with the node that it comes from, and its neighbours.
    pub fn explanation(&mut self, explanation: &Explanation) {
        self.line(draw::explanation(explanation, &self.texts));
    }

    /// Prints actions as they stand in an overlay.
    fn actions(&mut self, findings: &[&Finding]) {
        let actions = || {
            findings
                .iter()
                .filter_map(|finding| finding.action.as_ref())
        };
        let Some(first) = actions().next() else {
            return;
        };
        self.line(format_args!(
            "\n  {AID}# mends it, in {}{AID:#}",
            first.overlay()
        ));
        for action in actions() {
            for line in action.to_yaml().lines() {
                self.line(format_args!("  {}", visible(line)));
            }
        }
    }

    /// Shows why the run failed, on standard error.
    pub fn failure(&mut self, error: &Error) {
        if matches!(error, Error::Diagnosed) {
            return;
        }
        self.errors += 1;
        say(&match self.format {
            Format::Json => json::failure(error).to_string(),
            Format::Text => draw::failure(error),
        });
    }

    /// Ends the report: counts the errors and warnings, and turns a failure of standard output into
    /// one of the run.
    pub fn finish(mut self, result: Result<Verdict, Error>) -> Result<Verdict, Error> {
        self.timings.stop();
        if self.shows_timings {
            say(&match self.format {
                Format::Json => self.timings.json().to_string(),
                Format::Text => self.timings.to_string(),
            });
        }
        if let Err(error) = &result {
            self.failure(error);
        }
        let result = match (result, std::mem::take(&mut self.output)) {
            (Ok(_), Output::Failed(source)) => {
                let error = Error::Output(source);
                self.failure(&error);
                Err(error)
            }
            (result, _) => result,
        };
        match self.format {
            Format::Json => {
                let status = exit::status(&result);
                let summary = json::summary(self.errors, self.warnings, self.notes, status);
                say(&summary.to_string());
            }
            Format::Text => self.say_the_rest(),
        }
        result
    }

    fn say_the_rest(&self) {
        let style = AID.bold();
        for (code, more) in self.shown.left_out() {
            say(&format!(
                "{style}note[{code}]{style:#}: and {more} more of this kind; --verbose shows them"
            ));
        }
        if !self.explained.is_empty() {
            let codes: Vec<&str> = self.explained.iter().copied().collect();
            say(&format!(
                "for more about a kind of finding: cargo xtask explain {}",
                codes.join(" | ")
            ));
        }
        if self.errors + self.warnings > 0 {
            say(&format!(
                "{}, {}",
                count(self.errors, "error"),
                count(self.warnings, "warning")
            ));
        }
        if let Some(parting) = self.parting {
            say(parting);
        }
    }
}

/// Writes a line to standard error. If even that fails there is nobody left to tell.
fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Text from outside with its control characters spelt out, so that it cannot steer the terminal.
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c.to_string(),
            c if c.is_control() => c.escape_default().to_string(),
            c => c.to_string(),
        })
        .collect()
}

/// `1 file`, `2 files`, `0 files`.
pub fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// A number of bytes for a person: exact below one KiB, to one decimal above.
pub fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..KIB => format!("{bytes} bytes"),
        KIB..MIB => format!("{} KiB", tenths(KIB)),
        _ => format!("{} MiB", tenths(MIB)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_readable() {
        assert_eq!(size(0), "0 bytes");
        assert_eq!(size(1023), "1023 bytes");
        assert_eq!(size(1536), "1.5 KiB");
        assert_eq!(size(32 * 1024 * 1024), "32.0 MiB");
    }

    #[test]
    fn text_from_outside_cannot_steer_the_terminal() {
        assert_eq!(visible("a\u{1b}[2Jb\nc"), "a\\u{1b}[2Jb\nc");
    }
}
