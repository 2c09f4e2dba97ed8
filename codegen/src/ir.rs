//! The intermediate representation: plain data between reading a document and emitting Rust.
//!
//! A *schema* belongs to the document, a *type* to Rust. A [`WireName`] is a name in the document
//! and in JSON, an [`Ident`] a name in Rust. They are separate types so that they cannot be mixed
//! up.

use std::collections::BTreeMap;
use std::fmt;

use crate::pointer::Pointer;

/// A name in the document and on the wire.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WireName(pub String);

/// A name in Rust: a valid identifier, raw (`r#type`) if necessary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(pub String);

impl fmt::Display for WireName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Everything that is emitted.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// The version of the document.
    pub version: String,
    /// What the crate calls itself in the `User-Agent` header, if the overlay says so; otherwise the
    /// name of its package.
    pub product: Option<String>,
    /// The resource modules, by name, with their documentation.
    pub modules: BTreeMap<Ident, String>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The types, in the order in which the operations reach them.
    pub types: Vec<TypeDef>,
    /// The items of the document that are not generated, with reasons.
    pub skipped: Vec<Skipped>,
    /// Whether this covers only a part of what the overlays were written for.
    pub is_part: bool,
}

impl Api {
    /// Returns the definition of a type.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// An item of the document that is not generated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The item.
    pub pointer: Pointer,
    /// Why it is not generated.
    pub reason: String,
}

/// One operation: an HTTP method on a path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The operation in the document.
    pub pointer: Pointer,
    /// The resource module of its function.
    pub module: Ident,
    /// The name of its function.
    pub function: Ident,
    /// The HTTP method, in upper case.
    pub method: String,
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
    /// The members of the response that are path parameters where it lacks them.
    pub filled: Vec<Filled>,
    /// The filters, if it is a paged list.
    pub filters: Vec<Filter>,
    /// The constants of filters whose values differ between any two rows of a paged list. Empty if
    /// there are none, or if the overlay does not name them.
    pub stable_order: Vec<Ident>,
    /// The Rust module of the filters, if it is a paged list.
    pub filter_module: Option<Ident>,
    /// Whether the operation is idempotent.
    pub idempotent: bool,
    /// How to find out whether it took effect.
    pub settlement: Option<Settlement>,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}

impl Operation {
    /// Returns the path of the function, such as `files::accept`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}::{}", self.module, self.function).replace("r#", "")
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
}

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// A literal segment.
    Literal(String),
    /// A path parameter.
    Parameter(WireName),
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            match segment {
                Segment::Literal(text) => write!(f, "/{text}")?,
                Segment::Parameter(name) => write!(f, "/{{{name}}}")?,
            }
        }
        Ok(())
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
}

impl Location {
    /// Returns the name that OpenAPI uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
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
    /// How it is used.
    pub role: Role,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
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
}

/// How a request body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// JSON.
    Json,
    /// The parts of a multipart form.
    Multipart,
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

    /// Returns whether this redirects the caller.
    #[must_use]
    pub fn is_redirect(self) -> bool {
        match self {
            Self::Code(code) => (300..400).contains(&code),
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
}

/// What a successful call returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Success {
    /// `()`.
    Empty,
    /// A value read from JSON.
    Json(TypeRef),
    /// Text, of a `text/…` media type.
    Text,
    /// Bytes.
    Binary,
    /// The URL that the server redirects to.
    Redirect,
    /// Rows of a paged list.
    Page(TypeRef),
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
    pub lookups: Vec<String>,
    /// Whether it is included in `search`.
    pub search: bool,
    /// Whether lists can be ordered by it.
    pub ordering: bool,
    /// The type of the values it is compared with.
    pub ty: TypeRef,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}

/// The index of a type in [`Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A reference to a type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeRef {
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// An integer.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// A date-time with an offset.
    DateTime,
    /// A date.
    Date,
    /// A date or a date-time.
    DateOrDateTime,
    /// A presigned URL: a string that is never shown in full.
    PresignedUrl,
    /// Bytes to send.
    Upload,
    /// Any JSON value.
    Json,
    /// An array.
    Array(Box<TypeRef>),
    /// An object with arbitrary keys.
    Map(Box<TypeRef>),
    /// A generated type.
    Named(TypeId),
}

/// The directions in which a type is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// In responses only.
    Response,
    /// In requests only.
    Request,
    /// In both, with the same type.
    Both,
}

/// A type to emit.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// The schema that the type is made from.
    pub pointer: Pointer,
    /// All schemas of the document that this type stands for.
    pub pointers: Vec<Pointer>,
    /// Its name.
    pub name: Ident,
    /// The models file that it belongs to.
    pub group: Ident,
    /// The direction in which it is used.
    pub direction: Direction,
    /// The definition.
    pub kind: TypeKind,
    /// The field that a bare string stands for, if the server may send a string in place of the
    /// object.
    pub bare_string: Option<WireName>,
    /// The transitions between its values, if they are the statuses of an object.
    pub states: Option<StateGraph>,
    /// The field that holds the status, if the object can be waited for.
    pub status: Option<WireName>,
    /// The fields that say why the object failed.
    pub detail: Vec<WireName>,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}

/// The state graph of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateGraph {
    /// The extension in the document.
    pub pointer: Pointer,
    /// The transitions.
    pub transitions: Vec<Transition>,
    /// Groups of statuses that are equivalent for a caller that waits.
    pub same: Vec<Vec<WireName>>,
}

/// One transition of a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The transition in the document.
    pub pointer: Pointer,
    /// The statuses before; empty if the transition creates the object.
    pub from: Vec<WireName>,
    /// The statuses after.
    pub to: Vec<WireName>,
    /// Who causes it.
    pub by: Actor,
    /// The function that causes it, such as `files::submit`.
    pub via: Option<String>,
}

/// Who can change a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The account that reports usage.
    Vendor,
    /// The account that receives reports.
    Provider,
    /// The platform itself.
    System,
}

impl Actor {
    /// Returns the name that the overlay and the inventory use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Provider => "provider",
            Self::System => "system",
        }
    }
}

/// How to find out whether a call took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The operation that reads an object, by its index in [`Api::operations`].
    pub read: usize,
    /// Which objects are read.
    pub subject: Subject,
    /// The status that shows the outcome, if one does.
    pub status: Option<Evidence>,
    /// Members of the object that have the values of the request.
    pub same: Vec<Same>,
    /// Whether the action returns the object itself.
    pub returns_object: bool,
}

impl Settlement {
    /// Returns whether the objects show the outcome of the call, rather than only its value.
    #[must_use]
    pub fn shows_outcome(&self) -> bool {
        self.status.is_some() || matches!(self.subject, Subject::Created { .. })
    }
}

/// Which objects show the outcome of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The one of the path.
    Path,
    /// One for each element of the request.
    Each {
        /// The member of an element with the identifier.
        id: String,
        /// The members of an object that make a row of the response.
        rows: Vec<WireName>,
    },
    /// The one that the call creates.
    Created {
        /// The operation that lists the objects, by its index in [`Api::operations`].
        list: usize,
        /// The filters of the list.
        filter: Vec<Same>,
        /// The members of a row that say when the object was created.
        created: Vec<WireName>,
    },
}

/// A member of an object or a filter of a list, and the member of the request with the same value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Same {
    /// The member or the filter.
    pub member: WireName,
    /// The member of the request.
    pub sent: WireName,
}

/// The status that shows whether an action took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The member that holds the status.
    pub member: WireName,
    /// The enum of the statuses.
    pub graph: TypeId,
}

/// The definition of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// An object with known fields.
    Struct(Vec<Field>),
    /// The parts of a multipart form.
    Form(Vec<Field>),
    /// Strings: known values, and any other.
    OpenEnum(Vec<Variant>),
    /// Integers: known values, and any other.
    OpenIntegerEnum(Vec<IntegerVariant>),
    /// One of several types.
    Union(Vec<UnionVariant>),
}

impl TypeKind {
    /// Returns the name that the inventory uses.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Struct(_) => "struct",
            Self::Form(_) => "form",
            Self::OpenEnum(_) => "enum",
            Self::OpenIntegerEnum(_) => "integer-enum",
            Self::Union(_) => "union",
        }
    }
}

/// Whether a field is required, and whether it may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// Required, not null.
    Required,
    /// Required, may be null.
    RequiredNullable,
    /// Optional, not null.
    Optional,
    /// Optional, may be null.
    OptionalNullable,
}

impl Presence {
    /// Combines the two properties.
    #[must_use]
    pub fn new(required: bool, nullable: bool) -> Self {
        match (required, nullable) {
            (true, false) => Self::Required,
            (true, true) => Self::RequiredNullable,
            (false, false) => Self::Optional,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// Returns the name that the inventory uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::RequiredNullable => "required_nullable",
            Self::Optional => "optional",
            Self::OptionalNullable => "optional_nullable",
        }
    }
}

/// The directions in which a field is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// In both.
    ReadWrite,
    /// In responses only.
    ReadOnly,
    /// In requests only.
    WriteOnly,
}

impl Access {
    /// Returns the name that the inventory uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadWrite => "read_write",
            Self::ReadOnly => "read_only",
            Self::WriteOnly => "write_only",
        }
    }
}

/// How a Rust field represents presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// The value itself; it is always present.
    Value,
    /// `Option`; omitted when `None`.
    Option,
    /// `Option`; written as `null` when `None`.
    NullOption,
    /// `Nullable`: leave, clear or set.
    Nullable,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its schema in the document.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub wire: WireName,
    /// Its name in Rust.
    pub rust: Ident,
    /// Its type, without `Option`, `Nullable` or `Box`.
    pub ty: TypeRef,
    /// Its presence in the contract.
    pub presence: Presence,
    /// The directions in which it is used.
    pub access: Access,
    /// How Rust represents its presence.
    pub holds: Holds,
    /// Whether the value is boxed, because the type would otherwise contain itself.
    pub boxed: bool,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}

/// A known value of a string enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The value.
    pub wire: WireName,
    /// The variant.
    pub rust: Ident,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}

/// A known value of an integer enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntegerVariant {
    /// The value.
    pub wire: i64,
    /// The variant.
    pub rust: Ident,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}

/// A member of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Its schema in the document.
    pub pointer: Pointer,
    /// The variant.
    pub rust: Ident,
    /// The type of its value.
    pub ty: TypeRef,
    /// How it is recognized in JSON.
    pub sign: Sign,
}

/// How a member of a union is recognized in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sign {
    /// The JSON type: `object`, `array`, `string`, `number`, `boolean`; empty for any.
    pub json: &'static str,
    /// The keys that the member declares.
    pub keys: Vec<String>,
    /// The keys that the member requires.
    pub required: Vec<String>,
    /// A discriminating key, and the strings that it has in this member.
    pub tag: Option<(String, Vec<String>)>,
}
