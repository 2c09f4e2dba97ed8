//! Which limits belong to which types.

use crate::node::Node;

/// The limits, each with the types whose values it limits.
const TYPES: [(&str, &[&str]); 13] = [
    ("exclusiveMaximum", &["integer", "number"]),
    ("exclusiveMinimum", &["integer", "number"]),
    ("maxItems", &["array"]),
    ("maxLength", &["string"]),
    ("maxProperties", &["object"]),
    ("maximum", &["integer", "number"]),
    ("minItems", &["array"]),
    ("minLength", &["string"]),
    ("minProperties", &["object"]),
    ("minimum", &["integer", "number"]),
    ("multipleOf", &["integer", "number"]),
    ("pattern", &["string"]),
    ("uniqueItems", &["array"]),
];

/// Returns the limits that a schema states, and that do not apply to its type.
pub fn foreign(node: &Node) -> Vec<&'static str> {
    let Some(kind) = node.get_str("type") else {
        return Vec::new();
    };
    // An unknown type is reported by itself.
    let is_known = TYPES.iter().any(|(_, types)| types.contains(&kind)) || kind == "boolean";
    let stated = TYPES.iter().filter(|(key, _)| node.get(key).is_some());
    let foreign = stated.filter(|(_, types)| is_known && !types.contains(&kind));
    foreign.map(|(key, _)| *key).collect()
}
