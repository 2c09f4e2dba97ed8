//! `lint`: finds defects of a document, and overlay actions that fix them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use connect_codegen::{Input, Severity};
use connect_review::Finding;
use serde_json::{Value, json};

use crate::args::{InputArgs, OutputArgs};
use crate::exit::{Error, Verdict};
use crate::report::{Report, finding_json};
use crate::results;
use crate::write::Changes;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  connect-codegen lint --spec api.yml
      the defects of a document
  connect-codegen lint --spec api.yml --actions > corrections.yml
      an overlay that fixes everything that has an automatic fix; review it before use
  connect-codegen lint --spec api.yml --overlay corrections.yml
      what remains to be fixed, named or documented
  connect-codegen lint --spec api.yml --prefix '/orders*' --write-draft overlay.yml
      the overlay to begin with: names, statuses, and what is to be documented
  connect-codegen lint --spec api.yml --overlay corrections.yml --write-pins names.yml
      an overlay that keeps all names as they are when the document grows
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
    /// The overlays to write.
    #[command(flatten)]
    pub written: WrittenArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The overlays that `lint` writes, in place of showing defects.
#[derive(Debug, Args)]
pub struct WrittenArgs {
    /// Write only an overlay to begin with: the names by rule, the values of each `status` and `state`, whose
    /// transitions are to be written, and what is to be documented. It is used after the other overlays
    #[arg(long, value_name = "FILE", conflicts_with_all = ["actions", "format", "write_pins"])]
    pub write_draft: Option<PathBuf>,
    /// Write only an overlay that pins the names that functions and types have by rule, so that they stay when the
    /// document grows. It is used after the other overlays
    #[arg(long, value_name = "FILE", conflicts_with_all = ["actions", "format"])]
    pub write_pins: Option<PathBuf>,
}

impl WrittenArgs {
    /// Returns the option that is given.
    pub fn given(&self) -> Option<&'static str> {
        match (&self.write_draft, &self.write_pins) {
            (Some(_), _) => Some("--write-draft"),
            (None, Some(_)) => Some("--write-pins"),
            (None, None) => None,
        }
    }

    /// Writes the overlay that is asked for. Returns whether there is one.
    ///
    /// # Errors
    /// Returns an error if the file exists, nothing can be generated from the input, or the disk fails; nothing is written
    /// then.
    pub fn write(&self, input: &Input, report: &mut Report) -> Result<bool, Error> {
        let (path, outcome) = match (&self.write_draft, &self.write_pins) {
            (Some(path), _) => (path, connect_review::draft(input)),
            (None, Some(path)) => (path, connect_review::pins(input)),
            (None, None) => return Ok(false),
        };
        let text = report.take(outcome)?;
        save(path, &text)?;
        report.line(format_args!("wrote   {}", path.display()));
        Ok(true)
    }
}

/// Writes a new file: an overlay that somebody has worked on is not lost.
fn save(path: &Path, text: &str) -> Result<(), Error> {
    if path.exists() {
        return Err(Error::Usage {
            what: format!("{} exists", path.display()),
            help: "name another file, or remove it".to_owned(),
        });
    }
    let mut changes = Changes::new();
    changes.write(path, text.as_bytes())?;
    Ok(changes.commit()?)
}

/// Finds defects and prints them, or writes an overlay.
///
/// # Errors
/// Returns an error if the document or an overlay cannot be read, or the overlay cannot be written.
pub fn run(args: &LintArgs, report: &mut Report) -> Result<Verdict, Error> {
    let input = args.input.read(report)?;
    if args.written.write(&input, report)? {
        return Ok(Verdict::Well);
    }
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
