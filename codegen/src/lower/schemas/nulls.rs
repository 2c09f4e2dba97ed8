//! Finds out whether a value may be null.

use hashbrown::HashMap;

use super::all_of::is_typed;
use super::{Schemas, with_stack};
use crate::ir::{Primitive, Type};
use crate::lower::schema::Shape;
use crate::node::{At, Node, Value};
use crate::pointer::Pointer;

/// A search for schemas that allow null.
#[derive(Default)]
struct Search {
    /// Whether schemas allow null, by where they are; `None` while that is being found out.
    known: HashMap<Pointer, Option<bool>>,
    /// Whether a schema contains itself.
    is_circular: bool,
}

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
    /// member of `allOf` that says nothing else, or as a value of `enum`; reading null there does no harm.
    pub fn is_nullable(&self, at: &At<'a>) -> bool {
        let mut search = Search::default();
        let is_null = self.null_in(at, &mut search).unwrap_or(false);
        // Of schemas that contain themselves, the answer depends on where the search starts.
        if !search.is_circular {
            let found = search.known.into_iter();
            let found = found.filter_map(|(pointer, known)| Some((pointer, known?)));
            self.nulls.borrow_mut().extend(found);
        }
        is_null
    }

    /// Returns whether a schema allows null; `None` while that is being found out. What several schemas refer to is looked
    /// at once.
    fn null_in(&self, at: &At<'a>, search: &mut Search) -> Option<bool> {
        if let Some(is_null) = self.nulls.borrow().get(&at.pointer) {
            return Some(*is_null);
        }
        if let Some(known) = search.known.get(&at.pointer) {
            search.is_circular |= known.is_none();
            return *known;
        }
        search.known.insert(at.pointer.clone(), None);
        let is_null = with_stack(|| self.admits_null(at, search));
        search.known.insert(at.pointer.clone(), Some(is_null));
        Some(is_null)
    }

    fn admits_null(&self, at: &At<'a>, search: &mut Search) -> bool {
        if allows_null(at.node) || excludes_null(at.node) {
            return allows_null(at.node);
        }
        let target = at.node.get_str("$ref");
        let target = target.and_then(|it| self.context.resolve(it));
        let alternatives = ["oneOf", "anyOf"].map(|keyword| at.get(keyword));
        let alternatives = alternatives.iter().flatten().flat_map(At::elements);
        let mut others = target.into_iter().chain(alternatives);
        others.any(|it| self.null_in(&it, search) == Some(true))
            || self.parts_admit_null(at, search)
    }

    /// Returns whether the parts of `allOf` allow null: all of them, or one that says nothing else.
    fn parts_admit_null(&self, at: &At<'a>, search: &mut Search) -> bool {
        let parts = at.get("allOf");
        let (typed, other): (Vec<At<'a>>, Vec<At<'a>>) = parts
            .iter()
            .flat_map(At::elements)
            .partition(|it| is_typed(it.node));
        let mut typed = typed.iter().filter_map(|it| self.null_in(it, search));
        let first = typed.next();
        other.iter().any(|it| allows_null(it.node))
            || first.is_some_and(|first| first && typed.all(|it| it))
    }
}

/// Returns whether a schema says itself that a value is not null, whatever it consists of. What stands beside a reference
/// does not apply.
fn excludes_null(node: &Node) -> bool {
    let is_false = |it: &Node| it.as_bool() == Some(false);
    node.get("$ref").is_none() && node.get("nullable").is_some_and(is_false)
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
