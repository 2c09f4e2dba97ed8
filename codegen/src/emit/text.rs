//! Types as strings.

use crate::ir::{Api, Field};

use super::tokens::field_tokens;

/// The type of a field as it stands in the generated code.
#[must_use]
pub fn field_type(api: &Api, field: &Field) -> String {
    compact(&field_tokens(api, field).to_string())
}

/// Tokens are printed with spaces between them; only the space after a comma is kept.
fn compact(tokens: &str) -> String {
    tokens.replace(' ', "").replace(',', ", ")
}
