//! Parameters that are read, but whose types are not made yet.

use crate::ir::{Ident, Location, Role, Style};
use crate::lower::uses::Value;
use crate::pointer::Pointer;

/// A parameter that is read, but whose type is not made yet.
pub struct ParameterDraft {
    /// Where it is declared.
    pub pointer: Pointer,
    /// Its name in the document.
    pub wire: String,
    /// Its name in Rust.
    pub rust: Ident,
    /// Whether the overlay gives it that name.
    pub pinned: bool,
    /// Where it is sent.
    pub location: Location,
    /// Whether it is required.
    pub required: bool,
    /// What is sent.
    pub value: Value,
    /// How it is written.
    pub style: Style,
    /// How it is used.
    pub role: Role,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
    /// A sentence about the limits of its value.
    pub limits: Option<String>,
}
