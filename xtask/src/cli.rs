//! The command line, and which command it calls.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::exit::{self, Error, Verdict};
use crate::explain::ExplainArgs;
use crate::lint::LintArgs;
use crate::report::{Format, Report};
use crate::slice::Slice;
use crate::workspace::Workspace;
use crate::{changelog, check, diff, explain, fetch, generate, inventory, lint, update};

/// Where the vendor publishes the document.
pub const DEFAULT_SOURCE: &str = "https://apispec.connect.cloudblue.com/connect-openapi30.yml";

const STATUS_HELP: &str = "\
Exit status:
  0  all is well
  1  check found a difference, or lint a defect
  2  the input or the command line is wrong
  3  the network or the disk failed";

const TOP_HELP: &str = "\
The usual round, all of it:
  cargo xtask update
and step by step:
  cargo xtask fetch       the vendor's document -> specs/*/contract.yml and lock.toml
  cargo xtask diff        what changed in the contract, and what it means
  cargo xtask generate    specs/*/ -> generated/*/src/
  cargo xtask check       is generated/ what specs/ says?

Each folder of specs/ is a slice of the API: the contract for some paths of the vendor's
document, its overlays, and the lock file, which says which paths these are. Its crate
is connect-NAME-api in generated/NAME/. Commands work on all slices, or on the one that
--slice names; they write the files of all of them, or none.

The workspace is the nearest folder, from the current one upward, that has a Cargo.toml
with `[workspace]` and a folder specs/; or that of --root.

`cargo xtask COMMAND --help` shows examples.";

/// The maintainers' door: from the vendor's document to committed bindings.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", after_help = with_status(TOP_HELP))]
pub struct Cli {
    /// Root folder of the workspace to work on [default: the one around the current folder]
    #[arg(long, global = true, value_name = "DIR", display_order = 100)]
    root: Option<PathBuf>,

    /// Show every note on the document, not only the first few of each kind
    #[arg(long, short, global = true, display_order = 101)]
    verbose: bool,

    /// Show at the end, on standard error, how long each stage took
    #[arg(long, global = true, display_order = 102)]
    timings: bool,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Does the whole round: fetch, diff, generate, compile, changelog
    #[command(after_help = with_status(update::HELP))]
    Update(update::UpdateArgs),
    /// Gets the vendor's document and selects the slices of it into specs/, or starts a new slice
    #[command(after_help = with_status(fetch::HELP))]
    Fetch(FetchCommand),
    /// Shows what changed between two contracts, what it means, and which version it asks for
    #[command(after_help = with_status(diff::HELP))]
    Diff(diff::DiffArgs),
    /// Regenerates generated/ from specs/, or a crate of its own from any document
    #[command(after_help = with_status(generate::HELP))]
    Generate(GenerateArgs),
    /// Shows what is stale in generated/ and how to mend it; writes nothing
    #[command(after_help = with_status(check::HELP))]
    Check(CheckArgs),
    /// Writes down in CHANGELOG.md what users notice of a change of the contract
    #[command(after_help = with_status(changelog::HELP))]
    Changelog(diff::Compared),
    /// Prints as JSON what of the document became what in Rust
    #[command(after_help = with_status(inventory::HELP))]
    Inventory(InventoryArgs),
    /// Lists what is wrong with the document, and the overlay actions that mend it
    #[command(after_help = with_status(lint::HELP))]
    Lint(LintArgs),
    /// Shows where an item of Rust comes from in the document, or what became of a node of it
    #[command(after_help = with_status(explain::HELP))]
    Explain(ExplainArgs),
}

impl Command {
    /// For whom the command is to write.
    fn format(&self) -> Format {
        match self {
            Self::Fetch(args) => args.output.format,
            Self::Generate(args) => args.output.format,
            Self::Check(args) => args.output.format,
            Self::Inventory(args) => args.output.format,
            Self::Lint(args) => args.output.format,
            Self::Explain(args) => args.output.format,
            Self::Diff(args) if args.format == diff::Format::Json => Format::Json,
            Self::Diff(_) | Self::Update(_) | Self::Changelog(_) => Format::Text,
        }
    }
}

/// For whom output is written.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// How to write: `text` for people; `json` for programs, with the result on standard output as
    /// one document, and findings on standard error, one object a line
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "FORMAT",
        display_order = 90
    )]
    pub format: Format,
}

fn with_status(examples: &str) -> String {
    format!("{examples}\n\n{STATUS_HELP}")
}

fn between(least: u64, most: u64) -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(least..=most)
}

/// What `fetch` is told.
#[derive(Debug, Args)]
pub struct FetchArgs {
    /// Where to get the document: a URL, or the path of a file
    #[arg(long, value_name = "URL|FILE", default_value = DEFAULT_SOURCE)]
    pub from: String,
    /// The slice to fetch: a folder of specs/ [default: all slices]
    #[arg(long, value_name = "NAME")]
    pub slice: Option<String>,
    /// A glob over the paths that the slice keeps: `*` stands for any text, everything else for
    /// itself. May be repeated [default: the prefixes in the slice's lock.toml]
    #[arg(long, value_name = "GLOB")]
    pub prefix: Vec<String>,
    /// How many seconds the download may take, from the first byte sent to the last one received
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = between(1, 86_400))]
    pub timeout: u64,
    /// How large the document may be, in MiB after decompression
    #[arg(long, value_name = "MIB", default_value_t = 32, value_parser = between(1, 4096))]
    pub max_size: u64,
}

/// The command `fetch`.
#[derive(Debug, Args)]
pub struct FetchCommand {
    /// What to fetch.
    #[command(flatten)]
    pub fetch: FetchArgs,
    /// For whom to write.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What bindings are made of. By default, those of `specs/`.
#[derive(Debug, Default, Args)]
pub struct InputArgs {
    /// The slice to read: a folder of specs/ [default: all slices]
    #[arg(long, value_name = "NAME", conflicts_with = "spec")]
    pub slice: Option<String>,
    /// An OpenAPI 3.0 document to read in place of a slice's contract.yml; then only overlays that
    /// are named are applied
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// An overlay to apply in place of those of the slice, or a folder of them (its *.yml: corrections, names, behaviour, docs, then the others by name). May be repeated
    #[arg(long, value_name = "FILE|DIR", conflicts_with = "no_overlay")]
    pub overlay: Vec<PathBuf>,
    /// Apply no overlay
    #[arg(long)]
    pub no_overlay: bool,
    /// A glob over the paths to take: `*` stands for any text, everything else for itself. May be
    /// repeated [default: all paths]
    #[arg(long, value_name = "GLOB")]
    pub prefix: Vec<String>,
}

/// What `generate` is told.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// What to generate from.
    #[command(flatten)]
    pub input: InputArgs,
    /// The folder of the crate to write, made if it is not there [default: that of the slice in
    /// generated/, without any of the options above but --slice]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What a new manifest says of the runtime.
    #[command(flatten)]
    pub runtime: RuntimeArgs,
    /// For whom to write.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// How the manifest of a new crate depends on `connect-runtime`.
#[derive(Debug, Default, Args)]
pub struct RuntimeArgs {
    /// The version of connect-runtime that the Cargo.toml of a new crate requires. Alone it stands for
    /// the published package [default: that of this workspace, with the relative path to it]
    #[arg(long, value_name = "VERSION", requires = "out")]
    pub runtime_version: Option<String>,
    /// The folder of connect-runtime; written relative to the new crate
    #[arg(
        long,
        value_name = "DIR",
        requires = "out",
        conflicts_with = "runtime_git"
    )]
    pub runtime_path: Option<PathBuf>,
    /// The URL of a git repository that has connect-runtime
    #[arg(long, value_name = "URL", requires = "out")]
    pub runtime_git: Option<String>,
    /// The commit, branch or tag of that repository to use
    #[arg(long, value_name = "REV", requires = "runtime_git")]
    pub runtime_rev: Option<String>,
}

/// What `check` is told.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// What the crate should have been generated from.
    #[command(flatten)]
    pub input: InputArgs,
    /// The folder of the crate to look at, which `generate --out` made; nothing is written there
    /// [default: that of the slice in generated/, without any of the options above but --slice]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// For whom to write.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What `inventory` is told.
#[derive(Debug, Args)]
pub struct InventoryArgs {
    /// What to take stock of.
    #[command(flatten)]
    pub input: InputArgs,
    /// For whom to write.
    #[command(flatten)]
    pub output: OutputArgs,
}

impl InputArgs {
    /// The options that were given.
    pub fn given(&self) -> Vec<&'static str> {
        let given = [
            ("--spec", self.spec.is_some()),
            ("--overlay", !self.overlay.is_empty()),
            ("--no-overlay", self.no_overlay),
            ("--prefix", !self.prefix.is_empty()),
        ];
        given
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(option, _)| option)
            .collect()
    }
}

impl CheckArgs {
    /// The `generate` command that brings up to date what was checked, to be pasted into a shell. It
    /// names the slice, if one is given.
    pub fn mending_command(&self, slice: Option<&Slice>) -> String {
        let mut words = vec!["cargo xtask generate".to_owned()];
        let mut option = |name: &str, value: &str| words.push(format!("{name} {}", quoted(value)));
        if let Some(slice) = slice {
            option("--slice", slice.name());
        }
        if let Some(spec) = &self.input.spec {
            option("--spec", &spec.display().to_string());
        }
        for overlay in &self.input.overlay {
            option("--overlay", &overlay.display().to_string());
        }
        for prefix in &self.input.prefix {
            option("--prefix", prefix);
        }
        if let Some(out) = &self.out {
            option("--out", &out.display().to_string());
        }
        if self.input.no_overlay {
            words.push("--no-overlay".to_owned());
        }
        words.join(" ")
    }
}

/// A word as a POSIX shell takes it for what it is.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output, anything else to standard error; if nobody reads it, so
            // be it.
            let _ = error.print();
            return if error.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let mut report = Report::new(cli.verbose, cli.command.format());
    if cli.timings {
        report.show_timings();
    }
    let result = run(&cli, &mut report);
    ExitCode::from(exit::status(&report.finish(result)))
}

/// The workspace to work on: that of `--root`, or the one around the current folder. Where the program
/// was built says nothing: one that was built in another clone must not write there.
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
    let workspace = workspace(cli.root.as_deref())?;
    match &cli.command {
        Command::Fetch(args) => fetch::run(&workspace, &args.fetch, report),
        Command::Changelog(args) => changelog::run(&workspace, args, report),
        Command::Update(args) => update::run(&workspace, args, report),
        Command::Diff(args) => diff::run(&workspace, args, report),
        Command::Generate(args) => generate::run(&workspace, args, report),
        Command::Check(args) => check::run(&workspace, args, report),
        Command::Inventory(args) => inventory::run(&workspace, args, report),
        Command::Lint(args) => lint::run(&workspace, args, report),
        Command::Explain(args) => explain::run(&workspace, args, report),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_mending_command_can_be_pasted() {
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
            args.mending_command(None),
            r"cargo xtask generate --spec 'my api.yml' --prefix '/a*' --prefix '/it'\''s' --out ../x --no-overlay"
        );
    }
}
