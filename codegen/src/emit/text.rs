//! Types as strings.

use quote::ToTokens;

use super::types;
use crate::ir::{Api, Field, Type, TypeRef};

/// The type of a field as it stands in the generated code.
#[must_use]
pub fn field_type(api: &Api, field: &Field) -> String {
    compact(&types::of_field(api, field))
}

/// Tokens are printed with spaces between them; only the space after a comma is kept.
fn compact(ty: &syn::Type) -> String {
    let tokens = ty.to_token_stream().to_string();
    tokens.replace(' ', "").replace(',', ", ")
}

/// The type as a link; the file imports it, since the function's signature names it.
pub fn linked(api: &Api, ty: &TypeRef) -> String {
    match ty {
        Type::Named(id) => format!("[`{}`]", api.type_def(*id).name),
        other => format!("`{}`", api.type_text(other)),
    }
}
