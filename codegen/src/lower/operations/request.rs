//! Reads request bodies.

use super::encoding::{self, form, styles};
use super::media::{self, Purpose, Sort};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{BodyKind, JsonKind, Primitive, Style, Type, WireName};
use crate::lower::context::Context;
use crate::lower::form as forms;
use crate::lower::reason::Reason;
use crate::lower::schema::Shape;
use crate::lower::schemas::Schemas;
use crate::lower::uses::Value;
use crate::node::At;
use crate::pointer::Pointer;

/// A request body that is read, but whose type is not made yet.
pub struct RequestDraft {
    /// The pointer of its schema.
    pub pointer: Pointer,
    /// The media type.
    pub media_type: String,
    /// How it is written.
    pub kind: BodyKind,
    /// What is sent.
    pub value: Value,
    /// Whether it is required.
    pub required: bool,
    /// How members of a URL-encoded form are written.
    pub styles: Vec<(WireName, Style)>,
    /// Its documentation, if it has any.
    pub doc: Option<String>,
}

/// Reads the request body of an operation, if it has one. Returns an error if it has one that cannot be read.
pub fn read<'a>(
    context: &Context<'a>,
    at: &At<'a>,
    schemas: &mut Schemas<'a>,
) -> Result<Option<RequestDraft>, Reason> {
    let body = at.get("requestBody");
    let Some(body) = body.filter(|it| it.node.value != crate::node::Value::Null) else {
        return Ok(None);
    };
    let body = context.dereference(&body, "requestBodies")?;
    forms::check(context, &body, &forms::REQUEST_BODY);
    let content = body.get("content");
    let picked = content.and_then(|it| media::pick(context, &it, Purpose::Sent, rank));
    let Some((media_type, media)) = picked else {
        let message = "a request body without `content` cannot be sent; skipped";
        context.report(Diagnostic::warning(Code::NotOpenApi, message), &body);
        context.skip(&body.pointer, "a request body without `content`");
        return Ok(None);
    };
    let schema = media.get("schema");
    let mut draft = RequestDraft {
        pointer: schema
            .as_ref()
            .map_or(&media.pointer, |it| &it.pointer)
            .clone(),
        kind: BodyKind::Binary,
        value: Value::sent(Type::Primitive(Primitive::Upload)),
        required: context.flag(&body, "required").unwrap_or(false),
        styles: Vec::new(),
        doc: body.doc(),
        media_type,
    };
    let shape = schemas.read_body(schema.as_ref());
    fill(context, &mut draft, &media, shape, schemas)?;
    Ok(Some(draft))
}

/// Fills in how the body is written: by its media type and its shape. Returns an error if it cannot be written.
fn fill<'a>(
    context: &Context<'a>,
    draft: &mut RequestDraft,
    media: &At<'a>,
    shape: Shape,
    schemas: &mut Schemas<'a>,
) -> Result<(), Reason> {
    match Sort::of(&draft.media_type) {
        sort @ (Sort::Multipart | Sort::UrlEncoded) => {
            let shape = schemas.form(media, shape);
            encoding::check(context, media, &shape, sort, schemas);
            match sort {
                Sort::Multipart => fill_multipart(context, draft, media, shape, schemas)?,
                _ => fill_urlencoded(context, draft, media, shape, schemas),
            }
        }
        Sort::OtherMultipart => {
            let message = format!(
                "the parts of `{}` have no names, and cannot be written; the operation is skipped",
                draft.media_type
            );
            return Err(context.refuse(Diagnostic::warning(Code::Form, message), media));
        }
        sort @ (Sort::Json | Sort::JsonLike | Sort::Any) if !is_bytes(&shape) => {
            draft.kind = BodyKind::Json;
            // A pattern is no media type of a body.
            if sort == Sort::Any || draft.media_type.contains('*') {
                draft.media_type = "application/json".to_owned();
            }
            draft.value = Value::sent(shape);
        }
        _ if is_structured(&shape) => {
            let message = format!(
                "`{}` is not written from its schema; the body is sent as bytes",
                draft.media_type
            );
            context.report(Diagnostic::note(Code::MediaTypes, message), media);
        }
        _ => {}
    }
    Ok(())
}

/// Fills in a form with files. Its bytes hold a boundary, which its media type names, so that it is always written from
/// its parts.
fn fill_multipart<'a>(
    context: &Context<'a>,
    draft: &mut RequestDraft,
    media: &At<'a>,
    shape: Shape,
    schemas: &mut Schemas<'a>,
) -> Result<(), Reason> {
    let is_object = schemas.is_object(&shape) || schemas.further_members(&shape).is_some();
    let shape = match is_object {
        true => Some(shape),
        false => schemas.form_of_any_parts(media, &shape),
    };
    let Some(shape) = shape else {
        let message = "expected the schema of a form to be an object, whose members are the parts; the operation is skipped";
        return Err(context.refuse(Diagnostic::warning(Code::Form, message), media));
    };
    let rest = schemas.further_members(&shape);
    if rest.is_some_and(|it| it.is(Primitive::Json)) {
        let message =
            "parts without a schema are sent as strings or JSON; files need a schema of their own";
        context.report(Diagnostic::note(Code::Form, message), media);
    }
    draft.kind = BodyKind::Multipart;
    draft.value = Value {
        form: Some(form(context, media)),
        ..Value::sent(shape)
    };
    Ok(())
}

/// Fills in a form without files.
fn fill_urlencoded<'a>(
    context: &Context<'a>,
    draft: &mut RequestDraft,
    media: &At<'a>,
    shape: Shape,
    schemas: &mut Schemas<'a>,
) {
    if is_open(&shape) || schemas.is_object(&shape) {
        draft.kind = BodyKind::UrlEncoded;
        draft.styles = styles(context, media);
        draft.value = Value::sent(shape);
    } else {
        let message = "form without declared parts; sent as bytes";
        context.report(Diagnostic::warning(Code::Form, message), media);
    }
}

fn rank(sort: Sort) -> u8 {
    match sort {
        Sort::Json => 0,
        Sort::JsonLike => 1,
        Sort::Multipart => 2,
        Sort::UrlEncoded => 3,
        Sort::Any => 4,
        Sort::Text | Sort::Stream | Sort::Bytes => 5,
        Sort::OtherMultipart => 6,
    }
}

/// Returns whether a shape is an object without declared members.
fn is_open(shape: &Shape) -> bool {
    matches!(shape, Type::Map(_)) || shape.is(Primitive::Json)
}

fn is_bytes(shape: &Shape) -> bool {
    shape.is(Primitive::Binary)
}

/// Returns whether a shape says more of a body than that it is a string or bytes.
fn is_structured(shape: &Shape) -> bool {
    match shape {
        Type::Primitive(primitive) => matches!(
            primitive.json(),
            Some(JsonKind::Boolean | JsonKind::Integer | JsonKind::Number)
        ),
        shape => matches!(shape, Type::Named(_) | Type::Array(_) | Type::Map(_)),
    }
}
