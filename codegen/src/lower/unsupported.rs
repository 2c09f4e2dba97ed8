//! Reports what is not generated.

use crate::diagnostics::{Code, Diagnostic};
use crate::lower::context::Context;
use crate::node::At;

/// Reports a member that says nothing about the call itself, such as `callbacks` of an operation, or `links` of a
/// response.
pub fn report_unsupported(context: &Context<'_>, at: &At<'_>, member: &str) {
    if let Some(unsupported) = at.get(member) {
        let message = format!("`{member}` are not generated; skipped");
        context.report(Diagnostic::note(Code::Unsupported, message), &unsupported);
        context.skip(
            &unsupported.pointer,
            format!("`{member}` are not generated"),
        );
    }
}
