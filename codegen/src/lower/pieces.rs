//! Reads parts of the document with openapiv3: each schema separately, without the schemas in it.
//!
//! When openapiv3 fails, it reads the value again for a better message, and so do all enclosing
//! schemas: the work would double with each level, and recursion would need a deep stack. So every
//! schema is read without its inner schemas, which are read separately. This way an error is also
//! reported at the innermost invalid level.

use openapiv3::Schema;
use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value as Yaml};

use crate::node::{Node, Value};

/// Reads a schema that is not a reference, without the schemas in it: references to nothing stand for these.
pub fn schema(node: &Node) -> Result<Schema, String> {
    deserialize(outline(node, Keys::Schema))
}

/// Reads an operation, a parameter or another part, without the schemas in it.
pub fn piece<T: DeserializeOwned>(node: &Node) -> Result<T, String> {
    deserialize(outline(node, Keys::Keywords))
}

fn deserialize<T: DeserializeOwned>(yaml: Yaml) -> Result<T, String> {
    serde_yaml::from_value(yaml).map_err(|error| format!("invalid OpenAPI 3.0: {error}"))
}

/// The sort of keys of a mapping.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// Keywords of a schema.
    Schema,
    /// Keywords of something else.
    Keywords,
    /// Names chosen by the author.
    Names,
}

/// Returns the node for openapiv3, with placeholders for schemas, and without what is not read.
fn outline(node: &Node, keys: Keys) -> Yaml {
    match &node.value {
        Value::Map(map) => Yaml::Mapping(
            map.entries()
                .iter()
                .filter_map(|entry| {
                    let value = match keys {
                        Keys::Schema => of_schema(&entry.key, &entry.node)?,
                        Keys::Keywords => of_keyword(&entry.key, &entry.node)?,
                        Keys::Names => outline(&entry.node, Keys::Keywords),
                    };
                    Some((Yaml::String(entry.key.clone()), value))
                })
                .collect(),
        ),
        Value::Array(items) => {
            Yaml::Sequence(items.iter().map(|item| outline(item, keys)).collect())
        }
        _ => node.to_yaml(),
    }
}

fn of_schema(key: &str, node: &Node) -> Option<Yaml> {
    Some(match (key, &node.value) {
        // Any value is accepted here, so it need not be deep.
        ("default" | "example" | "examples", _) => return None,
        (extension, _) if extension.starts_with("x-") => return None,
        ("properties", Value::Map(map)) => {
            let entries = map.entries().iter();
            Yaml::Mapping(
                entries
                    .map(|entry| (Yaml::String(entry.key.clone()), placeholder()))
                    .collect(),
            )
        }
        ("items" | "not", _) | ("additionalProperties", Value::Map(_)) => placeholder(),
        ("oneOf" | "anyOf" | "allOf", Value::Array(items)) => {
            Yaml::Sequence(items.iter().map(|_| placeholder()).collect())
        }
        ("enum", Value::Array(items)) => Yaml::Sequence(items.iter().map(shallow).collect()),
        _ => node.to_yaml(),
    })
}

fn of_keyword(key: &str, node: &Node) -> Option<Yaml> {
    const NAMED: [&str; 6] = [
        "responses",
        "content",
        "headers",
        "encoding",
        "scopes",
        "variables",
    ];
    Some(match key {
        // Not generated, or any value is accepted.
        "callbacks" | "links" | "example" | "examples" => return None,
        extension if extension.starts_with("x-") => return None,
        "schema" => placeholder(),
        named if NAMED.contains(&named) => outline(node, Keys::Names),
        _ => outline(node, Keys::Keywords),
    })
}

/// Returns the placeholder for a schema: a reference, which is the fastest to read.
fn placeholder() -> Yaml {
    let mut reference = Mapping::new();
    reference.insert(Yaml::from("$ref"), Yaml::from(""));
    Yaml::Mapping(reference)
}

/// Returns an enum value. The content of an array or a mapping is irrelevant, since it is neither a
/// string nor a number.
fn shallow(node: &Node) -> Yaml {
    match node.value {
        Value::Array(_) => Yaml::Sequence(Vec::new()),
        Value::Map(_) => Yaml::Mapping(Mapping::new()),
        _ => node.to_yaml(),
    }
}
