//! `cargo xtask generate`: brings bindings up to date.

use serde_json::{Value, json};

use crate::cli::GenerateArgs;
use crate::exit::{Error, Verdict};
use crate::plan::{Change, Plan};
use crate::report::{self, GOOD, Report, count};
use crate::slice;
use crate::workspace::Workspace;

/// What `--help` shows.
pub const HELP: &str = "\
Examples:
  cargo xtask generate
      of each slice: specs/NAME/contract.yml and its overlays -> generated/NAME/src/
  cargo xtask generate --slice usage
      of one slice
  cargo xtask generate --spec connect-openapi30.yml --prefix '/pim*' --out ../connect-pim
      any other part of any document -> a crate of its own, ready for `cargo check`
  cargo xtask generate --spec api.yml --overlay names.yml --overlay docs.yml --out ../api
      the same with overlays, applied in the order given

Only files below src/ whose first line carries the mark of generated code are ever
overwritten or removed. The crate of a new slice also gets a Cargo.toml, a README.md and
the licence texts of this workspace. The Cargo.toml of any crate is written once and is
yours from then on. On any failure everything stays as it was, in all slices.

A crate made with --out depends on connect-runtime by its version and the relative path
to it in this workspace: it compiles at once, both can be moved together, and cargo
leaves the path away when the crate is published. --runtime-version alone stands for
the published package, --runtime-path for another folder, --runtime-git for a
repository; a version can be given with either.

A resource must not take the name of an item of the façade (src/lib.rs), which re-exports
the crate of a slice by a glob: its module would be hidden without a word. That is an
error; of a crate made with --out it is a warning, if its paths are those of that slice.";

/// Generates, writes what changed, and says what that was.
///
/// # Errors
/// If the input or the command line is wrong, or the disk fails; nothing is written then.
pub fn run(
    workspace: &Workspace,
    args: &GenerateArgs,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let plans = Plan::make_all(
        workspace,
        &args.input,
        args.out.as_deref(),
        &args.runtime,
        report,
    )?;
    Plan::carry_out(&plans, report)?;
    report.result(
        || slice::json(plans.iter().map(|plan| (plan.slice.as_ref(), json(plan)))),
        |report| {
            for plan in &plans {
                slice::heading(plan.slice.as_ref(), plans.len(), report);
                text(plan, report);
            }
        },
    );
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
    if let Some(manifest) = &plan.kept_manifest {
        report.line(format_args!(
            "kept    {manifest}: the options for connect-runtime shape a new one only"
        ));
    }
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
