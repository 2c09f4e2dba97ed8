//! Reads responses: statuses, media types and bodies.

use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::ir::{Filled, Payload, Response, StatusSelector, Type, WireName};
use crate::lower::context::Context;
use crate::lower::schemas::{Medium, Schemas};
use crate::lower::types::Types;
use crate::lower::uses::Value;
use crate::node::At;
use crate::node::Node;
use crate::pointer::Pointer;

/// A response that is read, but whose type is not made yet.
pub struct ResponseDraft {
    /// Its pointer.
    pub pointer: Pointer,
    /// The statuses that it is declared for.
    pub status: StatusSelector,
    /// Its media type.
    pub media_type: Option<String>,
    /// Its body.
    pub content: Content,
    /// Members that are path parameters where they are absent.
    pub filled: Vec<Filled>,
}

/// The body of a response.
pub enum Content {
    /// No body.
    Empty,
    /// JSON.
    Json(Value),
    /// Text, of a `text/…` media type.
    Text,
    /// Bytes.
    Binary,
}

/// Returns whether the success response of an operation is a JSON array, on which its name depends.
pub fn returns_array(context: &Context<'_>, operation: &At<'_>) -> bool {
    let responses = operation.get("responses");
    let well = responses
        .iter()
        .flat_map(At::members)
        .find(|(status, _)| status.starts_with('2'));
    let schema = well.and_then(|(_, response)| {
        let response = follow(context, response);
        let content = response.get("content")?;
        content
            .members()
            .find(|(media, _)| is_json(media))?
            .1
            .get("schema")
    });
    schema.is_some_and(|schema| follow(context, schema).node.get_str("type") == Some("array"))
}

fn follow<'a>(context: &Context<'a>, at: At<'a>) -> At<'a> {
    match at
        .node
        .get_str("$ref")
        .and_then(|reference| context.resolve(reference))
    {
        Some(target) => target,
        None => at,
    }
}

/// Returns whether a media type is JSON.
pub fn is_json(media_type: &str) -> bool {
    let main_type = media_type.split(';').next().unwrap_or_default().trim();
    main_type == "application/json" || main_type.ends_with("+json")
}

/// Reads the responses of an operation.
pub fn read<'a>(
    context: &Context<'a>,
    responses: Option<At<'a>>,
    schemas: &mut Schemas<'a>,
) -> Vec<ResponseDraft> {
    let mut drafts = Vec::new();
    for (status, at) in responses
        .iter()
        .flat_map(At::members)
        .filter(|(status, _)| !status.starts_with("x-"))
    {
        let Some(selector) = selector(status) else {
            let message = format!("invalid response key `{status}`, expected a status; skipped");
            context.report(Diagnostic::warning(Code::Status, message), &at);
            context.skip(&at.pointer, "its key is not a status");
            continue;
        };
        let Some(response) = context.dereference(&at, "responses") else {
            continue;
        };
        let (media_type, content) = content(context, &response, schemas);
        let filled = filled(at.node);
        drafts.push(ResponseDraft {
            pointer: at.pointer,
            status: selector,
            media_type,
            content,
            filled,
        });
    }
    drafts.sort_by_key(|draft| draft.status);
    check_successes(context, responses.as_ref(), &drafts);
    drafts
}

/// What the response says of path parameters. That it can be so is checked with the other extensions.
fn filled(response: &Node) -> Vec<Filled> {
    let said = Extension::FromPath.get(response).map(Node::entries);
    let said = said.unwrap_or_default().iter();
    said.filter_map(|entry| {
        Some(Filled {
            member: WireName(entry.key.clone()),
            parameter: WireName(entry.node.as_str()?.to_owned()),
        })
    })
    .collect()
}

fn selector(status: &str) -> Option<StatusSelector> {
    if status == "default" {
        return Some(StatusSelector::Default);
    }
    if let Some(hundred) = status.strip_suffix("XX") {
        return hundred
            .parse()
            .ok()
            .filter(|hundred| (1..=5).contains(hundred))
            .map(StatusSelector::Range);
    }
    status
        .parse()
        .ok()
        .filter(|code| (100..600).contains(code))
        .map(StatusSelector::Code)
}

fn content<'a>(
    context: &Context<'a>,
    response: &At<'a>,
    schemas: &mut Schemas<'a>,
) -> (Option<String>, Content) {
    let picked = response
        .get("content")
        .and_then(|content| pick(context, &content, "requested"));
    let Some((media_type, media)) = picked else {
        return (None, Content::Empty);
    };
    let content = if is_json(&media_type) {
        let schema = media.get("schema");
        let shape = schema.map(|schema| schemas.read(&schema, Medium::Json));
        Content::Json(Value::received(shape.unwrap_or(Type::JSON)))
    } else if media_type.starts_with("text/") {
        Content::Text
    } else {
        Content::Binary
    };
    (Some(media_type), content)
}

/// Returns the media type to use if there are several: JSON, then forms, then others.
pub fn pick<'a>(context: &Context<'a>, content: &At<'a>, what: &str) -> Option<(String, At<'a>)> {
    let rank = |media: &str| match media {
        json if is_json(json) => 0,
        "multipart/form-data" => 1,
        _ => 2,
    };
    let mut all: Vec<(&str, At<'a>)> = content.members().collect();
    all.sort_by_key(|(media, _)| rank(media));
    let mut all = all.into_iter();
    let (media, at) = all.next()?;
    for (other, at) in all {
        let message = format!("several media types; only `{media}` is {what}, not `{other}`");
        context.report(Diagnostic::warning(Code::MediaTypes, message.clone()), &at);
        context.skip(&at.pointer, message);
    }
    Some((media.to_owned(), at))
}

/// Reports success responses of different forms. The function returns the first one.
fn check_successes(context: &Context<'_>, responses: Option<&At<'_>>, drafts: &[ResponseDraft]) {
    let mut well = drafts.iter().filter(|draft| draft.status.is_success());
    let Some(first) = well.next() else {
        return;
    };
    for other in well {
        let differs =
            std::mem::discriminant(&first.content) != std::mem::discriminant(&other.content);
        if let (true, Some(at)) = (differs, responses) {
            let message = format!(
                "success responses of different forms; the function returns {}, not {}",
                first.status, other.status
            );
            context.report(Diagnostic::warning(Code::Successes, message), at);
        }
    }
}

/// Lowers a response, once its type is made.
pub fn lower(draft: &ResponseDraft, types: &Types) -> Response {
    Response {
        pointer: draft.pointer.clone(),
        status: draft.status,
        media_type: draft.media_type.clone(),
        payload: match &draft.content {
            Content::Empty => Payload::Empty,
            Content::Text => Payload::Text,
            Content::Binary => Payload::Binary,
            Content::Json(value) => Payload::Json(types.of(value)),
        },
    }
}
