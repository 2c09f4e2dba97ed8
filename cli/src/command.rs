//! The command line of `connect-codegen`.

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::completions::{self, CompletionsArgs};
use crate::diff::{self, DiffArgs};
use crate::exit::{self, Error, Verdict};
use crate::explain::{self, ExplainArgs};
use crate::generate::{self, GenerateArgs};
use crate::inventory::{self, InventoryArgs};
use crate::lint::{self, LintArgs};
use crate::report::{Format, Report};

const PROGRAM: &str = "connect-codegen";

const STATUS_HELP: &str = "\
Exit status:
  0  success
  1  lint found an error or a warning
  2  the input or the command line is invalid
  3  the disk or standard output failed";

const TOP_HELP: &str = "\
A crate from a document, without any other file:
  connect-codegen generate --spec api.yml --out ../my-api

Results go to standard output, everything about them (warnings, errors) to standard error.
No command uses the network. `connect-codegen COMMAND --help` shows examples.";

/// Generates typed Rust from an OpenAPI document (3.0, 3.1 or 3.2)
#[derive(Debug, Parser)]
#[command(name = PROGRAM, version, after_help = with_status(TOP_HELP))]
struct Cli {
    /// Show all notes, not only the first few of each diagnostic code
    #[arg(long, short, global = true, display_order = 101)]
    verbose: bool,

    /// Print the duration of each stage to standard error at the end
    #[arg(long, global = true, display_order = 102)]
    timings: bool,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes a crate, or a module of one
    #[command(after_help = with_status(generate::HELP))]
    Generate(GenerateArgs),
    /// Lists the defects of a document, and the overlay actions that fix them
    #[command(after_help = with_status(lint::HELP))]
    Lint(LintArgs),
    /// Shows the changes between two documents, their effect on callers, and the required version
    #[command(after_help = with_status(diff::HELP))]
    Diff(DiffArgs),
    /// Shows the node of the document behind a Rust item, or the item of a node
    #[command(after_help = with_status(explain::HELP))]
    Explain(ExplainArgs),
    /// Prints the mapping from the document to Rust as JSON
    #[command(after_help = with_status(inventory::HELP))]
    Inventory(InventoryArgs),
    /// Prints a completion script for a shell
    #[command(after_help = with_status(completions::HELP))]
    Completions(CompletionsArgs),
}

impl Command {
    /// Returns the output format of the command.
    fn format(&self) -> Format {
        match self {
            Self::Generate(args) => args.output.format,
            Self::Lint(args) => args.output.format,
            Self::Explain(args) => args.output.format,
            Self::Inventory(args) => args.output.format,
            Self::Diff(args) if args.format == diff::Format::Json => Format::Json,
            Self::Diff(_) | Self::Completions(_) => Format::Text,
        }
    }
}

fn with_status(examples: &str) -> String {
    format!("{examples}\n\n{STATUS_HELP}")
}

/// Parses a command line; on failure, or if help is asked for, prints and returns the exit status.
///
/// # Errors
/// Returns the status with which the program ends.
pub fn parsed<C: Parser>() -> Result<C, ExitCode> {
    C::try_parse().map_err(|error| {
        // Help goes to standard output, errors to standard error. A failure to print is ignored.
        let _ = error.print();
        match error.use_stderr() {
            true => ExitCode::from(2),
            false => ExitCode::SUCCESS,
        }
    })
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let cli: Cli = match parsed() {
        Ok(cli) => cli,
        Err(status) => return status,
    };
    let mut report = Report::new(PROGRAM, cli.verbose, cli.command.format());
    if cli.timings {
        report.show_timings();
    }
    let result = run(&cli.command, &mut report);
    ExitCode::from(exit::status(&report.finish(result)))
}

fn run(command: &Command, report: &mut Report) -> Result<Verdict, Error> {
    match command {
        Command::Generate(args) => generate::run(args, report),
        Command::Lint(args) => lint::run(args, report),
        Command::Diff(args) => diff::run(args, report),
        Command::Explain(args) => explain::run(args, report),
        Command::Inventory(args) => inventory::run(args, report),
        Command::Completions(args) => completions::run(args, Cli::command(), PROGRAM, report),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_valid() {
        Cli::command().debug_assert();
    }
}
