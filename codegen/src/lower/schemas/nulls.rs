//! Finds out whether a value may be null.

use super::Schemas;
use crate::ir::{Primitive, Type};
use crate::lower::schema::Shape;
use crate::node::{At, Node, Value};

/// References and combinations are followed this far. A longer chain of them says nothing more.
const FARTHEST: usize = 16;

impl<'a> Schemas<'a> {
    /// Returns the shape, or an optional one if the schema allows null. Any JSON includes null already.
    pub fn or_null(&self, at: &At<'a>, shape: Shape) -> Shape {
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
        self.allows_null(at, FARTHEST)
    }

    fn allows_null(&self, at: &At<'a>, farthest: usize) -> bool {
        if farthest == 0 {
            return false;
        }
        let node = at.node;
        let values = node.get("enum").map(Node::items).unwrap_or_default();
        if node.get("nullable").is_some_and(Node::is_true)
            || values.iter().any(|it| it.value == Value::Null)
        {
            return true;
        }
        let target = node.get_str("$ref").and_then(|it| self.context.resolve(it));
        if target.is_some_and(|target| self.allows_null(&target, farthest - 1)) {
            return true;
        }
        ["allOf", "oneOf", "anyOf"].iter().any(|keyword| {
            let members = at.get(keyword);
            let mut members = members.iter().flat_map(At::elements);
            members.any(|it| is_null(it.node) || self.allows_null(&it, farthest - 1))
        })
    }
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
