//! `cargo xtask diff`: compares two contracts, explains the changes, and says which release they
//! require.

mod args;
mod side;

use connect_codegen_cli::diff::{Format, print};
use connect_codegen_cli::exit::{Error, Verdict};
use connect_codegen_cli::report::Report;
use connect_codegen_cli::results;
use connect_review::diff::{self, Comparison};

use crate::slice::Slice;
use crate::workspace::Workspace;

pub use args::{Compared, DiffArgs};
pub use side::{Side, committed, crate_version};

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask diff
      each slice: the working copy of specs/ with HEAD, or, without changes since HEAD,
      with the slice before its last commit
  cargo xtask diff v0.1.0
      specs/ with that of a release: what the next release changes
  cargo xtask diff v0.1.0 main --format markdown
      two revisions, for a pull request
  cargo xtask diff connect-openapi30-v22.yml connect-openapi30-v37.yml
      two documents, complete ones or slices

OLD and NEW are files or git revisions. A revision is used with its own overlays, a
file with those of the slice (or those of --overlay). Overlay actions that do not fit
are skipped and listed at the end; this is not an error. Of a complete document, the
paths of the slice's lock.toml are compared, or, with --prefix, other paths without the
overlays of the slice. Without --slice, all slices are compared; a slice that the
revision does not have is skipped.

The lowered contracts and the generated Rust items are compared. An operationId (but with
--names operation-id), the key of a component, the order of members and the version
of the document are ignored. The class of a change is its effect on callers of the
crate: breaking, wire (callers cannot see it in types), addition or none. The advice
follows Cargo's rules for versions.

CONTRIBUTING.md documents the members of --format json.";

/// A comparison of two contracts.
pub struct Compares {
    /// The slice that they belong to, if any.
    pub slice: Option<Slice>,
    /// What changed.
    pub comparison: Comparison,
    /// The version of the old crate.
    pub version: Option<String>,
}

/// Compares and prints.
///
/// # Errors
/// Returns an error if a document or a revision is missing or invalid, or git fails.
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
            (Slice::name_of(&one.slice), json)
        });
        report.data(&format!("{:#}\n", results::json(results)));
        return Ok(Verdict::Well);
    }
    for one in &all {
        match (&one.slice, args.format) {
            (Some(slice), Format::Markdown) if all.len() > 1 => {
                report.data(&format!("# Slice `{slice}`\n\n"));
            }
            (slice, _) => results::heading(Slice::name_of(slice), all.len(), report),
        }
        print(&one.comparison, one.version.as_deref(), args.format, report);
    }
    Ok(Verdict::Well)
}

/// Compares what the arguments name: each slice, or two files that belong to no slice. A slice that is
/// missing on one side is skipped if another slice can be compared; `verbose` says whether to report
/// that.
///
/// # Errors
/// Returns an error if a document or a revision is missing or invalid, or git fails.
pub fn compared(
    workspace: &Workspace,
    args: &Compared,
    verbose: bool,
    report: &mut Report,
) -> Result<Vec<Compares>, Error> {
    let subjects = side::subjects(workspace, args)?;
    let mut skipped = None;
    let all = results::each(&subjects, report, |slice, report| {
        match compare(workspace, slice.as_ref(), args, report) {
            Err(Error::NoPredecessor { what, help }) if subjects.len() > 1 => {
                if verbose {
                    report.line(format_args!("skipped: {what}"));
                }
                skipped.get_or_insert(Error::NoPredecessor { what, help });
                Ok(None)
            }
            result => result.map(Some),
        }
    })?;
    let all: Vec<Compares> = all.into_iter().flatten().collect();
    match skipped {
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
