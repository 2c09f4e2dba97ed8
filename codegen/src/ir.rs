//! What the document says, lowered: plain data between reading the document and emitting Rust.
//!
//! *Schema* is the document's side, *type* is Rust's. A [`WireName`] is what stands in the
//! document and in JSON, an [`Ident`] what stands in Rust: two types, never mixed.

use std::collections::BTreeMap;
use std::fmt;

use crate::pointer::Pointer;

/// A name as the document and the wire have it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WireName(pub String);

/// A name as Rust has it: a valid identifier, raw (`r#type`) where it must be.
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
    /// The version that the document gives itself.
    pub version: String,
    /// The resource modules, by name, with their documentation.
    pub modules: BTreeMap<Ident, String>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The types, in the order in which the operations reach them.
    pub types: Vec<TypeDef>,
    /// What of the document has no counterpart in Rust, and why.
    pub skipped: Vec<Skipped>,
    /// Whether this is a part of what the overlays were written for.
    pub is_part: bool,
}

impl Api {
    /// The definition behind an id.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// Something of the document that is not generated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// What it is.
    pub pointer: Pointer,
    /// Why.
    pub reason: String,
}

/// One operation: a method on a path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it stands.
    pub pointer: Pointer,
    /// The resource module of its function.
    pub module: Ident,
    /// Its function.
    pub function: Ident,
    /// The method, in capitals.
    pub method: String,
    /// The path.
    pub path: PathTemplate,
    /// Its parameters, path parameters first, in the order of the path. Filters are apart.
    pub parameters: Vec<Parameter>,
    /// What the request carries.
    pub request: Option<RequestBody>,
    /// All declared responses.
    pub responses: Vec<Response>,
    /// What success gives.
    pub success: Success,
    /// The members of the response that are path parameters where it lacks them.
    pub filled: Vec<Filled>,
    /// The filters of a paged list.
    pub filters: Vec<Filter>,
    /// The constants of the filters by which no two rows of a paged list are equal; empty if there
    /// are none, or nobody has said so.
    pub stable_order: Vec<Ident>,
    /// The Rust module of the filters, for a paged list.
    pub filter_module: Option<Ident>,
    /// Whether sending it twice does no more than sending it once.
    pub repeatable: bool,
    /// How to find out whether it took effect.
    pub settlement: Option<Settlement>,
    /// Whether the document advises against its use.
    pub deprecated: bool,
    /// Our documentation, if there is any.
    pub doc: Option<String>,
}

impl Operation {
    /// `files::accept`.
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

/// A path in segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathTemplate {
    /// The segments between the slashes.
    pub segments: Vec<Segment>,
}

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Fixed text.
    Literal(String),
    /// The place of a path parameter.
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

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// Into the path.
    Path,
    /// Into the query string.
    Query,
    /// Into a header.
    Header,
}

impl Location {
    /// The document's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// What a parameter does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An argument of the function, or a field of its parameters.
    Argument,
    /// `limit` or `offset` of a paged list: part of the list builder.
    Paging,
}

/// A parameter that is not a filter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub wire: WireName,
    /// Its name in Rust.
    pub rust: Ident,
    /// Where it goes.
    pub location: Location,
    /// Whether it must be given.
    pub required: bool,
    /// What it takes.
    pub ty: TypeRef,
    /// What it does.
    pub role: Role,
    /// Our documentation, if there is any.
    pub doc: Option<String>,
}

/// What a request carries.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// Where its schema stands.
    pub pointer: Pointer,
    /// The media type.
    pub media_type: String,
    /// Its form.
    pub kind: BodyKind,
    /// The Rust type of the argument.
    pub ty: TypeRef,
}

/// How a request body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// As JSON.
    Json,
    /// As parts of a form.
    Multipart,
    /// As it is.
    Binary,
}

/// A declared response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Where it stands.
    pub pointer: Pointer,
    /// For which statuses it is.
    pub status: StatusSelector,
    /// Its media type, if it has content.
    pub media_type: Option<String>,
    /// What it holds.
    pub payload: Payload,
}

/// The statuses that a response stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusSelector {
    /// One status.
    Code(u16),
    /// A hundred of them: `4XX` is `Range(4)`.
    Range(u16),
    /// All that no other response names.
    Default,
}

impl StatusSelector {
    /// Whether this may be the answer of a call that went well.
    #[must_use]
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(hundred) => hundred == 2,
            Self::Default => false,
        }
    }

    /// Whether this sends the caller elsewhere.
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

/// What a response holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// Nothing.
    Empty,
    /// JSON of a type.
    Json(TypeRef),
    /// Text.
    Text,
    /// Bytes.
    Binary,
}

/// What a call gives when it went well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Success {
    /// Nothing.
    Empty,
    /// A value from JSON.
    Json(TypeRef),
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// The address where the answer is.
    Redirect,
    /// Rows of a paged list.
    Page(TypeRef),
}

/// A filter of a list.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub wire: WireName,
    /// The name of its constant.
    pub rust: Ident,
    /// The comparisons that it offers.
    pub lookups: Vec<String>,
    /// Whether `search` looks at it.
    pub search: bool,
    /// Whether a list can be ordered by it.
    pub ordering: bool,
    /// What it is compared with.
    pub ty: TypeRef,
    /// Our documentation, if there is any.
    pub doc: Option<String>,
}

/// The index of a type in [`Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A use of a type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeRef {
    /// Text.
    Text,
    /// A truth value.
    Bool,
    /// A whole number.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// An instant with an offset.
    Instant,
    /// A date.
    Day,
    /// A date or an instant.
    DateOrTime,
    /// A signed link: a text that is never shown in full.
    Link,
    /// Bytes to send.
    Upload,
    /// Any JSON.
    Json,
    /// A list.
    List(Box<TypeRef>),
    /// A mapping from text.
    Map(Box<TypeRef>),
    /// A type of ours.
    Named(TypeId),
}

/// In which direction a type travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the server.
    Answer,
    /// To the server.
    Request,
    /// Both ways: the type is the same in both.
    Both,
}

/// A type to emit.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Where the schema stands that it is made from.
    pub pointer: Pointer,
    /// Every place of the document that this one type stands for.
    pub pointers: Vec<Pointer>,
    /// Its name.
    pub name: Ident,
    /// The file of models that it belongs to.
    pub group: Ident,
    /// Which way it travels.
    pub direction: Direction,
    /// What it is.
    pub kind: TypeKind,
    /// The field that a bare text stands for, where the object may also come as one.
    pub text: Option<WireName>,
    /// How its values follow each other, if they are the statuses of an object.
    pub states: Option<StateGraph>,
    /// The field with the status of the object, if it can be waited for.
    pub status: Option<WireName>,
    /// The fields that tell why the object failed.
    pub detail: Vec<WireName>,
    /// Our documentation, if there is any.
    pub doc: Option<String>,
}

/// How the status of an object moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateGraph {
    /// Where it stands.
    pub pointer: Pointer,
    /// The moves.
    pub moves: Vec<Move>,
    /// Groups of statuses that are one to whoever waits.
    pub same: Vec<Vec<WireName>>,
}

/// One way in which a status changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Where it stands.
    pub pointer: Pointer,
    /// The statuses before; none for the making of the object.
    pub from: Vec<WireName>,
    /// The statuses after.
    pub to: Vec<WireName>,
    /// Who makes it.
    pub by: Actor,
    /// The function that makes it, such as `files::submit`.
    pub via: Option<String>,
}

/// Who can change a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The account that reports.
    Vendor,
    /// The account that receives.
    Provider,
    /// The platform by itself.
    System,
}

impl Actor {
    /// The overlay's and the inventory's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Provider => "provider",
            Self::System => "system",
        }
    }
}

/// How to find out whether an action on an object took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The operation that reads the object, by its index in [`Api::operations`].
    pub read: usize,
    /// The member that has the status.
    pub status: WireName,
    /// The enum of the statuses.
    pub graph: TypeId,
    /// Whether the action answers the object itself.
    pub answers_object: bool,
}

/// What a type is.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// An object with known fields.
    Struct(Vec<Field>),
    /// The parts of a form.
    Form(Vec<Field>),
    /// Texts, known ones and others.
    OpenEnum(Vec<Variant>),
    /// Whole numbers, known ones and others.
    OpenIntegerEnum(Vec<IntegerVariant>),
    /// One of several types.
    Union(Vec<UnionVariant>),
}

impl TypeKind {
    /// The inventory's word for it.
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

/// Whether the contract says that a field is there, and that it may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// There, and not null.
    Required,
    /// There, perhaps null.
    RequiredNullable,
    /// Perhaps there, not null.
    Optional,
    /// Perhaps there, perhaps null.
    OptionalNullable,
}

impl Presence {
    /// From the two facts of the contract.
    #[must_use]
    pub fn new(required: bool, nullable: bool) -> Self {
        match (required, nullable) {
            (true, false) => Self::Required,
            (true, true) => Self::RequiredNullable,
            (false, false) => Self::Optional,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// The inventory's word for it.
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

/// Which way a field travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Both ways.
    ReadWrite,
    /// Only from the server.
    ReadOnly,
    /// Only to the server.
    WriteOnly,
}

impl Access {
    /// The inventory's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadWrite => "read_write",
            Self::ReadOnly => "read_only",
            Self::WriteOnly => "write_only",
        }
    }
}

/// How a field of Rust holds what the contract says of its presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// The value itself: it is always there.
    Value,
    /// `Option`, left out when `None`.
    Option,
    /// `Option`, written as `null` when `None`.
    NullOption,
    /// `Nullable`: leave, clear, set.
    Nullable,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Where its schema stands.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub wire: WireName,
    /// Its name in Rust.
    pub rust: Ident,
    /// Its type, without what holds it.
    pub ty: TypeRef,
    /// What the contract says of its presence.
    pub presence: Presence,
    /// Which way it travels.
    pub access: Access,
    /// How Rust holds it.
    pub holds: Holds,
    /// Whether the value must be boxed, since the type would contain itself.
    pub boxed: bool,
    /// Whether the document advises against its use.
    pub deprecated: bool,
    /// Our documentation, if there is any.
    pub doc: Option<String>,
}

/// A known text of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The text.
    pub wire: WireName,
    /// The variant.
    pub rust: Ident,
    /// Our documentation, if there is any.
    pub doc: Option<String>,
}

/// A known number of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntegerVariant {
    /// The number.
    pub wire: i64,
    /// The variant.
    pub rust: Ident,
    /// Our documentation, if there is any.
    pub doc: Option<String>,
}

/// A member of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Where its schema stands.
    pub pointer: Pointer,
    /// The variant.
    pub rust: Ident,
    /// What it holds.
    pub ty: TypeRef,
    /// How it is told from the others.
    pub sign: Sign,
}

/// By what a member of a union is recognised in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sign {
    /// The kind of JSON value: `object`, `array`, `string`, `number`, `boolean`; empty for any.
    pub json: &'static str,
    /// The keys that the member knows.
    pub keys: Vec<String>,
    /// The keys that it must have.
    pub required: Vec<String>,
    /// A key and the texts that it has in this member.
    pub tag: Option<(String, Vec<String>)>,
}
