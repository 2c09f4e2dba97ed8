//! What is optional in a call: parameters, and a body that the contract does not require. They are one struct, which the
//! function `…_with` takes, so that the first of them adds items and changes none.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Item};

use super::parameters::style;
use super::tokens::{ident, is_collected, word};
use super::{bodies, nodes, structs, types};
use crate::ir::{Api, Ident, Location, Operation, Parameter, Style, TypeRef};
use crate::markdown::{self, code};

/// Sets what is optional, of which this variable holds the values.
pub fn set(operation: &Operation, values: &proc_macro2::Ident) -> TokenStream {
    let parameters = operation.optional().map(|it| parameter(it, values));
    let body = operation.optional_body().map(|request| {
        let (name, set) = (ident(&body_name(operation)), bodies::set_value(request));
        quote!(.optional(#values.#name, |request, body| request #set))
    });
    quote!(#(#parameters)* #body)
}

/// Sets an optional parameter.
fn parameter(parameter: &Parameter, values: &proc_macro2::Ident) -> TokenStream {
    let (wire, name) = (&parameter.wire.0, ident(&parameter.rust));
    let value = quote!(#values.#name.as_ref());
    let style = style(parameter);
    match (parameter.location, parameter.style) {
        (Location::Header, Style::Plain) => quote!(.header_optional(#wire, #value)),
        (Location::Header, _) => quote!(.header_styled(#wire, #style, #value)),
        (Location::Cookie, _) => quote!(.cookie(#wire, #style, #value)),
        (_, Style::Plain) => quote!(.query_optional(#wire, #value)),
        _ => quote!(.query_styled(#wire, #style, #value)),
    }
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
