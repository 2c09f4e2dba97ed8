//! `cargo xtask generate`: brings bindings up to date.

use connect_codegen_cli::exit::{Error, Verdict};
use connect_codegen_cli::generate;
use connect_codegen_cli::plan::Plan;
use connect_codegen_cli::report::Report;

use crate::args::GenerateArgs;
use crate::plan::Planned;
use crate::slice::Slice;
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
    let plans = Planned::make_all(
        workspace,
        &args.input,
        args.out.as_deref(),
        &args.runtime,
        report,
    )?;
    Plan::apply(plans.iter().map(|it| &it.plan), report)?;
    let named = plans.iter().map(|it| (Slice::name_of(&it.slice), &it.plan));
    generate::show(&named.collect::<Vec<_>>(), report);
    Ok(Verdict::Well)
}
