//! Reads path templates.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{PathTemplate, Segment, WireName};
use crate::lower::context::Context;
use crate::node::At;

/// Splits a path into segments. Each `{name}` must be declared, and be a whole segment.
pub fn read(
    context: &Context<'_>,
    path: &str,
    at: &At<'_>,
    declared: &[At<'_>],
) -> Option<PathTemplate> {
    let mut segments = Vec::new();
    for segment in path.split('/').skip(1) {
        let inner = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let problem = match inner {
            Some(name) if name.contains(['{', '}']) => {
                Some(format!("segment `{segment}` has more than one placeholder"))
            }
            Some(name)
                if !declared.iter().any(|at| {
                    at.node.get_str("in") == Some("path") && at.node.get_str("name") == Some(name)
                }) =>
            {
                Some(format!("undeclared path parameter `{name}`"))
            }
            Some(_) => None,
            None if segment.contains(['{', '}']) => {
                Some(format!("segment `{segment}` is only partly a placeholder"))
            }
            None => None,
        };
        if let Some(problem) = problem {
            let diagnostic = Diagnostic::error(Code::Path, format!("{problem} in `{path}`"));
            context.report(diagnostic, at);
            return None;
        }
        segments.push(match inner {
            Some(name) => Segment::Parameter(WireName(name.to_owned())),
            None => Segment::Literal(segment.to_owned()),
        });
    }
    Some(PathTemplate { segments })
}
