//! The command line.

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

/// The URL at which the vendor publishes the document.
pub const DEFAULT_SOURCE: &str = "https://apispec.connect.cloudblue.com/connect-openapi30.yml";

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
            Self::Diff(args) if args.format == diff::Format::Json => Format::Json,
            Self::Diff(_) | Self::Update(_) | Self::Changelog(_) => Format::Text,
        }
    }
}

/// The output format.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// The output format: `text` for people; `json` for programs, with the result as one document on
    /// standard output, and diagnostics on standard error, one object per line
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

/// The arguments of `fetch` and `update`.
#[derive(Debug, Args)]
pub struct FetchArgs {
    /// The source of the document: a URL or the path of a file
    #[arg(long, value_name = "URL|FILE", default_value = DEFAULT_SOURCE)]
    pub from: String,
    /// The slice to fetch: a folder of specs/ [default: all slices]
    #[arg(long, value_name = "NAME")]
    pub slice: Option<String>,
    /// A glob that selects paths of the slice: `*` matches any characters. Can be repeated [default:
    /// the prefixes in the slice's lock.toml]
    #[arg(long, value_name = "GLOB")]
    pub prefix: Vec<String>,
    /// The time limit of the download in seconds, redirects included
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = between(1, 86_400))]
    pub timeout: u64,
    /// The size limit of the document in MiB after decompression
    #[arg(long, value_name = "MIB", default_value_t = 32, value_parser = between(1, 4096))]
    pub max_size: u64,
}

/// The command `fetch`.
#[derive(Debug, Args)]
pub struct FetchCommand {
    /// The source and the slices.
    #[command(flatten)]
    pub fetch: FetchArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The input of a command; `specs/` by default.
#[derive(Debug, Default, Args)]
pub struct InputArgs {
    /// The slice to read: a folder of specs/ [default: all slices]
    #[arg(long, value_name = "NAME", conflicts_with = "spec")]
    pub slice: Option<String>,
    /// An OpenAPI 3.0 document to read instead of a slice's contract.yml; only the overlays of
    /// --overlay are applied to it
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// An overlay, or a folder of overlays (*.yml: corrections, names, behaviour, docs, then the
    /// others by name), to apply instead of those of the slice. Can be repeated
    #[arg(long, value_name = "FILE|DIR", conflicts_with = "no_overlay")]
    pub overlay: Vec<PathBuf>,
    /// Apply no overlays
    #[arg(long)]
    pub no_overlay: bool,
    /// A glob that selects paths: `*` matches any characters. Can be repeated [default: all paths]
    #[arg(long, value_name = "GLOB")]
    pub prefix: Vec<String>,
}

/// The arguments of `generate`.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// The folder of the crate to write, created if missing [default: the slice's folder in
    /// generated/, if no option above except --slice is given]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The dependency of a new manifest on the runtime.
    #[command(flatten)]
    pub runtime: RuntimeArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The dependency of a new crate's manifest on `connect-runtime`.
#[derive(Debug, Default, Args)]
pub struct RuntimeArgs {
    /// The version of connect-runtime that a new Cargo.toml requires; alone, it means the published
    /// package [default: the version in this workspace, with the relative path to it]
    #[arg(long, value_name = "VERSION", requires = "out")]
    pub runtime_version: Option<String>,
    /// The folder of connect-runtime; written as a path relative to the new crate
    #[arg(
        long,
        value_name = "DIR",
        requires = "out",
        conflicts_with = "runtime_git"
    )]
    pub runtime_path: Option<PathBuf>,
    /// The URL of a git repository that contains connect-runtime
    #[arg(long, value_name = "URL", requires = "out")]
    pub runtime_git: Option<String>,
    /// The commit, branch or tag of that repository
    #[arg(long, value_name = "REV", requires = "runtime_git")]
    pub runtime_rev: Option<String>,
}

/// The arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// The folder of a crate that `generate --out` wrote; nothing is written [default: the slice's
    /// folder in generated/, if no option above except --slice is given]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The arguments of `inventory`.
#[derive(Debug, Args)]
pub struct InventoryArgs {
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

impl InputArgs {
    /// Returns the names of the given options.
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
    /// Returns the `generate` command that updates the checked crate, for a shell.
    pub fn fix_command(&self, slice: Option<&Slice>) -> String {
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

/// Quotes a word for a POSIX shell.
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
            // Help goes to standard output, errors to standard error. A failure to print is ignored.
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
