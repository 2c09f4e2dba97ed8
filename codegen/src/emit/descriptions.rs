//! Operations as statics: what the runtime knows of each.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use quote::quote;
use syn::{Expr, Item};

use super::expressions::{Method, call, chain, method, path, reference, slice, text};
use super::output::Output;
use super::tokens::{constant, word};
use super::{nodes, states};
use crate::ir::{Api, Operation, Payload, Segment, Success};
use crate::lower::is_success;

/// The module of the statics, inside that of the resource.
///
/// # Errors
/// If a part of it does not parse, which would be a bug in the generator.
pub fn module(api: &Api, operations: &[&Operation], output: Output) -> syn::Result<Item> {
    let mut items = Vec::new();
    nodes::parse_into(
        &mut items,
        quote!(
            use connect_runtime::{Method, Operation, Segment};
        ),
    )?;
    for operation in operations {
        let (name, ty) = (constant(operation), nodes::named(word("Operation")));
        let description = description(api, operation, output)?;
        items.push(nodes::static_value(
            Vec::new(),
            nodes::crate_only(),
            name,
            ty,
            description,
        ));
    }
    Ok(nodes::module(
        Vec::new(),
        nodes::crate_only(),
        word("operation"),
        items,
    ))
}

/// The description of an operation.
fn description(api: &Api, operation: &Operation, output: Output) -> syn::Result<Expr> {
    let root = output.root_text(2);
    let segments = operation.path.segments.iter().map(segment);
    let new = call(
        "Operation::new",
        [
            text(&operation.name()),
            path(&format!("Method::{}", operation.method.as_str())),
            slice(segments),
            text(operation.pointer.as_str()),
        ],
    );
    let product = path(&format!("{root}::specification::PRODUCT"));
    let settlement = states::settlement(api, operation, &output.root(2));
    let settlement = settlement.map(syn::parse2).transpose()?;
    let settings = [
        Some(method("product", [product])),
        operation.idempotent.then(|| method("idempotent", [])),
        accepted(operation).map(|media_types| method("accept", [text(&media_types)])),
        may_lack_content(operation).then(|| method("no_content", [])),
        security(api, operation, &root),
        operation
            .server
            .as_ref()
            .map(|url| method("server", [text(url)])),
        settlement.map(|it| method("settled_by", [reference(it)])),
    ];
    Ok(chain(new, settings.into_iter().flatten()))
}

/// What no path has as it is. A percent sign is that of something encoded already.
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A segment of the path.
fn segment(segment: &Segment) -> Expr {
    match segment {
        Segment::Literal(literal) => {
            let encoded = utf8_percent_encode(literal, NOT_IN_PATHS).to_string();
            call("Segment::Literal", [text(&encoded)])
        }
        Segment::Parameter(name) => call("Segment::Parameter", [text(&name.0)]),
        Segment::Mixed(pieces) => {
            let pieces = slice(pieces.iter().map(self::segment));
            call("Segment::Mixed", [pieces])
        }
    }
}

/// The media types to ask for: those of all successes that the function tells apart.
fn accepted(operation: &Operation) -> Option<String> {
    let statuses = || operation.responses.iter().map(|it| it.status);
    let well = operation
        .responses
        .iter()
        .filter(|it| is_success(it.status, statuses()));
    let mut types: Vec<&str> = well.filter_map(|it| it.media_type.as_deref()).collect();
    if !matches!(operation.success, Success::Several(_)) {
        types.truncate(1);
    }
    let mut unique: Vec<&str> = Vec::new();
    types.retain(|it| {
        let is_new = !unique.contains(it);
        unique.push(it);
        is_new
    });
    (!types.is_empty()).then(|| types.join(", "))
}

/// Whether a success of a paged list has no body. Of other operations, what the function returns says so.
fn may_lack_content(operation: &Operation) -> bool {
    let statuses = || operation.responses.iter().map(|it| it.status);
    let mut responses = operation.responses.iter();
    matches!(operation.success, Success::Page(_))
        && responses.any(|it| it.payload == Payload::Empty && is_success(it.status, statuses()))
}

/// The security schemes that authorize the call.
fn security(api: &Api, operation: &Operation, root: &str) -> Option<Method> {
    let alternatives = operation.security.iter().map(|alternative| {
        let schemes = alternative
            .iter()
            .filter_map(|name| api.schemes.iter().find(|it| it.name == *name));
        let constant = |rust| reference(path(&format!("{root}::specification::{rust}")));
        slice(schemes.map(|scheme| constant(&scheme.rust)))
    });
    (!operation.security.is_empty()).then(|| method("security", [slice(alternatives)]))
}
