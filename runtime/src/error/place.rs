//! Which object an error is about, and which host it is from.

use std::fmt;

use super::{Error, printable};
use crate::operation::Operation;

/// What is known of the request that failed.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    pub(super) path: Option<String>,
    pub(super) origin: Option<String>,
    pub(super) is_redirected: bool,
}

impl Error {
    /// The path of the call below the base URL, as it was sent: `/usage/files/UF-2029-10-0001-0001/submit`.
    /// `None` for a call that was never made into a request, and for a link, whose path may be a secret.
    pub fn request_path(&self) -> Option<&str> {
        self.0.place.path.as_deref()
    }

    /// Scheme, host and port (if it is not the scheme's own) of the request that failed, such as
    /// `https://api.connect.cloudblue.com`; after a redirect, of the host that it led to. `None` if no
    /// request was sent, or nobody noted it: only clients do.
    pub fn origin(&self) -> Option<&str> {
        self.0.place.origin.as_deref()
    }

    /// Both are about the same request.
    pub(super) fn about_same_request_as(mut self, other: &Self) -> Self {
        self.0.place = other.0.place.clone();
        self
    }
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
