//! Reads the headers that responses declare.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Primitive, ResponseHeader, StatusSelector, Type, WireName};
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
    /// Where it is declared.
    pub pointer: Pointer,
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
        let Ok(header) = context.dereference(&at, "headers") else {
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
        // What stands beside a reference replaces what it leads to.
        let doc = at.doc().or_else(|| header.doc());
        drafts.push(HeaderDraft {
            pointer: at.pointer,
            wire: wire.to_owned(),
            value: Value::received(shape),
            doc,
        });
    }
    drafts
}

/// Reports the headers of a response that is not a success. Nothing of them is read.
pub fn report_unread(context: &Context<'_>, response: &At<'_>, status: StatusSelector) {
    let headers = response.get("headers");
    let Some(headers) = headers.filter(|it| !it.node.entries().is_empty()) else {
        return;
    };
    let (reason, otherwise) = match status.is_redirect() {
        true => ("headers of redirects are not generated", "skipped"),
        false => (
            "headers of errors are not generated",
            "they are read from the response that an error holds",
        ),
    };
    let message = format!("{reason}; {otherwise}");
    context.report(Diagnostic::note(Code::Unsupported, message), &headers);
    context.skip(&headers.pointer, reason);
}

/// Makes a string of each header that is declared with different types: one field holds it for all successes of an
/// operation, whose headers these are.
pub fn unite<'a>(
    context: &Context<'_>,
    headers: impl Iterator<Item = &'a mut HeaderDraft>,
    schemas: &mut Schemas<'_>,
) {
    let mut by_name: BTreeMap<String, Vec<&mut HeaderDraft>> = BTreeMap::new();
    for header in headers {
        let name = header.wire.to_ascii_lowercase();
        by_name.entry(name).or_default().push(header);
    }
    for mut headers in by_name.into_values() {
        let Some((first, others)) = headers.split_first() else {
            continue;
        };
        let mut others = others.iter();
        let other = others.find(|it| {
            let relation = schemas.compare(&first.value.shape, &it.value.shape);
            !relation.is_same()
        });
        let Some(other) = other else {
            continue;
        };
        let message = format!(
            "the header `{}` is declared with different types; read as a string",
            first.wire
        );
        let diagnostic = Diagnostic::note(Code::Unsupported, message)
            .related(context.span_of(&other.pointer), "another type")
            .help("give it one type in all successes, if the server does");
        context.report_at(diagnostic, &first.pointer);
        for header in &mut headers {
            header.value = Value::received(Type::Primitive(Primitive::String));
        }
    }
}

/// Lowers the headers of success responses, once their types are made. Those of one name are [of one type](unite), and
/// are one header.
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
    let (idents, _) = names::distinct::all(&named, &names::distinct::FIELDS);
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
