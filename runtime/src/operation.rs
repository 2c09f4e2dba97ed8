//! Operations: what is fixed about a call, as data in the generated code. Settlements are here too: each of the two
//! names the other.

use std::fmt;

use http::Method;

use crate::security::SecurityScheme;
use crate::states::Graph;

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
    /// The ways to authorize the call, any one of which will do. Each needs all of its schemes; one without schemes
    /// means that the call may be made without a credential. It is empty if nothing is declared.
    pub security: &'static [&'static [&'static SecurityScheme]],
    /// The absolute base URL of the operation, if it differs from that of the client.
    pub server: Option<&'static str>,
    /// Whether a success of a list may have no body, which is then a page without rows.
    pub no_content: bool,
}

/// One segment of an operation's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// Text that is sent as it stands. It can be empty: `/bells/` ends with such a segment.
    Literal(&'static str),
    /// The place of a path parameter, by its name.
    Parameter(&'static str),
    /// Several of these side by side, such as `{sheet}.{ext}`.
    Mixed(&'static [Self]),
}

impl Segment {
    /// The first parameter in the segment.
    pub(crate) fn parameter(&self) -> Option<&'static str> {
        match self {
            Self::Literal(_) => None,
            Self::Parameter(name) => Some(name),
            Self::Mixed(parts) => parts.iter().find_map(Self::parameter),
        }
    }
}

/// The segment as the specification writes it, such as `{id}`.
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => f.write_str(text),
            Self::Parameter(name) => write!(f, "{{{name}}}"),
            Self::Mixed(parts) => parts.iter().try_for_each(|it| it.fmt(f)),
        }
    }
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
            security: &[],
            server: None,
            no_content: false,
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

    /// The same operation, which is authorized in [one of these ways](Self::security).
    #[doc(hidden)]
    #[must_use]
    pub const fn security(
        mut self,
        alternatives: &'static [&'static [&'static SecurityScheme]],
    ) -> Self {
        self.security = alternatives;
        self
    }

    /// The same operation, below [this base URL](Self::server).
    #[doc(hidden)]
    #[must_use]
    pub const fn server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// The same operation, a list of which a success [may have no body](Self::no_content).
    #[doc(hidden)]
    #[must_use]
    pub const fn no_content(mut self) -> Self {
        self.no_content = true;
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
            write!(f, "/{segment}")?;
        }
        Ok(())
    }
}

/// How to find out whether a call took effect: read the objects that it acts on, or look for the object that
/// it creates.
///
/// A client uses it by an [`Inquiry`](crate::driver::Inquiry).
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settlement {
    /// The operation that reads an object.
    pub read: &'static Operation,
    /// Which objects are read.
    pub subject: Subject,
    /// How the status of an object shows the outcome; `None` if it does not.
    pub status: Option<Evidence>,
    /// Members that the call sets: an object with another value than the call's was not made or changed by it.
    pub same: &'static [Same],
    /// Whether the action returns the same type as the read, so that the object that was read can
    /// replace the lost response.
    pub returns_object: bool,
}

/// Which objects show the outcome of a call.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// The one whose path the call's path begins with.
    Path,
    /// One for each element of the JSON array that the call sends.
    Each {
        /// The member of an element that has the object's identifier.
        id: &'static str,
        /// The members of an object that make a row of the call's response, which has one for each object.
        rows: &'static [&'static str],
    },
    /// The one that the call creates: a row of a list.
    Created {
        /// The operation that lists the objects.
        list: &'static Operation,
        /// The fields by which the list is filtered, and the members of the request that they are compared with. The
        /// request must have all of them, or nothing is concluded.
        filter: &'static [Same],
        /// The members of a row that say when the object was created; the first that is there counts.
        created: &'static [&'static str],
    },
}

/// A member of an object or a field of a list, and the member of the request that has the same value. Dots lead into
/// objects: `product.id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Same {
    /// The member of the object, or the field of the list.
    pub member: &'static str,
    /// The member of the request, or the part of its form.
    pub sent: &'static str,
}

/// How the status of an object shows whether an action took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// The member of the object that has its status.
    pub member: &'static str,
    /// How the status changes.
    pub graph: &'static Graph,
    /// The function of the action, as the graph's transitions name it.
    pub via: &'static str,
}

impl Settlement {
    /// For generated code: an action on the object of its path, whose status shows the outcome.
    #[doc(hidden)]
    pub const fn new(
        read: &'static Operation,
        status: &'static str,
        graph: &'static Graph,
        via: &'static str,
    ) -> Self {
        Self::by(read, Subject::Path).shown_by(status, graph, via)
    }

    /// For generated code: without a status.
    #[doc(hidden)]
    pub const fn by(read: &'static Operation, subject: Subject) -> Self {
        Self {
            read,
            subject,
            status: None,
            same: &[],
            returns_object: false,
        }
    }

    /// For generated code: the same, by the status of the object.
    #[doc(hidden)]
    #[must_use]
    pub const fn shown_by(
        mut self,
        member: &'static str,
        graph: &'static Graph,
        via: &'static str,
    ) -> Self {
        self.status = Some(Evidence { member, graph, via });
        self
    }

    /// For generated code: the same, where an object has values of the request.
    #[doc(hidden)]
    #[must_use]
    pub const fn same(mut self, members: &'static [Same]) -> Self {
        self.same = members;
        self
    }

    /// The same, where both return [the same type](Self::returns_object).
    #[doc(hidden)]
    #[must_use]
    pub const fn returns_object(mut self) -> Self {
        self.returns_object = true;
        self
    }
}
