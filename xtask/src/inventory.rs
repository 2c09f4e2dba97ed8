//! `cargo xtask inventory`: the mapping from document to Rust, as JSON.

use crate::cli::InventoryArgs;
use crate::exit::{Error, Verdict};
use crate::plan;
use crate::report::Report;
use crate::slice;
use crate::sources;
use crate::workspace::Workspace;

/// What `--help` shows.
pub const HELP: &str = "\
Examples:
  cargo xtask inventory --slice usage | jq -r '.operations[] | [.method, .path, .function] | @tsv'
      which function calls what
  cargo xtask inventory --slice usage | jq '.types[] | select(.name == \"UsageFile\")'
      what became of one type
  cargo xtask inventory --spec connect-openapi30.yml --prefix '/pim*' | jq '.skipped'
      what another part of the API would lose, and why

Of several slices it is one document: {\"slices\": {\"NAME\": …}}, with what follows for each.
The shape is stable; members may be added:
  api_version
  operations  method, path, function, pointer, repeatable, success;
              parameters [name, in, required, type, rust, pointer];
              filters [name, lookups, search, ordering, type, rust, pointer];
              request {media_type, type, pointer} or null;
              responses [status, media_type, type]
  types       name, kind, pointer, pointers; and one of
              fields [wire, rust, type, presence, access, pointer],
              values [wire, rust], members [rust, type, pointer]
  skipped     pointer, reason
A `pointer` is a JSON pointer into the document. Lists and members have a fixed order,
so two inventories can be diffed.";

/// Generates in memory and prints what became what.
///
/// # Errors
/// If the input is wrong or cannot be read.
pub fn run(
    workspace: &Workspace,
    args: &InventoryArgs,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let subjects = sources::subjects(workspace, &args.input)?;
    let inventories = slice::each(&subjects, report, |slice, report| {
        let bindings = plan::bind(workspace, slice.as_ref(), &args.input, None, report)?;
        Ok((slice.as_ref(), bindings.inventory()))
    })?;
    report.data(&format!("{:#}\n", slice::json(inventories)));
    Ok(Verdict::Well)
}
