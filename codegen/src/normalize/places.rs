//! Where the objects of OpenAPI stand within each other.

/// An object of OpenAPI that has schemas in it.
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
    /// A request body, or a response.
    Body,
    /// A media type of a body or a parameter.
    MediaType,
    /// How a part of a form is encoded.
    Encoding,
    /// Path items by expressions.
    Callback,
    /// A schema.
    Schema,
}

/// What stands in a member of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// One object.
    One(Kind),
    /// A mapping or an array of objects.
    Many(Kind),
}

impl Kind {
    /// Returns what stands in a member; `None` if it has no schemas.
    pub fn member(self, key: &str) -> Option<Place> {
        use Kind::{
            Body, Callback, Components, Document, Encoding, MediaType, Operation, Parameter,
            PathItem, Schema,
        };
        use Place::{Many, One};
        Some(match (self, key) {
            (Callback, key) if !key.starts_with("x-") => One(PathItem),
            (Document, "paths" | "webhooks") | (Components, "pathItems") => Many(PathItem),
            (Document, "components") => One(Components),
            (Components, "schemas") => Many(Schema),
            (Components | PathItem | Operation, "parameters") => Many(Parameter),
            (Components | Body | Encoding, "headers") => Many(Parameter),
            (Components, "requestBodies" | "responses") | (Operation, "responses") => Many(Body),
            (Components | Operation, "callbacks") => Many(Callback),
            (Components, "mediaTypes") | (Body | Parameter, "content") => Many(MediaType),
            (
                PathItem,
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace"
                | "query",
            ) => One(Operation),
            (PathItem, "additionalOperations") => Many(Operation),
            (Operation, "requestBody") => One(Body),
            (Parameter | MediaType, "schema") => One(Schema),
            (MediaType, "encoding") => Many(Encoding),
            (
                Schema,
                "$defs" | "definitions" | "properties" | "patternProperties" | "dependentSchemas"
                | "allOf" | "anyOf" | "oneOf" | "prefixItems",
            ) => Many(Schema),
            (
                Schema,
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
                | "unevaluatedProperties",
            ) => One(Schema),
            _ => return None,
        })
    }
}
