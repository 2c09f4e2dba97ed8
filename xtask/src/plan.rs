//! What is generated from slices, and where it is written.

use std::path::Path;

use connect_codegen::{Bindings, Input, Program, Reserved};
use connect_codegen_cli::exit::Error;
use connect_codegen_cli::plan::{self, Plan};
use connect_codegen_cli::report::Report;
use connect_codegen_cli::results;
use connect_codegen_cli::target::RuntimeArgs;

use crate::args::InputArgs;
use crate::facade;
use crate::slice::{self, Slice};
use crate::sources;
use crate::target;
use crate::workspace::Workspace;

/// The plan for a slice.
pub struct Planned {
    /// The slice that is generated from; `None` for the document of `--spec`.
    pub slice: Option<Slice>,
    /// The bindings, and what changes.
    pub plan: Plan,
}

impl Planned {
    /// Generates in memory and compares with the disk: each slice that the arguments select, or the
    /// crate of `--out`.
    ///
    /// # Errors
    /// Returns an error if the input or the command line is invalid, or if a file to be written was not
    /// generated.
    pub fn make_all(
        workspace: &Workspace,
        input: &InputArgs,
        out: Option<&Path>,
        runtime: &RuntimeArgs,
        report: &mut Report,
    ) -> Result<Vec<Self>, Error> {
        let subjects = subjects(workspace, input, out)?;
        results::each(&subjects, report, |slice, report| {
            let (target, bindings) = match (out, slice) {
                (Some(out), slice) => {
                    let target = target::elsewhere(workspace, out, runtime)?;
                    let reserved = facade::reserved_elsewhere(workspace)?;
                    let bindings = bind(workspace, slice.as_ref(), input, reserved, report)?;
                    (target, bindings)
                }
                (None, Some(own)) => {
                    let reserved = facade::reserved_in(workspace, own)?;
                    let bindings = bind(workspace, slice.as_ref(), input, reserved, report)?;
                    let title = bindings.api.title.as_deref();
                    (target::committed(workspace, own, title)?, bindings)
                }
                (None, None) => return Err(needs_out("--spec")),
            };
            report.stage("compare");
            Ok(Self {
                slice: slice.clone(),
                plan: Plan::of_crate(&target, bindings)?,
            })
        })
    }

    /// Compares bindings with the committed crate of a slice.
    ///
    /// # Errors
    /// Returns an error if a file to be written was not generated.
    pub fn of_bindings(
        workspace: &Workspace,
        slice: &Slice,
        bindings: Bindings,
    ) -> Result<Plan, Error> {
        let title = bindings.api.title.as_deref();
        let target = target::committed(workspace, slice, title)?;
        Plan::of_crate(&target, bindings)
    }
}

/// Generates in memory. `reserved` are the names that no resource module may have.
///
/// # Errors
/// Returns an error if the input is invalid or cannot be read.
pub fn bind(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &InputArgs,
    reserved: Option<Reserved>,
    report: &mut Report,
) -> Result<Bindings, Error> {
    report.stage("read");
    let sources = sources::read(workspace, slice, args, report)?;
    let input = Input {
        document: sources.document,
        files: sources.files,
        overlays: sources.overlays,
        prefixes: args.chosen.prefix.clone(),
        choice: args.chosen.choice(),
        naming: args.chosen.naming.naming(),
        docs: args.docs(),
        strict: args.strict || slice.is_some(),
        reserved,
        program: Program::Xtask,
        ..Input::default()
    };
    plan::bind(&input, report)
}

/// Returns the inputs to generate from. Committed bindings are generated from `specs/` only; other
/// inputs need `--out`, and a crate of `--out` is generated from one contract.
fn subjects(
    workspace: &Workspace,
    input: &InputArgs,
    out: Option<&Path>,
) -> Result<Vec<Option<Slice>>, Error> {
    match (out, input.given().first()) {
        (Some(_), _) if input.spec.is_none() => {
            let slice = slice::one(workspace, input.slice.as_deref(), "--out")?;
            Ok(vec![Some(slice)])
        }
        (Some(_), _) | (None, None) => sources::subjects(workspace, input),
        (None, Some(option)) => Err(needs_out(option)),
    }
}

fn needs_out(option: &str) -> Error {
    Error::Usage {
        what: format!("{option} requires --out DIR: generated/ is generated from specs/ and its overlays only"),
        help: "add --out DIR to generate a separate crate, or remove the option to regenerate generated/".to_owned(),
    }
}
