//! Rules about operations.

use std::collections::BTreeMap;

use serde_yaml::Value as Yaml;

use super::action::{Action, mapping, path, text};
use super::linter::Linter;
use super::walk::{Kind, Piece};
use connect_codegen::diagnostics::{Code, Diagnostic};
use connect_codegen::stages::At;

fn operations<'a>(linter: &Linter<'a>) -> Vec<Piece<'a>> {
    let pieces = linter.pieces.iter();
    pieces
        .filter(|piece| piece.kind == Kind::Operation && piece.route().is_some())
        .cloned()
        .collect()
}

/// Returns the error responses.
fn failures<'a>(operation: &Piece<'a>) -> impl Iterator<Item = (&'a str, At<'a>)> {
    let responses: Vec<_> = operation
        .at
        .get("responses")
        .iter()
        .flat_map(At::members)
        .collect();
    let is_failure = |status: &str| status == "default" || status.starts_with(['4', '5']);
    responses
        .into_iter()
        .filter(move |(status, _)| is_failure(status))
}

/// Reports operations without error responses. The fix is the error response of similar operations.
pub fn undeclared_errors(linter: &mut Linter<'_>) {
    let operations = operations(linter);
    let without_errors = operations
        .iter()
        .filter(|operation| failures(operation).next().is_none());
    let findings: Vec<_> = without_errors
        .map(|operation| {
            let action = common_failure(operation, &operations).map(|(status, reference)| {
                let response = mapping([("$ref", text(reference))]);
                let target = path(linter.root, &operation.at.pointer.key("responses"));
                Action::update(target, mapping([(status.as_str(), response)]))
            });
            (operation.at.pointer.clone(), action)
        })
        .collect();
    for (pointer, action) in findings {
        let message = "operation without error responses";
        let diagnostic = Diagnostic::note(Code::UndeclaredErrors, message).at_member("responses");
        linter.report(diagnostic, &pointer, action);
    }
}

/// Returns the error response that most operations with the same first segment declare by
/// reference.
fn common_failure(operation: &Piece<'_>, all: &[Piece<'_>]) -> Option<(String, String)> {
    let first = |piece: &Piece<'_>| {
        let (path, _) = piece.route()?;
        Some(path.split('/').nth(1)?.to_owned())
    };
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for other in all.iter().filter(|other| first(other) == first(operation)) {
        for (status, response) in failures(other) {
            if let Some(reference) = response.node.get_str("$ref") {
                *counts
                    .entry((status.to_owned(), reference.to_owned()))
                    .or_default() += 1;
            }
        }
    }
    // Among equally frequent ones, the first.
    let best = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    best.map(|(failure, _)| failure)
}

/// Reports unstable operation ids of operations whose function is not pinned.
pub fn unstable_ids(linter: &mut Linter<'_>) {
    let operations = operations(linter);
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in &operations {
        if let Some(id) = operation.at.node.get_str("operationId") {
            *uses.entry(id).or_default() += 1;
        }
    }
    let unpinned = operations
        .iter()
        .filter(|operation| operation.at.node.get("x-connect-function").is_none());
    let findings: Vec<_> = unpinned
        .filter_map(|operation| {
            let id = operation.at.node.get_str("operationId");
            let why = match id {
                None => "there is no operationId",
                Some(id) if uses.get(id).is_some_and(|count| *count > 1) => {
                    "another operation has the same operationId"
                }
                Some(id) if is_derived(id) => "derived from names in the server's code",
                Some(_) => return None,
            };
            let function = linter
                .api
                .operations
                .iter()
                .find(|lowered| lowered.pointer == operation.at.pointer);
            let action = function.map(|function| pin(linter, operation, &function.name()));
            Some((operation.at.pointer.clone(), why, action))
        })
        .collect();
    for (pointer, why, action) in findings {
        let message = "unstable operationId";
        let diagnostic = Diagnostic::note(Code::UnstableOperationId, message)
            .label(why)
            .at_member("operationId");
        linter.report(diagnostic, &pointer, action);
    }
}

fn pin(linter: &Linter<'_>, operation: &Piece<'_>, function: &str) -> Action {
    let target = path(linter.root, &operation.at.pointer);
    Action::update(target, mapping([("x-connect-function", text(function))]))
}

/// Returns whether a name mixes snake_case and camelCase, as only generated names do.
fn is_derived(id: &str) -> bool {
    let letters = id.as_bytes();
    let is_camel_case = letters
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    is_camel_case && id.contains('_')
}

/// Reports request bodies that are optional according to the document.
pub fn optional_bodies(linter: &mut Linter<'_>) {
    let bodies: Vec<_> = linter
        .pieces
        .iter()
        .filter(|piece| piece.kind == Kind::RequestBody && piece.reference().is_none())
        .filter(|piece| piece.at.node.get("required").is_none())
        .map(|piece| piece.at.pointer.clone())
        .collect();
    for pointer in bodies {
        let message = "request body without `required: true` is optional";
        let diagnostic = Diagnostic::note(Code::OptionalBody, message);
        let update = mapping([("required", Yaml::Bool(true))]);
        let action = Action::update(path(linter.root, &pointer), update);
        linter.report(diagnostic, &pointer, Some(action));
    }
}

/// Reports statuses that are YAML numbers, where OpenAPI requires strings.
pub fn number_keys(linter: &mut Linter<'_>) {
    let lines: Vec<&str> = linter.text.lines().collect();
    let mut findings = Vec::new();
    for piece in &linter.pieces {
        let Some(responses) = piece
            .at
            .get("responses")
            .filter(|_| piece.kind == Kind::Operation)
        else {
            continue;
        };
        for entry in responses.node.entries() {
            let Some(span) = linter
                .sources
                .span(entry.span)
                .filter(|_| entry.span.source == 0)
            else {
                continue;
            };
            let line = lines.get(span.line - 1).copied().unwrap_or_default();
            if line
                .chars()
                .nth(span.column - 1)
                .is_some_and(|c| c.is_ascii_digit())
            {
                findings.push((responses.pointer.key(&entry.key), span));
            }
        }
    }
    for (pointer, span) in findings {
        let message = "expected a string as the status, found a number";
        linter.report(
            Diagnostic::note(Code::StatusAsNumber, message),
            &pointer,
            None,
        );
        if let Some(finding) = linter.findings.last_mut() {
            finding.diagnostic.span = Some(span);
        }
    }
}
