//! Reads path, query, header and cookie parameters.

mod style;

use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::ir::{Ident, Location, Parameter, PathTemplate, Primitive, Role, Style, Type, WireName};
use crate::lower::context::Context;
use crate::lower::form;
use crate::lower::operations::media;
use crate::lower::schema::{Body, Shape};
use crate::lower::schemas::Schemas;
use crate::lower::text::is_token;
use crate::lower::types::Types;
use crate::lower::uses::Value;
use crate::names;
use crate::node::{At, Node};
use crate::pointer::Pointer;

/// A parameter that is read, but whose type is not made yet.
pub struct ParameterDraft {
    pointer: Pointer,
    /// Its name in the document.
    pub wire: String,
    rust: Ident,
    pinned: bool,
    location: Location,
    required: bool,
    /// What is sent.
    pub value: Value,
    style: Style,
    role: Role,
    doc: Option<String>,
}

/// What an operation does, as far as parameters depend on it.
#[derive(Debug, Clone, Copy)]
pub struct Sort {
    /// Whether it only reads.
    pub is_read: bool,
    /// Whether it is a paged list.
    pub is_paged: bool,
}

/// Returns the parameters of an operation and of its path item, with references resolved. A
/// parameter of the operation replaces an equal one of the path item. Returns `None` if a reference cannot be read: the
/// parameter may be required.
pub fn gather<'a>(context: &Context<'a>, item: &At<'a>, operation: &At<'a>) -> Option<Vec<At<'a>>> {
    let mut gathered: Vec<At<'a>> = Vec::new();
    for owner in [item, operation] {
        let mut own: Vec<At<'a>> = Vec::new();
        for at in owner.get("parameters").iter().flat_map(At::elements) {
            let at = context.dereference(&at, "parameters")?;
            let same = |other: &At<'_>| is_same(other.node, at.node);
            if own.iter().any(same) {
                let message = format!(
                    "duplicate parameter `{}`; the first one applies",
                    at.node.get_str("name").unwrap_or("?")
                );
                context.report(Diagnostic::warning(Code::Parameter, message), &at);
                context.skip(
                    &at.pointer,
                    "a parameter of the same name and place is declared before",
                );
                continue;
            }
            gathered.retain(|other| !same(other));
            own.push(at);
        }
        gathered.extend(own);
    }
    Some(gathered)
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

/// Reads parameters. Returns `None` if a required one cannot be read.
pub fn read<'a>(
    context: &Context<'a>,
    declared: &[At<'a>],
    template: &PathTemplate,
    sort: Sort,
    schemas: &mut Schemas<'a>,
) -> Option<Vec<ParameterDraft>> {
    let mut drafts = Vec::new();
    for at in declared {
        match read_one(context, at, sort, schemas) {
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
            context.report_at(diagnostic, &draft.pointer);
            context.skip(&draft.pointer, "it is not in the path");
        }
        keep
    });
    drafts.sort_by_key(|draft| (draft.location, position(draft, template)));
    name(context, &mut drafts);
    Some(drafts)
}

/// Why a parameter is not read.
enum LeftOut {
    /// It does not belong to the request.
    Ignored,
    /// Such parameters are not supported.
    Unsupported(String),
}

fn read_one<'a>(
    context: &Context<'a>,
    at: &At<'a>,
    sort: Sort,
    schemas: &mut Schemas<'a>,
) -> Result<ParameterDraft, LeftOut> {
    form::check(context, at, &form::PARAMETER);
    let wire = wire_name(at)?;
    let location = location(context, at, &wire, sort.is_read)?;
    let content = at.get("content").filter(|it| it.node.as_map().is_some());
    let (shape, is_json) = match (at.get("schema"), content) {
        (Some(schema), content) => {
            report_beside_schema(context, content);
            (parameter_schema(context, &schema, &wire, schemas), false)
        }
        (None, Some(content)) => described_by_content(context, &content, &wire, schemas)?,
        (None, None) => {
            let message =
                format!("expected the parameter `{wire}` to have a `schema`; sent as a string");
            let diagnostic = Diagnostic::warning(Code::NotOpenApi, message);
            context.report(diagnostic.help("declare its `schema` in the overlay"), at);
            (None, false)
        }
    };
    let shape = shape.unwrap_or(Type::Primitive(Primitive::String));
    let style = match is_json {
        true => Style::Json,
        false => style::read(context, at, location, is_scalar(&shape, schemas)),
    };
    let pinned = Extension::Field.string(at.node);
    let named = names::snake(pinned.unwrap_or(&wire));
    Ok(ParameterDraft {
        pointer: at.pointer.clone(),
        role: role(&wire, location, sort.is_paged),
        pinned: pinned.is_some(),
        rust: named.unwrap_or_else(|| names::exact_snake(&wire)),
        wire,
        location,
        required: is_required(context, at) || always_required(context, at, location),
        value: Value::sent(shape),
        style,
        doc: at.doc(),
    })
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

/// Reads a parameter that is described by `content`: as JSON, or as text. The second part says whether it is JSON.
fn described_by_content<'a>(
    context: &Context<'a>,
    content: &At<'a>,
    wire: &str,
    schemas: &mut Schemas<'a>,
) -> Result<(Option<Shape>, bool), LeftOut> {
    let unsupported = |why: String| Err(LeftOut::Unsupported(why));
    let rank = |sort| match sort {
        media::Sort::Json | media::Sort::JsonLike => 0,
        media::Sort::Text => 1,
        _ => 2,
    };
    let Some((media_type, media)) = media::pick(context, content, "sent", rank) else {
        return unsupported("with empty `content`".to_owned());
    };
    let shape = media
        .get("schema")
        .map(|it| schemas.read_parameter(&it, wire));
    match media::Sort::of(&media_type) {
        media::Sort::Json | media::Sort::JsonLike => Ok((Some(shape.unwrap_or(Type::JSON)), true)),
        media::Sort::Text => Ok((None, false)),
        _ => unsupported(format!("as `{media_type}`")),
    }
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

/// Returns the location of a parameter, if it is sent from there.
fn location(
    context: &Context<'_>,
    at: &At<'_>,
    wire: &str,
    is_read: bool,
) -> Result<Location, LeftOut> {
    match at.node.get_str("in") {
        Some("path") => Ok(Location::Path),
        Some("query") => Ok(Location::Query),
        Some("cookie") => Ok(Location::Cookie),
        Some("header") if is_read && wire.eq_ignore_ascii_case("content-range") => {
            let message = "`Content-Range` is declared as a request header, but is a response header; paging reads it from the response";
            context.report_member(Diagnostic::note(Code::ContentRange, message), at, "name");
            let why = "a response header that is declared as a request header; paging reads it";
            context.skip(&at.pointer, why);
            Err(LeftOut::Ignored)
        }
        Some("header") if is_set_by_client(wire) => {
            let why = "OpenAPI ignores header parameters with this name; the client sets it";
            context.report_member(Diagnostic::note(Code::Parameter, why), at, "name");
            context.skip(&at.pointer, why);
            Err(LeftOut::Ignored)
        }
        Some("header") if is_of_transport(wire) => {
            let why = "a header of the transport, which the client sets itself";
            let message = format!("`{wire}` is {why}; skipped");
            context.report_member(Diagnostic::warning(Code::Parameter, message), at, "name");
            context.skip(&at.pointer, why);
            Err(LeftOut::Ignored)
        }
        Some("header") if !is_token(wire) => {
            let why = "with a name that is not a valid header name";
            Err(LeftOut::Unsupported(why.to_owned()))
        }
        Some("header") => Ok(Location::Header),
        Some(other) => Err(LeftOut::Unsupported(format!("in `{other}`"))),
        None => Err(LeftOut::Unsupported(match at.node.get("in") {
            Some(other) => format!("whose place is {}", other.kind()),
            None => "without a place".to_owned(),
        })),
    }
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

/// Reports a parameter that is not supported. Returns `None` if it is required.
fn leave_out(context: &Context<'_>, at: &At<'_>, why: &str) -> Option<()> {
    let named = at.node.get_str("name").filter(|it| !it.is_empty());
    let named = named.map(|name| format!(": `{name}`")).unwrap_or_default();
    let message = format!("parameters {why} are not supported{named}");
    context.skip(&at.pointer, format!("parameters {why} are not supported"));
    context.report(Diagnostic::warning(Code::Parameter, message), at);
    (!is_required(context, at)).then_some(())
}

/// Returns whether the client sets a header itself. OpenAPI 3.0 says to ignore such parameters.
fn is_set_by_client(name: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .iter()
        .any(|ours| name.eq_ignore_ascii_case(ours))
}

/// Returns whether a header is about one connection (RFC 9110, section 7.6.1), the host, or how the body is sent, so that
/// a value from elsewhere would break the request. The client refuses a call that sets one.
fn is_of_transport(name: &str) -> bool {
    const OURS: [&str; 11] = [
        "connection",
        "content-encoding",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    OURS.iter().any(|ours| name.eq_ignore_ascii_case(ours))
}

/// Returns whether a value of the shape is written as one string.
pub fn is_scalar(shape: &Shape, schemas: &mut Schemas<'_>) -> bool {
    match shape {
        Type::Primitive(primitive) => primitive.row().scalar.is_some(),
        Type::Array(_) | Type::Map(_) | Type::Optional(_) => false,
        Type::Named(_) => schemas
            .definition(shape)
            .is_some_and(|it| matches!(it.body, Body::Strings(_) | Body::Integers(_))),
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

/// Names the arguments of a function: by the pinned name, or the plain name, or with the location
/// for parameters outside of the path (`query_id` beside `id` of the path), or with punctuation
/// spelled out.
fn name(context: &Context<'_>, drafts: &mut [ParameterDraft]) {
    let shared = |drafts: &[ParameterDraft], at: usize| {
        drafts
            .iter()
            .filter(|draft| draft.rust == drafts[at].rust)
            .count()
            > 1
    };
    let located = |draft: &ParameterDraft| match draft.location {
        Location::Path => None,
        other => names::snake(&format!("{} {}", other.as_str(), draft.wire)),
    };
    let spelled = |draft: &ParameterDraft| names::spelled_snake(&draft.wire);
    let exact = |draft: &ParameterDraft| {
        Some(names::exact_snake(&format!(
            "{} {}",
            draft.location.as_str(),
            draft.wire
        )))
    };
    for longer in [
        &located as &dyn Fn(&ParameterDraft) -> Option<Ident>,
        &spelled,
        &exact,
    ] {
        let clashing: Vec<usize> = (0..drafts.len())
            .filter(|at| !drafts[*at].pinned && shared(drafts, *at))
            .collect();
        for at in clashing {
            if let Some(name) = longer(&drafts[at]) {
                drafts[at].rust = name;
            }
        }
    }
    for at in 1..drafts.len() {
        let Some(other) = drafts[..at]
            .iter()
            .find(|other| other.rust == drafts[at].rust)
        else {
            continue;
        };
        let ParameterDraft {
            pointer,
            wire,
            rust,
            ..
        } = &drafts[at];
        let message = format!("`{}` and `{wire}` would both be named `{rust}`", other.wire);
        let diagnostic = Diagnostic::error(Code::Name, message)
            .related(context.span_of(&other.pointer), "the other parameter")
            .help("give one of them a name in the overlay: `x-connect-field`");
        context.report_at(diagnostic, pointer);
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
