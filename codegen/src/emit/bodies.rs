//! Request bodies: the argument of an operation function, and how it is written.

use syn::Expr;

use super::expressions::{
    Method, call, chain, method, pair, path, reference, slice, text, variable,
};
use super::functions::into;
use super::nodes::named;
use super::tokens::word;
use super::{parameters, types};
use crate::ir::{Api, BodyKind, Holds, Operation, RequestBody, Success, Type, TypeKind};

/// The media type that JSON has by its own name.
const JSON: &str = "application/json";

/// The type of the argument.
pub fn argument(api: &Api, request: &RequestBody) -> syn::Type {
    match request.kind {
        BodyKind::Multipart => into(types::of(api, &request.ty)),
        BodyKind::Binary => into(named(word("Upload"))),
        BodyKind::Json | BodyKind::UrlEncoded => types::of(api, &request.ty),
    }
}

/// Sets the body to an argument.
pub fn set(request: &RequestBody, body: &proc_macro2::Ident) -> Method {
    let body = variable(body);
    match request.kind {
        BodyKind::Multipart | BodyKind::Binary => {
            set_to(request, chain(body, [method("into", [])]))
        }
        BodyKind::Json | BodyKind::UrlEncoded => set_to(request, body),
    }
}

/// Sets the body to a value of its type.
pub fn set_to(request: &RequestBody, value: Expr) -> Method {
    let media_type = &request.media_type;
    match request.kind {
        BodyKind::Json if media_type == JSON => method("json", [reference(value)]),
        BodyKind::Json => method("json_as", [text(media_type), reference(value)]),
        BodyKind::UrlEncoded => method("urlencoded", [styles(request), reference(value)]),
        BodyKind::Multipart => method("multipart", [chain(value, [method("into_multipart", [])])]),
        BodyKind::Binary => method("binary", [text(media_type), value]),
    }
}

fn styles(request: &RequestBody) -> Expr {
    let styles = request.styles.iter();
    slice(styles.map(|(member, style)| pair(text(&member.0), parameters::named_style(*style))))
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

/// The empty object that is sent if the caller sets no body. A body that can be empty has a type with a name.
pub fn set_empty(api: &Api, request: &RequestBody) -> Method {
    let new = format!("{}::new", api.type_text(&request.ty));
    set_to(request, call(&new, []))
}

/// The type of a body that can be empty, which has a name, and what makes a call of it.
pub fn replaced(api: &Api, request: &RequestBody) -> (syn::Type, Method) {
    let media_type = &request.media_type;
    let set = match request.kind {
        BodyKind::Multipart => {
            let write = format!("{}::into_multipart", api.type_text(&request.ty));
            method("optional_form", [path(&write)])
        }
        BodyKind::UrlEncoded => method("optional_urlencoded", [styles(request)]),
        BodyKind::Json if media_type == JSON => method("optional_json", []),
        // Bytes are no object.
        BodyKind::Json | BodyKind::Binary => method("optional_json_as", [text(media_type)]),
    };
    (types::of(api, &request.ty), set)
}
