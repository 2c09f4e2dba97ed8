//! `cargo xtask lint`: what is wrong with a document, and the overlay actions that mend it.

use std::collections::BTreeMap;

use clap::Args;
use connect_codegen::{Finding, Input, Severity};
use serde_json::{Value, json};

use crate::cli::{InputArgs, OutputArgs};
use crate::exit::{Error, Verdict};
use crate::facade;
use crate::report::{Report, finding_json};
use crate::slice::{self, Slice};
use crate::sources;
use crate::workspace::Workspace;

/// What `--help` shows.
pub const HELP: &str = "\
Examples:
  cargo xtask lint
      what is still to be mended, named or documented in specs/, with its overlays applied;
      with --slice usage, of one slice
  cargo xtask lint --no-overlay
      every defect of the document itself
  cargo xtask lint --spec connect-openapi30.yml --prefix '/pim*'
      the same for another part of any document
  cargo xtask lint --spec api.yml --actions > corrections.yml
      an overlay that mends all that can be mended by rule; read it before you use it
  cargo xtask lint --format json | jq '.counts'
      how many defects there are of each kind

Each defect stands with its place, why it matters, and the overlay action that mends it
where there is one, ready to be pasted. `cargo xtask explain KIND` says more about a kind.
Errors and warnings end the command with 1; notes, which the generator copes with, do not.
Whether items are named and documented by an overlay is asked where one is applied.";

/// What `lint` is told.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// What to look at.
    #[command(flatten)]
    pub input: InputArgs,
    /// Print nothing but an overlay, with the actions of all defects that have one
    #[arg(long, conflicts_with = "format")]
    pub actions: bool,
    /// For whom to write.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Finds defects and prints them.
///
/// # Errors
/// If the document or an overlay cannot be read.
pub fn run(workspace: &Workspace, args: &LintArgs, report: &mut Report) -> Result<Verdict, Error> {
    let subjects = sources::subjects(workspace, &args.input)?;
    if args.actions && subjects.len() > 1 {
        slice::one(workspace, None, "--actions")?;
    }
    let found = slice::each(&subjects, report, |slice, report| {
        Ok((slice.as_ref(), of(workspace, slice.as_ref(), args, report)?))
    })?;
    let findings = || found.iter().flat_map(|(_, findings)| findings);
    if args.actions {
        let actions = findings().filter_map(|finding| finding.action.as_ref());
        report.data(&connect_codegen::overlay_of(actions));
        return Ok(Verdict::Well);
    }
    for (_, findings) in &found {
        report.count_findings(findings);
    }
    report.result(
        || {
            slice::json(
                found
                    .iter()
                    .map(|(slice, findings)| (*slice, json(findings))),
            )
        },
        |report| {
            for (slice, findings) in &found {
                slice::heading(*slice, found.len(), report);
                text(findings, report);
            }
        },
    );
    let is_grave = |finding: &Finding| finding.diagnostic.severity < Severity::Note;
    Ok(match findings().any(is_grave) {
        true => Verdict::Difference,
        false => Verdict::Well,
    })
}

/// The defects of a slice, or of a document of its own.
fn of(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &LintArgs,
    report: &mut Report,
) -> Result<Vec<Finding>, Error> {
    let sources = sources::read(workspace, slice, &args.input, report)?;
    let reserved = match slice {
        Some(slice) => facade::reserved_in(workspace, slice)?,
        None => facade::reserved_elsewhere(workspace)?,
    };
    report.take(connect_codegen::lint(&Input {
        document: sources.document,
        overlays: sources.overlays,
        prefixes: args.input.prefix.clone(),
        reserved,
    }))
}

fn counts(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.diagnostic.code).or_default() += 1;
    }
    counts
}

fn json(findings: &[Finding]) -> Value {
    json!({
        "findings": findings.iter().map(finding_json).collect::<Vec<_>>(),
        "counts": counts(findings),
    })
}

fn text(findings: &[Finding], report: &mut Report) {
    report.findings(findings);
    let counts = counts(findings);
    let width = counts.values().map(|count| count.to_string().len()).max();
    for (code, count) in &counts {
        report.line(format_args!(
            "{count:>width$} {code}",
            width = width.unwrap_or(1)
        ));
    }
    let mendable = findings.iter().filter(|finding| finding.action.is_some());
    report.line(match (findings.len(), mendable.count()) {
        (0, _) => "nothing found".to_owned(),
        (_, 0) => "none of these can be mended by rule".to_owned(),
        (all, some) => format!("{some} of {all} can be mended by an action: see --actions"),
    });
}
