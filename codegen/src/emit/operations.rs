//! Operation functions: each builds a call and does no I/O.

use heck::ToUpperCamelCase;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Item;

use super::tokens::{constant, doc, ident, word};
use super::{docs, filters, nodes, states, structs, types};
use crate::ir::{
    Api, BodyKind, Holds, Ident, Location, Operation, Parameter, Primitive, RequestBody, Role,
    Segment, Success, Type, TypeKind,
};

/// The file of a resource.
///
/// # Errors
/// If it does not parse, which would be a bug in the generator.
pub fn module(api: &Api, operations: &[&Operation]) -> syn::Result<Vec<Item>> {
    let mut items = Vec::new();
    let functions = operations.iter().map(|operation| function(api, operation));
    nodes::parse_into(&mut items, functions.collect())?;
    let each = || operations.iter();
    items.extend(each().filter_map(|operation| parameters(api, operation)));
    items.extend(each().filter_map(|operation| filters::module(api, operation)));
    let statics = each().map(|operation| descriptor(api, operation));
    let statics = quote! {
        pub(crate) mod operation {
            use connect_runtime::{Method, Operation, Segment};
            #(#statics)*
        }
    };
    nodes::parse_into(&mut items, statics)?;
    Ok(items)
}

/// The static description of an operation.
fn descriptor(api: &Api, operation: &Operation) -> TokenStream {
    let constant = constant(operation);
    let name = operation.name();
    let method = word(operation.method.as_str());
    let pointer = operation.pointer.as_str();
    let idempotent = operation.idempotent.then(|| quote!(.idempotent()));
    let segments = operation.path.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => quote!(Segment::Literal(#text)),
        Segment::Parameter(name) => {
            let name = &name.0;
            quote!(Segment::Parameter(#name))
        }
    });
    let accept = operation
        .responses
        .iter()
        .find(|response| response.status.is_success())
        .and_then(|response| response.media_type.as_ref())
        .map(|media_type| quote!(.accept(#media_type)));
    let settlement = states::settlement(api, operation);
    quote! {
        pub(crate) static #constant: Operation = Operation::new(
            #name,
            Method::#method,
            &[#(#segments),*],
            #pointer,
        )
        .product(crate::specification::PRODUCT)
        #idempotent
        #accept
        #settlement;
    }
}

/// The parameters that are arguments of the function.
fn required(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required && parameter.role == Role::Argument)
}

/// The parameters that are fields of the parameters type.
fn optional(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.required && parameter.role == Role::Argument)
}

fn function(api: &Api, operation: &Operation) -> TokenStream {
    let name = ident(&operation.function);
    let is_optional = body_can_be_left_out(api, operation);
    let text = doc(&function_text(api, operation, is_optional));
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let arguments = arguments(api, operation, is_optional);
    let many = (arguments.len() > 7)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the contract requires all of these")]));
    let request = request(api, operation, is_optional);
    let optional = operation.request.as_ref().filter(|_| is_optional);
    let (returns, build) = match (returned(api, operation), optional) {
        ((Returns::Call(value), response), Some(body)) => {
            let ty = types::of(api, &body.ty);
            let set = match body.kind {
                BodyKind::Multipart => quote!(.optional_form(#ty::into_multipart)),
                _ => quote!(.optional_json()),
            };
            let returns = quote!(OptionalBody<#value, #ty>);
            (returns, quote!(#request #response #set))
        }
        ((Returns::Call(value), response), None) => {
            (quote!(Call<#value>), quote!(#request #response))
        }
        ((Returns::List(list), response), _) => (list, quote!(List::new(#request #response))),
    };
    quote! {
        #text
        #deprecated
        #many
        pub fn #name(#(#arguments),*) -> #returns {
            #build
        }
    }
}

/// The documentation of a function.
fn function_text(api: &Api, operation: &Operation, is_optional: bool) -> String {
    let mut text = docs::operation(api, operation);
    if let Some(notes) = states::notes(api, operation) {
        text.push_str(&format!("\n\n{notes}"));
    }
    if is_optional {
        text.push_str(
            "\n\nThe body can be left out; [`body`](connect_runtime::OptionalBody::body) sets it.",
        );
    }
    text
}

/// The arguments of a function: the required parameters, the body, and the optional parameters together.
fn arguments(api: &Api, operation: &Operation, is_optional: bool) -> Vec<TokenStream> {
    let mut arguments: Vec<TokenStream> = required(operation)
        .map(|parameter| required_argument(api, parameter))
        .collect();
    if let Some(request) = operation.request.as_ref().filter(|_| !is_optional) {
        let (name, ty) = (free_name(operation, "body"), body_type(api, request));
        arguments.push(quote!(#name: #ty));
    }
    if optional(operation).next().is_some() {
        let name = free_name(operation, "parameters");
        let ty = parameters_type(operation);
        arguments.push(quote!(#name: #ty));
    }
    arguments
}

/// The request with its parameters and its body.
fn request(api: &Api, operation: &Operation, is_optional: bool) -> TokenStream {
    let constant = constant(operation);
    let set = required(operation).map(set_required);
    let parameters = free_name(operation, "parameters");
    let set_optional = optional(operation).map(|parameter| set_optional(parameter, &parameters));
    let body = operation.request.as_ref().map(|request| match is_optional {
        true => set_empty_body(api, request),
        false => set_body(request, &free_name(operation, "body")),
    });
    quote!(Request::new(&operation::#constant) #(#set)* #(#set_optional)* #body)
}

/// An argument's name that no parameter has.
fn free_name(operation: &Operation, wanted: &str) -> proc_macro2::Ident {
    let taken = |name: &str| {
        operation
            .parameters
            .iter()
            .any(|parameter| parameter.rust.0 == name)
    };
    let mut name = wanted.to_owned();
    while taken(&name) {
        name.push('_');
    }
    format_ident!("{}", name)
}

fn required_argument(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.rust);
    let ty = types::of(api, &parameter.ty);
    match parameter.ty {
        Type::Primitive(Primitive::String) => quote!(#name: impl AsRef<str>),
        _ => quote!(#name: #ty),
    }
}

fn set_required(parameter: &Parameter) -> TokenStream {
    let (wire, value) = (&parameter.wire.0, required_value(parameter));
    match parameter.location {
        Location::Path => quote!(.path(#wire, #value)),
        Location::Query => quote!(.query(#wire, #value)),
        Location::Header => quote!(.header(#wire, #value)),
    }
}

/// A reference to the value of a required parameter.
fn required_value(parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.rust);
    match parameter.ty {
        Type::Primitive(Primitive::String) => quote!(#name.as_ref()),
        _ => quote!(&#name),
    }
}

fn set_optional(parameter: &Parameter, parameters: &proc_macro2::Ident) -> TokenStream {
    let (wire, name) = (&parameter.wire.0, ident(&parameter.rust));
    match parameter.location {
        Location::Header => quote!(.header_optional(#wire, #parameters.#name.as_ref())),
        _ => quote!(.query_optional(#wire, #parameters.#name.as_ref())),
    }
}

fn body_type(api: &Api, request: &RequestBody) -> TokenStream {
    let plain = types::of(api, &request.ty);
    match request.kind {
        BodyKind::Multipart => quote!(impl Into<#plain>),
        BodyKind::Binary => quote!(impl Into<Upload>),
        BodyKind::Json => plain.into_token_stream(),
    }
}

fn set_body(request: &RequestBody, body: &proc_macro2::Ident) -> TokenStream {
    let media_type = &request.media_type;
    match request.kind {
        BodyKind::Json => quote!(.json(&#body)),
        BodyKind::Multipart => quote!(.multipart(#body.into().into_multipart())),
        BodyKind::Binary => quote!(.binary(#media_type, #body.into())),
    }
}

/// Whether the body is an object without required members. Then the function does not take it as an argument, and
/// returns a call that takes it.
pub(crate) fn body_can_be_left_out(api: &Api, operation: &Operation) -> bool {
    let (Some(request), false) = (
        &operation.request,
        matches!(operation.success, Success::Page(_)),
    ) else {
        return false;
    };
    let Type::Named(id) = &request.ty else {
        return false;
    };
    match &api.type_def(*id).kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => fields
            .iter()
            .all(|it| matches!(it.holds, Holds::Option | Holds::Nullable)),
        _ => false,
    }
}

/// The body that is sent if the caller sets none.
fn set_empty_body(api: &Api, request: &RequestBody) -> TokenStream {
    let ty = types::of(api, &request.ty);
    match request.kind {
        BodyKind::Multipart => quote!(.multipart(#ty::new().into_multipart())),
        _ => quote!(.json(&#ty::new())),
    }
}

/// What a function returns.
enum Returns {
    /// A call that gives a value of this type.
    Call(TokenStream),
    /// This list.
    List(TokenStream),
}

/// What a function returns, and the method that makes it of the request.
fn returned(api: &Api, operation: &Operation) -> (Returns, TokenStream) {
    let (value, response) = match &operation.success {
        Success::Empty => (quote!(()), quote!(.returns_empty())),
        Success::Text => (quote!(String), quote!(.returns_text())),
        Success::Binary => (quote!(Binary), quote!(.returns_binary())),
        Success::Redirect => (quote!(Redirect), quote!(.returns_redirect())),
        Success::Json(ty) => {
            let filled: Vec<_> = filled(operation).collect();
            let response = match filled.is_empty() {
                true => quote!(.returns_json()),
                false => quote!(#(#filled)* .returns_json_filled()),
            };
            (types::of(api, ty).into_token_stream(), response)
        }
        Success::Page(row) => {
            let row = types::of(api, row);
            let module = operation.filter_module.as_ref().map(ident);
            return (Returns::List(quote!(List<#module::Scope, #row>)), quote!());
        }
    };
    (Returns::Call(value), response)
}

/// Members of the response that are filled in from path parameters where they are absent.
fn filled(operation: &Operation) -> impl Iterator<Item = TokenStream> {
    operation.filled.iter().filter_map(|filled| {
        let mut parameters = required(operation);
        let parameter = parameters.find(|it| it.wire == filled.parameter)?;
        let (member, value) = (&filled.member.0, required_value(parameter));
        Some(quote!(.fills(#member, #value)))
    })
}

/// The name of the type of the optional parameters.
pub(crate) fn parameters_type(operation: &Operation) -> proc_macro2::Ident {
    format_ident!(
        "{}Parameters",
        operation
            .function
            .0
            .trim_start_matches("r#")
            .to_upper_camel_case()
    )
}

/// The type of the optional parameters.
fn parameters(api: &Api, operation: &Operation) -> Option<Item> {
    optional(operation).next()?;
    let name = parameters_type(operation);
    let type_doc = nodes::doc(&format!(
        "Optional parameters of [`{}`].",
        operation.function.0.trim_start_matches("r#")
    ));
    let names: Vec<&Ident> = optional(operation).map(|other| &other.rust).collect();
    let fields = optional(operation).map(|parameter| {
        let mut attributes = vec![nodes::doc(&docs::parameter(parameter))];
        attributes.extend(structs::set(&parameter.rust, &parameter.ty, false, &names));
        let ty = nodes::generic("Option", [types::of(api, &parameter.ty)]);
        nodes::field(attributes, ident(&parameter.rust), ty)
    });
    let derives = nodes::list(word("derive"), quote!(Debug, Clone, Default));
    let item = nodes::structure(vec![type_doc, derives], name, fields.collect());
    Some(nodes::declaration("parameters", vec![item]))
}
