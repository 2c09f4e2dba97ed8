//! `inventory`: prints the mapping from the document to Rust as JSON.

use clap::Args;

use crate::args::{InputArgs, OutputArgs};
use crate::exit::{Error, Verdict};
use crate::plan;
use crate::report::Report;

/// The text after the options in `--help`.
pub const HELP: &str = "\
Examples:
  connect-codegen inventory --spec api.yml | jq -r '.operations[] | [.method, .path, .function] | @tsv'
      the function of each operation
  connect-codegen inventory --spec api.yml | jq '.skipped'
      what is skipped, and why

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

/// The arguments of `inventory`.
#[derive(Debug, Args)]
pub struct InventoryArgs {
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Generates in memory and prints the inventory.
///
/// # Errors
/// Returns an error if the input is invalid or cannot be read.
pub fn run(args: &InventoryArgs, report: &mut Report) -> Result<Verdict, Error> {
    let input = args.input.read(report)?;
    let bindings = plan::bind(&input, report)?;
    report.data(&format!("{:#}\n", connect_review::inventory(&bindings.api)));
    Ok(Verdict::Well)
}
