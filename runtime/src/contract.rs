//! What the contract declares of each operation, as data.
//!
//! A client does not need it. It is for what stands at the other end of a call: a fake of the platform, a proxy that
//! records, a test that compares requests with the contract. The generated crate of a part of the API has a
//! [`Declaration`] for each of its operations, in `specification::OPERATIONS`:
//!
//! ```
//! use connect_usage::specification::OPERATIONS;
//!
//! let list = OPERATIONS.iter().find(|it| it.operation.name == "chunks::list");
//! let filters = list.map_or(&[][..], |it| it.filters);
//! assert!(filters.iter().any(|it| it.name == "binding.hub.id" && it.is_searched()));
//! ```

mod body;

pub use self::body::{DeclaredBody, Undeclared};
pub use crate::filter::declared::{Capability, DeclaredFilter, FilterValue};

#[cfg(feature = "read-requests")]
use self::body::Readable;
use crate::filter::Scope;
use crate::operation::Operation;

/// An operation, and what the contract declares of its requests.
#[derive(Debug)]
#[non_exhaustive]
pub struct Declaration {
    /// The operation.
    pub operation: &'static Operation,
    /// The names of query parameters, without the filters.
    pub query: &'static [&'static str],
    /// The filters, if it is a paged list.
    pub filters: &'static [DeclaredFilter],
    /// The request body, if it has one.
    pub body: Option<DeclaredBody>,
}

impl Declaration {
    /// An operation without parameters and body; see the methods below for more.
    #[doc(hidden)]
    pub const fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            query: &[],
            filters: &[],
            body: None,
        }
    }

    /// The same, with these query parameters.
    #[doc(hidden)]
    #[must_use]
    pub const fn query(mut self, names: &'static [&'static str]) -> Self {
        self.query = names;
        self
    }

    /// The same, with the filters of this list.
    #[doc(hidden)]
    #[must_use]
    pub const fn filters<S: Scope>(mut self) -> Self {
        self.filters = S::FIELDS;
        self
    }

    /// The same, with JSON of this type as the body.
    #[cfg(feature = "read-requests")]
    #[doc(hidden)]
    #[must_use]
    pub const fn json<T: Readable>(mut self, media_type: &'static str) -> Self {
        self.body = Some(DeclaredBody::json::<T>(media_type));
        self
    }

    /// The same, with JSON of this type as the body.
    #[cfg(not(feature = "read-requests"))]
    #[doc(hidden)]
    #[must_use]
    pub const fn json<T>(self, media_type: &'static str) -> Self {
        self.bytes(media_type)
    }

    /// The same, with a form of these parts or members as the body.
    #[doc(hidden)]
    #[must_use]
    pub const fn form(mut self, media_type: &'static str, names: &'static [&'static str]) -> Self {
        self.body = Some(DeclaredBody::form(media_type, names));
        self
    }

    /// The same, with a body that is sent as it is.
    #[doc(hidden)]
    #[must_use]
    pub const fn bytes(mut self, media_type: &'static str) -> Self {
        self.body = Some(DeclaredBody::bytes(media_type));
        self
    }
}
