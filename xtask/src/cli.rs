//! The command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};
use connect_codegen_cli::command::parsed;
use connect_codegen_cli::completions::{self, CompletionsArgs};
use connect_codegen_cli::diff::Format as DiffFormat;
use connect_codegen_cli::exit::{self, Error, Verdict};
use connect_codegen_cli::report::{Format, Report};

use crate::args::{CheckArgs, FetchCommand, GenerateArgs, InventoryArgs};
use crate::explain::ExplainArgs;
use crate::lint::LintArgs;
use crate::workspace::Workspace;
use crate::{changelog, check, diff, explain, fetch, generate, inventory, lint, update};

const STATUS_HELP: &str = "\
Exit status:
  0  success
  1  check found a difference, or lint a defect
  2  the input or the command line is invalid
  3  the network or the disk failed";

const TOP_HELP: &str = "\
The complete update:
  cargo xtask update
or step by step:
  cargo xtask fetch       the vendor's document -> specs/*/contract.yml and lock.toml
  cargo xtask diff        what changed in the contract, and its effect on callers
  cargo xtask generate    specs/*/ -> generated/*/src/
  cargo xtask check       is generated/ up to date with specs/?

Each folder of specs/ is a slice of the API: the contract for some paths of the vendor's
document, its overlays, and the lock file, which pins these paths. Its crate is
connect-NAME-api in generated/NAME/. Commands work on all slices, or on that of --slice;
they write the files of all slices, or none.

The workspace is the nearest folder, from the current one upward, that has a Cargo.toml
with `[workspace]` and a folder specs/; or that of --root.

`cargo xtask COMMAND --help` shows examples.";

const COMPLETIONS_HELP: &str = "\
The script completes the command `xtask`, since that after `cargo` is completed by cargo's
own script. Define `xtask` as a function, not as an alias, which zsh would expand first:
  bash  xtask() { cargo xtask \"$@\"; }                   in ~/.bashrc
        source <(cargo xtask completions bash)
  zsh   xtask() { cargo xtask \"$@\"; }                   in ~/.zshrc
        cargo xtask completions zsh > ~/.zfunc/_xtask     in a folder of $fpath
  fish  function xtask; cargo xtask $argv; end          in config.fish
        cargo xtask completions fish > ~/.config/fish/completions/xtask.fish";

/// Maintainers' commands: from the vendor's document to committed bindings
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", after_help = with_status(TOP_HELP))]
pub struct Cli {
    /// Root folder of the workspace to work on [default: the one around the current folder]
    #[arg(long, global = true, value_name = "DIR", display_order = 100)]
    root: Option<PathBuf>,

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
    /// Runs all steps: fetch, diff, generate, compile, changelog
    #[command(after_help = with_status(update::HELP))]
    Update(update::UpdateArgs),
    /// Gets the vendor's document and updates the slices in specs/, or starts a new slice
    #[command(after_help = with_status(fetch::HELP))]
    Fetch(FetchCommand),
    /// Shows the changes between two contracts, their effect on callers, and the required version
    #[command(after_help = with_status(diff::HELP))]
    Diff(diff::DiffArgs),
    /// Regenerates generated/ from specs/, or generates a separate crate from any document
    #[command(after_help = with_status(generate::HELP))]
    Generate(GenerateArgs),
    /// Shows which files of generated/ are stale and how to fix them; writes nothing
    #[command(after_help = with_status(check::HELP))]
    Check(CheckArgs),
    /// Adds the changes of the contract that callers notice to CHANGELOG.md
    #[command(after_help = with_status(changelog::HELP))]
    Changelog(diff::Compared),
    /// Prints the mapping from the document to Rust as JSON
    #[command(after_help = with_status(inventory::HELP))]
    Inventory(InventoryArgs),
    /// Lists the defects of the document, and the overlay actions that fix them
    #[command(after_help = with_status(lint::HELP))]
    Lint(LintArgs),
    /// Shows the node of the document behind a Rust item, or the item of a node
    #[command(after_help = with_status(explain::HELP))]
    Explain(ExplainArgs),
    /// Prints a completion script for a shell
    #[command(after_help = with_status(COMPLETIONS_HELP))]
    Completions(CompletionsArgs),
}

impl Command {
    /// Returns the output format of the command.
    fn format(&self) -> Format {
        match self {
            Self::Fetch(args) => args.output.format,
            Self::Generate(args) => args.output.format,
            Self::Check(args) => args.output.format,
            Self::Inventory(args) => args.output.format,
            Self::Lint(args) => args.output.format,
            Self::Explain(args) => args.output.format,
            Self::Diff(args) if args.format == DiffFormat::Json => Format::Json,
            Self::Diff(_) | Self::Update(_) | Self::Changelog(_) | Self::Completions(_) => {
                Format::Text
            }
        }
    }
}

fn with_status(examples: &str) -> String {
    format!("{examples}\n\n{STATUS_HELP}")
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli: Cli = match parsed() {
        Ok(cli) => cli,
        Err(status) => return status,
    };
    let mut report = Report::new("cargo xtask", cli.verbose, cli.command.format());
    if cli.timings {
        report.show_timings();
    }
    let result = run(&cli, &mut report);
    ExitCode::from(exit::status(&report.finish(result)))
}

/// Returns the workspace of `--root`, or the one around the current folder. The folder in which the
/// program was built is not used: a binary built in one clone must not write to it from another.
fn workspace(root: Option<&Path>) -> Result<Workspace, Error> {
    match root {
        Some(root) => Workspace::at(root),
        None => {
            let folder =
                std::env::current_dir().map_err(|error| Error::read(".".as_ref(), error))?;
            Workspace::around(&folder)
        }
    }
}

fn run(cli: &Cli, report: &mut Report) -> Result<Verdict, Error> {
    let workspace = || workspace(cli.root.as_deref());
    match &cli.command {
        Command::Fetch(args) => fetch::run(&workspace()?, &args.fetch, report),
        Command::Changelog(args) => changelog::run(&workspace()?, args, report),
        Command::Update(args) => update::run(&workspace()?, args, report),
        Command::Diff(args) => diff::run(&workspace()?, args, report),
        Command::Generate(args) => generate::run(&workspace()?, args, report),
        Command::Check(args) => check::run(&workspace()?, args, report),
        Command::Inventory(args) => inventory::run(&workspace()?, args, report),
        Command::Lint(args) => lint::run(&workspace()?, args, report),
        Command::Explain(args) => explain::run(&workspace()?, args, report),
        Command::Completions(args) => completions::run(args, Cli::command(), "xtask", report),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_valid() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_fix_command_can_be_pasted() {
        let cli = Cli::try_parse_from([
            "xtask",
            "check",
            "--spec",
            "my api.yml",
            "--prefix",
            "/a*",
            "--prefix",
            "/it's",
            "--out",
            "../x",
            "--no-overlay",
        ]);
        let Ok(Cli {
            command: Command::Check(args),
            ..
        }) = cli
        else {
            panic!("{cli:?}")
        };
        assert_eq!(
            args.fix_command(None),
            r"cargo xtask generate --spec 'my api.yml' --prefix '/a*' --prefix '/it'\''s' --out ../x --no-overlay"
        );
    }
}
