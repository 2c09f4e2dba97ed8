//! Operations: what is fixed about a call, as data in the generated code.

use std::fmt;

use http::Method;

use crate::states::settlement::Settlement;

/// One operation of the API: everything about a call that does not depend on its arguments.
///
/// Generated code holds one `static` for each operation. Requests, responses and errors point to it,
/// so that a message can always say which call it is about.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The name of the function that builds the call, such as `files::accept`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, segment by segment.
    pub path: &'static [Segment],
    /// JSON pointer of the operation in the specification.
    pub pointer: &'static str,
    /// Whether the call may be sent again when it is unknown if the first one arrived.
    pub idempotent: bool,
    /// The `Accept` header to send.
    pub accept: Option<&'static str>,
    /// What the bindings call themselves in the `User-Agent` header, such as `connect-usage/0.1.0`.
    pub product: Option<&'static str>,
    /// How to find out whether the call took effect, when its response was lost.
    pub settlement: Option<&'static Settlement>,
}

/// One segment of an operation's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// Text that is sent as it stands.
    Literal(&'static str),
    /// The place of a path parameter, by its name.
    Parameter(&'static str),
}

impl Operation {
    /// An operation that is not idempotent and asks for no media type; see the methods below for
    /// more.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        method: Method,
        path: &'static [Segment],
        pointer: &'static str,
    ) -> Self {
        Self {
            name,
            method,
            path,
            pointer,
            idempotent: false,
            accept: None,
            product: None,
            settlement: None,
        }
    }

    /// The same operation, which [is idempotent](Self::idempotent).
    #[doc(hidden)]
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// The same operation, which asks for this media type.
    #[doc(hidden)]
    #[must_use]
    pub const fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = Some(media_type);
        self
    }

    /// The same operation, of bindings that call themselves this in the `User-Agent` header.
    #[doc(hidden)]
    #[must_use]
    pub const fn product(mut self, name_and_version: &'static str) -> Self {
        self.product = Some(name_and_version);
        self
    }

    /// The same operation, whose effect can be found out afterwards.
    #[doc(hidden)]
    #[must_use]
    pub const fn settled_by(mut self, settlement: &'static Settlement) -> Self {
        self.settlement = Some(settlement);
        self
    }

    /// The path with the parameters' names in braces, such as `/usage/files/{id}/accept`.
    pub fn path_template(&self) -> impl fmt::Display + '_ {
        PathTemplate(self.path)
    }
}

/// `files::accept (POST /usage/files/{id}/accept)`
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({} {})",
            self.name,
            self.method,
            self.path_template()
        )
    }
}

struct PathTemplate(&'static [Segment]);

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in self.0 {
            match segment {
                Segment::Literal(text) => write!(f, "/{text}")?,
                Segment::Parameter(name) => write!(f, "/{{{name}}}")?,
            }
        }
        Ok(())
    }
}
