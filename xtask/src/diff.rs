//! `cargo xtask diff`: what changed between two contracts, what it means, and which version it asks
//! for.

mod side;

use anstyle::Style;
use clap::{Args, ValueEnum};
use connect_codegen::diff::{self, Class, Comparison, Line, Tone};

use crate::exit::{Error, Verdict};
use crate::report::{AID, BAD, CARE, GOOD, Report, visible};
use crate::slice::{self, Slice};
use crate::workspace::Workspace;

pub use side::{Side, committed, crate_version};

/// What the command explains behind its options.
pub const HELP: &str = "\
Examples:
  cargo xtask diff
      each slice of specs/ as it lies there against HEAD, or, if nothing was changed since, against
      what the slice was before its last commit
  cargo xtask diff v0.1.0
      specs/ against that of a release: what the next release brings
  cargo xtask diff v0.1.0 main --format markdown
      two revisions, for a pull request
  cargo xtask diff connect-openapi30-v22.yml connect-openapi30-v37.yml
      two documents, whole ones or slices

OLD and NEW are files or git revisions. A revision is taken with its own overlays, a
file with those of the slice (or those of --overlay). An overlay is laid over as
far as it fits; what does not fit is told at the end, and is no error. Of a whole
document the paths of the slice's lock.toml are taken; with --prefix others,
and then without the slice's overlays. Without --slice this is done for each slice; one
that the revision does not have yet is passed over.

The lowered contracts are compared, and the Rust that is made of them: an operationId,
the key of a component, the order of members or the version that the document gives
itself say nothing. The class of a change is what it asks of callers of the crate:
breaking, addition, none. The advice follows Cargo's rules for versions.

The shape of --format json is documented in CONTRIBUTING.md.";

/// What `diff` is told.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// What is compared.
    #[command(flatten)]
    pub compared: Compared,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What is compared.
#[derive(Debug, Args, Default)]
pub struct Compared {
    /// The slice to compare: a folder of specs/ [default: all slices]
    #[arg(long, value_name = "NAME")]
    pub slice: Option<String>,
    /// The contract before: a file or a git revision [default: HEAD, or the slice's predecessor if
    /// nothing was changed since HEAD]
    #[arg(value_name = "OLD")]
    pub old: Option<String>,
    /// The contract after: a file or a git revision [default: specs/ as it lies there]
    #[arg(value_name = "NEW")]
    pub new: Option<String>,
    /// An overlay, or a folder of them, to lay over both contracts in place of their own. May be
    /// repeated
    #[arg(long, value_name = "FILE|DIR", conflicts_with = "no_overlay")]
    pub overlay: Vec<std::path::PathBuf>,
    /// Lay no overlay over either
    #[arg(long)]
    pub no_overlay: bool,
    /// A glob over the paths to take: `*` stands for any text, everything else for itself. May be
    /// repeated
    #[arg(long, value_name = "GLOB")]
    pub prefix: Vec<String>,
}

/// How a comparison is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Text,
    /// For a pull request
    Markdown,
    /// For tools
    Json,
}

/// A comparison of two contracts.
pub struct Compares {
    /// The slice that they belong to, if any.
    pub slice: Option<Slice>,
    /// What changed.
    pub comparison: Comparison,
    /// The version of the crate before.
    pub version: Option<String>,
}

/// Compares, and prints.
///
/// # Errors
/// If a document or a revision is not there or not sound, or git does not answer.
pub fn run(workspace: &Workspace, args: &DiffArgs, report: &mut Report) -> Result<Verdict, Error> {
    let all = compared(
        workspace,
        &args.compared,
        args.format == Format::Text,
        report,
    )?;
    if args.format == Format::Json {
        let results = all.iter().map(|one| {
            let json = one.comparison.to_json(one.version.as_deref());
            (one.slice.as_ref(), json)
        });
        report.data(&format!("{:#}\n", slice::json(results)));
        return Ok(Verdict::Well);
    }
    for one in &all {
        match (&one.slice, args.format) {
            (Some(slice), Format::Markdown) if all.len() > 1 => {
                report.data(&format!("# Slice `{slice}`\n\n"));
            }
            (slice, _) => slice::heading(slice.as_ref(), all.len(), report),
        }
        print(&one.comparison, one.version.as_deref(), args.format, report);
    }
    Ok(Verdict::Well)
}

/// Compares what the arguments name: each slice, or two files that belong to none. A slice that has no
/// contract to be compared with is passed over where others have one; `tells` is whether to say so.
///
/// # Errors
/// If a document or a revision is not there or not sound, or git does not answer.
pub fn compared(
    workspace: &Workspace,
    args: &Compared,
    tells: bool,
    report: &mut Report,
) -> Result<Vec<Compares>, Error> {
    let subjects = side::subjects(workspace, args)?;
    let mut passed_over = None;
    let all = slice::each(&subjects, report, |slice, report| {
        match compare(workspace, slice.as_ref(), args, report) {
            Err(Error::NoPredecessor { what, help }) if subjects.len() > 1 => {
                if tells {
                    report.line(format_args!("passed over: {what}"));
                }
                passed_over.get_or_insert(Error::NoPredecessor { what, help });
                Ok(None)
            }
            result => result.map(Some),
        }
    })?;
    let all: Vec<Compares> = all.into_iter().flatten().collect();
    match passed_over {
        Some(error) if all.is_empty() => Err(error),
        _ => Ok(all),
    }
}

fn compare(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &Compared,
    report: &mut Report,
) -> Result<Compares, Error> {
    let new = side::new(workspace, slice, args, report)?;
    let old = side::old(workspace, slice, args, report)?;
    let comparison = report.take(diff::compare(&old.input, &new.input))?;
    Ok(Compares {
        slice: slice.cloned(),
        comparison,
        version: old.version,
    })
}

/// Prints a comparison. `current` is the version that the crate has.
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
        Tone::Place => AID,
        Tone::Plain => Style::new(),
        Tone::Gone => BAD,
        Tone::New => GOOD,
        Tone::Care => CARE,
    }
}
