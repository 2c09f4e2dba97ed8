//! `cargo xtask lint`: finds defects of a document, and overlay actions that fix them.

use clap::Args;
use connect_codegen::Input;
use connect_codegen_cli::args::OutputArgs;
use connect_codegen_cli::exit::{Error, Verdict};
use connect_codegen_cli::lint::{self, WrittenArgs};
use connect_codegen_cli::report::Report;
use connect_codegen_cli::results;

use crate::args::InputArgs;
use crate::facade;
use crate::slice::{self, Slice};
use crate::sources;
use crate::workspace::Workspace;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask lint
      what remains to be fixed, named or documented in specs/, with overlays applied;
      with --slice usage, in one slice
  cargo xtask lint --no-overlay
      all defects of the document itself
  cargo xtask lint --spec connect-openapi30.yml --prefix '/pim*'
      another part of any document
  cargo xtask lint --spec api.yml --actions > corrections.yml
      an overlay that fixes everything that has an automatic fix; review it before use
  cargo xtask lint --spec connect-openapi30.yml --prefix '/pim*' --write-draft pim.yml
      the overlay to begin a slice with: names, statuses, and what is to be documented
  cargo xtask lint --slice usage --write-pins names.yml
      an overlay that keeps all names as they are when the document grows
  cargo xtask lint --format json | jq '.counts'
      the number of defects by diagnostic code

Each defect is shown with its span, why it matters, and, if there is one, the overlay
action that fixes it. `cargo xtask explain CODE` explains a diagnostic code.
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

/// Finds defects and prints them, or writes an overlay.
///
/// # Errors
/// Returns an error if the document or an overlay cannot be read, or the overlay cannot be written.
pub fn run(workspace: &Workspace, args: &LintArgs, report: &mut Report) -> Result<Verdict, Error> {
    let subjects = sources::subjects(workspace, &args.input)?;
    let of_one = args.actions.then_some("--actions");
    if let Some(option) = of_one.or_else(|| args.written.given())
        && subjects.len() > 1
    {
        slice::one(workspace, None, option)?;
    }
    if let (Some(_), [slice]) = (args.written.given(), subjects.as_slice()) {
        let input = input(workspace, slice.as_ref(), args, report)?;
        args.written.write(&input, report)?;
        return Ok(Verdict::Well);
    }
    let found = results::each(&subjects, report, |slice, report| {
        let input = input(workspace, slice.as_ref(), args, report)?;
        Ok((
            Slice::name_of(slice),
            report.take(connect_review::lint(&input))?,
        ))
    })?;
    Ok(lint::show(&found, args.actions, report))
}

/// Returns a slice, or the document of `--spec`.
fn input(
    workspace: &Workspace,
    slice: Option<&Slice>,
    args: &LintArgs,
    report: &mut Report,
) -> Result<Input, Error> {
    let sources = sources::read(workspace, slice, &args.input, report)?;
    let reserved = match slice {
        Some(slice) => facade::reserved_in(workspace, slice)?,
        None => facade::reserved_elsewhere(workspace)?,
    };
    Ok(Input {
        document: sources.document,
        overlays: sources.overlays,
        files: sources.files,
        prefixes: args.input.chosen.prefix.clone(),
        choice: args.input.chosen.choice(),
        naming: args.input.chosen.naming.naming(),
        reserved,
        ..Input::default()
    })
}
