//! Which object an error is about, and which host it is from.

use std::fmt;

use super::printable;
use crate::operation::Operation;

/// What is known of the request that failed.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    pub(super) path: Option<String>,
    pub(super) origin: Option<String>,
    pub(super) is_redirected: bool,
}

/// `files::get (GET /usage/files/UF-1 at https://api.example)`. What is not known is left out, or
/// stands as the operation has it.
pub(super) fn write(
    f: &mut fmt::Formatter<'_>,
    operation: &Operation,
    place: &Place,
) -> fmt::Result {
    let Operation { name, method, .. } = operation;
    match (&place.path, &place.origin) {
        (None, None) => return write!(f, "{operation}"),
        (None, Some(origin)) => return write!(f, "{name} ({method} a link to {origin})"),
        (Some(path), _) => write!(f, "{name} ({method} {}", printable::path(path))?,
    }
    match &place.origin {
        None => f.write_str(")"),
        Some(origin) if place.is_redirected => write!(f, ", redirected to {origin})"),
        Some(origin) => write!(f, " at {origin})"),
    }
}
