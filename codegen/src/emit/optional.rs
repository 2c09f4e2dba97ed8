//! What is optional in a call: parameters, and a body that the contract does not require. They are one struct, which the
//! function `…_with` takes, so that the first of them adds items and changes none.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, Item};

use super::expressions::{Method, chain, closure, method, path, text, variable};
use super::parameters::style;
use super::tokens::{ident, is_collected, word};
use super::{bodies, expressions, nodes, structs, types};
use crate::ir::{Api, Ident, Location, Operation, Parameter, Style, TypeRef};
use crate::markdown::{self, code};

/// Sets what is optional, of which this variable holds the values.
pub fn set(operation: &Operation, values: &proc_macro2::Ident) -> Vec<Method> {
    let parameters = operation.optional().map(|it| parameter(it, values));
    let body = operation.optional_body().map(|request| {
        let value = value(values, &body_name(operation));
        let set = chain(path("request"), [bodies::set_to(request, path("body"))]);
        method("optional", [value, closure(["request", "body"], set)])
    });
    parameters.chain(body).collect()
}

/// Sets an optional parameter.
fn parameter(parameter: &Parameter, values: &proc_macro2::Ident) -> Method {
    let wire = text(&parameter.wire.0);
    let value = chain(value(values, &parameter.rust), [method("as_ref", [])]);
    match (parameter.location, parameter.style) {
        (Location::Header, Style::Plain) => method("header_optional", [wire, value]),
        (Location::Header, _) => method("header_styled", [wire, style(parameter), value]),
        (Location::Cookie, _) => method("cookie", [wire, style(parameter), value]),
        (_, Style::Plain) => method("query_optional", [wire, value]),
        _ => method("query_styled", [wire, style(parameter), value]),
    }
}

fn value(values: &proc_macro2::Ident, name: &Ident) -> Expr {
    expressions::field(variable(values), ident(name))
}

/// The type of what is optional.
pub fn definition(api: &Api, operation: &Operation) -> Option<Item> {
    if !operation.has_optional() {
        return None;
    }
    let type_doc = nodes::doc(&format!(
        "What is optional in a call of [`{}`].",
        operation.local.with
    ));
    let body = operation.optional_body();
    let body = body.map(|request| (body_name(operation), request));
    let parameters = operation.optional().map(|it| &it.rust);
    let names: Vec<&Ident> = parameters
        .chain(body.iter().map(|(name, _)| name))
        .collect();
    let mut fields: Vec<syn::Field> = operation
        .optional()
        .map(|it| field(api, &documentation(it), &it.rust, &it.ty, &names))
        .collect();
    fields.extend(body.iter().map(|(name, request)| {
        let text = request.doc.as_deref().unwrap_or("The body.");
        field(api, text, name, &request.ty, &names)
    }));
    let name = ident(&operation.local.parameters);
    let derives = nodes::list(word("derive"), quote!(Debug, Clone, Default));
    let item = nodes::structure(vec![type_doc, derives], name, fields);
    Some(nodes::declaration("parameters", vec![item]))
}

fn field(api: &Api, doc: &str, rust: &Ident, ty: &TypeRef, names: &[&Ident]) -> syn::Field {
    let set: Option<Attribute> = match is_collected(ty) {
        true => Some(structs::set_as("collect", rust, names)),
        false => structs::set(rust, ty, false, names),
    };
    let attributes = std::iter::once(nodes::doc(doc)).chain(set).collect();
    let ty = nodes::generic("Option", [types::of(api, ty)]);
    nodes::field(attributes, ident(rust), ty)
}

/// The conversion from the body alone.
pub fn conversion(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let request = operation.optional_body()?;
    let (name, ty) = (
        ident(&operation.local.parameters),
        types::of(api, &request.ty),
    );
    let body = ident(&body_name(operation));
    Some(quote! {
        impl From<#ty> for #name {
            fn from(body: #ty) -> Self {
                Self::new().#body(body)
            }
        }
    })
}

/// The name of the field that is the body. No parameter has it unless it is pinned.
fn body_name(operation: &Operation) -> Ident {
    let mut name = "body".to_owned();
    while operation.optional().any(|it| it.rust.0 == name) {
        name.push('_');
    }
    Ident(name)
}

/// What is optional, in words.
pub fn in_words(operation: &Operation) -> &'static str {
    let has_parameters = operation.optional().next().is_some();
    match (has_parameters, operation.optional_body().is_some()) {
        (true, true) => "optional parameters and a body",
        (false, true) => "a body",
        _ => "optional parameters",
    }
}

/// The documentation of a parameter.
fn documentation(parameter: &Parameter) -> String {
    let mut doc = parameter.doc.clone().unwrap_or_else(|| {
        format!(
            "The {} parameter {}.",
            parameter.location.as_str(),
            code(&parameter.wire.0)
        )
    });
    if let Some(limits) = &parameter.limits {
        markdown::add(&mut doc, limits);
    }
    doc
}
