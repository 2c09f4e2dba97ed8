//! Reads path, query, header and cookie parameters.

mod draft;
mod empty;
mod left_out;
mod location;
mod naming;
mod place;
mod scalar;
mod style;
mod undefined;

pub use draft::ParameterDraft;
pub use place::{Place, doc, place};
pub use scalar::is_scalar;
pub use undefined::report as report_undefined;

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::ir::{Location, Parameter, PathTemplate, Primitive, Role, Style, Type, WireName};
use crate::lower::context::Context;
use crate::lower::form;
use crate::lower::operations::media;
use crate::lower::reason::Reason;
use crate::lower::schema::Shape;
use crate::lower::schemas::Schemas;
use crate::lower::types::Types;
use crate::lower::uses::Value;
use crate::names;
use crate::node::{At, Node};
use crate::order;
use left_out::LeftOut;

/// What an operation does, as far as parameters depend on it.
#[derive(Debug, Clone, Copy)]
pub struct Sort {
    /// Whether it only reads.
    pub is_read: bool,
    /// Whether it is a paged list.
    pub is_paged: bool,
}

/// Returns the parameters of an operation and of its path item, with references resolved. A
/// parameter of the operation replaces an equal one of the path item.
///
/// # Errors
/// If a reference cannot be read: the parameter may be required.
pub fn gather<'a>(
    context: &Context<'a>,
    item: &At<'a>,
    operation: &At<'a>,
) -> Result<Vec<At<'a>>, Reason> {
    let mut gathered: Vec<At<'a>> = Vec::new();
    for owner in [item, operation] {
        let mut own: Vec<At<'a>> = Vec::new();
        for at in owner.get("parameters").iter().flat_map(At::elements) {
            let reference = at;
            let at = context.dereference(&reference, "parameters")?;
            let same = |other: &At<'_>| is_same(other.node, at.node);
            if own.iter().any(same) {
                let message = format!(
                    "duplicate parameter `{}`; the first one applies",
                    at.node.get_str("name").unwrap_or("?")
                );
                context.report(Diagnostic::warning(Code::Parameter, message), &reference);
                context.skip(
                    &reference.pointer,
                    "a parameter of the same name and place is declared before",
                );
                continue;
            }
            gathered.retain(|other| !same(other));
            own.push(at);
        }
        gathered.extend(own);
    }
    gathered.sort_by(|one, other| order::compare(one.node, other.node));
    Ok(gathered)
}

/// Returns whether two parameters have the same name and place. The names of headers have no letter case.
fn is_same(one: &Node, other: &Node) -> bool {
    let place = one.get_str("in");
    let names = (one.get_str("name"), other.get_str("name"));
    place == other.get_str("in")
        && match names {
            (Some(one), Some(other)) if place == Some("header") => one.eq_ignore_ascii_case(other),
            (one, other) => one == other,
        }
}

/// Reads the parameters of an operation and its path item. Those of the path that nothing declares are required strings.
/// `place` returns where the operation has one, which is not where it is declared if others use it as well.
///
/// # Errors
/// If a required one cannot be read.
pub fn read<'a>(
    context: &Context<'a>,
    operation: &At<'a>,
    (declared, place): (&[At<'a>], Place<'_>),
    template: &PathTemplate,
    sort: Sort,
    schemas: &mut Schemas<'a>,
) -> Result<Vec<ParameterDraft>, Reason> {
    let mut drafts = Vec::new();
    for at in declared {
        match read_one(context, at, place, sort, schemas) {
            Ok(draft) => drafts.push(draft),
            Err(LeftOut::Ignored) => {}
            Err(LeftOut::Unsupported(why)) => leave_out(context, at, &why)?,
        }
    }
    drafts.retain(|draft| {
        let is_used = || template.parameters().any(|name| name.0 == draft.wire);
        let keep = draft.location != Location::Path || is_used();
        if !keep {
            let message = format!(
                "path parameter `{}` is not in the path; skipped",
                draft.wire
            );
            let diagnostic = Diagnostic::warning(Code::Parameter, message);
            let place = place(&draft.pointer);
            context.report_at(diagnostic, &place);
            context.skip(&place, "it is not in the path");
        }
        keep
    });
    let undeclared = undeclared(context, operation, &drafts, template);
    drafts.extend(undeclared);
    drafts.sort_by_key(|draft| (draft.location, position(draft, template)));
    naming::name(context, &mut drafts);
    Ok(drafts)
}

/// Returns a required string for each parameter of the path that is not read, and reports it.
fn undeclared(
    context: &Context<'_>,
    operation: &At<'_>,
    drafts: &[ParameterDraft],
    template: &PathTemplate,
) -> Vec<ParameterDraft> {
    let is_read = |wire: &str| {
        let mut in_path = drafts.iter().filter(|it| it.location == Location::Path);
        in_path.any(|it| it.wire == wire)
    };
    let names: BTreeSet<&str> = template.parameters().map(|it| it.0.as_str()).collect();
    let missing = names.into_iter().filter(|it| !is_read(it)).map(|wire| {
        let message =
            format!("undeclared path parameter `{wire}` in `{template}`; taken as a string");
        context.report(Diagnostic::warning(Code::Path, message), operation);
        ParameterDraft {
            pointer: operation.pointer.clone(),
            wire: wire.to_owned(),
            rust: names::argument(wire),
            pinned: false,
            location: Location::Path,
            required: true,
            value: Value::sent(Type::Primitive(Primitive::String)),
            style: Style::Plain,
            role: Role::Argument,
            doc: None,
            limits: None,
        }
    });
    missing.collect()
}

fn read_one<'a>(
    context: &Context<'a>,
    at: &At<'a>,
    place: Place<'_>,
    sort: Sort,
    schemas: &mut Schemas<'a>,
) -> Result<ParameterDraft, LeftOut> {
    form::check(context, at, &form::PARAMETER);
    let wire = wire_name(at)?;
    let location = location::read(context, at, &wire, sort.is_read, place)?;
    let content = at.get("content").filter(|it| it.node.as_map().is_some());
    let (shape, is_json) = match (at.get("schema"), content) {
        (Some(schema), content) => {
            report_beside_schema(context, content);
            (parameter_schema(context, &schema, &wire, schemas), false)
        }
        (None, Some(content)) => described_by_content(context, &content, &wire, schemas),
        (None, None) => {
            report_no_schema(context, at, &wire);
            (None, false)
        }
    };
    let shape = shape.unwrap_or(Type::Primitive(Primitive::String));
    empty::report(context, at, location, &shape, schemas);
    let style = match is_json {
        true => Style::Json,
        false => style::read(context, at, location, &shape, schemas),
    };
    let pinned = Extension::Field.string(at.node);
    let named = names::snake(pinned.unwrap_or(&wire));
    Ok(ParameterDraft {
        pointer: at.pointer.clone(),
        role: role(&wire, location, sort.is_paged),
        pinned: pinned.is_some(),
        rust: named.unwrap_or_else(|| names::argument(&wire)),
        wire,
        location,
        required: is_required(context, at) || always_required(context, at, location),
        value: Value::sent(shape),
        style,
        doc: doc(context, at, place),
        limits: limits(at, schemas),
    })
}

/// Returns a sentence about the limits of a parameter's value, by its schema or that of its only media type.
fn limits<'a>(at: &At<'a>, schemas: &Schemas<'a>) -> Option<String> {
    let content = || {
        let content = at.get("content")?;
        let mut media = content.members().filter(|(key, _)| !key.starts_with("x-"));
        let (_, only) = media.next()?;
        only.get("schema").filter(|_| media.next().is_none())
    };
    schemas.limits(&at.get("schema").or_else(content)?)
}

/// Returns the name of a parameter.
fn wire_name(at: &At<'_>) -> Result<String, LeftOut> {
    let problem = match at.node.get("name").map(|it| (it, it.as_str())) {
        Some((_, Some(""))) => "with an empty name".to_owned(),
        Some((_, Some(name))) => return Ok(name.to_owned()),
        Some((other, None)) => format!("whose name is {}", other.kind()),
        None => "without a name".to_owned(),
    };
    Err(LeftOut::Unsupported(problem))
}

/// Reports `content` beside a schema, of which OpenAPI allows one.
fn report_beside_schema(context: &Context<'_>, content: Option<At<'_>>) {
    if let Some(content) = content {
        let message = "expected a parameter to have either `schema` or `content`, found both; `content` is ignored";
        context.report(Diagnostic::warning(Code::NotOpenApi, message), &content);
        context.skip(&content.pointer, "it stands beside a `schema`");
    }
}

/// Reads a parameter that is described by `content`: as JSON, as a single value, or as a string. The second part says
/// whether it is JSON.
fn described_by_content<'a>(
    context: &Context<'a>,
    content: &At<'a>,
    wire: &str,
    schemas: &mut Schemas<'a>,
) -> (Option<Shape>, bool) {
    let rank = |sort| match sort {
        media::Sort::Json | media::Sort::JsonLike => 0,
        media::Sort::Text => 1,
        _ => 2,
    };
    let picked = media::pick(context, content, media::Purpose::Sent, rank);
    let sort = picked.as_ref().map(|(it, _)| media::Sort::of(it));
    match (sort, picked) {
        (Some(media::Sort::Json | media::Sort::JsonLike), Some((_, media))) => {
            let schema = media.get("schema");
            let shape = schema.map(|it| schemas.read_parameter(&it, wire));
            (Some(shape.unwrap_or(Type::JSON)), true)
        }
        (Some(media::Sort::Text), Some((media_type, media))) => {
            let schema = media.get("schema");
            let shape = schema.map(|it| schemas.read_parameter(&it, wire));
            let is_string = shape.as_ref().is_none_or(|it| is_scalar(it, schemas));
            if !is_string {
                let message = format!(
                    "the schema of the parameter `{wire}` is not that of a single value, as which `{media_type}` is written; sent as the string that the caller gives"
                );
                context.report(Diagnostic::warning(Code::MediaTypes, message), &media);
            }
            (shape.filter(|_| is_string), false)
        }
        (_, Some((media_type, media))) => {
            let message = format!(
                "the parameter `{wire}` is not written as `{media_type}`; sent as the string that the caller gives"
            );
            context.report(Diagnostic::warning(Code::MediaTypes, message), &media);
            (None, false)
        }
        (_, None) => {
            report_no_schema(context, content, wire);
            (None, false)
        }
    }
}

/// Reports a parameter whose value nothing describes.
fn report_no_schema(context: &Context<'_>, at: &At<'_>, wire: &str) {
    let message = format!("expected the parameter `{wire}` to have a `schema`; sent as a string");
    let diagnostic = Diagnostic::warning(Code::NotOpenApi, message);
    context.report(diagnostic.help("declare its `schema` in the overlay"), at);
}

fn is_required(context: &Context<'_>, at: &At<'_>) -> bool {
    context.flag(at, "required").unwrap_or(false)
}

/// Returns whether a parameter is required by its place. A path is never without its parameters, whatever they say.
fn always_required(context: &Context<'_>, at: &At<'_>, location: Location) -> bool {
    let is_in_path = location == Location::Path;
    if is_in_path && at.node.get("required").and_then(Node::as_bool) == Some(false) {
        let message = "expected `required` of a path parameter to be true, found false; the parameter is required";
        context.report_member(
            Diagnostic::warning(Code::NotOpenApi, message),
            at,
            "required",
        );
    }
    is_in_path
}

/// Returns the schema of a header parameter. It may refer to a header component, which OpenAPI
/// forbids but the vendor does; then it is the schema of that component.
fn parameter_schema<'a>(
    context: &Context<'a>,
    schema: &At<'a>,
    wire: &str,
    schemas: &mut Schemas<'a>,
) -> Option<Shape> {
    let reference = schema
        .node
        .get_str("$ref")
        .filter(|reference| reference.starts_with("#/components/headers/"));
    let Some(reference) = reference else {
        return Some(schemas.read_parameter(schema, wire));
    };
    let message = format!(
        "expected a reference to a schema, found header `{reference}`; the header's schema is used"
    );
    context.report_member(
        Diagnostic::warning(Code::WrongKindOfReference, message),
        schema,
        "$ref",
    );
    let inner = context.resolve(reference)?.get("schema")?;
    Some(schemas.read_parameter(&inner, wire))
}

/// Reports a parameter that is not supported. Returns an error if it is required.
fn leave_out(context: &Context<'_>, at: &At<'_>, why: &str) -> Result<(), Reason> {
    let named = at.node.get_str("name").filter(|it| !it.is_empty());
    let named = named.map(|name| format!(": `{name}`")).unwrap_or_default();
    let is_required = is_required(context, at);
    let skipped = match is_required {
        true => "the operation is skipped",
        false => "skipped",
    };
    let message = format!("parameters {why} are not supported{named}; {skipped}");
    context.skip(&at.pointer, format!("parameters {why} are not supported"));
    let reason = context.refuse(Diagnostic::warning(Code::Parameter, message), at);
    match is_required {
        true => Err(reason),
        false => Ok(()),
    }
}

fn position(draft: &ParameterDraft, template: &PathTemplate) -> usize {
    match draft.location {
        Location::Path => template
            .parameters()
            .position(|it| it.0 == draft.wire)
            .unwrap_or_default(),
        _ => usize::MAX,
    }
}

/// Lowers parameters, once their types are made.
pub fn lower(drafts: Vec<ParameterDraft>, types: &Types) -> Vec<Parameter> {
    let lowered = drafts.into_iter().map(|draft| Parameter {
        ty: types.of(&draft.value),
        pointer: draft.pointer,
        wire: WireName(draft.wire),
        rust: draft.rust,
        location: draft.location,
        style: draft.style,
        required: draft.required,
        role: draft.role,
        doc: draft.doc,
        limits: draft.limits,
    });
    lowered.collect()
}

/// Returns how a parameter is used: the list builder sets `limit` and `offset`.
fn role(name: &str, location: Location, is_paged: bool) -> Role {
    if is_paged && location == Location::Query && matches!(name, "limit" | "offset") {
        Role::Paging
    } else {
        Role::Argument
    }
}
