//! What the program prints: results to standard output, everything about them to standard error.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use clap::ColorChoice;
use serde_json::{Value, json};

use super::exit::Failure;
use super::globals::Globals;
use super::secrets::Secrets;
use super::table::Table;
use super::text::{clean, clean_json, clean_lines};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const HELP: Style = AnsiColor::Green.on_default().bold();

/// Standard output and standard error. Secrets are taken out of everything, whatever its origin.
#[derive(Debug, Clone)]
pub struct Output {
    json: bool,
    quiet: bool,
    secrets: Secrets,
}

impl Output {
    /// Creates the output that the options ask for. Colours follow them, `NO_COLOR` and the terminal.
    pub fn new(globals: &Globals) -> Self {
        let color = match globals.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        color.write_global();
        Self {
            json: globals.json,
            quiet: globals.quiet,
            secrets: Secrets::new(globals.key_file.clone()),
        }
    }

    /// Whether results are JSON.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Whether notes and progress are left out.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// What must not be printed.
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// A text of one line as it can be printed.
    pub fn safe(&self, text: &str) -> String {
        clean(&self.secrets.without(text))
    }

    /// Prints a result: the value, or the lines for people.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub fn result(
        &self,
        value: &Value,
        lines: impl IntoIterator<Item = String>,
    ) -> Result<(), Failure> {
        if self.json {
            let value = self.secrets.without_in(value);
            return self.line(&clean_json(&format!("{value:#}")));
        }
        for line in lines {
            self.line(&clean_lines(&self.secrets.without(&line)))?;
        }
        Ok(())
    }

    /// Prints a result whose lines are a table, followed by more lines. A table without rows is left out.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub fn table(&self, value: &Value, table: &Table, more: Vec<String>) -> Result<(), Failure> {
        if self.json || table.is_empty() {
            return self.result(value, more);
        }
        let lines = table.lines(|cell| self.safe(cell));
        self.result(value, lines.into_iter().chain(more))
    }

    /// Prints a line to standard output.
    fn line(&self, line: &str) -> Result<(), Failure> {
        let mut out = anstream::stdout().lock();
        let written = writeln!(out, "{line}").and_then(|()| out.flush());
        written.map_err(|error| Failure::stdout(&error))
    }

    /// Prints a note to standard error, unless the run is quiet. With `--json` as well: standard output has the value
    /// alone.
    pub fn note(&self, note: &str) {
        if !self.quiet {
            // Without standard error there is nowhere to say so.
            let _ = writeln!(
                anstream::stderr(),
                "{NOTE}note:{NOTE:#} {}",
                self.safe(note)
            );
        }
    }

    /// Prints why the run failed.
    pub fn failure(&self, failure: &Failure) {
        let mut out = anstream::stderr();
        let failure = &failure.map(|it| self.secrets.without(it));
        // Without standard error there is nowhere to say so; the exit status remains.
        let _ = match self.json {
            true => writeln!(out, "{}", clean_json(&format!("{:#}", as_json(failure)))),
            false => as_text(&mut out, failure),
        };
    }
}

/// A failure as the value that `--json` prints.
pub fn as_json(failure: &Failure) -> Value {
    json!({
        "error": {
            "kind": failure.kind.name(),
            "status": failure.kind.status(),
            "message": failure.message,
            "details": failure.details,
            "known": failure.known,
            "help": failure.help,
        }
    })
}

fn as_text(out: &mut impl Write, failure: &Failure) -> io::Result<()> {
    let message = clean_lines(&failure.message);
    writeln!(out, "{ERROR}error:{ERROR:#} {message}")?;
    for detail in &failure.details {
        writeln!(out, "  the platform says: {}", clean(detail))?;
    }
    for known in &failure.known {
        writeln!(out, "  {NOTE}known:{NOTE:#} {}", clean(known))?;
    }
    if let Some(help) = &failure.help {
        writeln!(out, "  {HELP}help:{HELP:#} {}", clean(help))?;
    }
    Ok(())
}
