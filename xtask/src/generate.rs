//! `cargo xtask generate`: brings bindings up to date.

use serde_json::{Value, json};

use crate::args::GenerateArgs;
use crate::exit::{Error, Verdict};
use crate::plan::{Change, Plan};
use crate::report::{self, GOOD, Report};
use crate::slice;
use crate::wording::{count, size};
use crate::workspace::Workspace;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask generate
      each slice: specs/NAME/contract.yml and its overlays -> generated/NAME/src/
  cargo xtask generate --slice usage
      one slice
  cargo xtask generate --spec connect-openapi30.yml --prefix '/pim*' --out ../connect-pim
      a part of any document -> a separate crate, ready for `cargo check`
  cargo xtask generate --spec api.yml --overlay names.yml --overlay docs.yml --out ../api
      the same with overlays, applied in the order given

Only files below src/ whose first line is the header of generated code are overwritten
or removed. The crate of a new slice also gets a Cargo.toml, a README.md and the licence
texts of this workspace. A Cargo.toml is written once and not changed afterwards. On
failure nothing is written, in any slice.

A crate made with --out depends on connect-runtime by version and by the relative path
to this workspace: it compiles at once, both can be moved together, and cargo removes
the path when the crate is published. --runtime-version alone selects the published
package, --runtime-path another folder, --runtime-git a repository; a version can be
given with both.

A resource must not have the name of an item of the façade (src/lib.rs), which re-exports
the crate of a slice with a glob: the item would hide its module. This is an error. In a
crate made with --out it is a warning, if its paths are those of that slice.";

/// Generates, writes the changed files and lists them.
///
/// # Errors
/// Returns an error if the input or the command line is invalid, or the disk fails; nothing is
/// written then.
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
    Plan::apply(&plans, report)?;
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

/// Returns the changes for `--format json`.
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
            "kept    {manifest}: the options for connect-runtime only affect a new one"
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
        report.line("`cargo xtask inventory` lists them under `skipped` with the reasons");
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
                    format_args!("wrote   {} ({})", file.shown, size(new.len() as u64)),
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
