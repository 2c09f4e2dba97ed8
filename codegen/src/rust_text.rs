//! The Rust spelling of types and generated names, for tools that show them.

pub use crate::emit::text::field_type;

use crate::emit::operations;
use crate::ir::Operation;

/// The name of the type that holds the optional parameters of an operation, if it has any.
#[must_use]
pub fn parameters_type(operation: &Operation) -> String {
    operations::parameters_type(operation).to_string()
}
