//! What the contract declares of each operation, as one list: data for what stands at the other end of a call.

use quote::quote;
use syn::{Expr, Item};

use super::expressions::{Method, call, chain, method, path, reference, slice, text};
use super::nodes::{self, named};
use super::output::Output;
use super::tokens::{constant, ident, word};
use super::types;
use crate::ir::{Api, BodyKind, Field, Location, Operation, RequestBody, Role, Type, TypeKind};

/// The list of all operations.
///
/// # Errors
/// If it does not parse, which would be a bug in the generator.
pub fn list(api: &Api, output: Output) -> syn::Result<Item> {
    let operations = api.operations.iter();
    let declared = slice(operations.map(|it| declaration(api, it, output)));
    let text =
        "The operations of this crate, and what the specification declares of their requests.";
    let ty = syn::parse2(quote!(&[contract::Declaration]))?;
    let (vis, name) = (nodes::public(), word("OPERATIONS"));
    Ok(nodes::static_value(
        vec![nodes::doc(text)],
        vis,
        name,
        ty,
        declared,
    ))
}

fn declaration(api: &Api, operation: &Operation, output: Output) -> Expr {
    let root = output.root_text(1);
    let module = ident(&operation.module);
    let name = constant(operation);
    let new = call(
        "contract::Declaration::new",
        [reference(path(&format!(
            "{root}::{module}::operation::{name}"
        )))],
    );
    let names = query(operation);
    let query = (!names.is_empty()).then(|| method("query", [slice(names.into_iter().map(text))]));
    let filters = operation.filter_module.as_ref().map(|filters| {
        let scope = format!("{root}::{module}::{}::Scope", ident(filters));
        method("filters", []).of(named(nodes::path(&scope)))
    });
    let body = operation.request.as_ref();
    let body = body.map(|it| self::body(api, it));
    chain(new, [query, filters, body].into_iter().flatten())
}

/// The names of query parameters, without filters.
fn query(operation: &Operation) -> Vec<&str> {
    let fixed = operation.path.query.iter().map(|(name, _)| name.0.as_str());
    let given = operation.parameters.iter();
    let given = given.filter(|it| it.location == Location::Query || it.role == Role::Paging);
    fixed.chain(given.map(|it| it.wire.0.as_str())).collect()
}

fn body(api: &Api, body: &RequestBody) -> Method {
    let media_type = text(&body.media_type);
    match body.kind {
        BodyKind::Json => method("json", [media_type]).of(types::of(api, &body.ty)),
        BodyKind::Binary => method("bytes", [media_type]),
        BodyKind::Multipart | BodyKind::UrlEncoded => match parts(api, body) {
            Some(parts) => method("form", [media_type, parts]),
            None => method("bytes", [media_type]),
        },
    }
}

/// The names of the parts of a form, unless it can have any.
fn parts(api: &Api, body: &RequestBody) -> Option<Expr> {
    let Type::Named(id) = &body.ty else {
        return None;
    };
    let def = api.type_def(*id);
    let (TypeKind::Struct(fields) | TypeKind::Form(fields), None) = (&def.kind, &def.rest) else {
        return None;
    };
    let name = |field: &Field| text(&field.wire.0);
    Some(slice(fields.iter().map(name)))
}
