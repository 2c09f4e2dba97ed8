//! Edits of schemas: properties, what is required, types, values of enums, limits.

use serde_yaml::Value;

use super::Kind;
use crate::tree::{
    Step, Way, append, at, at_mut, below, nodes, parent, remove, rename, set, way, yaml,
};

pub fn kinds() -> Vec<Kind> {
    let mut kinds = properties_kinds();
    kinds.extend(whole_kinds());
    kinds
}

fn properties_kinds() -> Vec<Kind> {
    [
        of_existence(),
        of_types(),
        of_presence(),
        of_null_and_order(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_existence() -> Vec<Kind> {
    vec![
        Kind {
            name: "remove-property-of-a-response",
            places: returned,
            make: remove_property,
        },
        Kind {
            name: "remove-property-of-a-request",
            places: sent,
            make: remove_property,
        },
        Kind {
            name: "add-property-to-a-response",
            places: |doc| objects(doc, false),
            make: |doc, at| {
                set(
                    doc,
                    &below(at, "properties"),
                    "brand_new",
                    yaml("{type: string}"),
                );
            },
        },
        Kind {
            name: "add-property-to-a-request",
            places: |doc| objects(doc, true),
            make: |doc, at| {
                set(
                    doc,
                    &below(at, "properties"),
                    "brand_new",
                    yaml("{type: string}"),
                );
            },
        },
        Kind {
            name: "add-required-property-to-a-request",
            places: |doc| objects(doc, true),
            make: |doc, at| {
                set(
                    doc,
                    &below(at, "properties"),
                    "brand_new",
                    yaml("{type: string}"),
                );
                append(doc, at, "required", Value::from("brand_new"));
            },
        },
    ]
}

fn of_types() -> Vec<Kind> {
    vec![
        Kind {
            name: "rename-property-of-a-response",
            places: returned,
            make: |doc, at| rename(doc, at, "renamed"),
        },
        Kind {
            name: "rename-property-of-a-request",
            places: sent,
            make: |doc, at| {
                let (_, old) = parent(at);
                let owner = owner(at);
                rename(doc, at, "renamed");
                if let Some(Value::Sequence(list)) = at_mut(doc, &owner).get_mut("required") {
                    for name in list.iter_mut().filter(|name| name.as_str() == Some(&old)) {
                        *name = Value::from("renamed");
                    }
                }
            },
        },
        Kind {
            name: "retype-property-of-a-response",
            places: returned,
            make: |doc, at| *at_mut(doc, at) = yaml("{type: boolean}"),
        },
        Kind {
            name: "retype-property-of-a-request",
            places: sent,
            make: |doc, at| *at_mut(doc, at) = yaml("{type: boolean}"),
        },
    ]
}

fn of_presence() -> Vec<Kind> {
    vec![
        Kind {
            name: "require-property-of-a-response",
            places: |doc| {
                returned(doc)
                    .into_iter()
                    .filter(|way| !is_required(doc, way))
                    .collect()
            },
            make: require,
        },
        Kind {
            name: "require-property-of-a-request",
            places: |doc| {
                sent(doc)
                    .into_iter()
                    .filter(|way| !is_required(doc, way))
                    .collect()
            },
            make: require,
        },
        Kind {
            name: "relax-property-of-a-request",
            places: |doc| {
                sent(doc)
                    .into_iter()
                    .filter(|way| is_required(doc, way))
                    .collect()
            },
            make: relax,
        },
    ]
}

fn of_null_and_order() -> Vec<Kind> {
    vec![
        Kind {
            name: "nullable-property-of-a-response",
            places: |doc| plain(doc, returned(doc)),
            make: |doc, at| set(doc, at, "nullable", Value::from(true)),
        },
        Kind {
            name: "nullable-property-of-a-request",
            places: |doc| plain(doc, sent(doc)),
            make: |doc, at| set(doc, at, "nullable", Value::from(true)),
        },
        Kind {
            name: "read-only-property-of-a-request",
            places: |doc| {
                plain(doc, sent(doc))
                    .into_iter()
                    .filter(|way| !is_required(doc, way))
                    .collect()
            },
            make: |doc, at| set(doc, at, "readOnly", Value::from(true)),
        },
        Kind {
            name: "reorder-properties-of-a-request",
            places: |doc| reorderable(doc, |required| required < 2),
            make: reorder,
        },
        Kind {
            name: "reorder-required-properties",
            places: |doc| reorderable(doc, |required| required >= 2),
            make: reorder,
        },
    ]
}

fn whole_kinds() -> Vec<Kind> {
    vec![
        Kind {
            name: "limit-a-text",
            places: |doc| typed(doc, "string"),
            make: |doc, at| set(doc, at, "maxLength", Value::from(7)),
        },
        Kind {
            name: "text-to-date",
            places: |doc| typed(doc, "string"),
            make: |doc, at| set(doc, at, "format", Value::from("date")),
        },
        Kind {
            name: "mail-format",
            places: |doc| typed(doc, "string"),
            make: |doc, at| set(doc, at, "format", Value::from("email")),
        },
        Kind {
            name: "integer-to-number",
            places: |doc| typed(doc, "integer"),
            make: |doc, at| set(doc, at, "type", Value::from("number")),
        },
        Kind {
            name: "item-to-list",
            places: |doc| typed(doc, "string"),
            make: |doc, at| *at_mut(doc, at) = yaml("{type: array, items: {type: string}}"),
        },
        Kind {
            name: "rename-component",
            places: components,
            make: |doc, at| {
                let (_, old) = parent(at);
                let new = format!("renamed.{}", old.rsplit('.').next().expect("a name"));
                rename(doc, at, &new);
                follow(
                    doc,
                    &format!("#/components/schemas/{old}"),
                    &format!("#/components/schemas/{new}"),
                );
            },
        },
        Kind {
            name: "remove-member",
            places: members,
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "add-member",
            places: |doc| unions(doc),
            make: |doc, at| {
                at_mut(doc, at)
                    .as_sequence_mut()
                    .expect("a list")
                    .push(yaml("{type: number}"));
            },
        },
    ]
}

fn has_key(way: &Way, key: &str) -> bool {
    way.iter().any(|step| *step == Step::Key(key.to_owned()))
}

/// Schemas of properties, of requests or of responses.
fn properties(doc: &Value, of_requests: bool) -> Vec<Way> {
    let is_property = |way: &Way| matches!(way.as_slice(), [.., Step::Key(owner), Step::Key(_)] if owner == "properties");
    nodes(doc)
        .into_iter()
        .filter(|(way, node)| is_property(way) && node.is_mapping())
        .map(|(way, _)| way)
        .filter(|way| has_key(way, "requestBody") == of_requests)
        .collect()
}

/// Components count as returned: most of them are.
fn returned(doc: &Value) -> Vec<Way> {
    properties(doc, false)
}

fn sent(doc: &Value) -> Vec<Way> {
    properties(doc, true)
}

fn plain(doc: &Value, ways: Vec<Way>) -> Vec<Way> {
    let is_plain = |node: &Value| {
        node.get("$ref").is_none()
            && node.get("nullable").is_none()
            && node.get("readOnly").is_none()
    };
    ways.into_iter()
        .filter(|way| at(doc, way).is_some_and(is_plain))
        .collect()
}

/// Objects with properties, of requests or of responses.
fn objects(doc: &Value, of_requests: bool) -> Vec<Way> {
    let mut found: Vec<Way> = properties(doc, of_requests).iter().map(owner).collect();
    found.dedup();
    found.retain(|way| {
        at(doc, &below(way, "properties"))
            .and_then(Value::as_mapping)
            .is_some_and(|map| map.len() > 1)
    });
    found
}

/// The schema that a property belongs to.
fn owner(way: impl AsRef<[Step]>) -> Way {
    let way = way.as_ref();
    way[..way.len() - 2].to_vec()
}

fn is_required(doc: &Value, way: &Way) -> bool {
    let (_, name) = parent(way);
    let list = at(doc, &below(&owner(way), "required"));
    list.and_then(Value::as_sequence)
        .is_some_and(|list| list.contains(&Value::from(name)))
}

fn require(doc: &mut Value, way: &Way) {
    let (_, name) = parent(way);
    append(doc, &owner(way), "required", Value::from(name));
}

fn relax(doc: &mut Value, way: &Way) {
    let (_, name) = parent(way);
    let list = at_mut(doc, &below(&owner(way), "required"))
        .as_sequence_mut()
        .expect("a list");
    list.retain(|other| other.as_str() != Some(&name));
}

fn remove_property(doc: &mut Value, way: &Way) {
    if is_required(doc, way) {
        relax(doc, way);
    }
    remove(doc, way);
}

/// Objects of requests by how many of their properties are required: those are arguments.
fn reorderable(doc: &Value, wanted: fn(usize) -> bool) -> Vec<Way> {
    let required = |way: &Way| {
        let list = at(doc, &below(way, "required"));
        list.and_then(Value::as_sequence).map_or(0, Vec::len)
    };
    let mut found = objects(doc, true);
    found.retain(|way| wanted(required(way)));
    found
}

fn reorder(doc: &mut Value, object: &Way) {
    let properties = at_mut(doc, &below(object, "properties"))
        .as_mapping_mut()
        .expect("a mapping");
    let mut members: Vec<(Value, Value)> = std::mem::take(properties).into_iter().collect();
    members.reverse();
    properties.extend(members);
}

/// Schemas of properties that are plainly of a type.
fn typed(doc: &Value, ty: &str) -> Vec<Way> {
    let is_plain = |way: &Way| {
        let node = at(doc, way).expect("it was found here");
        let has = |key: &str| node.get(key).is_some();
        node.get("type").and_then(Value::as_str) == Some(ty)
            && !has("enum")
            && !has("format")
            && !has("maxLength")
    };
    properties(doc, false)
        .into_iter()
        .chain(properties(doc, true))
        .filter(is_plain)
        .collect()
}

fn components(doc: &Value) -> Vec<Way> {
    let schemas = doc["components"]["schemas"].as_mapping();
    let keys = schemas
        .into_iter()
        .flat_map(|map| map.keys())
        .filter_map(Value::as_str);
    keys.map(|key| way(&["components", "schemas", key]))
        .collect()
}

fn follow(doc: &mut Value, old: &str, new: &str) {
    match doc {
        Value::String(text) if text == old => *text = new.to_owned(),
        Value::Sequence(items) => items.iter_mut().for_each(|item| follow(item, old, new)),
        Value::Mapping(map) => map.values_mut().for_each(|value| follow(value, old, new)),
        _ => {}
    }
}

fn unions(doc: &Value) -> Vec<Way> {
    nodes(doc)
        .into_iter()
        .filter(|(way, node)| {
            matches!(parent(way).1.as_str(), "oneOf" | "anyOf")
                && node.as_sequence().is_some_and(|list| list.len() > 2)
        })
        .map(|(way, _)| way)
        .collect()
}

fn members(doc: &Value) -> Vec<Way> {
    let unions = unions(doc);
    nodes(doc)
        .into_iter()
        .map(|(way, _)| way)
        .filter(|way| unions.contains(&parent(way).0.to_vec()))
        .collect()
}
