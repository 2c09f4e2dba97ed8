//! Reads schemas by their kind: a combination of schemas, an object, an enum, or a `type`.

use super::{Schemas, is_filled, too_deep};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Primitive, SchemaType, Type};
use crate::lower::schema::Shape;
use crate::node::{At, Node};

/// The maximum number of arrays and maps, each directly within the one before. The compiler has a limit, too.
const MOST_WRAPPED: usize = 100;

impl<'a> Schemas<'a> {
    pub(super) fn shape_of(&mut self, at: &At<'a>) -> Shape {
        let children = self.children(at);
        if !children.is_empty() {
            return self.base_union(at, &children);
        }
        if is_filled(at, "allOf") {
            return self.all_of(at);
        }
        self.own_shape(at)
    }

    /// Reads a schema without its `allOf`.
    pub(super) fn own_shape(&mut self, at: &At<'a>) -> Shape {
        let kind = self.kind(at);
        if is_filled(at, "properties") {
            if let Some(other) = kind.filter(|it| is_scalar(Some(it)) || *it == "array") {
                let message = format!(
                    "expected `properties` beside `type: object`, found `type: {other}`; read as an object"
                );
                self.report_member(Diagnostic::warning(Code::NotOpenApi, message), at, "type");
            }
            self.check_items(at, kind);
            return self.object(at);
        }
        self.check_items(at, kind);
        let unions = ["oneOf", "anyOf"].into_iter();
        let unions: Vec<&str> = unions.filter(|it| is_filled(at, it)).collect();
        let is_array = kind == Some("array") && at.node.get("items").is_some_and(is_schema);
        match unions.as_slice() {
            _ if is_scalar(kind) || is_array => {
                for keyword in unions {
                    let message =
                        format!("`{keyword}` beside `type` is checked by the server only");
                    self.report_member(Diagnostic::note(Code::Alternatives, message), at, keyword);
                }
            }
            [only] => return self.open_union(at, only),
            [_, _] => return self.both_unions(at),
            _ => {}
        }
        if let Some(shape) = self.known_values(at) {
            return shape;
        }
        match kind {
            Some(name) => self.of_type(at, name),
            None => self.untyped(at),
        }
    }

    /// Reports elements of what is read as another type than an array.
    fn check_items(&self, at: &At<'a>, kind: Option<&str>) {
        let Some(items) = at.get("items") else {
            return;
        };
        let diagnostic = match kind {
            Some(other) if is_scalar(kind) || other == "object" => {
                let message = format!(
                    "expected `items` beside `type: array`, found `type: {other}`; `items` is ignored"
                );
                Diagnostic::warning(Code::NotOpenApi, message)
            }
            None if is_filled(at, "properties") => {
                self.context
                    .skip(&items.pointer, "the schema is read as an object");
                let message =
                    "`items` beside `properties`: an array or an object; read as an object";
                Diagnostic::warning(Code::Alternatives, message)
            }
            None if is_filled(at, "oneOf") || is_filled(at, "anyOf") => {
                let message = "`items` beside alternatives is checked by the server only";
                Diagnostic::note(Code::Alternatives, message)
            }
            _ => return,
        };
        self.report_member(diagnostic, at, "items");
    }

    /// Reads a schema without `type`: what its keywords say, or any JSON.
    fn untyped(&mut self, at: &At<'a>) -> Shape {
        if at.node.get("items").is_some_and(is_schema) {
            if let Some(values) = at
                .get("additionalProperties")
                .filter(|it| is_schema(it.node))
            {
                self.context
                    .skip(&values.pointer, "the schema is read as an array");
                let message = "`additionalProperties` beside `items`: an object or an array; read as an array";
                let diagnostic = Diagnostic::warning(Code::Alternatives, message);
                self.report_member(diagnostic, at, "additionalProperties");
            }
            return self.array(at);
        }
        if at.node.get("format").is_some() {
            let message = "`format` without `type`; any JSON is accepted";
            self.report_member(Diagnostic::note(Code::Format, message), at, "format");
        }
        self.open_object(at)
    }

    /// Reads a schema by its type alone: no enum, and no known properties.
    fn of_type(&mut self, at: &At<'a>, name: &str) -> Shape {
        match name {
            "string" if at.node.get_str("format") == Some("binary") => {
                Type::Primitive(Primitive::Binary)
            }
            "string" => Type::Primitive(self.primitive(at, SchemaType::String)),
            "integer" => Type::Primitive(self.integer(at)),
            "number" => Type::Primitive(self.primitive(at, SchemaType::Number)),
            "boolean" => Type::Primitive(self.primitive(at, SchemaType::Boolean)),
            "array" => self.array(at),
            "object" => self.open_object(at),
            other => {
                let message = format!("unknown type `{other}`; any JSON is accepted");
                self.report_member(Diagnostic::warning(Code::UnknownType, message), at, "type");
                Type::JSON
            }
        }
    }

    fn array(&mut self, at: &At<'a>) -> Shape {
        let items = at.get("items").filter(|it| is_schema(it.node));
        let items = items.map(|items| self.inner(&items));
        self.wrap(at, items.unwrap_or(Type::JSON), Type::Array)
    }

    /// Reads an object without known properties: a map if its values have a schema, otherwise any
    /// JSON.
    fn open_object(&mut self, at: &At<'a>) -> Shape {
        let additional = at.get("additionalProperties");
        match additional.filter(|it| it.node.as_map().is_some()) {
            Some(schema) => {
                let values = self.inner(&schema);
                self.wrap(at, values, Type::Map)
            }
            None => Type::JSON,
        }
    }

    /// Makes an array or a map of a shape. One in so many others is any JSON.
    fn wrap(&self, at: &At<'a>, inner: Shape, wrapper: fn(Box<Shape>) -> Shape) -> Shape {
        if inner.wrappers() < MOST_WRAPPED {
            return wrapper(Box::new(inner));
        }
        self.report(too_deep(), at);
        Type::JSON
    }

    /// Reads the schema of an element or of a value of a map, which may be null.
    pub(super) fn inner(&mut self, at: &At<'a>) -> Shape {
        let shape = self.contained(at);
        self.or_null(at, shape)
    }

    /// Returns the type for a `type` with the `format` that stands beside it. An unknown format is reported, and
    /// the plain type stands for it.
    pub(super) fn primitive(&self, at: &At<'a>, schema: SchemaType) -> Primitive {
        let plain = || Primitive::of_schema(schema, None).unwrap_or(Primitive::Json);
        let report = |message: String| {
            self.report_member(Diagnostic::note(Code::Format, message), at, "format");
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
}

/// Returns whether a node can be a schema. What cannot is reported with the keywords.
fn is_schema(node: &Node) -> bool {
    node.as_map().is_some()
}

fn is_scalar(kind: Option<&str>) -> bool {
    matches!(kind, Some("string" | "integer" | "number" | "boolean"))
}
