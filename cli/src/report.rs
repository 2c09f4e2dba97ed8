//! The output of a run: results on standard output, messages on standard error.
//!
//! Colours appear only on a terminal. If the reader closes standard output (`… | head`),
//! printing stops, but the run continues with its normal exit status.

mod draw;
mod group;
mod json;
mod texts;

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use connect_codegen::diagnostics::Code;
use connect_codegen::{Diagnostic, Diagnostics, Outcome, Severity, Source};
use connect_review::{Explanation, Finding};
use serde_json::Value;

use crate::exit::{self, Error, Verdict};
use crate::timings::Timings;
use crate::wording::{count, visible};
use group::{Notes, is_routine};
use texts::Texts;

pub use json::{finding as finding_json, span as span_json};

/// Success, and lines that a diff adds.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// Errors, and lines that a diff removes.
pub const BAD: Style = AnsiColor::Red.on_default();
/// Warnings.
pub const CARE: Style = AnsiColor::Yellow.on_default();
/// Orientation: spans, hunk headers, advice.
pub const AID: Style = AnsiColor::Cyan.on_default();

/// The output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Text.
    #[default]
    Text,
    /// JSON: results as one document, diagnostics as one object per line.
    Json,
}

/// Prints the output of one run, and records the number of errors and whether standard output
/// failed.
#[derive(Debug)]
pub struct Report {
    /// The command that runs, as it is typed.
    program: &'static str,
    verbose: bool,
    format: Format,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// The notes that were shown.
    shown: Notes,
    /// The diagnostic codes that were explained.
    explained: BTreeSet<Code>,
    texts: Texts,
    timings: Timings,
    /// Whether to show them.
    shows_timings: bool,
    /// The last message of a run that failed.
    parting: Option<&'static str>,
    output: Output,
}

#[derive(Debug, Default)]
enum Output {
    #[default]
    Open,
    /// The reader closed it, which is not an error.
    Closed,
    Failed(io::Error),
}

impl Report {
    /// Creates an empty report of a program, which is named as it is typed. Unless it is `verbose`, it shows the first few notes of each
    /// diagnostic code and counts the rest, because some documents cause hundreds.
    pub fn new(program: &'static str, verbose: bool, format: Format) -> Self {
        Self {
            program,
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

    /// Shows the duration of each stage at the end.
    pub fn show_timings(&mut self) {
        self.shows_timings = true;
    }

    /// Sets the last message, shown if the run fails.
    pub fn parting(&mut self, text: &'static str) {
        self.parting = Some(text);
    }

    /// Begins a stage, and ends the one before.
    pub fn stage(&mut self, name: &'static str) {
        self.timings.start(name);
    }

    /// Returns the command that runs, as it is typed.
    pub fn program(&self) -> &'static str {
        self.program
    }

    /// Returns whether to show everything.
    pub fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Returns whether the output is JSON.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Records a text, so that diagnostics about it are shown with an excerpt.
    pub fn read(&mut self, source: &Source) {
        self.texts.add(source);
    }

    /// Prints a result: as JSON if requested, otherwise with `text`.
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

    /// Prints data for programs unchanged, without styles.
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

    /// Shows the diagnostics of a step and returns its value.
    ///
    /// # Errors
    /// [`Error::Diagnosed`] if the step has no value because of errors.
    pub fn take<T>(&mut self, outcome: Outcome<T>) -> Result<T, Error> {
        self.diagnostics(&outcome.diagnostics);
        outcome.value.ok_or(Error::Diagnosed)
    }

    /// Shows the diagnostics of a text, and records it, so that later diagnostics have an excerpt.
    ///
    /// # Errors
    /// [`Error::Diagnosed`] if it is not text.
    pub fn source(&mut self, outcome: Outcome<Source>) -> Result<Source, Error> {
        let source = self.take(outcome)?;
        self.read(&source);
        Ok(source)
    }

    /// Shows diagnostics on standard error. As text, notes that ask for nothing are shown only if the report is verbose.
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
        let wanted = diagnostics.iter();
        let wanted = wanted.filter(|finding| self.verbose || !is_routine(finding));
        for group in self.shown.group(wanted, self.verbose) {
            let is_new = group.shown.iter().any(|first| self.is_new(first));
            say(&draw::draw(&group, is_new, &self.texts));
            say("");
        }
    }

    /// Returns whether a diagnostic is the first with its code in this run. Diagnostics without a
    /// span need no explanation.
    fn is_new(&mut self, finding: &Diagnostic) -> bool {
        finding.span.is_some() && self.explained.insert(finding.code)
    }

    /// Counts diagnostics that are the result of the run.
    pub fn count_findings(&mut self, findings: &[Finding]) {
        for finding in findings {
            *match finding.diagnostic.severity {
                Severity::Error => &mut self.errors,
                Severity::Warning => &mut self.warnings,
                Severity::Note => &mut self.notes,
            } += 1;
        }
    }

    /// Prints defects as the result of the run, with the actions that fix them.
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

    /// Prints an item with its node and related items.
    pub fn explanation(&mut self, explanation: &Explanation) {
        self.line(draw::explanation(explanation, &self.texts));
    }

    /// Prints actions as they are written in an overlay.
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
            "\n  {AID}# fix: add to {}{AID:#}",
            first.overlay()
        ));
        for action in actions() {
            for line in action.to_yaml().lines() {
                self.line(format_args!("  {}", visible(line)));
            }
        }
    }

    /// Shows on standard error why the run failed.
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

    /// Ends the report: prints the number of errors and warnings. Returns an error if standard
    /// output failed.
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
                "{style}note[{code}]{style:#}: {more} more with this code; --verbose shows them"
            ));
        }
        if !self.explained.is_empty() {
            let codes: Vec<&str> = self.explained.iter().map(|code| code.as_str()).collect();
            say(&format!(
                "for more about a diagnostic code: {} explain {}",
                self.program,
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

/// Writes a line to standard error. Errors are ignored, because they cannot be reported.
fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}
