//! Applies what one part of an `allOf` lists in `required` to what another part declares.

use std::collections::BTreeSet;

use super::merge::{narrowed, place};
use super::objects::required_names;
use super::{Schemas, Slot};
use crate::ir::Type;
use crate::lower::schema::{Body, SchemaId, Shape};
use crate::node::At;
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Returns a shape in which objects require what the schemas at some nodes list in `required`. Its values satisfy
    /// these schemas as well. `path` is where they are in the object with the `allOf` at a node.
    pub(super) fn demand(
        &mut self,
        at: &At<'a>,
        path: &str,
        shape: Shape,
        nodes: &[At<'a>],
    ) -> Shape {
        let wrapped = |of: &mut Self, inner: Box<Shape>, keyword: &str| {
            let inside = nodes.iter().filter_map(|it| it.get(keyword));
            let inside = of.all_parts(inside);
            let path = match keyword {
                "items" => format!("{path}[]"),
                _ => path.to_owned(),
            };
            Box::new(of.demand(at, &path, *inner, &inside))
        };
        match shape {
            Type::Array(inner) => Type::Array(wrapped(self, inner, "items")),
            Type::Map(inner) => Type::Map(wrapped(self, inner, "additionalProperties")),
            Type::Optional(inner) => Type::Optional(Box::new(self.demand(at, path, *inner, nodes))),
            Type::Primitive(_) => shape,
            Type::Named(_) => {
                let names: BTreeSet<String> = nodes.iter().flat_map(required_names).collect();
                self.requiring(&place(at, path), at, &shape, names)
                    .unwrap_or(shape)
            }
        }
    }

    /// Returns the object that requires some more properties than another one; `None` if it does already, or if the
    /// other one is not an object.
    fn requiring(
        &mut self,
        place: &Pointer,
        at: &At<'a>,
        shape: &Shape,
        mut names: BTreeSet<String>,
    ) -> Option<Shape> {
        if names.is_empty() {
            return None;
        }
        let shape = self.resolve(shape);
        let mut definition = self.definition(&shape)?.clone();
        let Body::Object(properties) = &mut definition.body else {
            return None;
        };
        let optional: BTreeSet<&str> = properties
            .iter()
            .filter(|it| !it.required)
            .map(|it| it.wire.as_str())
            .collect();
        names.retain(|it| optional.contains(it.as_str()));
        if names.is_empty() {
            return None;
        }
        for property in properties.iter_mut() {
            property.required |= names.contains(&property.wire);
        }
        let body = definition.body.clone();
        let key = (at.pointer.clone(), shape, names);
        if let Some(id) = self.merges.requiring.get(&key) {
            return Some(Type::Named(*id));
        }
        let id = SchemaId(self.slots.len());
        self.slots
            .push(Slot::Definition(narrowed(definition, place.clone(), body)));
        self.merges.requiring.insert(key, id);
        self.merges.made.insert(id);
        Some(Type::Named(id))
    }
}
