//! Values of schemas.

use serde_json::{Map, Value as Json, json};
use serde_yaml::Value;

/// How deep values are made. Schemas can refer to themselves.
const DEPTH: usize = 5;

/// A document, of which references are followed.
pub struct Document<'d>(&'d Value);

impl<'d> Document<'d> {
    pub fn new(root: &'d Value) -> Self {
        Self(root)
    }

    /// The node that a JSON pointer names.
    pub fn find(&self, pointer: &str) -> Option<&'d Value> {
        let mut steps = pointer.trim_start_matches('#').split('/').skip(1);
        steps.try_fold(self.0, |node, step| {
            let step = step.replace("~1", "/").replace("~0", "~");
            match node {
                Value::Sequence(items) => items.get(step.parse::<usize>().ok()?),
                node => node.get(step.as_str()),
            }
        })
    }

    /// The node that a reference refers to; any other node itself.
    pub fn resolved(&self, node: &'d Value) -> &'d Value {
        let target = node.get("$ref").and_then(Value::as_str);
        target.and_then(|it| self.find(it)).unwrap_or(node)
    }
}

/// A value of a schema. The first variants have all members, others only the required ones, or nulls; enums and unions
/// show another member in each, and one that is not declared.
pub fn sample<'d>(document: &Document<'d>, schema: &'d Value, variant: usize) -> Json {
    Sampler {
        document,
        variant,
        count: 0,
    }
    .value(schema, 0)
}

struct Sampler<'s, 'd> {
    document: &'s Document<'d>,
    variant: usize,
    count: usize,
}

impl<'d> Sampler<'_, 'd> {
    fn value(&mut self, schema: &'d Value, depth: usize) -> Json {
        self.count += 1;
        let schema = self.document.resolved(schema);
        if let Some(values) = schema.get("enum").and_then(Value::as_sequence) {
            let at = self.variant % (values.len() + 1);
            return match values.get(at) {
                Some(value) => serde_json::to_value(value).unwrap_or(Json::Null),
                None => json!("of no enum"),
            };
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(members) = schema.get(key).and_then(Value::as_sequence)
                && let Some(member) = members.get(self.variant % members.len().max(1))
            {
                return self.value(member, depth + 1);
            }
        }
        if schema.get("properties").is_some() || schema.get("allOf").is_some() {
            let mut members = Map::new();
            self.object(schema, depth, &mut members);
            return Json::Object(members);
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("array") => match schema.get("items") {
                Some(items) if depth < DEPTH => {
                    json!([self.value(items, depth + 1), self.value(items, depth + 1)])
                }
                _ => json!([]),
            },
            Some("object") => match schema.get("additionalProperties") {
                Some(further @ Value::Mapping(_)) if depth < DEPTH => {
                    json!({ "a": self.value(further, depth + 1) })
                }
                _ => json!({ "a": 1 }),
            },
            Some(ty) => self.scalar(ty, schema.get("format").and_then(Value::as_str)),
            None => json!({ "free": self.count }),
        }
    }

    fn scalar(&self, ty: &str, format: Option<&str>) -> Json {
        match (ty, format) {
            ("string", Some("date")) => json!("2029-01-07"),
            ("string", Some("date-time")) => json!("2029-01-07T08:00:00+02:00"),
            ("string", Some("uuid")) => json!("00000000-0000-4000-8000-000000000007"),
            ("string", Some("byte")) => json!("YQ=="),
            ("integer", _) => json!(self.count),
            ("number", _) => json!(self.count as f64 + 0.5),
            ("boolean", _) => json!(self.count.is_multiple_of(2)),
            _ => json!(format!("text {}", self.count)),
        }
    }

    /// Adds the members of an object.
    fn object(&mut self, schema: &'d Value, depth: usize, members: &mut Map<String, Json>) {
        for part in schema
            .get("allOf")
            .and_then(Value::as_sequence)
            .into_iter()
            .flatten()
        {
            let part = self.document.resolved(part);
            self.object(part, depth, members);
        }
        let required = schema.get("required").and_then(Value::as_sequence);
        let declared = schema.get("properties").and_then(Value::as_mapping);
        for (name, property) in declared.into_iter().flatten() {
            let is_required = required.is_some_and(|it| it.contains(name));
            let Some(name) = name.as_str().filter(|_| depth < DEPTH) else {
                continue;
            };
            let value = match self.variant {
                1 if !is_required => continue,
                2 if !is_required => Json::Null,
                _ => self.value(property, depth + 1),
            };
            members.insert(name.to_owned(), value);
        }
    }
}
