//! Reads the headers that responses declare.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Primitive, ResponseHeader, Type, WireName};
use crate::lower::context::Context;
use crate::lower::form;
use crate::lower::parameters::is_scalar;
use crate::lower::schemas::Schemas;
use crate::lower::text::is_token;
use crate::lower::types::Types;
use crate::lower::uses::Value;
use crate::names;
use crate::node::At;
use crate::pointer::Pointer;

/// A header that is read, but whose type is not made yet.
pub struct HeaderDraft {
    pointer: Pointer,
    /// Its name.
    pub wire: String,
    /// What it holds.
    pub value: Value,
    doc: Option<String>,
}

/// Reads the headers of a response. The content type is that of the body.
pub fn read<'a>(
    context: &Context<'a>,
    response: &At<'a>,
    schemas: &mut Schemas<'a>,
) -> Vec<HeaderDraft> {
    let headers = response.get("headers");
    let headers = headers.iter().flat_map(At::members);
    // What is no mapping is reported with the form of the response.
    let headers = headers.filter(|(_, at)| at.node.as_map().is_some());
    let mut drafts = Vec::new();
    for (wire, at) in headers.filter(|(wire, _)| !wire.eq_ignore_ascii_case("content-type")) {
        let Some(header) = context.dereference(&at, "headers") else {
            context.skip(&at.pointer, "its reference cannot be read");
            continue;
        };
        if !is_token(wire) {
            let message = format!("`{wire}` is not a valid header name; skipped");
            context.report(Diagnostic::warning(Code::Parameter, message), &at);
            context.skip(&at.pointer, "its name is not a valid header name");
            continue;
        }
        form::check(context, &header, &form::HEADER);
        let shape = header
            .get("schema")
            .map(|it| schemas.read_parameter(&it, wire));
        let shape = shape.unwrap_or_else(|| {
            let message = match header.node.get("content") {
                Some(_) => {
                    format!("`content` of the header `{wire}` is not read; read as a string")
                }
                None => format!("the header `{wire}` has no `schema`; read as a string"),
            };
            context.report(Diagnostic::note(Code::Unsupported, message), &at);
            Type::Primitive(Primitive::String)
        });
        let is_read = match &shape {
            Type::Array(inner) => is_scalar(inner, schemas),
            other => is_scalar(other, schemas),
        };
        let shape = if is_read {
            shape
        } else {
            let message = format!("the header `{wire}` has no single value; read as a string");
            context.report(Diagnostic::note(Code::Unsupported, message), &at);
            Type::Primitive(Primitive::String)
        };
        drafts.push(HeaderDraft {
            pointer: at.pointer,
            wire: wire.to_owned(),
            value: Value::received(shape),
            doc: header.doc(),
        });
    }
    drafts
}

/// Lowers the headers of success responses, once their types are made. Of a header that several declare, the first
/// one applies.
pub fn lower<'d>(
    drafts: impl Iterator<Item = &'d HeaderDraft>,
    types: &Types,
) -> Vec<ResponseHeader> {
    let mut unique: Vec<&HeaderDraft> = Vec::new();
    for draft in drafts {
        if !unique
            .iter()
            .any(|it| it.wire.eq_ignore_ascii_case(&draft.wire))
        {
            unique.push(draft);
        }
    }
    let named: Vec<(&str, Option<&str>)> =
        unique.iter().map(|it| (it.wire.as_str(), None)).collect();
    let (idents, _) = names::distinct(&named, &names::FIELDS);
    let lowered = unique
        .into_iter()
        .zip(idents)
        .map(|(draft, rust)| ResponseHeader {
            pointer: draft.pointer.clone(),
            wire: WireName(draft.wire.clone()),
            rust,
            ty: types.of(&draft.value),
            doc: draft.doc.clone(),
        });
    lowered.collect()
}
