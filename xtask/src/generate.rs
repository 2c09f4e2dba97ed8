//! `cargo xtask generate`: brings bindings up to date.

use serde_json::{Value, json};

use crate::cli::GenerateArgs;
use crate::exit::{Error, Verdict};
use crate::plan::{Change, Plan};
use crate::report::{self, GOOD, Report, count};
use crate::workspace::Workspace;

/// What `--help` shows.
pub const HELP: &str = "\
Examples:
  cargo xtask generate
      specs/usage/contract.yml and the overlays of specs/usage/overlay/ -> generated/usage/src/
  cargo xtask generate --spec connect-openapi30.yml --prefix '/pim*' --out ../connect-pim
      any other part of any document -> a crate of its own, ready for `cargo check`
  cargo xtask generate --spec api.yml --overlay names.yml --overlay docs.yml --out ../api
      the same with overlays, applied in the order given

Only files below src/ whose first line carries the mark of generated code are ever
overwritten or removed. The Cargo.toml of a crate made with --out is written once and
is yours from then on. On any failure everything stays as it was.";

/// Generates, writes what changed, and says what that was.
///
/// # Errors
/// If the input or the command line is wrong, or the disk fails; nothing is written then.
pub fn run(
    workspace: &Workspace,
    args: &GenerateArgs,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let plan = Plan::make(workspace, &args.input, args.out.as_deref(), report)?;
    plan.carry_out(report)?;
    report.result(|| json(&plan), |report| text(&plan, report));
    Ok(Verdict::Well)
}

/// What was done, for programs.
fn json(plan: &Plan) -> Value {
    let paths = |wanted: fn(&Change) -> bool| -> Vec<&str> {
        let files = plan.files.iter().filter(|file| wanted(&file.change));
        files.map(|file| file.shown.as_str()).collect()
    };
    let counts = &plan.bindings.counts;
    json!({
        "written": paths(|change| matches!(change, Change::Write { .. })),
        "removed": paths(|change| matches!(change, Change::Remove { .. })),
        "unchanged": paths(|change| matches!(change, Change::Keep)),
        "counts": {
            "operations": counts.operations,
            "types": counts.types,
            "filters": counts.filters,
            "skipped": counts.skipped,
        },
    })
}

fn text(plan: &Plan, report: &mut Report) {
    files(plan, report);
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
