//! Where the objects of OpenAPI stand within each other, and a walk over them.

use hashbrown::HashSet;

use crate::node::{Node, Value};
use crate::pointer::Pointer;

/// An object of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The document.
    Document,
    /// Its components.
    Components,
    /// The operations of a path.
    PathItem,
    /// An operation.
    Operation,
    /// A parameter, or a header of a response or a part.
    Parameter,
    /// A request body.
    RequestBody,
    /// A response.
    Response,
    /// A media type of a body or a parameter.
    MediaType,
    /// How a part of a form is encoded.
    Encoding,
    /// Path items by expressions.
    Callback,
    /// A link of a response.
    Link,
    /// A schema.
    Schema,
    /// An object without schemas in it, such as a server.
    Plain,
    /// An object in another file. What it is, only the references to it say.
    Unknown,
}

/// What stands in a member of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// One object.
    One(Kind),
    /// A mapping or an array of objects. The keys of a mapping are names.
    Many(Kind),
    /// A value that is not an object of OpenAPI, in which nothing is a keyword.
    Data,
}

use Kind::{
    Callback, Components, Document, Encoding, Link, MediaType, Operation, Parameter, PathItem,
    Plain, RequestBody, Response, Schema, Unknown,
};
use Place::{Data, Many, One};

/// The kinds whose members an object of an unknown kind can have. Where they differ, the first counts.
const POSSIBLE: [Kind; 9] = [
    Schema, Components, PathItem, Operation, Parameter, Response, MediaType, Encoding, Plain,
];

impl Kind {
    /// Returns what stands in a member; `None` if it is neither known to be data nor to have schemas in it.
    pub fn member(self, key: &str) -> Option<Place> {
        match self {
            Schema => of_schema(key),
            Callback => (!key.starts_with("x-")).then_some(One(PathItem)),
            Unknown => {
                let mut places = POSSIBLE.iter().filter_map(|kind| kind.member(key));
                Some(match places.next()? {
                    One(_) => One(Unknown),
                    place => place,
                })
            }
            _ => of_object(self, key),
        }
    }

    /// Returns what an object at a pointer is.
    pub fn at(pointer: &Pointer) -> Self {
        let mut place = One(Document);
        for key in pointer.keys() {
            place = match place {
                One(kind) => kind.member(&key).unwrap_or(One(Unknown)),
                Many(kind) => One(kind),
                Data => One(Unknown),
            };
        }
        match place {
            One(kind) => kind,
            Many(_) | Data => Unknown,
        }
    }
}

fn of_object(kind: Kind, key: &str) -> Option<Place> {
    Some(match (kind, key) {
        (Document, "paths" | "webhooks") | (Components, "pathItems") => Many(PathItem),
        (Document, "components") => One(Components),
        (Document | Operation, "security") => Data,
        (Components, "schemas") => Many(Schema),
        (Components | PathItem | Operation, "parameters") => Many(Parameter),
        (Components | Response | Encoding, "headers") => Many(Parameter),
        (Components, "requestBodies") => Many(RequestBody),
        (Components | Operation, "responses") => Many(Response),
        (Components | Operation, "callbacks") => Many(Callback),
        (Components | Response, "links") => Many(Link),
        (Components, "securitySchemes") => Many(Plain),
        (Components, "mediaTypes") | (RequestBody | Response | Parameter, "content") => {
            Many(MediaType)
        }
        (
            PathItem,
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query",
        ) => One(Operation),
        (PathItem, "additionalOperations") => Many(Operation),
        (Operation, "requestBody") => One(RequestBody),
        (Parameter | MediaType, "schema") | (MediaType, "itemSchema") => One(Schema),
        (MediaType, "encoding") => Many(Encoding),
        (Link, "parameters" | "requestBody") => Data,
        (Plain, "variables") => Many(Plain),
        (Plain, "default" | "enum" | "mapping" | "scopes") => Data,
        _ => return None,
    })
}

fn of_schema(key: &str) -> Option<Place> {
    Some(match key {
        "$defs" | "definitions" | "properties" | "patternProperties" | "dependentSchemas"
        | "allOf" | "anyOf" | "oneOf" | "prefixItems" => Many(Schema),
        "additionalProperties"
        | "contains"
        | "contentSchema"
        | "else"
        | "if"
        | "items"
        | "not"
        | "propertyNames"
        | "then"
        | "unevaluatedItems"
        | "unevaluatedProperties" => One(Schema),
        "const" | "default" | "dependentRequired" | "enum" | "required" => Data,
        _ => return None,
    })
}

/// What is done with an object, once it is done with all objects in it. Returns what the object refers to, which is
/// then an object of the same kind.
pub type Step<'s> = dyn FnMut(&mut Node, Kind, &Pointer) -> Option<Pointer> + 's;

/// Visits all objects of a document, each once and after those in it. References also lead to places that are known by
/// them alone, such as other files.
pub fn walk(root: &mut Node, step: &mut Step<'_>) {
    let mut walk = Walk {
        step,
        pending: Vec::new(),
        visited: HashSet::new(),
    };
    walk.visit(root, Document, &Pointer::root());
    while let Some((pointer, kind)) = walk.pending.pop() {
        if walk.visited.contains(&pointer) {
            continue;
        }
        // A reference that leads nowhere is reported where it is read.
        if let Some(node) = root.find_mut(&pointer) {
            walk.visit(node, kind, &pointer);
        }
    }
}

struct Walk<'w, 's> {
    step: &'w mut Step<'s>,
    /// What references lead to, and what is expected there.
    pending: Vec<(Pointer, Kind)>,
    visited: HashSet<Pointer>,
}

impl Walk<'_, '_> {
    fn visit(&mut self, node: &mut Node, kind: Kind, pointer: &Pointer) {
        if !self.visited.insert(pointer.clone()) {
            return;
        }
        if let Value::Map(map) = &mut node.value {
            for entry in map.entries_mut() {
                if let Some(place) = kind.member(&entry.key) {
                    self.place(&mut entry.node, place, &entry.key, &pointer.key(&entry.key));
                }
            }
        }
        let target = (self.step)(node, kind, pointer);
        self.pending.extend(target.map(|it| (it, kind)));
    }

    fn place(&mut self, node: &mut Node, place: Place, key: &str, pointer: &Pointer) {
        match (place, &mut node.value) {
            // OpenAPI 3.0 has them here too.
            (One(Schema), Value::Bool(_)) if is_flag(key) => {}
            (One(kind), _) => self.visit(node, kind, pointer),
            (Many(kind), Value::Map(map)) => {
                for entry in map.entries_mut() {
                    if !entry.key.starts_with("x-") || kind == Schema {
                        self.visit(&mut entry.node, kind, &pointer.key(&entry.key));
                    }
                }
            }
            (Many(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.visit(item, kind, &pointer.index(index));
                }
            }
            (Many(_) | Data, _) => {}
        }
    }
}

/// Returns whether a keyword of schemas is a schema or a boolean.
fn is_flag(key: &str) -> bool {
    matches!(key, "additionalProperties" | "unevaluatedProperties")
}
