//! Which components become types.

use crate::node::At;

/// Returns whether a component is an object, an enum or a union, and so becomes a type.
pub fn becomes_type(at: &At<'_>) -> bool {
    let is_enum =
        is_filled(at, "enum") && matches!(at.node.get_str("type"), Some("string" | "integer"));
    is_enum
        || ["properties", "oneOf", "anyOf", "allOf"]
            .iter()
            .any(|it| is_filled(at, it))
}

/// Returns whether a node has a keyword with something in it: a mapping of properties, or an array.
pub fn is_filled(at: &At<'_>, key: &str) -> bool {
    at.node.get(key).is_some_and(|node| match key {
        "properties" => !node.entries().is_empty(),
        _ => !node.items().is_empty(),
    })
}
