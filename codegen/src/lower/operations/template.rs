//! Reads path templates.

use percent_encoding::percent_decode_str;

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{PathTemplate, Segment, WireName};
use crate::lower::context::Context;
use crate::lower::reason::Reason;
use crate::node::At;

/// Splits a path into segments and what is behind them.
///
/// # Errors
/// If it cannot be split, or if what is in braces is neither declared nor a plain name.
pub fn read(
    context: &Context<'_>,
    path: &str,
    at: &At<'_>,
    declared: &[At<'_>],
) -> Result<PathTemplate, Reason> {
    let route = path.split(['?', '#']).next().unwrap_or_default();
    let suffix = &path[route.len()..];
    let segments = route.split('/').skip(1).map(segment);
    let problem = match segments.collect::<Result<Vec<_>, String>>() {
        Ok(_) if suffix.contains('{') => {
            "a placeholder behind the path is not supported".to_owned()
        }
        Ok(segments) => {
            let template = PathTemplate {
                segments,
                query: fixed_query(suffix, declared),
                suffix: suffix.to_owned(),
            };
            let mut parameters = template.parameters();
            let unknown = |it: &&WireName| !is_plain(&it.0) && !is_declared(declared, it);
            let undeclared = parameters.find(unknown).cloned();
            drop(parameters);
            match undeclared {
                None => {
                    report_fragment(context, path, at);
                    return Ok(template);
                }
                Some(name) => format!("undeclared path parameter `{name}`"),
            }
        }
        Err(problem) => problem,
    };
    let message = format!("{problem} in `{path}`; the operation is skipped");
    Err(context.refuse(Diagnostic::warning(Code::Path, message), at))
}

/// Reports the fragment of a path. HTTP sends no fragments, so what is behind `#` cannot select an operation.
fn report_fragment(context: &Context<'_>, path: &str, at: &At<'_>) {
    if let Some((_, fragment)) = path.split_once('#') {
        let message = format!("the fragment `#{fragment}` of `{path}` is not sent");
        context.report(Diagnostic::note(Code::NotOpenApi, message), at);
    }
}

/// Returns the query parameters that stand behind a path, without those that are declared and so have a value of their
/// own.
fn fixed_query(suffix: &str, declared: &[At<'_>]) -> Vec<(WireName, String)> {
    let query = suffix.strip_prefix('?').unwrap_or_default();
    let query = query.split('#').next().unwrap_or_default();
    let decoded = |text: &str| {
        // As in forms, a plus sign stands for a space.
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    let pairs = query.split('&').filter(|it| !it.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (WireName(decoded(name)), decoded(value))
    });
    let is_declared = |name: &WireName| {
        declared.iter().any(|at| {
            at.node.get_str("in") == Some("query") && at.node.get_str("name") == Some(&name.0)
        })
    };
    pairs.filter(|(name, _)| !is_declared(name)).collect()
}

/// Returns whether this is a name, rather than an expression such as `+path` or `id:[0-9]+`, whose meaning is not known.
fn is_plain(name: &str) -> bool {
    name.chars()
        .all(|it| it.is_alphanumeric() || "_-.".contains(it))
}

fn is_declared(declared: &[At<'_>], name: &WireName) -> bool {
    declared
        .iter()
        .any(|at| at.node.get_str("in") == Some("path") && at.node.get_str("name") == Some(&name.0))
}

/// Splits a segment into its literals and parameters.
fn segment(text: &str) -> Result<Segment, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((literal, behind)) = rest.split_once('{') {
        let unbalanced = || format!("unbalanced braces in the segment `{text}`");
        let (name, behind) = behind.split_once('}').ok_or_else(unbalanced)?;
        if literal.contains('}') || name.contains('{') || name.is_empty() {
            return Err(unbalanced());
        }
        if !literal.is_empty() {
            pieces.push(Segment::Literal(literal.to_owned()));
        }
        pieces.push(Segment::Parameter(WireName(name.to_owned())));
        rest = behind;
    }
    if rest.contains('}') {
        return Err(format!("unbalanced braces in the segment `{text}`"));
    }
    if matches!(text, "." | "..") {
        return Err(format!(
            "a segment `{text}`, which clients and servers resolve away,"
        ));
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Segment::Literal(rest.to_owned()));
    }
    match pieces.pop() {
        Some(only) if pieces.is_empty() => Ok(only),
        last => {
            pieces.extend(last);
            Ok(Segment::Mixed(pieces))
        }
    }
}
