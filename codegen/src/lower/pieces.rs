//! Reads parts of the document with openapiv3: each schema separately, without the schemas in it.
//!
//! When openapiv3 fails, it reads the value again for a better message, and so do all enclosing
//! schemas: the work would double with each level, and recursion would need a deep stack. So every
//! schema is read without its inner schemas. These are read separately, and inserted afterwards.
//! This way an error is also reported at the innermost invalid level.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type};
use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value as Yaml};

use crate::node::{Node, Value};

/// A node that openapiv3 cannot read, and the error message.
pub type Wrong<'n> = (&'n Node, String);

/// Reads a schema with everything in it. Invalid nodes are added to `wrong`, and replaced by any
/// JSON.
pub fn schema<'n>(node: &'n Node, wrong: &mut Vec<Wrong<'n>>) -> ReferenceOr<Schema> {
    if let Some(reference) = node.get_str("$ref") {
        return ReferenceOr::Reference {
            reference: reference.to_owned(),
        };
    }
    let mut read: Schema = match deserialize(outline(node, Keys::Schema)) {
        Ok(schema) => schema,
        Err(error) => {
            wrong.push((node, error));
            Schema {
                schema_data: Default::default(),
                schema_kind: SchemaKind::Any(Default::default()),
            }
        }
    };
    match &mut read.schema_kind {
        SchemaKind::Type(Type::Object(object)) => {
            members(node, &mut object.properties, wrong);
            additional(node, object.additional_properties.as_mut(), wrong);
        }
        SchemaKind::Type(Type::Array(array)) => child(node, "items", array.items.as_mut(), wrong),
        SchemaKind::Type(_) => {}
        SchemaKind::OneOf { one_of } => elements(node, "oneOf", one_of, wrong),
        SchemaKind::AnyOf { any_of } => elements(node, "anyOf", any_of, wrong),
        SchemaKind::AllOf { all_of } => elements(node, "allOf", all_of, wrong),
        SchemaKind::Not { not } => {
            if let Some(inner) = node.get("not") {
                **not = schema(inner, wrong);
            }
        }
        SchemaKind::Any(any) => {
            members(node, &mut any.properties, wrong);
            additional(node, any.additional_properties.as_mut(), wrong);
            child(node, "items", any.items.as_mut(), wrong);
            elements(node, "oneOf", &mut any.one_of, wrong);
            elements(node, "anyOf", &mut any.any_of, wrong);
            elements(node, "allOf", &mut any.all_of, wrong);
            if let (Some(not), Some(inner)) = (any.not.as_mut(), node.get("not")) {
                **not = schema(inner, wrong);
            }
        }
    }
    ReferenceOr::Item(read)
}

/// Reads an operation, a parameter or another part, without the schemas in it.
pub fn piece<T: DeserializeOwned>(node: &Node) -> Result<T, String> {
    deserialize(outline(node, Keys::Keywords))
}

fn deserialize<T: DeserializeOwned>(yaml: Yaml) -> Result<T, String> {
    serde_yaml::from_value(yaml).map_err(|error| format!("invalid OpenAPI 3.0: {error}"))
}

type Boxed = ReferenceOr<Box<Schema>>;

fn boxed<'n>(node: &'n Node, wrong: &mut Vec<Wrong<'n>>) -> Boxed {
    match schema(node, wrong) {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    }
}

/// Inserts the properties. Both sides are in the order of the document, and unique.
fn members<'n, 's>(
    node: &'n Node,
    slots: impl IntoIterator<Item = (&'s String, &'s mut Boxed)>,
    wrong: &mut Vec<Wrong<'n>>,
) {
    let inner = node
        .get("properties")
        .map(Node::entries)
        .unwrap_or_default();
    for ((_, slot), entry) in slots.into_iter().zip(inner) {
        *slot = boxed(&entry.node, wrong);
    }
}

fn elements<'n>(
    node: &'n Node,
    keyword: &str,
    slots: &mut [ReferenceOr<Schema>],
    wrong: &mut Vec<Wrong<'n>>,
) {
    let inner = node.get(keyword).map(Node::items).unwrap_or_default();
    for (slot, inner) in slots.iter_mut().zip(inner) {
        *slot = schema(inner, wrong);
    }
}

fn child<'n>(node: &'n Node, keyword: &str, slot: Option<&mut Boxed>, wrong: &mut Vec<Wrong<'n>>) {
    if let (Some(slot), Some(inner)) = (slot, node.get(keyword)) {
        *slot = boxed(inner, wrong);
    }
}

fn additional<'n>(
    node: &'n Node,
    slot: Option<&mut AdditionalProperties>,
    wrong: &mut Vec<Wrong<'n>>,
) {
    if let (Some(AdditionalProperties::Schema(slot)), Some(inner)) =
        (slot, node.get("additionalProperties"))
    {
        **slot = schema(inner, wrong);
    }
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
