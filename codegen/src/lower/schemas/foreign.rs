//! Which keywords do not apply to the type that they stand beside.

use crate::keywords::TYPES;
use crate::node::Node;

/// Returns the keywords that a schema of a type states, and that do not apply to this type. What is read whatever the
/// type, or reported where the type is read, is left out.
pub fn foreign(node: &Node, kind: &str) -> Vec<&'static str> {
    let is_known = TYPES.iter().any(|(_, types)| types.contains(&kind));
    // What has properties is read as an object, whatever its type.
    let is_object = node
        .get("properties")
        .is_some_and(|it| !it.entries().is_empty());
    let stated = TYPES.iter().filter(|(key, _)| {
        let is_read = matches!(*key, "discriminator" | "items" | "properties");
        // A flag in place of the list is reported with the keywords.
        let is_flag = *key == "required" && node.get(key).and_then(Node::as_bool).is_some();
        !is_read && !is_flag && node.get(key).is_some()
    });
    // An unknown type is reported by itself.
    let foreign = stated.filter(|(_, types)| {
        let applies = types.contains(&kind) || is_object && types.contains(&"object");
        is_known && !applies
    });
    foreign.map(|(key, _)| *key).collect()
}
