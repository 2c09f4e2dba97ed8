//! Reads schemas by their kind: `type`, a combination of schemas, or none of both.

use openapiv3::{AnySchema, Schema, SchemaKind, Type as Typed};

use super::{Medium, Schemas};
use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::ir::{Primitive, SchemaType, Type};
use crate::lower::schema::{Body, Known, Shape};
use crate::markdown::prose;
use crate::names;
use crate::node::At;

impl<'a> Schemas<'a> {
    pub(super) fn shape_of(&mut self, at: &At<'a>, schema: &Schema, medium: Medium) -> Shape {
        match &schema.schema_kind {
            SchemaKind::Type(kind) => self.typed(at, kind, medium),
            SchemaKind::OneOf { .. } => self.union(at, "oneOf", schema),
            SchemaKind::AnyOf { .. } => self.union(at, "anyOf", schema),
            SchemaKind::AllOf { .. } => self.all_of(at, medium),
            SchemaKind::Not { .. } => {
                let message = "`not` is not supported; any JSON is accepted";
                self.report_member(Diagnostic::warning(Code::Not, message), at, "not");
                Type::JSON
            }
            SchemaKind::Any(any) => self.any(at, any, schema, medium),
        }
    }

    fn typed(&mut self, at: &At<'a>, kind: &Typed, medium: Medium) -> Shape {
        match kind {
            Typed::Boolean(_) => self.of_type(at, "boolean", medium),
            Typed::Number(_) => self.of_type(at, "number", medium),
            Typed::Integer(integer) if !integer.enumeration.is_empty() => {
                self.integers(at, integer.enumeration.iter().flatten().copied())
            }
            Typed::Integer(_) => self.of_type(at, "integer", medium),
            Typed::String(text) if !text.enumeration.is_empty() => {
                self.strings(at, text.enumeration.iter().flatten().cloned())
            }
            Typed::String(_) => self.of_type(at, "string", medium),
            Typed::Array(_) => self.of_type(at, "array", medium),
            Typed::Object(object) if object.properties.is_empty() => self.open_object(at),
            Typed::Object(object) => self.object(at, &object.required, medium),
        }
    }

    /// Reads a schema by its type alone: no enum, and no known properties.
    fn of_type(&mut self, at: &At<'a>, name: &str, medium: Medium) -> Shape {
        match name {
            "string" => self.text(at, medium),
            "integer" => Type::Primitive(self.primitive(at, SchemaType::Integer)),
            "number" => Type::Primitive(self.primitive(at, SchemaType::Number)),
            "boolean" => Type::Primitive(self.primitive(at, SchemaType::Boolean)),
            "array" => self.array(at, medium),
            "object" => self.open_object(at),
            other => {
                let message = format!("unknown type `{other}`; any JSON is accepted");
                self.report_member(Diagnostic::warning(Code::UnknownType, message), at, "type");
                Type::JSON
            }
        }
    }

    fn array(&mut self, at: &At<'a>, medium: Medium) -> Shape {
        let items = at.get("items");
        let items = items.map(|items| self.shape(&items, medium));
        Type::Array(Box::new(items.unwrap_or(Type::JSON)))
    }

    /// Reads an object without known properties: a map if its values have a schema, otherwise any
    /// JSON.
    fn open_object(&mut self, at: &At<'a>) -> Shape {
        let additional = at.get("additionalProperties");
        match additional.filter(|it| it.node.as_map().is_some()) {
            Some(schema) => Type::Map(Box::new(self.shape(&schema, Medium::Json))),
            None => Type::JSON,
        }
    }

    /// Reads a string that is no enum.
    fn text(&self, at: &At<'a>, medium: Medium) -> Shape {
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

    fn strings(&mut self, at: &At<'a>, values: impl Iterator<Item = String>) -> Shape {
        let known = values.map(|value| Known {
            doc: value_doc(at, &value),
            name: self.variant_name(at, &value),
            value,
        });
        let known = unique(known, |known| known.value.clone());
        self.define(at, Body::Strings(known))
    }

    fn integers(&mut self, at: &At<'a>, values: impl Iterator<Item = i64>) -> Shape {
        let known = values.map(|value| Known {
            doc: value_doc(at, &value.to_string()),
            name: self.variant_name(at, &value.to_string()),
            value,
        });
        let known = unique(known, |known| known.value);
        self.define(at, Body::Integers(known))
    }

    /// Reads a schema with several kinds, or without a type.
    fn any(&mut self, at: &At<'a>, any: &AnySchema, schema: &Schema, medium: Medium) -> Shape {
        if !any.properties.is_empty() {
            self.check_alternatives(at);
            return self.object(at, &any.required, medium);
        }
        if !any.one_of.is_empty() {
            return self.union(at, "oneOf", schema);
        }
        if !any.any_of.is_empty() {
            return self.union(at, "anyOf", schema);
        }
        if !any.all_of.is_empty() {
            return self.all_of(at, medium);
        }
        match &any.typ {
            Some(name) => self.of_type(at, name, medium),
            None => Type::JSON,
        }
    }

    /// Returns the variant name that the overlay gives to an enum value.
    fn variant_name(&self, at: &At<'a>, value: &str) -> Option<String> {
        let name = Extension::Variants.string_of(at.node, value)?;
        let variants = at.get(Extension::Variants.key())?;
        self.proper(&variants, value, name, names::pascal)
    }
}

/// Returns the overlay's documentation of an enum value.
fn value_doc(at: &At<'_>, value: &str) -> Option<String> {
    Extension::Values.string_of(at.node, value).map(prose)
}

fn unique<T, K: Ord>(values: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut keys = std::collections::BTreeSet::new();
    values.filter(|value| keys.insert(key(value))).collect()
}
