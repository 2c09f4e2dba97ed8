//! What a run prints: results on standard output, everything about them on standard error.
//!
//! Colours appear only on a terminal. A reader that stops reading (`cargo xtask check | head`) ends
//! the printing, not the run: the exit status stays what it would have been.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use connect_codegen::{Diagnostic, Diagnostics, Outcome, Severity};

use crate::exit::Error;

/// For what went well, and for lines that a diff adds.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// For what is wrong, and for lines that a diff takes away.
pub const BAD: Style = AnsiColor::Red.on_default();
/// For what deserves a look.
pub const CARE: Style = AnsiColor::Yellow.on_default();
/// For what guides the eye: places, hunk headers, advice.
pub const AID: Style = AnsiColor::Cyan.on_default();

/// Collects what one run prints, and remembers what it must not forget: how many errors there were,
/// and whether standard output failed.
#[derive(Debug)]
pub struct Report {
    verbose: bool,
    errors: usize,
    warnings: usize,
    /// How many notes there were of each kind.
    notes: BTreeMap<&'static str, usize>,
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
    pub fn new(verbose: bool) -> Self {
        Self {
            verbose,
            errors: 0,
            warnings: 0,
            notes: BTreeMap::new(),
            output: Output::Open,
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

    /// Shows diagnostics on standard error.
    pub fn diagnostics(&mut self, diagnostics: &Diagnostics) {
        for diagnostic in diagnostics.iter() {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => {
                    let seen = self.notes.entry(diagnostic.code).or_default();
                    *seen += 1;
                    if *seen > NOTES_SHOWN && !self.verbose {
                        continue;
                    }
                }
            }
            say(&styled(diagnostic));
        }
    }

    /// Shows why the run failed, on standard error.
    pub fn failure(&mut self, error: &Error) {
        if matches!(error, Error::Diagnosed) {
            return;
        }
        self.errors += 1;
        let bold = BAD.bold();
        let mut text = format!("{bold}error{bold:#}: {}", visible(&error.to_string()));
        if let Some(help) = error.help() {
            text.push_str(&format!("\n   {AID}= help:{AID:#} {}", visible(&help)));
        }
        say(&text);
    }

    /// Ends the report: counts the errors and warnings, and turns a failure of standard output into
    /// one of the run.
    pub fn finish<T>(mut self, result: Result<T, Error>) -> Result<T, Error> {
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
        self.say_what_was_left_out();
        if self.errors + self.warnings > 0 {
            say(&format!(
                "{}, {}",
                count(self.errors, "error"),
                count(self.warnings, "warning")
            ));
        }
        result
    }

    fn say_what_was_left_out(&self) {
        let style = AID.bold();
        for (code, seen) in self.notes.iter().filter(|_| !self.verbose) {
            if let more @ 1.. = seen.saturating_sub(NOTES_SHOWN) {
                say(&format!(
                    "{style}note[{code}]{style:#}: and {more} more like it; --verbose shows them"
                ));
            }
        }
    }
}

/// How many notes of a kind are shown.
const NOTES_SHOWN: usize = 3;

/// Writes a line to standard error. If even that fails there is nobody left to tell.
fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// A diagnostic with its first word coloured by how bad it is, and the frame of the lines after it
/// in the aid's colour.
fn styled(diagnostic: &Diagnostic) -> String {
    let style = match diagnostic.severity {
        Severity::Error => BAD.bold(),
        Severity::Warning => CARE.bold(),
        Severity::Note => AID.bold(),
    };
    let text = visible(&diagnostic.to_string());
    let (head, rest) = text.split_once(": ").unwrap_or(("", &text));
    let mut lines = rest.lines();
    let mut styled = format!(
        "{style}{head}{style:#}: {}",
        lines.next().unwrap_or_default()
    );
    for line in lines {
        let frame = ["  --> ", "   = help:", "   = at"]
            .into_iter()
            .find(|frame| line.starts_with(frame));
        let (frame, line) = line.split_at(frame.map_or(0, str::len));
        styled.push_str(&format!("\n{AID}{frame}{AID:#}{line}"));
    }
    styled
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
