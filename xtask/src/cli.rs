//! The command line, and which command it calls.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::exit::{self, Error, Verdict};
use crate::report::Report;
use crate::workspace::Workspace;
use crate::{check, fetch, generate, inventory};

/// Where the vendor publishes the document.
pub const DEFAULT_SOURCE: &str = "https://apispec.connect.cloudblue.com/connect-openapi30.yml";

const STATUS_HELP: &str = "\
Exit status:
  0  all is well
  1  the check found a difference
  2  the input or the command line is wrong
  3  the network or the disk failed";

const TOP_HELP: &str = "\
The usual round:
  cargo xtask fetch       the vendor's document -> specs/
  cargo xtask generate    specs/ -> generated/src/
  cargo xtask check       is generated/ what specs/ says?

`cargo xtask COMMAND --help` shows examples.";

const FETCH_HELP: &str = "\
Examples:
  cargo xtask fetch
      the vendor's document, everything under /usage
  cargo xtask fetch --from ~/Downloads/connect-openapi30.yml
      the same from a file, when this machine cannot reach the vendor
  cargo xtask fetch --prefix '/usage*' --prefix '/products/{product_id}/taxonomies*'
      two parts of the API (quote the globs, or the shell takes them)

Writes specs/connect-usage.yml and specs/connect-usage.lock.toml: both or neither.
On any failure both stay as they were.

At most 5 redirects are followed, none of them from https to http. The variables
HTTPS_PROXY, HTTP_PROXY and NO_PROXY are honoured. A web page in place of the
document is wrong input (2); a status other than 200, a refused redirect, a document
cut short, too large or too late is a failure of the network (3).";

const GENERATE_HELP: &str = "\
Examples:
  cargo xtask generate
      specs/connect-usage.yml and the overlays of specs/overlay/ -> generated/src/
  cargo xtask generate --spec connect-openapi30.yml --prefix '/pim*' --out ../connect-pim
      any other part of any document -> a crate of its own, ready for `cargo check`
  cargo xtask generate --spec api.yml --overlay names.yml --overlay docs.yml --out ../api
      the same with overlays, applied in the order given

Only files below src/ whose first line carries the mark of generated code are ever
overwritten or removed. The Cargo.toml of a crate made with --out is written once and
is yours from then on. On any failure everything stays as it was.";

const CHECK_HELP: &str = "\
Examples:
  cargo xtask check
      a unified diff of what is stale in generated/, and the command that mends it
  cargo xtask check | head -50
      the beginning of it
  cargo xtask check --spec connect-openapi30.yml --prefix '/pim*' --out ../connect-pim
      the same for a crate made with `generate --out`

Writes nothing. Without --out it also makes sure that the lock file speaks of the slice
that is there.";

const INVENTORY_HELP: &str = "\
Examples:
  cargo xtask inventory | jq -r '.operations[] | [.method, .path, .function] | @tsv'
      which function calls what
  cargo xtask inventory | jq '.types[] | select(.name == \"UsageFile\")'
      what became of one type
  cargo xtask inventory --spec connect-openapi30.yml --prefix '/pim*' | jq '.skipped'
      what another part of the API would lose, and why

The shape is stable; members may be added:
  api_version
  operations  method, path, function, pointer, repeatable, success;
              parameters [name, in, required, type, rust, pointer];
              filters [name, lookups, search, ordering, type, rust, pointer];
              request {media_type, type, pointer} or null;
              responses [status, media_type, type]
  types       name, kind, pointer, pointers; and one of
              fields [wire, rust, type, presence, access, pointer],
              values [wire, rust], members [rust, type, pointer]
  skipped     pointer, reason
A `pointer` is a JSON pointer into the document. Lists and members have a fixed order,
so two inventories can be diffed.";

/// The maintainers' door: from the vendor's document to committed bindings.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", after_help = with_status(TOP_HELP))]
pub struct Cli {
    /// Root folder of the workspace to work on [default: the one that this command belongs to]
    #[arg(long, global = true, value_name = "DIR", display_order = 100)]
    root: Option<PathBuf>,

    /// Show every note on the document, not only the first few of each kind
    #[arg(long, short, global = true, display_order = 101)]
    verbose: bool,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Gets the vendor's document and selects our slice of it into specs/
    #[command(after_help = with_status(FETCH_HELP))]
    Fetch(FetchArgs),
    /// Regenerates generated/ from specs/, or a crate of its own from any document
    #[command(after_help = with_status(GENERATE_HELP))]
    Generate(GenerateArgs),
    /// Shows what is stale in generated/ and how to mend it; writes nothing
    #[command(after_help = with_status(CHECK_HELP))]
    Check(GenerateArgs),
    /// Prints as JSON what of the document became what in Rust
    #[command(after_help = with_status(INVENTORY_HELP))]
    Inventory(InputArgs),
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
    /// A glob over the paths to keep: `*` stands for any text, everything else for itself. May be
    /// repeated
    #[arg(long, value_name = "GLOB", default_value = "/usage*")]
    pub prefix: Vec<String>,
    /// How many seconds the download may take, from the first byte sent to the last one received
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = between(1, 86_400))]
    pub timeout: u64,
    /// How large the document may be, in MiB after decompression
    #[arg(long, value_name = "MIB", default_value_t = 32, value_parser = between(1, 4096))]
    pub max_size: u64,
}

/// What bindings are made of.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// An OpenAPI 3.0 document to read in place of specs/connect-usage.yml; then only overlays that
    /// are named are applied
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// An overlay to apply in place of those in specs/overlay/, or a folder of them (its *.yml:
    /// corrections, names, behaviour, docs, then the others by name). May be repeated
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

/// What `generate` and `check` are told.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// What to generate from.
    #[command(flatten)]
    pub input: InputArgs,
    /// The folder of the crate to write, made if it is not there [default: generated/, without any
    /// of the options above]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
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

impl GenerateArgs {
    /// The `generate` command with these arguments, to be pasted into a shell.
    pub fn command_line(&self) -> String {
        let mut words = vec!["cargo xtask generate".to_owned()];
        let mut option = |name: &str, value: &str| words.push(format!("{name} {}", quoted(value)));
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
    let mut report = Report::new(cli.verbose);
    let result = run(&cli, &mut report);
    exit::code(&report.finish(result))
}

fn run(cli: &Cli, report: &mut Report) -> Result<Verdict, Error> {
    let root = cli.root.as_deref();
    let workspace = Workspace::new(root)
        .map_err(|error| Error::read(root.unwrap_or_else(|| ".".as_ref()), error))?;
    if !workspace.root().is_dir() {
        return Err(Error::Usage {
            what: format!("there is no folder {}", workspace.root().display()),
            help: "name the root folder of the workspace with --root DIR".to_owned(),
        });
    }
    match &cli.command {
        Command::Fetch(args) => fetch::run(&workspace, args, report),
        Command::Generate(args) => generate::run(&workspace, args, report),
        Command::Check(args) => check::run(&workspace, args, report),
        Command::Inventory(args) => inventory::run(&workspace, args, report),
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
            args.command_line(),
            r"cargo xtask generate --spec 'my api.yml' --prefix '/a*' --prefix '/it'\''s' --out ../x --no-overlay"
        );
    }
}
