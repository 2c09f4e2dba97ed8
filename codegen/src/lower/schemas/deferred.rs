//! Defers inline schemas that extend what is being read, such as the component around them.

use super::all_of::is_said_beside;
use super::objects::required_names;
use super::{Schemas, Slot};
use crate::ir::Type;
use crate::lower::schema::Shape;
use crate::node::At;
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Reads the schema of a property, of elements or of values. One that has to wait is read later.
    pub(super) fn contained(&mut self, at: &At<'a>) -> Shape {
        if !self.waits(at) {
            return self.shape(at);
        }
        self.deferred.insert(at.pointer.clone());
        Type::Named(self.referred(at))
    }

    /// Returns whether a schema adds to what is being read, so that it cannot be read yet. A component does not wait: it
    /// may be what is being read.
    pub(super) fn waits(&self, at: &At<'a>) -> bool {
        if at.node.get("allOf").is_none() || self.component_name(at).is_some() {
            return false;
        }
        let schemas = self.all_parts([at.clone()]);
        let own = || {
            schemas
                .iter()
                .filter(|it| it.pointer.is_within(&at.pointer))
        };
        let adds = self.typed_parts(at).len() > 1
            || is_said_beside(at)
            || own().any(|it| !required_names(it).is_empty());
        adds && schemas.iter().any(|it| self.is_reading(&it.pointer))
    }

    fn is_reading(&self, pointer: &Pointer) -> bool {
        let id = self.ids.get(pointer);
        id.is_some_and(|id| matches!(self.slots[id.0], Slot::Reading))
    }

    /// Returns the one of two schemas that extends the other by `allOf`, so that its values are those of both. It may
    /// still be read.
    pub(super) fn extending(&self, first: &Shape, second: &Shape) -> Option<Shape> {
        let (Type::Named(one), Type::Named(other)) = (first, second) else {
            return None;
        };
        let (one, other) = (self.pointers.get(one)?, self.pointers.get(other)?);
        if self.is_part(other, one) {
            return Some(first.clone());
        }
        self.is_part(one, other).then(|| second.clone())
    }

    /// Returns whether the schema at a pointer is a part of another one, directly or through others.
    fn is_part(&self, part: &Pointer, whole: &Pointer) -> bool {
        let parts = self.all_parts(self.context.at(whole.clone()));
        part != whole && parts.iter().any(|it| it.pointer == *part)
    }

    /// Returns the names of the properties that a schema declares that is being read, by its `allOf` as well.
    pub(super) fn declared_names(&self, shape: &Shape) -> Vec<String> {
        let Type::Named(id) = shape else {
            return Vec::new();
        };
        let at = self
            .pointers
            .get(id)
            .and_then(|it| self.context.at(it.clone()));
        let parts = self.all_parts(at);
        let properties = parts.iter().filter_map(|it| it.get("properties"));
        let names = properties.flat_map(|it| {
            let names = it.node.entries().iter().map(|entry| entry.key.clone());
            names.collect::<Vec<_>>()
        });
        names.collect()
    }
}
