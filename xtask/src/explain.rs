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
use crate::slice::Slice;
use crate::sources;
use crate::workspace::Workspace;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask explain files::accept
      the operation of a function; likewise for UsageFile, UsageFile::status,
      UsageFileStatus::Ready, records::filter::STATUS, or a module; also as `diff` and
      rustdoc print it (models::UsageFile.status, NewUsageFile::new), as it is called
      (client.files().list()), or with the façade (connect_usage::directory::assets::list)
  cargo xtask explain POST /usage/files/{id}/accept
      the function of an operation, also by operationId
  cargo xtask explain '#/components/schemas/usage.UsageRecord/properties/category'
      the item of a node of the document, or of the node around it
  cargo xtask explain created.at
      every item with this wire name; likewise for the key of a component
  cargo xtask explain specs/usage/contract.yml:341
      the item of a line of the contract, of an overlay, or of generated/usage/src/files.rs
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
    /// A Rust path, a JSON pointer, a method and a path, an operationId, a wire name, the key of a
    /// component, a line (FILE:LINE), or a diagnostic code
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
    let mut subjects = sources::subjects(workspace, &args.input)?;
    if let Some(meant) = meant(&subjects, what) {
        subjects = vec![Some(meant)];
    }
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
        explain::explained(&guide, what, workspace.root())
    })?;
    explain::found(outcomes, report)
}

/// Returns the slice that a path or a file names: `connect_usage::directory::assets::list`,
/// `generated/usage/src/files.rs:20`.
fn meant(subjects: &[Option<Slice>], what: &str) -> Option<Slice> {
    let slices = || subjects.iter().flatten();
    let file = what.replace('\\', "/");
    let in_folder = |slice: &&Slice| {
        let folders = [slice.folder(), slice.generated()];
        let mut folders = folders.iter();
        folders.any(|folder| {
            let inside = format!("{folder}/");
            file.starts_with(&inside) || file.contains(&format!("/{inside}"))
        })
    };
    let in_path = |slice: &&Slice| {
        let name = slice.name().replace('-', "_");
        let mut segments = what.split("::").take(2);
        what.starts_with(&format!("connect_{name}_api::"))
            || (what.starts_with("connect_") && segments.nth(1) == Some(&name))
    };
    slices()
        .find(in_folder)
        .or_else(|| slices().find(in_path))
        .cloned()
}
