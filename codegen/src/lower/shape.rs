//! Shapes: schemas read, but not yet named, nor parted into what is sent and what is answered.

use std::rc::Rc;

use crate::ir::Access;
use crate::pointer::Pointer;

/// What a schema allows.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Text.
    String,
    /// A truth value.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// An instant.
    DateTime,
    /// A date.
    Date,
    /// Either of them.
    DateOrDateTime,
    /// A signed link.
    PresignedUrl,
    /// Bytes.
    Binary,
    /// Any JSON.
    Json,
    /// A list.
    Array(Box<Shape>),
    /// A mapping from text.
    Map(Box<Shape>),
    /// A component that becomes a type, by its name.
    Component(String),
    /// A schema in place that becomes a type.
    Inline(Rc<Definition>),
}

/// A schema that becomes a type.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Where it stands.
    pub pointer: Pointer,
    /// The name that the overlay gives it.
    pub name: Option<String>,
    /// Our documentation of the type.
    pub doc: Option<String>,
    /// The property that a bare text stands for, where the object may also come as one.
    pub bare_string: Option<String>,
    /// What it is.
    pub body: Body,
}

/// What a definition is.
#[derive(Debug, Clone)]
pub enum Body {
    /// An object.
    Object(Vec<Property>),
    /// Texts.
    Texts(Vec<Known<String>>),
    /// Whole numbers.
    Integers(Vec<Known<i64>>),
    /// One of several.
    Union(Vec<Member>),
}

/// A known value of an enum.
#[derive(Debug, Clone)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// The variant's name that the overlay gives it.
    pub name: Option<String>,
    /// Our documentation.
    pub doc: Option<String>,
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// Where its schema stands.
    pub pointer: Pointer,
    /// Its key.
    pub wire: String,
    /// The field's name that the overlay gives it.
    pub name: Option<String>,
    /// Its schema.
    pub shape: Shape,
    /// Whether the schema lists it as required.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether every real answer has it.
    pub always: bool,
    /// Which way it travels.
    pub access: Access,
    /// Whether the document advises against its use.
    pub deprecated: bool,
    /// Our documentation.
    pub doc: Option<String>,
    /// What the schema demands of a value, in words.
    pub limits: Option<String>,
}

/// A member of a union.
#[derive(Debug, Clone)]
pub struct Member {
    /// Where its schema stands.
    pub pointer: Pointer,
    /// Its schema.
    pub shape: Shape,
    /// The texts of the discriminating property in this member.
    pub tag: Option<(String, Vec<String>)>,
}
