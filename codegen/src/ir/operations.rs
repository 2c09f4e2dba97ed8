//! Operations: what is sent, what comes back, and the filters of lists.

use std::fmt;

use super::{Ident, Lookup, Method, Selectable, Style, TypeRef, WireName};
use crate::pointer::Pointer;

/// The index of an operation in [`Api::operations`](super::Api::operations).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub usize);

/// One operation: an HTTP method on a path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its id.
    pub id: OperationId,
    /// The operation in the document.
    pub pointer: Pointer,
    /// The resource module of its function.
    pub module: Ident,
    /// The name of its function.
    pub function: Ident,
    /// The HTTP method.
    pub method: Method,
    /// The path.
    pub path: PathTemplate,
    /// Its parameters without filters: path parameters first, in the order of the path.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub request: Option<RequestBody>,
    /// All declared responses.
    pub responses: Vec<Response>,
    /// What a successful call returns.
    pub success: Success,
    /// The declared headers of success responses.
    pub headers: Vec<ResponseHeader>,
    /// The security schemes that authorize a call: alternatives, each with the names of all schemes that it needs.
    pub security: Vec<Vec<String>>,
    /// Whether the operation says itself what authorizes it, rather than the document for all operations.
    pub declares_security: bool,
    /// The base URL of the operation, where it differs from that of the document.
    pub server: Option<String>,
    /// The members of the response that are path parameters where it lacks them.
    pub filled: Vec<Filled>,
    /// The filters, if it is a paged list.
    pub filters: Vec<Filter>,
    /// The constants of filters whose values differ between any two rows of a paged list. Empty if
    /// there are none, or if the overlay does not name them.
    pub stable_order: Vec<Ident>,
    /// The names of the other Rust items that belong to the operation alone.
    pub local: LocalNames,
    /// The Rust module of the filters, if it is a paged list.
    pub filter_module: Option<Ident>,
    /// Whether the operation is idempotent.
    pub idempotent: bool,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}

/// The names of Rust items that belong to one operation. No other function and no model has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalNames {
    /// The function that also takes what is optional.
    pub with: Ident,
    /// The type of what is optional: parameters, and the request body.
    pub parameters: Ident,
    /// The bodies of several successes.
    pub response: Ident,
    /// The headers of success responses.
    pub headers: Ident,
}

impl Operation {
    /// Returns the path of the function, such as `files::accept`.
    #[must_use]
    pub fn name(&self) -> String {
        self.path_of(&self.function)
    }

    /// Returns the path of an item in the same module, such as `files::ListParameters`.
    #[must_use]
    pub fn path_of(&self, item: &Ident) -> String {
        format!("{}::{}", self.module.plain(), item.plain())
    }

    /// Returns the required parameters that callers set: arguments of the function.
    pub fn required(&self) -> impl Iterator<Item = &Parameter> {
        let arguments = self.parameters.iter();
        arguments.filter(|it| it.required && it.role == Role::Argument)
    }

    /// Returns the optional parameters: fields of the parameters type.
    pub fn optional(&self) -> impl Iterator<Item = &Parameter> {
        let arguments = self.parameters.iter();
        arguments.filter(|it| !it.required && it.role == Role::Argument)
    }

    /// Returns the request body, if the contract does not require it: a field of the parameters type.
    #[must_use]
    pub fn optional_body(&self) -> Option<&RequestBody> {
        self.request.as_ref().filter(|it| !it.required)
    }

    /// Returns whether anything of a call is optional.
    #[must_use]
    pub fn has_optional(&self) -> bool {
        self.optional().next().is_some() || self.optional_body().is_some()
    }

    /// Returns whether this is the path of the function.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        name.split_once("::") == Some((self.module.plain(), self.function.plain()))
    }
}

/// A member of a response that the call knows: where it is absent, it is a path parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The member.
    pub member: WireName,
    /// The path parameter.
    pub parameter: WireName,
}

/// A path, split into segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathTemplate {
    /// The segments between the slashes.
    pub segments: Vec<Segment>,
    /// Query parameters with fixed values, which the document writes behind the path: `/?Action=List`.
    pub query: Vec<(WireName, String)>,
    /// What the document writes behind the path to tell operations apart, with its `?` or `#`. It is not sent as it is.
    pub suffix: String,
}

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// A literal segment.
    Literal(String),
    /// A path parameter.
    Parameter(WireName),
    /// Literals and parameters within one segment.
    Mixed(Vec<Self>),
}

impl Segment {
    /// Returns the parameters in the segment.
    pub fn parameters(&self) -> Box<dyn Iterator<Item = &WireName> + '_> {
        match self {
            Self::Literal(_) => Box::new(std::iter::empty()),
            Self::Parameter(name) => Box::new(std::iter::once(name)),
            Self::Mixed(pieces) => Box::new(pieces.iter().flat_map(Self::parameters)),
        }
    }
}

impl PathTemplate {
    /// Returns the parameters, in the order of the path.
    pub fn parameters(&self) -> impl Iterator<Item = &WireName> {
        self.segments.iter().flat_map(Segment::parameters)
    }
}

/// Without a slash.
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => f.write_str(text),
            Self::Parameter(name) => write!(f, "{{{name}}}"),
            Self::Mixed(pieces) => pieces.iter().try_for_each(|piece| write!(f, "{piece}")),
        }
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            write!(f, "/{segment}")?;
        }
        f.write_str(&self.suffix)
    }
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl Location {
    /// Returns the name that OpenAPI uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a parameter is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// As an argument of the function, or a field of its parameters.
    Argument,
    /// As `limit` or `offset` of a paged list: part of the list builder.
    Paging,
}

/// A parameter that is not a filter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The parameter in the document.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub wire: WireName,
    /// Its name in Rust.
    pub rust: Ident,
    /// Where it is sent.
    pub location: Location,
    /// Whether it is required.
    pub required: bool,
    /// The type of its value.
    pub ty: TypeRef,
    /// How its value is written.
    pub style: Style,
    /// How it is used.
    pub role: Role,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
    /// A sentence about the limits of its value.
    pub limits: Option<String>,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// Its schema in the document.
    pub pointer: Pointer,
    /// The media type.
    pub media_type: String,
    /// How it is written.
    pub kind: BodyKind,
    /// The Rust type of the argument.
    pub ty: TypeRef,
    /// Whether the contract requires it.
    pub required: bool,
    /// How members of a URL-encoded form are written, where the contract says so.
    pub styles: Vec<(WireName, Style)>,
    /// Its documentation, if it has any.
    pub doc: Option<String>,
}

/// How a request body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// JSON.
    Json,
    /// The parts of a multipart form.
    Multipart,
    /// A URL-encoded form.
    UrlEncoded,
    /// Bytes, unchanged.
    Binary,
}

/// A declared response.
#[derive(Debug, Clone)]
pub struct Response {
    /// The response in the document.
    pub pointer: Pointer,
    /// The statuses that it is declared for.
    pub status: StatusSelector,
    /// Its media type, if it has a body.
    pub media_type: Option<String>,
    /// The type of its body.
    pub payload: Payload,
    /// Its documentation, if it has any.
    pub doc: Option<String>,
}

/// The statuses that a response is declared for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusSelector {
    /// One status.
    Code(u16),
    /// A class of statuses: `4XX` is `Range(4)`.
    Range(u16),
    /// All statuses that no other response is declared for.
    Default,
}

impl StatusSelector {
    /// Returns whether this can be the response of a successful call.
    #[must_use]
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(hundred) => hundred == 2,
            Self::Default => false,
        }
    }

    /// Returns whether this redirects the caller. `304` says that what the caller has is still valid.
    #[must_use]
    pub fn is_redirect(self) -> bool {
        match self {
            Self::Code(code) => (300..400).contains(&code) && code != 304,
            Self::Range(hundred) => hundred == 3,
            Self::Default => false,
        }
    }
}

impl fmt::Display for StatusSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(hundred) => write!(f, "{hundred}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// The body of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// No body.
    Empty,
    /// JSON that is read as a type.
    Json(TypeRef),
    /// Text, of a `text/…` media type.
    Text,
    /// Bytes.
    Binary,
    /// Events or records that come one after the other.
    Stream,
}

/// What a successful call returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Success {
    /// `()`.
    Empty,
    /// A value read from JSON.
    Json(TypeRef),
    /// A value read from JSON, or nothing.
    OptionalJson(TypeRef),
    /// Text, of a `text/…` media type.
    Text,
    /// Bytes.
    Binary,
    /// Events or records that are read while they come.
    Stream,
    /// One of several bodies, told apart by the status.
    Several(Vec<SuccessCase>),
    /// The URL that the server redirects to.
    Redirect,
    /// Rows of a paged list.
    Page(TypeRef),
}

/// A body of a success response, with the statuses that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessCase {
    /// The variant.
    pub rust: Ident,
    /// The statuses, in order.
    pub statuses: Vec<StatusSelector>,
    /// The body.
    pub payload: Payload,
}

/// A declared header of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseHeader {
    /// The header in the document.
    pub pointer: Pointer,
    /// Its name.
    pub wire: WireName,
    /// Its name in Rust.
    pub rust: Ident,
    /// The type of its value.
    pub ty: TypeRef,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}

/// A filter of a paged list.
#[derive(Debug, Clone)]
pub struct Filter {
    /// The parameter in the document.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub wire: WireName,
    /// The name of its constant.
    pub rust: Ident,
    /// The lookups that it supports.
    pub lookups: Vec<Lookup>,
    /// Whether it is included in `search`.
    pub search: bool,
    /// Whether lists can be ordered by it.
    pub ordering: bool,
    /// What a request can select about its presence in rows.
    pub select: Option<Selectable>,
    /// The type of the values it is compared with.
    pub ty: TypeRef,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}
