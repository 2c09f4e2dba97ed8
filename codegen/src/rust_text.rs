//! The Rust spelling of types, for tools that show them.

pub use crate::emit::text::field_type;
