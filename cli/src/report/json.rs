//! Diagnostics as JSON: one object per line.
//!
//! CONTRIBUTING.md documents the members. Members may be added, but never change their meaning.

use connect_codegen::{Diagnostic, Span};
use connect_review::{Action, Finding};
use serde_json::{Value, json};

use crate::exit::Error;

/// Returns a diagnostic.
pub fn diagnostic(finding: &Diagnostic) -> Value {
    json!({
        "kind": "diagnostic",
        "severity": finding.severity.to_string(),
        "code": finding.code.as_str(),
        "message": finding.message,
        "span": finding.span.as_ref().map(span),
        "label": finding.label,
        "pointer": finding.pointer.as_ref().map(|pointer| pointer.as_str()),
        "around": finding.around.iter().map(span).collect::<Vec<_>>(),
        "related": finding.related.iter().map(|related| {
            json!({ "span": span(&related.span), "text": related.text })
        }).collect::<Vec<_>>(),
        "why": finding.why(),
        "help": finding.advice(),
    })
}

/// Returns a defect with the action that fixes it.
pub fn finding(finding: &Finding) -> Value {
    let mut value = diagnostic(&finding.diagnostic);
    value["action"] = json!(finding.action.as_ref().map(Action::to_yaml));
    value["overlay"] = json!(finding.action.as_ref().map(Action::overlay));
    value
}

/// Returns why a run failed, if there is no diagnostic.
pub fn failure(error: &Error) -> Value {
    json!({
        "kind": "failure",
        "severity": "error",
        "message": error.to_string(),
        "help": error.help(),
    })
}

/// Returns the last line of a run.
pub fn summary(errors: usize, warnings: usize, notes: usize, status: u8) -> Value {
    json!({
        "kind": "summary",
        "errors": errors,
        "warnings": warnings,
        "notes": notes,
        "status": status,
    })
}

/// Returns a span. Lines and columns are 1-based, columns count characters; a length of 0 means up
/// to the end of the line.
pub fn span(span: &Span) -> Value {
    json!({
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "length": span.length,
    })
}
