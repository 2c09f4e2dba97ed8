//! Finds out whether a value may be null.

use std::collections::HashSet;

use super::Schemas;
use crate::ir::{Primitive, Type};
use crate::lower::schema::Shape;
use crate::node::{At, Node, Value};

impl<'a> Schemas<'a> {
    /// Returns the shape, or an optional one if the schema allows null. Any JSON includes null already.
    pub(super) fn or_null(&self, at: &At<'a>, shape: Shape) -> Shape {
        match self.is_nullable(at) && !shape.is(Primitive::Json) {
            true => Type::Optional(Box::new(shape)),
            false => shape,
        }
    }

    /// Returns whether the schema at a node allows null, itself or by what it refers to.
    ///
    /// OpenAPI 3.0 lets null in only by `nullable` beside `type`. Documents also write it beside a reference, in a
    /// member of `allOf`, or as a value of `enum`; reading null there does no harm.
    pub fn is_nullable(&self, at: &At<'a>) -> bool {
        let mut passed = HashSet::new();
        let mut pending = vec![at.clone()];
        while let Some(at) = pending.pop() {
            if allows_null(at.node) {
                return true;
            }
            let target = at
                .node
                .get_str("$ref")
                .and_then(|it| self.context.resolve(it));
            // What several schemas refer to is looked at once.
            pending.extend(target.filter(|it| passed.insert(it.pointer.clone())));
            for keyword in ["allOf", "oneOf", "anyOf"] {
                pending.extend(at.get(keyword).iter().flat_map(At::elements));
            }
        }
        false
    }
}

/// Returns whether a schema itself allows null.
fn allows_null(node: &Node) -> bool {
    let values = node.get("enum").map(Node::items).unwrap_or_default();
    node.get("nullable").is_some_and(Node::is_true)
        || values.iter().any(|it| it.value == Value::Null)
        || is_null(node)
}

/// Returns whether a schema allows nothing but null.
pub(super) fn is_null(node: &Node) -> bool {
    let values = node.get("enum").map(Node::items).unwrap_or_default();
    let is_only_value = matches!(values, [only] if only.value == Value::Null);
    let only_says = |key: &str| matches!(node.entries(), [entry] if entry.key == key);
    is_only_value
        || node.get_str("type") == Some("null")
        || only_says("nullable") && node.get("nullable").is_some_and(Node::is_true)
}
