//! Reads request bodies.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{BodyKind, Primitive, Type};
use crate::lower::context::Context;
use crate::lower::responses;
use crate::lower::schemas::{Medium, Schemas};
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
}

/// Reads the request body of an operation, if it has one.
pub fn read<'a>(
    context: &Context<'a>,
    at: &At<'a>,
    schemas: &mut Schemas<'a>,
) -> Option<RequestDraft> {
    let body = context.dereference(&at.get("requestBody")?, "requestBodies")?;
    let content = body.get("content")?;
    let (media_type, media) = responses::pick(context, &content, "sent")?;
    let kind = match media_type.as_str() {
        json if responses::is_json(json) => BodyKind::Json,
        "multipart/form-data" => BodyKind::Multipart,
        _ => BodyKind::Binary,
    };
    let medium = match kind {
        BodyKind::Json => Medium::Json,
        _ => Medium::Bytes,
    };
    let schema = media.get("schema");
    let mut shape = match &schema {
        Some(schema) if kind != BodyKind::Binary => schemas.read(schema, medium),
        Some(_) => Type::Primitive(Primitive::Upload),
        None => Type::JSON,
    };
    if kind == BodyKind::Multipart && !schemas.is_object(&shape) {
        let message = "form without declared parts; sent as bytes";
        context.report(Diagnostic::warning(Code::Form, message), &media);
        shape = Type::Primitive(Primitive::Upload);
    }
    let kind = match shape.is(Primitive::Upload) {
        true => BodyKind::Binary,
        false => kind,
    };
    let pointer = schema.map_or(media.pointer, |schema| schema.pointer);
    Some(RequestDraft {
        pointer,
        media_type,
        kind,
        value: Value {
            form: kind == BodyKind::Multipart,
            ..Value::sent(shape)
        },
    })
}
