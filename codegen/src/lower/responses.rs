//! Reads responses: statuses, media types, bodies and headers.

mod headers;
mod success;

pub use headers::{HeaderDraft, lower as lower_headers};
pub use success::{is_success, success};

use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::ir::{Filled, Method, Payload, Primitive, Response, StatusSelector, WireName};
use crate::lower::context::Context;
use crate::lower::form;
use crate::lower::operations::media::{self, Purpose, Sort};
use crate::lower::reason::Reason;
use crate::lower::schemas::Schemas;
use crate::lower::types::Types;
use crate::lower::unsupported::report_unsupported;
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
    /// Its headers, if it is that of a success.
    pub headers: Vec<HeaderDraft>,
    /// Members that are path parameters where they are absent.
    pub filled: Vec<Filled>,
    /// Its documentation, if it has any.
    pub doc: Option<String>,
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
    /// Events or records that come one after the other, perhaps of a known schema.
    Stream(Option<Value>),
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
            .find(|(media, _)| Sort::of(media) <= Sort::JsonLike)?
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

/// Reads the responses of an operation. Returns an error if one of a success cannot be read.
pub fn read<'a>(
    context: &Context<'a>,
    method: Method,
    responses: Option<At<'a>>,
    schemas: &mut Schemas<'a>,
) -> Result<Vec<ResponseDraft>, Reason> {
    let members = || responses.iter().flat_map(At::members);
    let statuses: Vec<StatusSelector> = members()
        .filter_map(|(status, _)| selector(status))
        .collect();
    if let Some(at) = &responses {
        report_no_success(context, at, &statuses);
    }
    let mut drafts = Vec::new();
    for (status, at) in members().filter(|(status, _)| !status.starts_with("x-")) {
        let Some(selector) = selector(status) else {
            let message = format!("invalid response key `{status}`, expected a status; skipped");
            context.report(Diagnostic::warning(Code::Status, message), &at);
            context.skip(&at.pointer, "its key is not a status");
            continue;
        };
        let is_success = is_success(selector, statuses.iter().copied());
        match read_one(context, at, (method, selector), is_success, schemas) {
            Ok(draft) => drafts.push(draft),
            Err(reason) if is_success => return Err(reason),
            Err(_) => {}
        }
    }
    drafts.sort_by_key(|draft| draft.status);
    headers::unite(
        context,
        drafts.iter_mut().flat_map(|it| &mut it.headers),
        schemas,
    );
    Ok(drafts)
}

/// Reports responses of which none is that of a success or a redirect.
fn report_no_success(context: &Context<'_>, responses: &At<'_>, statuses: &[StatusSelector]) {
    let is_declared =
        |it: &StatusSelector| it.is_redirect() || is_success(*it, statuses.iter().copied());
    if !statuses.is_empty() && !statuses.iter().any(is_declared) {
        let message = "no response of a success is declared; any success is taken as empty";
        context.report(Diagnostic::note(Code::NotOpenApi, message), responses);
    }
}

/// Reads a response. Returns an error if its reference cannot be read.
fn read_one<'a>(
    context: &Context<'a>,
    at: At<'a>,
    (method, status): (Method, StatusSelector),
    is_success: bool,
    schemas: &mut Schemas<'a>,
) -> Result<ResponseDraft, Reason> {
    if at.node.as_map().is_none() {
        let message = format!(
            "expected a response to be a mapping, found {}; taken as empty",
            at.node.kind()
        );
        context.report(Diagnostic::warning(Code::NotOpenApi, message), &at);
    }
    let consequence = match is_success {
        true => "; the operation is skipped",
        false => "; the response is skipped",
    };
    let response = context
        .dereference_or(&at, "responses", consequence)
        .inspect_err(|_| match is_success {
            true => {}
            false => context.skip(&at.pointer, "its reference cannot be read"),
        })?;
    form::check(context, &response, &form::RESPONSE);
    report_unsupported(context, &response, "links");
    let (media_type, content) = match has_no_body(context, &response, method, status) {
        true => (None, Content::Empty),
        false => content(context, &response, schemas),
    };
    let headers = match is_success {
        true => headers::read(context, &response, schemas),
        false => {
            headers::report_unread(context, &response, status);
            Vec::new()
        }
    };
    Ok(ResponseDraft {
        filled: filled(at.node),
        doc: at.doc().or_else(|| response.doc()),
        headers,
        pointer: at.pointer,
        status,
        media_type,
        content,
    })
}

/// Returns whether HTTP gives a response no body, by its status or the method. `content` that is declared all the same is
/// reported.
fn has_no_body(
    context: &Context<'_>,
    response: &At<'_>,
    method: Method,
    status: StatusSelector,
) -> bool {
    let (diagnostic, reason) = match status {
        StatusSelector::Code(code @ (100..200 | 204 | 205 | 304)) => {
            let message =
                format!("a response with the status {code} has no body; `content` is skipped");
            let diagnostic = Diagnostic::warning(Code::Status, message);
            (diagnostic, "responses of this status have no body")
        }
        _ if method == Method::Head => {
            let message = "a response to `HEAD` has no body; `content` is skipped";
            let diagnostic = Diagnostic::note(Code::Unsupported, message);
            (diagnostic, "responses to `HEAD` have no body")
        }
        _ => return false,
    };
    let content = response.get("content");
    if let Some(content) = content.filter(|it| !it.node.entries().is_empty()) {
        context.report(diagnostic, &content);
        context.skip(&content.pointer, reason);
    }
    true
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
    if let Some(hundred) = status
        .strip_suffix("XX")
        .or_else(|| status.strip_suffix("xx"))
    {
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
        .and_then(|content| media::pick(context, &content, Purpose::Requested, rank));
    let Some((media_type, media)) = picked else {
        return (None, Content::Empty);
    };
    let schema = media.get("schema");
    let content = match Sort::of(&media_type) {
        // The schema is that of what an event or a record holds.
        Sort::Stream => {
            let shape = schema.as_ref().map(|it| schemas.read(it));
            Content::Stream(shape.map(Value::received))
        }
        Sort::Text => {
            let schema = schema.map(|it| follow(context, it));
            report_unread(context, &media_type, "a string", &media, schema.as_ref());
            Content::Text
        }
        Sort::Any if schema.is_none() => Content::Binary,
        Sort::Json | Sort::JsonLike | Sort::Any => {
            let shape = schemas.read_body(schema.as_ref());
            match shape.is(Primitive::Binary) {
                true => Content::Binary,
                false => Content::Json(Value::received(shape)),
            }
        }
        Sort::Multipart | Sort::UrlEncoded | Sort::Bytes | Sort::OtherMultipart => {
            report_unread(context, &media_type, "bytes", &media, schema.as_ref());
            Content::Binary
        }
    };
    (Some(media_type), content)
}

/// Reports a schema that says more of a body than that it is text or bytes, and is not read.
fn report_unread(
    context: &Context<'_>,
    media_type: &str,
    read_as: &str,
    media: &At<'_>,
    schema: Option<&At<'_>>,
) {
    let says_more = |at: &At<'_>| {
        !matches!(at.node.get_str("type"), Some("string")) && !at.node.entries().is_empty()
    };
    if schema.is_some_and(says_more) {
        let message =
            format!("`{media_type}` is not read by its schema; the response is {read_as}");
        context.report(Diagnostic::note(Code::MediaTypes, message), media);
    }
}

fn rank(sort: Sort) -> u8 {
    match sort {
        Sort::Json => 0,
        Sort::JsonLike => 1,
        Sort::Any => 2,
        Sort::Multipart | Sort::UrlEncoded | Sort::Bytes | Sort::OtherMultipart => 3,
        Sort::Text => 4,
        Sort::Stream => 5,
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
            Content::Stream(_) => Payload::Stream,
            Content::Json(value) => Payload::Json(types.of(value)),
        },
        doc: draft.doc.clone(),
    }
}
