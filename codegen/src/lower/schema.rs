//! Schemas that are read: what they allow, before types are made of them.
//!
//! A schema that becomes a type of its own is a [`Definition`] with a [`SchemaId`]. Any other schema is a
//! [`Shape`] in the place where it is used.

use crate::ir::{Access, TagForm, Type};
use crate::pointer::Pointer;

/// The index of a definition among those that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub usize);

/// The values that a schema allows.
pub type Shape = Type<SchemaId>;

/// A schema that becomes a type of its own.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Its pointer.
    pub pointer: Pointer,
    /// Where it is used, if it is made of several schemas; otherwise its pointer.
    pub place: Pointer,
    /// The component that it is, if it is one; otherwise it is an inline schema.
    pub component: Option<String>,
    /// Whether other schemas refer to it.
    pub is_referred: bool,
    /// What the document calls an inline schema: the last part of its pointer, or the name of its parameter.
    pub leaf: String,
    /// The names from the overlay.
    pub names: Box<Pinned>,
    /// Whether the overlay can name it: it is not made of schemas that have types of their own.
    pub has_name: bool,
    /// The documentation of the type from the overlay, if any.
    pub doc: Option<String>,
    /// The property that a bare string stands for, if the server may send a string in place of the
    /// object.
    pub bare_string: Option<String>,
    /// The schema of further members of an object, if it allows them explicitly.
    pub rest: Option<Shape>,
    /// The definition.
    pub body: Body,
}

/// The names that the overlay gives to the types of a schema, of which there can be several.
#[derive(Debug, Clone, Default)]
pub struct Pinned {
    /// That of the schema: its type, or that of responses beside which there are others.
    pub schema: Option<String>,
    /// That of the type for requests.
    pub request: Option<String>,
    /// That of the type for forms.
    pub form: Option<String>,
}

/// The content of a definition.
#[derive(Debug, Clone)]
pub enum Body {
    /// An object.
    Object(Vec<Property>),
    /// Strings.
    Strings(Vec<Known<String>>),
    /// Integers.
    Integers(Vec<Known<i64>>),
    /// One of several types.
    Union(Vec<Member>),
    /// An array or a map that contains itself.
    Newtype(Shape),
}

/// A known value of an enum.
#[derive(Debug, Clone)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// The variant name from the overlay, if any.
    pub name: Option<String>,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// The pointer of its schema.
    pub pointer: Pointer,
    /// Its key.
    pub wire: String,
    /// The field name from the overlay, if any.
    pub name: Option<String>,
    /// Its schema.
    pub shape: Shape,
    /// Whether the schema lists it in `required`.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether every real response has it.
    pub always: bool,
    /// The directions in which it is used.
    pub access: Access,
    /// Whether the document marks it as deprecated.
    pub deprecated: bool,
    /// The documentation from the overlay, if any.
    pub doc: Option<String>,
    /// A sentence about the limits of its value.
    pub limits: Option<String>,
}

/// A member of a union.
#[derive(Debug, Clone)]
pub struct Member {
    /// The pointer of its schema.
    pub pointer: Pointer,
    /// Its schema.
    pub shape: Shape,
    /// The discriminating property, and its values in this member.
    pub tag: Option<(String, Vec<String>)>,
    /// How the first of these values is written where the member lacks it; `None` if it is not.
    pub writes_tag: Option<TagForm>,
}
