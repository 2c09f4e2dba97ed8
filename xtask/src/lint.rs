//! `cargo xtask lint`: finds defects of a document, and overlay actions that fix them.

use std::collections::BTreeMap;

use clap::Args;
use connect_codegen::{Input, Severity};
use connect_review::Finding;
use serde_json::{Value, json};

use crate::args::{InputArgs, OutputArgs};
use crate::exit::{Error, Verdict};
use crate::facade;
use crate::report::{Report, finding_json};
use crate::slice::{self, Slice};
use crate::sources;
use crate::workspace::Workspace;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask lint
      what remains to be fixed, named or documented in specs/, with overlays applied;
      with --slice usage, in one slice
  cargo xtask lint --no-overlay
      all defects of the document itself
  cargo xtask lint --spec connect-openapi30.yml --prefix '/pim*'
      another part of any document
  cargo xtask lint --spec api.yml --actions > corrections.yml
      an overlay that fixes everything that has an automatic fix; review it before use
  cargo xtask lint --format json | jq '.counts'
      the number of defects by diagnostic code

Each defect is shown with its span, why it matters, and, if there is one, the overlay
action that fixes it. `cargo xtask explain CODE` explains a diagnostic code.
The status is 1 if there are errors or warnings, but not for notes.
Missing names and documentation are reported only if overlays are applied.";

/// The arguments of `lint`.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// Print only an overlay, with the actions of all defects that have one
    #[arg(long, conflicts_with = "format")]
    pub actions: bool,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Finds defects and prints them.
///
/// # Errors
/// Returns an error if the document or an overlay cannot be read.
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
        report.data(&connect_review::overlay_of(actions));
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

/// Returns the defects of a slice, or of the document of `--spec`.
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
    report.take(connect_review::lint(&Input {
        document: sources.document,
        overlays: sources.overlays,
        files: sources.files,
        prefixes: args.input.prefix.clone(),
        choice: args.input.choice(),
        reserved,
        ..Input::default()
    }))
}

fn counts(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.diagnostic.code.as_str()).or_default() += 1;
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
    let fixable = findings.iter().filter(|finding| finding.action.is_some());
    report.line(match (findings.len(), fixable.count()) {
        (0, _) => "no defects".to_owned(),
        (_, 0) => "none of these has an automatic fix".to_owned(),
        (all, some) => format!("{some} of {all} have an automatic fix: see --actions"),
    });
}
