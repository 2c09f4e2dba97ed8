//! Reads schemas as shapes.

mod limits;
mod objects;
mod unions;
mod values;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use openapiv3::{
    AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaKind, StringType, Type as Typed,
};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Primitive, SchemaType, Type};
use crate::lower::document::Document;
use crate::lower::shape::{Body, Definition, Known, SchemaRef, Shape};
use crate::markdown::prose;
use crate::names;
use crate::node::At;

/// The keywords of OpenAPI 3.0 schemas. Any other keyword is reported.
const KEYWORDS: [&str; 37] = [
    "$ref",
    "type",
    "format",
    "enum",
    "default",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "description",
    "title",
    "example",
    "externalDocs",
    "xml",
    "discriminator",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "examples",
];

/// The maximum depth of nested schemas, including references. The vendor's need 13; this many fit
/// on the default stack of a thread.
pub const MOST_NESTED: usize = 64;

/// Returns the error for a deeper nesting.
pub fn too_deep() -> Diagnostic {
    let message =
        format!("schemas nested more than {MOST_NESTED} levels deep, including references");
    Diagnostic::error(Code::TooDeep, message)
}

fn recursive() -> Diagnostic {
    let message = "recursive schemas without an object in between";
    Diagnostic::error(Code::BadReference, message)
}

/// A component schema, read as a shape.
#[derive(Debug)]
pub struct Component {
    /// Its shape; a type of its own if it is an object, an enum or a union.
    pub shape: Shape,
}

/// The context of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// JSON, in which binary data is a string.
    Json,
    /// A form or a body, in which binary data is bytes.
    Bytes,
}

/// A schema as openapiv3 represents it.
#[derive(Clone, Copy)]
pub enum Part<'s> {
    /// A reference.
    Reference(&'s str),
    /// An inline schema.
    Schema(&'s Schema),
}

/// Converts from boxed and unboxed schemas.
pub fn part<S: std::borrow::Borrow<Schema>>(schema: &ReferenceOr<S>) -> Part<'_> {
    match schema {
        ReferenceOr::Reference { reference } => Part::Reference(reference),
        ReferenceOr::Item(schema) => Part::Schema(schema.borrow()),
    }
}

/// Reads schemas, each component once.
pub struct Schemas<'a> {
    /// The document.
    pub document: &'a Document<'a>,
    components: RefCell<BTreeMap<String, Option<Rc<Component>>>>,
    found: RefCell<Diagnostics>,
    /// The number of schemas that are being read, each within the one before.
    depth: Cell<usize>,
}

impl<'a> Schemas<'a> {
    /// Creates a reader for a document.
    pub fn new(document: &'a Document<'a>) -> Self {
        Self {
            document,
            components: RefCell::default(),
            found: RefCell::default(),
            depth: Cell::default(),
        }
    }

    /// Appends the diagnostics of the reader.
    pub fn finish(self, diagnostics: &mut Diagnostics) {
        diagnostics.append(self.found.into_inner());
    }

    /// Reports a diagnostic about a node.
    pub fn report(&self, diagnostic: Diagnostic, at: &At<'_>) {
        self.found
            .borrow_mut()
            .push(self.document.locate(diagnostic, at));
    }

    /// Reads the schema at a node with openapiv3, then as a shape.
    pub fn read(&self, at: &At<'a>, medium: Medium) -> Option<Shape> {
        let typed = {
            let mut found = self.found.borrow_mut();
            self.document.schema(at, &mut found)?
        };
        Some(self.shape(at, part(&typed), medium))
    }

    /// Returns a component by name; `None` if it does not exist, is invalid, or is being read.
    pub fn component(&self, name: &str) -> Option<Rc<Component>> {
        if let Some(known) = self.components.borrow().get(name) {
            return known.clone();
        }
        self.components.borrow_mut().insert(name.to_owned(), None);
        let at = self.component_at(name)?;
        let shape = if self.depth.get() < MOST_NESTED {
            self.read(&at, Medium::Json)?
        } else {
            self.report(too_deep(), &at);
            Type::Primitive(Primitive::Json)
        };
        let shape = if self.leads_to(&shape, name) {
            self.report(recursive(), &at);
            Type::Primitive(Primitive::Json)
        } else {
            shape
        };
        let component = Rc::new(Component { shape });
        self.components
            .borrow_mut()
            .insert(name.to_owned(), Some(component.clone()));
        Some(component)
    }

    /// Returns whether a shape is only a component, or arrays and maps of it, through other such
    /// components: `allOf` with one member is that member.
    fn leads_to(&self, shape: &Shape, name: &str) -> bool {
        let components = self.components.borrow();
        let mut shape = shape;
        loop {
            shape = match shape {
                Type::Array(inner) | Type::Map(inner) => inner,
                Type::Named(SchemaRef::Component(next)) if next == name => return true,
                Type::Named(SchemaRef::Component(next)) => match components.get(next) {
                    Some(Some(component)) => &component.shape,
                    _ => return false,
                },
                _ => return false,
            };
        }
    }

    /// Returns the node of a component.
    pub fn component_at(&self, name: &str) -> Option<At<'a>> {
        self.document
            .root
            .get("components")?
            .get("schemas")?
            .get(name)
    }

    /// Returns whether the schema at a node becomes a type of its own.
    pub fn is_type(&self, at: &At<'_>) -> bool {
        becomes_type(at)
    }

    /// Reads a schema as a shape. What is not supported is reported and becomes any JSON.
    fn shape(&self, at: &At<'a>, typed: Part<'_>, medium: Medium) -> Shape {
        self.check_keywords(at);
        if at
            .node
            .get("$ref")
            .is_some_and(|node| node.as_str().is_none())
        {
            let diagnostic =
                Diagnostic::error(Code::BadReference, "expected `$ref` to be a string");
            self.report(diagnostic.at_member("$ref"), at);
        }
        self.depth.set(self.depth.get() + 1);
        let shape = self.shape_of_kind(at, typed, medium);
        if matches!(typed, Part::Schema(_)) {
            self.check_values(at, &shape);
        }
        self.depth.set(self.depth.get() - 1);
        shape
    }

    fn shape_of_kind(&self, at: &At<'a>, typed: Part<'_>, medium: Medium) -> Shape {
        match typed {
            Part::Reference(reference) => self.reference(at, reference, medium),
            Part::Schema(schema) => match &schema.schema_kind {
                SchemaKind::Type(kind) => self.typed_shape(at, kind, medium),
                SchemaKind::OneOf { one_of } => self.union(at, "oneOf", one_of, schema),
                SchemaKind::AnyOf { any_of } => self.union(at, "anyOf", any_of, schema),
                SchemaKind::AllOf { all_of } => self.all_of(at, all_of, medium),
                SchemaKind::Not { .. } => {
                    let message = "`not` is not supported; any JSON is accepted";
                    self.report(Diagnostic::warning(Code::Not, message).at_member("not"), at);
                    Type::Primitive(Primitive::Json)
                }
                SchemaKind::Any(any) => self.any_shape(at, any, schema, medium),
            },
        }
    }

    fn check_keywords(&self, at: &At<'a>) {
        for entry in at.node.entries() {
            let key = entry.key.as_str();
            if !KEYWORDS.contains(&key) && !key.starts_with("x-") {
                let diagnostic = Diagnostic::warning(
                    Code::UnknownKeyword,
                    format!("unknown keyword `{key}` in a schema; ignored"),
                )
                .at_member(key);
                self.report(diagnostic, at);
            }
        }
    }

    fn reference(&self, at: &At<'a>, reference: &str, medium: Medium) -> Shape {
        let name = reference.strip_prefix("#/components/schemas/");
        let target =
            name.and_then(|name| self.component_at(&name.replace("~1", "/").replace("~0", "~")));
        let (Some(name), Some(target)) = (name, target) else {
            let problem = if self.document.resolve(reference).is_some() {
                format!("expected a reference to a schema, found `{reference}`")
            } else {
                format!("unresolved reference `{reference}`")
            };
            let help = "fix the reference in the overlay";
            let diagnostic = Diagnostic::error(Code::BadReference, problem).at_member("$ref");
            self.report(diagnostic.help(help), at);
            return Type::Primitive(Primitive::Json);
        };
        let name = name.replace("~1", "/").replace("~0", "~");
        if becomes_type(&target) {
            return Type::Named(SchemaRef::Component(name));
        }
        let binary = target.node.get_str("format") == Some("binary");
        if medium == Medium::Bytes && binary {
            return Type::Primitive(Primitive::Upload);
        }
        match self.component(&name) {
            Some(component) => component.shape.clone(),
            None => {
                self.report(recursive().at_member("$ref"), at);
                Type::Primitive(Primitive::Json)
            }
        }
    }

    fn typed_shape(&self, at: &At<'a>, kind: &Typed, medium: Medium) -> Shape {
        match kind {
            Typed::Boolean(_) => Type::Primitive(self.primitive(at, SchemaType::Boolean)),
            Typed::Number(_) => Type::Primitive(self.primitive(at, SchemaType::Number)),
            Typed::Integer(integer) if !integer.enumeration.is_empty() => {
                self.integers(at, integer.enumeration.iter().flatten().copied())
            }
            Typed::Integer(_) => Type::Primitive(self.primitive(at, SchemaType::Integer)),
            Typed::String(text) => self.string(at, text, medium),
            Typed::Array(array) => match (&array.items, at.get("items")) {
                (Some(items), Some(child)) => {
                    Type::Array(Box::new(self.shape(&child, part(items), medium)))
                }
                _ => Type::Array(Box::new(Type::Primitive(Primitive::Json))),
            },
            Typed::Object(object) if object.properties.is_empty() => {
                self.open_object(at, object.additional_properties.as_ref())
            }
            Typed::Object(object) => {
                self.object(at, object.properties.iter(), &object.required, medium)
            }
        }
    }

    /// Reads an object without known properties: a map if its values have a schema, otherwise any
    /// JSON.
    fn open_object(&self, at: &At<'a>, additional: Option<&AdditionalProperties>) -> Shape {
        match (additional, at.get("additionalProperties")) {
            (Some(AdditionalProperties::Schema(schema)), Some(child)) => Type::Map(Box::new(
                self.shape(&child, part(schema.as_ref()), Medium::Json),
            )),
            _ => Type::Primitive(Primitive::Json),
        }
    }

    fn string(&self, at: &At<'a>, text: &StringType, medium: Medium) -> Shape {
        if !text.enumeration.is_empty() {
            return self.strings(at, text.enumeration.iter().flatten().cloned());
        }
        let is_binary = at.node.get_str("format") == Some("binary");
        if medium == Medium::Bytes && is_binary {
            return Type::Primitive(Primitive::Upload);
        }
        Type::Primitive(self.primitive(at, SchemaType::String))
    }

    /// Returns the type for a `type` with the `format` that stands beside it. An unknown format is reported, and
    /// the plain type stands for it.
    fn primitive(&self, at: &At<'a>, schema: SchemaType) -> Primitive {
        let plain = || Primitive::of_schema(schema, None).unwrap_or(Primitive::Json);
        let report = |message: String| {
            self.report(
                Diagnostic::note(Code::Format, message).at_member("format"),
                at,
            );
        };
        match at.node.get_str("format") {
            None => plain(),
            Some("datetime") if schema == SchemaType::String => {
                report("nonstandard format `datetime`; treated as `date-time`".to_owned());
                Primitive::DateTime
            }
            Some(format) => Primitive::of_schema(schema, Some(format)).unwrap_or_else(|| {
                let treated_as = schema.with_article();
                report(format!(
                    "unknown format `{format}`; treated as {treated_as}"
                ));
                plain()
            }),
        }
    }

    fn strings(&self, at: &At<'a>, values: impl Iterator<Item = String>) -> Shape {
        let known = values.map(|value| Known {
            doc: value_doc(at, &value),
            name: self.variant_name(at, &value),
            value,
        });
        self.inline(
            at,
            Body::Strings(unique(known, |known| known.value.clone())),
        )
    }

    fn integers(&self, at: &At<'a>, values: impl Iterator<Item = i64>) -> Shape {
        let known = values.map(|value| Known {
            doc: value_doc(at, &value.to_string()),
            name: self.variant_name(at, &value.to_string()),
            value,
        });
        self.inline(at, Body::Integers(unique(known, |known| known.value)))
    }

    /// Reads a schema with several types, or without a type.
    fn any_shape(&self, at: &At<'a>, any: &AnySchema, schema: &Schema, medium: Medium) -> Shape {
        if !any.properties.is_empty() {
            self.check_alternatives(at, any);
            return self.object(at, any.properties.iter(), &any.required, medium);
        }
        if !any.one_of.is_empty() {
            return self.union(at, "oneOf", &any.one_of, schema);
        }
        if !any.any_of.is_empty() {
            return self.union(at, "anyOf", &any.any_of, schema);
        }
        if !any.all_of.is_empty() {
            return self.all_of(at, &any.all_of, medium);
        }
        match any.typ.as_deref() {
            Some("string") => Type::Primitive(Primitive::String),
            Some("integer") => Type::Primitive(Primitive::Integer),
            Some("number") => Type::Primitive(Primitive::Decimal),
            Some("boolean") => Type::Primitive(Primitive::Boolean),
            Some("array") => match (&any.items, at.get("items")) {
                (Some(items), Some(child)) => {
                    Type::Array(Box::new(self.shape(&child, part(items), medium)))
                }
                _ => Type::Array(Box::new(Type::Primitive(Primitive::Json))),
            },
            Some("object") => self.open_object(at, any.additional_properties.as_ref()),
            Some(other) => {
                let message = format!("unknown type `{other}`; any JSON is accepted");
                self.report(
                    Diagnostic::warning(Code::UnknownType, message).at_member("type"),
                    at,
                );
                Type::Primitive(Primitive::Json)
            }
            None => Type::Primitive(Primitive::Json),
        }
    }

    /// Returns the variant name that the overlay gives to an enum value.
    fn variant_name(&self, at: &At<'a>, value: &str) -> Option<String> {
        self.pinned(&at.get("x-connect-variants")?, value, names::pascal)
    }

    /// Returns a name that the overlay gives. A name that is not a valid Rust identifier of its
    /// sort is an error.
    pub(super) fn pinned(
        &self,
        at: &At<'a>,
        key: &str,
        proper: fn(&str) -> Option<String>,
    ) -> Option<String> {
        let name = at.node.get_str(key)?;
        match proper(name) {
            Some(form) if form == name => Some(form),
            form => {
                let message = format!("invalid Rust name in `{key}: {name}`");
                let mut diagnostic = Diagnostic::error(Code::Name, message).at_member(key);
                if let Some(form) = form {
                    diagnostic = diagnostic.help(format!("write `{form}`"));
                }
                self.report(diagnostic, at);
                None
            }
        }
    }

    /// Returns the property that a bare string stands for, which must be a string property.
    fn bare_string_property(&self, at: &At<'a>, body: &Body) -> Option<String> {
        let name = at.node.get_str("x-connect-string")?;
        let is_text = match body {
            Body::Object(properties) => properties.iter().any(|property| {
                property.wire == name
                    && matches!(property.shape, Type::Primitive(Primitive::String))
            }),
            _ => false,
        };
        if !is_text {
            let message =
                format!("`x-connect-string` names `{name}`, which is not a string property");
            let given = at.get("x-connect-string");
            let diagnostic = Diagnostic::error(Code::UnknownProperty, message);
            self.report(diagnostic, given.as_ref().unwrap_or(at));
        }
        is_text.then(|| name.to_owned())
    }

    /// Creates a definition of an inline type.
    fn inline(&self, at: &At<'a>, body: Body) -> Shape {
        let in_place = at.node.get_str("x-connect-type-doc").map(prose);
        let is_component = self
            .document
            .root
            .get("components")
            .and_then(|components| components.get("schemas"))
            .is_some_and(|schemas| {
                at.pointer.is_within(&schemas.pointer) && at.pointer.segments().count() == 3
            });
        Type::Named(SchemaRef::Inline(Rc::new(Definition {
            pointer: at.pointer.clone(),
            name: self.pinned(at, "x-connect-name", |name| {
                names::type_ident(name).map(|ident| ident.0)
            }),
            bare_string: self.bare_string_property(at, &body),
            doc: in_place.or_else(|| at.doc().filter(|_| is_component || !is_property(at))),
            body,
        })))
    }
}

/// Returns whether a component is an object, an enum or a union, and so becomes a type.
fn becomes_type(at: &At<'_>) -> bool {
    let has = |key: &str| {
        at.node
            .get(key)
            .is_some_and(|node| !node.entries().is_empty() || !node.items().is_empty())
    };
    let is_enum = has("enum") && matches!(at.node.get_str("type"), Some("string" | "integer"));
    is_enum || has("properties") || has("oneOf") || has("anyOf") || has("allOf")
}

/// Returns whether the node is the schema of a property, whose description documents the field.
fn is_property(at: &At<'_>) -> bool {
    at.pointer
        .segments()
        .collect::<Vec<_>>()
        .iter()
        .rev()
        .nth(1)
        .is_some_and(|segment| segment == "properties")
}

/// Returns the overlay's documentation of an enum value.
fn value_doc(at: &At<'_>, value: &str) -> Option<String> {
    at.node.get("x-connect-values")?.get_str(value).map(prose)
}

fn unique<T, K: Ord>(values: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut keys = std::collections::BTreeSet::new();
    values.filter(|value| keys.insert(key(value))).collect()
}
