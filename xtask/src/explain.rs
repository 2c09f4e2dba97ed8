//! `cargo xtask explain`: maps Rust items to the document and back.

use clap::Args;
use connect_codegen::Input;
use connect_codegen::diagnostics::Code;
use connect_codegen_cli::args::OutputArgs;
use connect_codegen_cli::exit::{Error, Verdict};
use connect_codegen_cli::explain;
use connect_codegen_cli::report::Report;
use connect_codegen_cli::results;
use connect_review::{Explanation, Guide};

use crate::args::InputArgs;
use crate::sources;
use crate::workspace::Workspace;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask explain files::accept
      the operation of a function; likewise for UsageFile, UsageFile::status,
      UsageFileStatus::Ready, records::filter::STATUS, or a module
  cargo xtask explain POST /usage/files/{id}/accept
      the function of an operation, also by operationId
  cargo xtask explain '#/components/schemas/usage.UsageRecord/properties/category'
      the item of a node of the document, or of the node around it
  cargo xtask explain created.at
      every item with this wire name
  cargo xtask explain Account --slice directory
      an item of one slice; without --slice, all slices are searched
  cargo xtask explain dead-action
      a diagnostic code: why it matters, and how to fix it

One item is shown with its node, the overlay actions that changed it (not those that
changed items inside it), and related items. Several items are listed; --verbose shows
the details of each. For an unknown name, similar names are suggested; the status is 2.";

/// The arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A Rust path, a JSON pointer, a method and a path, an operationId, a wire name, or a
    /// diagnostic code
    #[arg(required = true, value_name = "WHAT")]
    pub what: Vec<String>,
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Explains an item, or suggests similar names.
///
/// # Errors
/// Returns an error if the input is invalid, or nothing has this name.
pub fn run(
    workspace: &Workspace,
    args: &ExplainArgs,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let what = args.what.join(" ");
    let code = Code::find(&what);
    // A diagnostic code can be explained without a document, even if the document is invalid.
    let explanations = match code {
        Some(_) => Vec::new(),
        None => explanations(workspace, args, &what, report)?,
    };
    explain::show(code, &explanations, report);
    Ok(Verdict::Well)
}

fn explanations(
    workspace: &Workspace,
    args: &ExplainArgs,
    what: &str,
    report: &mut Report,
) -> Result<Vec<Explanation>, Error> {
    let subjects = sources::subjects(workspace, &args.input)?;
    let outcomes = results::each(&subjects, report, |slice, report| {
        let sources = sources::read(workspace, slice.as_ref(), &args.input, report)?;
        let input = Input {
            document: sources.document,
            overlays: sources.overlays,
            files: sources.files,
            prefixes: args.input.chosen.prefix.clone(),
            choice: args.input.chosen.choice(),
            naming: args.input.chosen.naming.naming(),
            ..Input::default()
        };
        let guide = report.take(Guide::new(&input))?;
        Ok(guide.explain(what))
    })?;
    explain::found(outcomes, report)
}
