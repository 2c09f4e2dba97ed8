//! The intermediate representation: plain data between reading a document and emitting Rust.
//!
//! A *schema* belongs to the document, a *type* to Rust. A [`WireName`] is a name in the document
//! and in JSON, an [`Ident`] a name in Rust. They are separate types so that they cannot be mixed
//! up.

mod lookup;
mod method;
mod name;
mod operations;
mod pointers;
mod primitives;
mod security;
mod selectable;
mod states;
mod style;
mod types;

use std::collections::BTreeMap;

use crate::pointer::Pointer;

pub use lookup::Lookup;
pub use method::Method;
pub use name::{Ident, WireName};
pub use operations::{
    BodyKind, Filled, Filter, LocalNames, Location, Operation, OperationId, Parameter,
    PathTemplate, Payload, RequestBody, Response, ResponseHeader, Role, Segment, StatusSelector,
    Success, SuccessCase,
};
pub use primitives::{JsonKind, Part, Primitive, Row, SchemaType};
pub use security::{Scheme, SchemeKind};
pub use selectable::Selectable;
pub use states::{Actor, Evidence, Same, Settlement, StateGraph, Subject, Transition};
pub use style::Style;
pub use types::{
    Access, Direction, Field, Holds, IntegerVariant, Presence, Rest, Sign, TagForm, Type, TypeDef,
    TypeId, TypeKind, TypeRef, UnionVariant, Variant,
};

/// Everything that is emitted.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// The title of the document: what the API calls itself.
    pub title: Option<String>,
    /// What the document, or the overlay, says of all of it.
    pub doc: Option<String>,
    /// The version of the document.
    pub version: String,
    /// What the crate calls itself in the `User-Agent` header, if the overlay says so; otherwise the
    /// name of its package.
    pub product: Option<String>,
    /// The resource modules, by name, with their documentation.
    pub modules: BTreeMap<Ident, String>,
    /// The operations, by path and method.
    pub operations: Vec<Operation>,
    /// The types, in the order in which the operations reach them.
    pub types: Vec<TypeDef>,
    /// The transitions between the values of enums that are the statuses of objects.
    pub states: BTreeMap<TypeId, StateGraph>,
    /// The fields that hold the statuses of the objects that can be waited for.
    pub statuses: BTreeMap<TypeId, WireName>,
    /// The fields that say why an object failed.
    pub details: BTreeMap<TypeId, Vec<WireName>>,
    /// How to find out whether an operation took effect, for those where that is possible.
    pub settlements: BTreeMap<OperationId, Settlement>,
    /// The security schemes that operations need.
    pub schemes: Vec<Scheme>,
    /// The base URLs that the document declares, with the defaults of their variables.
    pub servers: Vec<String>,
    /// The items of the document that are not generated, with reasons.
    pub skipped: Vec<Skipped>,
    /// Whether this covers only a part of what the overlays were written for.
    pub is_part: bool,
    /// Whether the documentation of a function describes its arguments: the document's prose does so at each parameter. An
    /// overlay that documents a function says there what its arguments are.
    pub describes_arguments: bool,
}

impl Api {
    /// Returns the definition of a type.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// Returns an operation.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.0]
    }

    /// Returns a type as it is written in Rust.
    #[must_use]
    pub fn type_text(&self, ty: &TypeRef) -> String {
        match ty {
            Type::Primitive(primitive) => primitive.row().rust.to_owned(),
            Type::Array(inner) => format!("Vec<{}>", self.type_text(inner)),
            Type::Map(inner) => format!("BTreeMap<String, {}>", self.type_text(inner)),
            Type::Optional(inner) => format!("Option<{}>", self.type_text(inner)),
            Type::Named(id) => self.type_def(*id).name.0.clone(),
        }
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
