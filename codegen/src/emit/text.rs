//! Types as strings.

use quote::ToTokens;

use super::types;
use crate::ir::{Api, Field};

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
