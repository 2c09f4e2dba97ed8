//! Request bodies: the argument of an operation function, and how it is written.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::tokens::word;
use super::types;
use crate::ir::{Api, BodyKind, Holds, Operation, RequestBody, Success, Type, TypeKind};

/// The media type that JSON has by its own name.
const JSON: &str = "application/json";

/// The type of the argument.
pub fn argument(api: &Api, request: &RequestBody) -> TokenStream {
    let plain = types::of(api, &request.ty);
    match request.kind {
        BodyKind::Multipart => quote!(impl Into<#plain>),
        BodyKind::Binary => quote!(impl Into<Upload>),
        BodyKind::Json | BodyKind::UrlEncoded => plain.into_token_stream(),
    }
}

/// Sets the body to an argument.
pub fn set(request: &RequestBody, body: &proc_macro2::Ident) -> TokenStream {
    match request.kind {
        BodyKind::Multipart | BodyKind::Binary => set_to(request, &quote!(#body.into())),
        BodyKind::Json | BodyKind::UrlEncoded => set_to(request, &body.to_token_stream()),
    }
}

/// Sets the body to a value `body` of its type.
pub fn set_value(request: &RequestBody) -> TokenStream {
    set_to(request, &quote!(body))
}

/// Sets the body to a value of its type.
fn set_to(request: &RequestBody, value: &TokenStream) -> TokenStream {
    let media_type = &request.media_type;
    match request.kind {
        BodyKind::Json if media_type == JSON => quote!(.json(&#value)),
        BodyKind::Json => quote!(.json_as(#media_type, &#value)),
        BodyKind::UrlEncoded => {
            let styles = styles(request);
            quote!(.urlencoded(#styles, &#value))
        }
        BodyKind::Multipart => quote!(.multipart(#value.into_multipart())),
        BodyKind::Binary => quote!(.binary(#media_type, #value)),
    }
}

fn styles(request: &RequestBody) -> TokenStream {
    let styles = request.styles.iter().map(|(member, style)| {
        let (member, style) = (&member.0, word(style.as_str()));
        quote!((#member, codegen::Style::#style))
    });
    quote!(&[#(#styles),*])
}

/// Whether the contract requires the body, and it is an object without required members. Then the function does not take
/// it as an argument, and returns a call that takes it.
pub fn can_be_empty(api: &Api, operation: &Operation) -> bool {
    let is_list = matches!(operation.success, Success::Page(_));
    operation
        .request
        .as_ref()
        .is_some_and(|it| !is_list && it.required && is_empty_object(api, it))
}

/// Whether the body is an object without required members.
fn is_empty_object(api: &Api, request: &RequestBody) -> bool {
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

/// The empty object that is sent if the caller sets no body.
pub fn set_empty(api: &Api, request: &RequestBody) -> TokenStream {
    let ty = types::of(api, &request.ty);
    set_to(request, &quote!(#ty::new()))
}

/// The type of a body that can be empty, and what makes a call of it.
pub fn replaced(api: &Api, request: &RequestBody) -> (TokenStream, TokenStream) {
    let ty = types::of(api, &request.ty);
    let media_type = &request.media_type;
    let set = match request.kind {
        BodyKind::Multipart => quote!(.optional_form(#ty::into_multipart)),
        BodyKind::UrlEncoded => {
            let styles = styles(request);
            quote!(.optional_urlencoded(#styles))
        }
        BodyKind::Json if media_type == JSON => quote!(.optional_json()),
        // Bytes are no object.
        BodyKind::Json | BodyKind::Binary => quote!(.optional_json_as(#media_type)),
    };
    (ty.into_token_stream(), set)
}
