//! `generate`: writes a crate, or a module.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use connect_codegen::{Docs, Input, Output, Runtime};
use serde_json::{Value, json};

use crate::args::{InputArgs, OutputArgs};
use crate::exit::{Error, Verdict};
use crate::plan::{self, Change, Plan};
use crate::report::{self, GOOD, Report};
use crate::results;
use crate::target::{RuntimeArgs, Target};
use crate::wording::{count, size};

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  connect-codegen generate --spec api.yml --out ../my-api
      a crate, ready for `cargo check`
  connect-codegen generate --spec api.yml --module src/api.rs
      a module: the crate that has `mod api;` needs connect-runtime besides
  connect-codegen generate --spec api.yml --prefix '/orders*' --skip 'DELETE *' --out ../orders
      a part of the document
  connect-codegen generate --spec api.yml --names operation-id --group-by tag --out ../my-api
      functions named after operationIds, in modules named after tags
  connect-codegen generate --spec api.yml --overlay names.yml --overlay docs.yml --out ../my-api
      with OpenAPI overlays, which correct, name and document

Only files whose first line is the header of generated code are overwritten or removed.
A Cargo.toml is written once and not changed afterwards; by default it depends on the
version of connect-runtime that belongs to this program. On failure nothing is written.
A warning names what is skipped, and leaves the rest usable; --strict makes it an error.";

/// The arguments of `generate`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("to").required(true).args(["out", "module"]))]
pub struct GenerateArgs {
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// The folder of the crate to write, created if missing
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The file to write a module to: for `mod api;`, or for `include!` inside of `mod api { … }`
    #[arg(long, value_name = "FILE")]
    pub module: Option<PathBuf>,
    /// The name of the package in a new Cargo.toml [default: the name of its folder]
    #[arg(long, value_name = "NAME", conflicts_with = "module")]
    pub name: Option<String>,
    /// What documentation is made of: `document`, the prose of the document, made safe to show, and the overlays;
    /// `overlay`, the overlays alone
    #[arg(long, value_name = "SOURCE", default_value = "document", value_parser = ["document", "overlay"])]
    pub docs: String,
    /// The dependency of a new manifest on the runtime.
    #[command(flatten)]
    pub runtime: RuntimeArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Generates, writes the changed files and lists them.
///
/// # Errors
/// Returns an error if the input or the command line is invalid, or the disk fails; nothing is
/// written then.
pub fn run(args: &GenerateArgs, report: &mut Report) -> Result<Verdict, Error> {
    if args.module.is_some() && args.runtime.is_given() {
        return Err(Error::Usage {
            what: "a module has no manifest that could depend on connect-runtime".to_owned(),
            help: "remove the options for connect-runtime, or pass --out DIR".to_owned(),
        });
    }
    let target = match &args.out {
        Some(out) => Some(Target::in_folder(
            out,
            args.name.as_deref(),
            &args.runtime,
            |_| Ok(Runtime::default()),
        )?),
        None => None,
    };
    let input = Input {
        docs: match args.docs.as_str() {
            "overlay" => Docs::Overlay,
            _ => Docs::Document,
        },
        output: match target {
            Some(_) => Output::Crate,
            None => Output::Module,
        },
        ..args.input.read(report)?
    };
    let bindings = plan::bind(&input, report)?;
    report.stage("compare");
    let plan = match (&target, &args.module) {
        (Some(target), _) => Plan::of_crate(target, bindings)?,
        (None, Some(file)) => Plan::of_module(file, bindings)?,
        (None, None) => return Err(needs_target()),
    };
    Plan::apply(std::iter::once(&plan), report)?;
    show(&[(None, &plan)], report);
    Ok(Verdict::Well)
}

fn needs_target() -> Error {
    Error::Usage {
        what: "there is nothing to write to".to_owned(),
        help: "pass --out DIR or --module FILE".to_owned(),
    }
}

/// Prints what was written: for each plan, which may have a name.
pub fn show(plans: &[(Option<&str>, &Plan)], report: &mut Report) {
    report.result(
        || results::json(plans.iter().map(|(name, plan)| (*name, json(plan)))),
        |report| {
            for (name, plan) in plans {
                results::heading(*name, plans.len(), report);
                text(plan, report);
            }
        },
    );
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
        report.line(format_args!(
            "`{} inventory` lists them under `skipped` with the reasons",
            report.program()
        ));
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
