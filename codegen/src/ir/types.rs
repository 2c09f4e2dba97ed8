//! Types: what they hold, and how they refer to each other.

use super::{Ident, JsonKind, Primitive, WireName};
use crate::pointer::Pointer;

/// The index of a type in [`Api::types`](super::Api::types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A type: a primitive one, a collection, or one that is defined elsewhere and referred to by an id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type<Id> {
    /// A type of the language or the runtime.
    Primitive(Primitive),
    /// An array.
    Array(Box<Self>),
    /// An object with arbitrary keys.
    Map(Box<Self>),
    /// A value that may be null, where no field says so: an element, a value of a map, or a whole body.
    Optional(Box<Self>),
    /// A type with a definition of its own.
    Named(Id),
}

/// A reference to a type: what fields, parameters and bodies hold.
pub type TypeRef = Type<TypeId>;

impl<Id> Type<Id> {
    /// Any JSON.
    pub const JSON: Self = Self::Primitive(Primitive::Json);

    /// Returns the primitive type, if it is one.
    #[must_use]
    pub fn primitive(&self) -> Option<Primitive> {
        match self {
            Self::Primitive(primitive) => Some(*primitive),
            _ => None,
        }
    }

    /// Returns whether it is this primitive type.
    #[must_use]
    pub fn is(&self, primitive: Primitive) -> bool {
        self.primitive() == Some(primitive)
    }

    /// Returns the type with other types in place of its ids.
    pub fn replace<Other>(&self, other: &mut dyn FnMut(&Id) -> Type<Other>) -> Type<Other> {
        match self {
            Self::Primitive(primitive) => Type::Primitive(*primitive),
            Self::Array(inner) => Type::Array(Box::new(inner.replace(other))),
            Self::Map(inner) => Type::Map(Box::new(inner.replace(other))),
            Self::Optional(inner) => Type::Optional(Box::new(inner.replace(other))),
            Self::Named(id) => other(id),
        }
    }

    /// Returns the primitive type inside arrays, maps and optional values, if there is one.
    #[must_use]
    pub fn base(&self) -> Option<Primitive> {
        match self {
            Self::Primitive(primitive) => Some(*primitive),
            Self::Array(inner) | Self::Map(inner) | Self::Optional(inner) => inner.base(),
            Self::Named(_) => None,
        }
    }

    /// Returns the number of arrays, maps and optional values, each directly within the one before.
    #[must_use]
    pub fn wrappers(&self) -> usize {
        let mut count = 0;
        let mut at = self;
        while let Self::Array(inner) | Self::Map(inner) | Self::Optional(inner) = at {
            count += 1;
            at = inner;
        }
        count
    }

    /// Returns the id of the defined type inside arrays, maps and optional values, if there is one.
    #[must_use]
    pub fn innermost(&self) -> Option<&Id> {
        match self {
            Self::Primitive(_) => None,
            Self::Array(inner) | Self::Map(inner) | Self::Optional(inner) => inner.innermost(),
            Self::Named(id) => Some(id),
        }
    }
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
    /// Its id.
    pub id: TypeId,
    /// The schema that the type is made from.
    pub pointer: Pointer,
    /// All schemas of the document that this type stands for.
    pub pointers: Vec<Pointer>,
    /// Those of them on which the overlay can name it: none if it is made of several that have types of their own.
    pub named_at: Vec<Pointer>,
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
    /// The field for members that are not declared, if the object allows them explicitly.
    pub rest: Option<Rest>,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
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
    /// An array or a map that contains itself.
    Newtype(TypeRef),
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
            Self::Newtype(_) => "newtype",
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// The media type of the part, if it is one of a form and the contract gives one to it.
    pub media_type: Option<String>,
    /// The name of a file that is sent as the part, if it has none of its own and the overlay gives one to it.
    pub file_name: Option<String>,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}

/// The field for members that are not declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// Its name in Rust.
    pub rust: Ident,
    /// The type of the members' values.
    pub ty: TypeRef,
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
    /// How it is recognized in JSON: by one of these. A union has those of its members.
    pub signs: Vec<Sign>,
    /// How the first value of its tag is written where the value lacks it; `None` if it is not.
    pub writes_tag: Option<TagForm>,
}

/// How the value of a discriminating key is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagForm {
    /// As a string.
    String,
    /// Without quotes: an integer, or `true` or `false`.
    Literal,
}

/// How a member of a union is recognized in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sign {
    /// The JSON type; `None` for any.
    pub json: Option<JsonKind>,
    /// The keys that the member declares.
    pub keys: Vec<String>,
    /// The keys that the member requires.
    pub required: Vec<String>,
    /// A discriminating key, and the values that it has in this member: strings, the digits of integers, or `true` and
    /// `false`.
    pub tag: Option<(String, Vec<String>)>,
}
