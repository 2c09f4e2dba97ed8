//! What operations and types are called in changes.

use super::counterparts::anonymous;
use connect_codegen::ir::{Operation, TypeDef};

/// Returns `POST /usage/files`.
pub fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// Returns the key of a type in the surface.
pub fn key(def: &TypeDef) -> String {
    format!("models::{}", def.name.plain())
}

/// Returns what identifies a call: its method and its path, without the names of path parameters.
pub fn call(operation: &Operation) -> String {
    format!(
        "{} {}",
        operation.method,
        anonymous(&operation.path.to_string())
    )
}
