//! Schemas of OpenAPI 3.0 for a validator of JSON Schema that knows nothing of our types.

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use crate::shape::Schema;

/// A validator of what is sent: fields that are read-only or unknown are refused.
///
/// # Panics
/// When the schema is none.
#[must_use]
pub fn requests(schema: Schema<'_>) -> Validator {
    validator(&json_schema(schema, "readOnly"), true)
}

/// A validator of what is returned. Formats are not looked at: times without an offset are none for a
/// validator, though responses have them.
///
/// # Panics
/// When the schema is none.
#[must_use]
pub fn responses(schema: Schema<'_>) -> Validator {
    validator(&json_schema(schema, "writeOnly"), false)
}

fn validator(schema: &Value, formats: bool) -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft4)
        .should_validate_formats(formats)
        .build(schema)
        .expect("the schema is one of JSON Schema")
}

/// The schema with references resolved, without fields of the other direction, and closed.
#[must_use]
pub fn json_schema(schema: Schema<'_>, other_direction: &str) -> Value {
    let mut made = Map::new();
    for (key, value) in schema.node().as_object().into_iter().flatten() {
        let converted = match key.as_str() {
            "items" | "additionalProperties" if value.is_object() => {
                json_schema(schema.inner(value), other_direction)
            }
            "oneOf" | "anyOf" | "allOf" => value.as_array().map_or(Value::Null, |members| {
                members
                    .iter()
                    .map(|it| json_schema(schema.inner(it), other_direction))
                    .collect()
            }),
            "properties" => properties(schema, value, other_direction),
            "nullable" | "readOnly" | "writeOnly" | "deprecated" | "description"
            | "discriminator" => continue,
            extension if extension.starts_with("x-") => continue,
            _ => value.clone(),
        };
        made.insert(key.clone(), converted);
    }
    if let Some(Value::Object(properties)) = made.get("properties").cloned() {
        if let Some(Value::Array(required)) = made.get_mut("required") {
            required.retain(|name| {
                name.as_str()
                    .is_some_and(|name| properties.contains_key(name))
            });
            // An empty list is no JSON Schema of draft 4.
            if required.is_empty() {
                made.remove("required");
            }
        }
        made.entry("additionalProperties")
            .or_insert(Value::Bool(false));
    }
    if schema.nullable() {
        let there = made.insert("type".to_owned(), json!("null"));
        made.insert("type".to_owned(), json!([there, "null"]));
        if let Some(Value::Array(values)) = made.get_mut("enum") {
            values.push(Value::Null);
        }
    }
    Value::Object(made)
}

fn properties(schema: Schema<'_>, properties: &Value, other_direction: &str) -> Value {
    let mut made = Map::new();
    for (name, node) in properties.as_object().into_iter().flatten() {
        if node[other_direction] != true {
            made.insert(
                name.clone(),
                json_schema(schema.inner(node), other_direction),
            );
        }
    }
    Value::Object(made)
}
