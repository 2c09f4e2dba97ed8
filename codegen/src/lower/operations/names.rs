//! Names the operations: by the overlay, or by rule.

use std::collections::BTreeMap;

use super::routes::Found;
use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::lower::context::Context;
use crate::lower::responses;
use crate::names::functions::{Name, Route, id_name, name_all, with};
use crate::names::{FunctionNames, ModuleNames, Naming, module_ident, short, snake};
use crate::node::At;
use crate::prefix::Prefix;

/// Names the operations: the name from the overlay, or a name by rule.
pub fn names(
    context: &Context<'_>,
    found: &[Found<'_>],
    prefixes: &[Prefix],
    naming: Naming,
) -> Vec<Name> {
    let routes: Vec<Route<'_>> = found
        .iter()
        .map(|found| Route {
            method: found.method,
            path: found.path,
            lists: responses::returns_array(context, &found.at),
            id: operation_id(found).filter(|_| naming.functions == FunctionNames::OperationId),
            tag: tag(found).filter(|_| naming.modules == ModuleNames::Tag),
        })
        .collect();
    let pinned: Vec<Option<Name>> = found.iter().map(|it| pinned(context, it)).collect();
    let names = name_all(&routes, prefixes, &pinned);
    if naming.functions == FunctionNames::OperationId {
        report_routes(context, found, &names);
    }
    report_collisions(context, found, &names);
    report_kept(context, found, &names);
    names
}

fn operation_id<'a>(found: &Found<'a>) -> Option<&'a str> {
    let id = found.at.node.get_str("operationId")?;
    (!id.trim().is_empty()).then_some(id)
}

/// Returns the first tag of an operation.
fn tag<'a>(found: &Found<'a>) -> Option<&'a str> {
    let tag = found.at.node.get("tags")?.items().first()?.as_str()?;
    (!tag.trim().is_empty()).then_some(tag)
}

/// Reports operations that are named after their route, although operationIds are asked for.
fn report_routes(context: &Context<'_>, found: &[Found<'_>], names: &[Name]) {
    let owners: BTreeMap<&Name, &Found<'_>> = names.iter().zip(found).collect();
    for (found, name) in found.iter().zip(names) {
        let id = operation_id(found);
        let by_id = id.map(|id| Name {
            module: name.module.clone(),
            function: id_name(id),
        });
        if has_pin(&found.at) || by_id.as_ref() == Some(name) {
            continue;
        }
        let why = match id {
            Some(id) => format!("another operation has the name of the operationId `{id}`"),
            None => "operation without operationId".to_owned(),
        };
        let message = format!("{why}; it is named `{}::{}`", name.module, name.function);
        let owner = by_id.and_then(|it| owners.get(&it).copied());
        let mut diagnostic = Diagnostic::warning(Code::OperationId, message)
            .at_member("operationId")
            .help("name it in the overlay: `x-connect-function`, or `operationId`");
        if let Some(owner) = owner {
            let span = context.span_of(&owner.at.pointer);
            diagnostic = diagnostic.related(span, "the other operation");
        }
        context.report(diagnostic, &found.at);
    }
}

fn pinned(context: &Context<'_>, found: &Found<'_>) -> Option<Name> {
    let pinned = found.at.get(Extension::Function.key())?;
    let name = pinned
        .node
        .as_str()
        .and_then(|text| text.split_once("::"))
        .and_then(|(module, function)| {
            let name = Name {
                module: short(module_ident(module)?),
                function: snake(function)?,
            };
            (name.module.plain() == module && name.function.plain() == function).then_some(name)
        });
    if name.is_none() {
        let diagnostic = Diagnostic::error(
            Code::InvalidName,
            "expected `x-connect-function` to be a module and a function",
        )
        .help("write it in `snake_case`, such as `files::accept`");
        context.report(diagnostic, &pinned);
    }
    name
}

/// Reports functions of the same name.
fn report_collisions(context: &Context<'_>, found: &[Found<'_>], names: &[Name]) {
    let mut first: BTreeMap<&Name, &Found<'_>> = BTreeMap::new();
    for (found, name) in found.iter().zip(names) {
        let Some(other) = first.get(name) else {
            first.insert(name, found);
            continue;
        };
        let message = format!(
            "`{} {}` and `{} {}` would both be named `{}::{}`",
            other.method, other.path, found.method, found.path, name.module, name.function,
        );
        // Point at the line that sets the name, if there is one.
        match has_pin(&found.at) || !has_pin(&other.at) {
            true => report_conflict(context, message, found, other),
            false => report_conflict(context, message, other, found),
        }
    }
}

/// Reports functions whose name is kept for what is optional of another function.
fn report_kept(context: &Context<'_>, found: &[Found<'_>], names: &[Name]) {
    let known: BTreeMap<&Name, &Found<'_>> = names.iter().zip(found).collect();
    for (found, other) in found.iter().zip(names) {
        let kept = Name {
            module: other.module.clone(),
            function: with(&other.function),
        };
        let Some(holder) = known.get(&kept) else {
            continue;
        };
        let message = format!(
            "`{}::{}` is the name of what takes the optional parameters of `{} {}`",
            kept.module, kept.function, found.method, found.path,
        );
        report_conflict(context, message, holder, found);
    }
}

/// Reports an operation whose name another one has: at the line of the overlay that sets it, if there is one.
fn report_conflict(context: &Context<'_>, message: String, at: &Found<'_>, other: &Found<'_>) {
    let pinned = at.at.get(Extension::Function.key());
    let diagnostic = Diagnostic::error(Code::Name, message)
        .related(context.span_of(&other.at.pointer), "the other operation")
        .help("give one of them another name in the overlay: `x-connect-function`");
    context.report(diagnostic, pinned.as_ref().unwrap_or(&at.at));
}

/// Returns whether the overlay names an operation.
pub fn has_pin(operation: &At<'_>) -> bool {
    operation.get(Extension::Function.key()).is_some()
}
