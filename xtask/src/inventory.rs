//! `cargo xtask inventory`: the mapping from document to Rust, as JSON.

use crate::cli::InputArgs;
use crate::exit::{Error, Verdict};
use crate::plan;
use crate::report::Report;
use crate::workspace::Workspace;

/// Generates in memory and prints what became what.
///
/// # Errors
/// If the input is wrong or cannot be read.
pub fn run(workspace: &Workspace, args: &InputArgs, report: &mut Report) -> Result<Verdict, Error> {
    let (bindings, _) = plan::bind(workspace, args, report)?;
    report.data(&format!("{:#}\n", bindings.inventory()));
    Ok(Verdict::Well)
}
