//! Finds defects in a document, explains why they matter, and proposes overlay actions that fix
//! them.
//!
//! The diagnostics of the generator are included. The other rules are about defects that these
//! bindings tolerate, but that harm other bindings, or these when the document changes.

mod action;
mod coverage;
mod draft;
mod linter;
mod names;
mod operations;
mod parameters;
mod pins;
mod references;
mod repeated;
mod schemas;
mod walk;
mod written;

use connect_codegen::Choice;
use connect_codegen::diagnostics::{Code, Diagnostic, Diagnostics, Outcome};
use connect_codegen::stages::{
    Findings, Node, Prose, Scope, Sources, apply_all, check, check_version, is_slice, load_whole,
    lower, select_node,
};
use connect_codegen::{Input, Severity};

pub use action::{Action, overlay};
pub use linter::Finding;
use linter::Linter;
use walk::pieces;

/// Finds the defects of a document after its overlays are applied.
///
/// The outcome has no value if the document or an overlay cannot be read. Whether items are named
/// and documented is only checked if there is an overlay.
pub fn lint(input: &Input) -> Outcome<Vec<Finding>> {
    let (findings, tolerated) = (Findings::default(), Findings::default());
    let found = run(input, &findings, &tolerated, |linter| {
        run_rules(linter, !input.overlays.is_empty());
        std::mem::take(&mut linter.findings)
    });
    let (diagnostics, tolerated) = (findings.finish(), tolerated.finish());
    match found {
        Some(found) => Outcome::new(merge(found, &tolerated), diagnostics),
        None => Outcome::failed(diagnostics),
    }
}

/// Writes an overlay that pins the name of every function and every type, as it is now: names by rule can change when the
/// document grows, pinned ones stay. It is applied after the overlays of the input, and names only what they do not.
///
/// The outcome has no value if nothing can be generated, because the document or an overlay has errors.
pub fn pins(input: &Input) -> Outcome<String> {
    written(input, pins::overlay)
}

/// Drafts the overlay of a new slice, which is applied after the overlays of the input: the names by rule, to be settled;
/// the values of each `status` and `state`, whose transitions are to be written; and, as a comment, what is to be
/// documented. No prose of the document is in it, and it can be used as it is.
///
/// The outcome has no value if nothing can be generated, because the document or an overlay has errors.
pub fn draft(input: &Input) -> Outcome<String> {
    written(input, draft::overlay)
}

/// Runs the steps, and writes an overlay for what they made.
fn written(input: &Input, overlay: fn(&Linter<'_>) -> String) -> Outcome<String> {
    let (findings, tolerated) = (Findings::default(), Findings::default());
    let text = run(input, &findings, &tolerated, |linter| overlay(linter));
    let (mut diagnostics, tolerated) = (findings.finish(), tolerated.finish());
    let errors = tolerated.iter().filter(|it| it.severity == Severity::Error);
    errors.for_each(|error| diagnostics.push(error.clone()));
    match text {
        Some(text) if !diagnostics.has_errors() => Outcome::new(text, diagnostics),
        _ => Outcome::failed(diagnostics),
    }
}

/// Runs the steps, and what is to be done with their result. What the steps find in a document that can be read goes to
/// `tolerated`.
fn run<T>(
    input: &Input,
    findings: &Findings,
    tolerated: &Findings,
    then: impl FnOnce(&mut Linter<'_>) -> T,
) -> Option<T> {
    let mut sources = Sources::default();
    let document = load_whole(&input.document, &input.files, &mut sources, findings)?;
    check_version(&document, &sources, findings)?;
    let is_slice = is_slice(&document);
    let part = (&input.prefixes[..], &input.choice);
    let mut document = match !input.is_part() || is_slice {
        true => document,
        false => select_node(&document, part, input.prose(), &sources, findings)?,
    };
    let is_whole = !is_slice && !input.is_part();
    let original = is_whole.then(|| document.clone());
    apply_all(&mut document, &input.overlays, &mut sources, findings);
    if findings.has_errors() {
        return None;
    }
    if is_slice && input.is_part() {
        document = select_node(&document, part, Prose::Keep, &sources, findings)?;
    }
    let mut contract = contract(original.as_ref(), &document, input, &mut sources, tolerated)?;
    contract.sort_members();
    // What overlays name is checked where all of it is present.
    let scope = match input.is_part() {
        true => Scope::Part,
        false => Scope::Selected,
    };
    let api = lower(&contract, scope, input.naming, &sources, tolerated);
    check(
        &api,
        input.reserved.as_ref(),
        &contract,
        &sources,
        tolerated,
    );
    let mut linter = Linter {
        root: &document,
        pieces: pieces(&document),
        api: &api,
        sources: &sources,
        text: &input.document.text,
        findings: Vec::new(),
    };
    Some(then(&mut linter))
}

/// Returns what is generated of a document, to which its overlays are applied. `original` is that of a whole document,
/// before that.
fn contract(
    original: Option<&Node>,
    document: &Node,
    input: &Input,
    sources: &mut Sources,
    tolerated: &Findings,
) -> Option<Node> {
    let whole = (&[][..], &Choice::default());
    let Some(original) = original else {
        return select_node(document, whole, Prose::Keep, sources, tolerated);
    };
    // Filters are read from the vendor's prose; documentation from overlays must be kept, and that of the document
    // counts if generated code has it.
    let mut contract = select_node(original, whole, input.prose(), sources, tolerated)?;
    // Actions without effect are fine here: they are about components that nothing reaches.
    let dead = Findings::default();
    apply_all(&mut contract, &input.overlays, sources, &dead);
    dead.discard();
    Some(contract)
}

/// Runs all rules. Those about what overlays must cover are for documents that have one.
fn run_rules(linter: &mut Linter<'_>, has_overlay: bool) {
    references::wrong_kind(linter);
    references::unused(linter);
    parameters::response_headers(linter);
    operations::undeclared_errors(linter);
    operations::unstable_ids(linter);
    operations::optional_bodies(linter);
    operations::number_keys(linter);
    schemas::formats(linter);
    repeated::in_place(linter);
    names::colliding(linter);
    if has_overlay {
        coverage::unpinned(linter);
        coverage::undocumented(linter);
        coverage::undocumented_members(linter);
    }
}

/// Merges the defects that the rules and the generator found. If both report one, that of the rules
/// is kept.
fn merge(mut findings: Vec<Finding>, found: &Diagnostics) -> Vec<Finding> {
    let said = |diagnostic: &Diagnostic| {
        let equivalent = |code| match code {
            Code::ContentRange => Some(Code::HeaderAsParameter),
            Code::BadReference => Some(Code::WrongKindOfReference),
            _ => None,
        };
        findings.iter().position(|finding| {
            let code = finding.diagnostic.code;
            let is_same = code == diagnostic.code || Some(code) == equivalent(diagnostic.code);
            is_same && finding.diagnostic.pointer == diagnostic.pointer
        })
    };
    let mut more = Vec::new();
    let mut upgrades = Vec::new();
    for diagnostic in found.iter() {
        match said(diagnostic) {
            None => more.push(Finding {
                diagnostic: diagnostic.clone(),
                action: None,
            }),
            Some(at) => upgrades.push((at, diagnostic.severity)),
        }
    }
    for (at, severity) in upgrades {
        let severity_of_rule = &mut findings[at].diagnostic.severity;
        *severity_of_rule = severity.min(*severity_of_rule);
    }
    findings.append(&mut more);
    findings.sort_by(|a, b| a.diagnostic.span.cmp(&b.diagnostic.span));
    findings
}
