//! `lint`: finds defects of a document, and overlay actions that fix them.

use std::collections::BTreeMap;

use clap::Args;
use connect_codegen::Severity;
use connect_review::Finding;
use serde_json::{Value, json};

use crate::args::{InputArgs, OutputArgs};
use crate::exit::{Error, Verdict};
use crate::report::{Report, finding_json};
use crate::results;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  connect-codegen lint --spec api.yml
      the defects of a document
  connect-codegen lint --spec api.yml --actions > corrections.yml
      an overlay that fixes everything that has an automatic fix; review it before use
  connect-codegen lint --spec api.yml --overlay corrections.yml
      what remains to be fixed, named or documented
  connect-codegen lint --spec api.yml --format json | jq '.counts'
      the number of defects by diagnostic code

Each defect is shown with its span, why it matters, and, if there is one, the overlay
action that fixes it. `connect-codegen explain CODE` explains a diagnostic code.
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
pub fn run(args: &LintArgs, report: &mut Report) -> Result<Verdict, Error> {
    let input = args.input.read(report)?;
    let found = report.take(connect_review::lint(&input))?;
    Ok(show(&[(None, found)], args.actions, report))
}

/// Prints the defects of inputs, which may have names, or (`actions`) only an overlay that fixes some.
pub fn show(found: &[(Option<&str>, Vec<Finding>)], actions: bool, report: &mut Report) -> Verdict {
    let findings = || found.iter().flat_map(|(_, findings)| findings);
    if actions {
        let actions = findings().filter_map(|finding| finding.action.as_ref());
        report.data(&connect_review::overlay_of(actions));
        return Verdict::Well;
    }
    for (_, findings) in found {
        report.count_findings(findings);
    }
    report.result(
        || results::json(found.iter().map(|(name, findings)| (*name, json(findings)))),
        |report| {
            for (name, findings) in found {
                results::heading(*name, found.len(), report);
                text(findings, report);
            }
        },
    );
    let is_grave = |finding: &Finding| finding.diagnostic.severity < Severity::Note;
    match findings().any(is_grave) {
        true => Verdict::Difference,
        false => Verdict::Well,
    }
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
