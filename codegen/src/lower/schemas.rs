//! Reads schemas into an arena: each definition once, and each component that is reached.

mod definitions;
mod kinds;
mod limits;
mod objects;
mod unions;
mod values;

use std::collections::{BTreeMap, HashMap};

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Primitive, Type};
use crate::lower::arena::Arena;
use crate::lower::context::Context;
use crate::lower::pieces;
use crate::lower::schema::{Definition, SchemaId, Shape};
use crate::node::At;
use crate::pointer::Pointer;

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

/// The context of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// JSON, in which binary data is a string.
    Json,
    /// A form or a body, in which binary data is bytes.
    Bytes,
}

/// A place in the arena.
#[derive(Debug)]
enum Slot {
    /// A component that is referred to, by name, and not read yet.
    Referred(String),
    /// A component that is being read.
    Reading,
    /// A schema that becomes a type.
    Definition(Definition),
    /// A component that is another schema: `allOf` with one member is that member.
    Alias(Shape),
}

impl Slot {
    fn definition(&self) -> Option<&Definition> {
        match self {
            Self::Definition(definition) => Some(definition),
            _ => None,
        }
    }
}

/// Reads schemas.
pub struct Schemas<'a> {
    /// The context.
    pub context: &'a Context<'a>,
    slots: Vec<Slot>,
    /// The ids of the schemas that become types.
    ids: HashMap<Pointer, SchemaId>,
    /// The shapes of components that do not become types; `None` while one is read, or if it is invalid.
    plain: BTreeMap<String, Option<Shape>>,
    /// Components that may not be read yet.
    pending: Vec<SchemaId>,
    /// The number of schemas that are being read, each within the one before.
    depth: usize,
}

impl<'a> Schemas<'a> {
    /// Creates a reader for a document.
    pub fn new(context: &'a Context<'a>) -> Self {
        Self {
            context,
            slots: Vec::new(),
            ids: HashMap::new(),
            plain: BTreeMap::new(),
            pending: Vec::new(),
            depth: 0,
        }
    }

    /// Returns the definitions that were read.
    pub fn finish(self) -> Arena {
        let mut definitions = BTreeMap::new();
        let mut aliases = BTreeMap::new();
        for (index, slot) in self.slots.into_iter().enumerate() {
            let id = SchemaId(index);
            match slot {
                Slot::Definition(definition) => {
                    definitions.insert(id, definition);
                }
                Slot::Alias(shape) => {
                    aliases.insert(id, shape);
                }
                // A reference to a component is read before anything is returned.
                Slot::Referred(_) | Slot::Reading => {}
            }
        }
        Arena::new(definitions, aliases)
    }

    /// Reports a diagnostic about a node.
    pub fn report(&self, diagnostic: Diagnostic, at: &At<'_>) {
        self.context.report(diagnostic, at);
    }

    fn report_member(&self, diagnostic: Diagnostic, at: &At<'_>, member: &str) {
        self.context.report_member(diagnostic, at, member);
    }

    /// Reads the schema at a node, and all components that it leads to.
    pub fn read(&mut self, at: &At<'a>, medium: Medium) -> Shape {
        let shape = self.shape(at, medium);
        while let Some(id) = self.pending.pop() {
            self.settle(id);
        }
        shape
    }

    /// Reads the schema of a parameter, whose name is that of the type.
    pub fn read_parameter(&mut self, at: &At<'a>, wire: &str) -> Shape {
        let shape = self.read(at, Medium::Json);
        // `item.type` is about a `type`.
        let leaf = wire.rsplit('.').next().unwrap_or(wire);
        if let Some(Slot::Definition(definition)) =
            shape.innermost().map(|id| &mut self.slots[id.0])
            && definition.component.is_none()
        {
            definition.leaf = leaf.to_owned();
        }
        shape
    }

    /// Returns the shape of a component that becomes no type; `None` if it is being read.
    fn plain(&mut self, name: &str, at: &At<'a>) -> Option<Shape> {
        if let Some(known) = self.plain.get(name) {
            return known.clone();
        }
        self.plain.insert(name.to_owned(), None);
        let shape = self.component_shape(at);
        self.plain.insert(name.to_owned(), Some(shape.clone()));
        Some(shape)
    }

    /// Reads a component that becomes a type, unless that is done or in progress.
    fn settle(&mut self, id: SchemaId) {
        let Slot::Referred(name) = &self.slots[id.0] else {
            return;
        };
        let Some(at) = self.component_at(name) else {
            return;
        };
        self.slots[id.0] = Slot::Reading;
        let shape = self.component_shape(&at);
        if matches!(self.slots[id.0], Slot::Definition(_)) {
            return;
        }
        let shape = if self.leads_to(&shape, id) {
            self.report(recursive(), &at);
            Type::JSON
        } else {
            shape
        };
        self.slots[id.0] = Slot::Alias(shape);
    }

    fn component_shape(&mut self, at: &At<'a>) -> Shape {
        if self.depth < MOST_NESTED {
            return self.shape(at, Medium::Json);
        }
        self.report(too_deep(), at);
        Type::JSON
    }

    /// Returns whether a shape is only a component, or arrays and maps of it, through other such components.
    fn leads_to(&self, shape: &Shape, id: SchemaId) -> bool {
        let mut next = shape.innermost();
        while let Some(at) = next {
            next = match &self.slots[at.0] {
                _ if *at == id => return true,
                Slot::Alias(shape) => shape.innermost(),
                Slot::Referred(_) | Slot::Reading | Slot::Definition(_) => None,
            };
        }
        false
    }

    /// Returns what a shape is: the component that it is an alias of, or itself.
    pub fn resolve(&mut self, shape: &Shape) -> Shape {
        let mut shape = shape.clone();
        while let Type::Named(id) = shape {
            self.settle(id);
            let Slot::Alias(next) = &self.slots[id.0] else {
                break;
            };
            shape = next.clone();
        }
        shape
    }

    /// Returns the definition that a shape is; `None` if it is none, or is being read.
    pub fn definition(&mut self, shape: &Shape) -> Option<&Definition> {
        match self.resolve(shape) {
            Type::Named(id) => self.slots[id.0].definition(),
            _ => None,
        }
    }

    /// Returns the node of a component.
    pub fn component_at(&self, name: &str) -> Option<At<'a>> {
        self.context
            .root
            .get("components")?
            .get("schemas")?
            .get(name)
    }

    /// Returns the id of a component that becomes a type. It is read later.
    fn referred(&mut self, name: String, at: &At<'_>) -> SchemaId {
        if let Some(id) = self.ids.get(&at.pointer) {
            return *id;
        }
        let id = self.add(&at.pointer, Slot::Referred(name));
        self.pending.push(id);
        id
    }

    fn add(&mut self, pointer: &Pointer, slot: Slot) -> SchemaId {
        let id = SchemaId(self.slots.len());
        self.slots.push(slot);
        self.ids.insert(pointer.clone(), id);
        id
    }

    /// Reads a schema as a shape. What is not supported is reported and becomes any JSON.
    fn shape(&mut self, at: &At<'a>, medium: Medium) -> Shape {
        self.check_keywords(at);
        let Some(reference) = at.node.get("$ref") else {
            self.depth += 1;
            let shape = match pieces::schema(at.node) {
                Ok(schema) => self.shape_of(at, &schema, medium),
                Err(error) => {
                    self.report(Diagnostic::error(Code::NotOpenApi, error), at);
                    Type::JSON
                }
            };
            self.check_values(at, &shape);
            self.depth -= 1;
            return shape;
        };
        let Some(reference) = reference.as_str() else {
            let diagnostic =
                Diagnostic::error(Code::BadReference, "expected `$ref` to be a string");
            self.report(diagnostic.at_member("$ref"), at);
            return Type::JSON;
        };
        self.depth += 1;
        let shape = self.reference(at, reference, medium);
        self.depth -= 1;
        shape
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

    fn reference(&mut self, at: &At<'a>, reference: &str, medium: Medium) -> Shape {
        let name = reference.strip_prefix("#/components/schemas/");
        let name = name.map(|name| name.replace("~1", "/").replace("~0", "~"));
        let target = name.as_ref().and_then(|name| self.component_at(name));
        let (Some(name), Some(target)) = (name, target) else {
            let problem = if self.context.resolve(reference).is_some() {
                format!("expected a reference to a schema, found `{reference}`")
            } else {
                format!("unresolved reference `{reference}`")
            };
            let help = "fix the reference in the overlay";
            let diagnostic = Diagnostic::error(Code::BadReference, problem).at_member("$ref");
            self.report(diagnostic.help(help), at);
            return Type::JSON;
        };
        if becomes_type(&target) {
            return Type::Named(self.referred(name, &target));
        }
        let is_binary = target.node.get_str("format") == Some("binary");
        if medium == Medium::Bytes && is_binary {
            return Type::Primitive(Primitive::Upload);
        }
        self.plain(&name, &target).unwrap_or_else(|| {
            self.report(recursive().at_member("$ref"), at);
            Type::JSON
        })
    }
}

/// Returns whether a component is an object, an enum or a union, and so becomes a type.
pub fn becomes_type(at: &At<'_>) -> bool {
    let has = |key: &str| {
        at.node
            .get(key)
            .is_some_and(|node| !node.entries().is_empty() || !node.items().is_empty())
    };
    let is_enum = has("enum") && matches!(at.node.get_str("type"), Some("string" | "integer"));
    is_enum || has("properties") || has("oneOf") || has("anyOf") || has("allOf")
}
