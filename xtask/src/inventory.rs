//! `cargo xtask inventory`: prints the mapping from the document to Rust as JSON.

use connect_codegen_cli::exit::{Error, Verdict};
use connect_codegen_cli::report::Report;
use connect_codegen_cli::results;

use crate::args::InventoryArgs;
use crate::plan;
use crate::slice::Slice;
use crate::sources;
use crate::workspace::Workspace;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  cargo xtask inventory --slice usage | jq -r '.operations[] | [.method, .path, .function] | @tsv'
      the function of each operation
  cargo xtask inventory --slice usage | jq '.types[] | select(.name == \"UsageFile\")'
      one type
  cargo xtask inventory --spec connect-openapi30.yml --prefix '/pim*' | jq '.skipped'
      what would be skipped of another part of the API, and why

Several slices give one document: {\"slices\": {\"NAME\": …}}, with these members for each.
The members are stable; others may be added:
  api_version
  operations  method, path, function, pointer, idempotent, success;
              parameters [name, in, required, type, rust, pointer];
              filters [name, lookups, search, ordering, type, rust, pointer];
              request {media_type, type, pointer} or null;
              responses [status, media_type, type]
  types       name, kind, pointer, pointers; and one of
              fields [wire, rust, type, presence, access, pointer],
              values [wire, rust], members [rust, type, pointer]
  skipped     pointer, reason
A `pointer` is a JSON pointer into the document. Arrays and members have a fixed order,
so two inventories can be diffed.";

/// Generates in memory and prints the inventory.
///
/// # Errors
/// Returns an error if the input is invalid or cannot be read.
pub fn run(
    workspace: &Workspace,
    args: &InventoryArgs,
    report: &mut Report,
) -> Result<Verdict, Error> {
    let subjects = sources::subjects(workspace, &args.input)?;
    let inventories = results::each(&subjects, report, |slice, report| {
        let bindings = plan::bind(workspace, slice.as_ref(), &args.input, None, report)?;
        Ok((
            Slice::name_of(slice),
            connect_review::inventory(&bindings.api),
        ))
    })?;
    report.data(&format!("{:#}\n", results::json(inventories)));
    Ok(Verdict::Well)
}
