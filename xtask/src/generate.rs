//! `cargo xtask generate`: brings bindings up to date.

use crate::cli::GenerateArgs;
use crate::exit::{Error, Verdict};
use crate::plan::{Change, Plan};
use crate::report::{self, GOOD, Report, count};
use crate::workspace::Workspace;

/// Generates, writes what changed, and says what that was.
///
/// # Errors
/// If the input or the command line is wrong, or the disk fails; nothing is written then.
pub fn run(
    workspace: &Workspace,
    args: &GenerateArgs,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let mut plan = Plan::make(workspace, args, report)?;
    plan.carry_out()?;
    files(&plan, report);
    let counts = &plan.bindings.counts;
    report.line(format_args!(
        "{}, {}, {}, {} skipped",
        count(counts.operations, "operation"),
        count(counts.types, "type"),
        count(counts.filters, "filter"),
        counts.skipped,
    ));
    if counts.skipped > 0 {
        report.line("`cargo xtask inventory` says under `skipped` what and why");
    }
    report.line(plan.stages.summary());
    Ok(Verdict::Well)
}

fn files(plan: &Plan, report: &mut Report) {
    let (mut written, mut unchanged, mut removed) = (0, 0, 0);
    for file in &plan.files {
        match &file.change {
            Change::Keep => unchanged += 1,
            Change::Write { new, .. } => {
                written += 1;
                report.line_in(
                    GOOD,
                    format_args!(
                        "wrote   {} ({})",
                        file.shown,
                        report::size(new.len() as u64)
                    ),
                );
            }
            Change::Remove { .. } => {
                removed += 1;
                report.line_in(report::BAD, format_args!("removed {}", file.shown));
            }
        }
    }
    report.line(format_args!(
        "{} written, {unchanged} unchanged, {removed} removed",
        count(written, "file")
    ));
}
