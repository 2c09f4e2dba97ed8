//! `cargo xtask diff`: compares two contracts, explains the changes, and says which release they
//! require.

mod side;

use anstyle::Style;
use clap::{Args, ValueEnum};
use connect_codegen::diff::{self, Class, Comparison, Line, Tone};

use crate::exit::{Error, Verdict};
use crate::report::{AID, BAD, CARE, GOOD, Report, visible};
use crate::workspace::Workspace;

pub use side::{Side, committed, crate_version};

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask diff
      the working copy of specs/ with HEAD, or, without changes since HEAD, with the
      slice before its last commit
  cargo xtask diff v0.1.0
      specs/ with that of a release: what the next release changes
  cargo xtask diff v0.1.0 main --format markdown
      two revisions, for a pull request
  cargo xtask diff connect-openapi30-v22.yml connect-openapi30-v37.yml
      two documents, complete ones or slices

OLD and NEW are files or git revisions. A revision is used with its own overlays, a
file with those of this workspace (or those of --overlay). Overlay actions that do not
fit are skipped and listed at the end; this is not an error. Of a complete document,
the paths of specs/connect-usage.lock.toml are compared, or, with --prefix, other paths
without the overlays of this workspace.

The lowered contracts and the generated Rust items are compared. An operationId, the
key of a component, the order of members and the version of the document are ignored.
The class of a change is its effect on callers of the crate: breaking, addition or
none. The advice follows Cargo's rules for versions.

CONTRIBUTING.md documents the members of --format json.";

/// The arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// What to compare.
    #[command(flatten)]
    pub compared: Compared,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What to compare.
#[derive(Debug, Args, Default)]
pub struct Compared {
    /// The old contract: a file or a git revision [default: HEAD, or without changes since HEAD,
    /// the slice before its last commit]
    #[arg(value_name = "OLD")]
    pub old: Option<String>,
    /// The new contract: a file or a git revision [default: the working copy of specs/]
    #[arg(value_name = "NEW")]
    pub new: Option<String>,
    /// An overlay, or a folder of overlays, to apply to both contracts instead of their own. Can be
    /// repeated
    #[arg(long, value_name = "FILE|DIR", conflicts_with = "no_overlay")]
    pub overlay: Vec<std::path::PathBuf>,
    /// Apply no overlays
    #[arg(long)]
    pub no_overlay: bool,
    /// A glob of the paths to compare: `*` matches any text, every other character itself. Can be
    /// repeated
    #[arg(long, value_name = "GLOB")]
    pub prefix: Vec<String>,
}

/// The output format of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Text,
    /// For a pull request
    Markdown,
    /// For tools
    Json,
}

/// Compares and prints.
///
/// # Errors
/// Returns an error if a document or a revision is missing or invalid, or git fails.
pub fn run(workspace: &Workspace, args: &DiffArgs, report: &mut Report) -> Result<Verdict, Error> {
    let (comparison, version) = compared(workspace, &args.compared, report)?;
    print(&comparison, version.as_deref(), args.format, report);
    Ok(Verdict::Well)
}

/// Compares what the arguments name. Also returns the version of the old crate.
///
/// # Errors
/// Returns an error if a document or a revision is missing or invalid, or git fails.
pub fn compared(
    workspace: &Workspace,
    args: &Compared,
    report: &mut Report,
) -> Result<(Comparison, Option<String>), Error> {
    let new = side::new(workspace, args, report)?;
    let old = side::old(workspace, args, report)?;
    let comparison = report.take(diff::compare(&old.input, &new.input))?;
    Ok((comparison, old.version))
}

/// Prints a comparison. `current` is the version of the crate.
pub fn print(comparison: &Comparison, current: Option<&str>, format: Format, report: &mut Report) {
    match format {
        Format::Text => {
            for Line { tone, text } in comparison.to_lines(current) {
                report.line_in(style(tone), visible(&text));
            }
        }
        Format::Markdown => report.data(&comparison.to_markdown(current)),
        Format::Json => report.data(&format!("{:#}\n", comparison.to_json(current))),
    }
}

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Heading => Style::new().bold(),
        Tone::Change(Class::Breaking) => BAD.bold(),
        Tone::Change(Class::Addition) => GOOD.bold(),
        Tone::Change(Class::None) => AID.bold(),
        Tone::Span => AID,
        Tone::Plain => Style::new(),
        Tone::Gone => BAD,
        Tone::New => GOOD,
        Tone::Care => CARE,
    }
}
