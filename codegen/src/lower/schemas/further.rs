//! Finds out which members beyond those that it declares one of several objects has.

use super::Schemas;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Type;
use crate::lower::schema::Shape;
use crate::node::{At, Node};

/// The members of objects that none of them declares.
#[derive(Debug, Clone, Default)]
pub(super) struct Further(Vec<Option<Shape>>);

impl Further {
    /// Returns their schema, if one of the objects has such members explicitly: that of all objects, or else any JSON,
    /// since a value can be one of the others.
    pub fn shape(mut self) -> Option<Shape> {
        self.0.dedup();
        match self.0.as_slice() {
            [only] => only.clone(),
            several => several.iter().any(Option::is_some).then_some(Type::JSON),
        }
    }

    /// Returns their schema where objects are only sent: one that says nothing of such members needs none.
    pub fn sent(mut self) -> Option<Shape> {
        self.0.retain(Option::is_some);
        self.shape()
    }
}

impl<'a> Schemas<'a> {
    /// Returns the schema of the further members of an object, by what it says itself and what its alternatives say.
    pub(super) fn rest_beside(
        &mut self,
        at: &At<'a>,
        own: Option<Shape>,
        further: Option<Shape>,
    ) -> Option<Shape> {
        let (Some(first), Some(second)) = (&own, &further) else {
            return own.or(further);
        };
        if let Some(met) = self.meet(at, "*", first, second) {
            return Some(met);
        }
        let message = "`additionalProperties` of an object and of its alternatives have no values in common; those of the object apply";
        self.report(Diagnostic::warning(Code::Alternatives, message), at);
        own
    }

    /// Adds what one of several objects says of the members that it does not declare. `shape` is that of the object, if it
    /// is read.
    pub(super) fn add_further(
        &mut self,
        further: &mut Further,
        object: &At<'a>,
        shape: Option<&Shape>,
    ) {
        let parts = self.all_parts([object.clone()]);
        let mut stated = parts
            .iter()
            .filter_map(|it| it.node.get("additionalProperties"));
        if stated.clone().any(|it| it.as_bool() == Some(false)) {
            return;
        }
        let rest = match shape.map(|it| self.resolve(it)) {
            None => self.rest(object),
            Some(Type::Map(values)) => Some(*values),
            Some(shape) => match self.union_object(&shape) {
                Some(united) => return further.0.extend(united.further.0),
                None => self.definition(&shape).and_then(|it| it.rest.clone()),
            },
        };
        let any = || stated.any(Node::is_true).then_some(Type::JSON);
        further.0.push(rest.or_else(any));
    }
}
