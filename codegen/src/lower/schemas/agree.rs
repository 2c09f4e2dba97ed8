//! Finds out whether two declarations of one property agree.

use std::collections::BTreeSet;

use super::{Schemas, with_stack};
use crate::ir::Type;
use crate::lower::schema::{Body, Property, SchemaId, Shape};

/// The pairs of schemas that are compared already. Those that contain themselves agree if nothing else differs.
pub(super) type Compared = BTreeSet<(SchemaId, SchemaId)>;

impl Schemas<'_> {
    /// Returns whether a shape holds what is declared again as another one: the values that both allow, with all
    /// members that are declared again.
    pub(super) fn agrees(&mut self, shape: &Shape, again: &Shape, compared: &mut Compared) -> bool {
        let (shape, again) = (self.resolve(shape), self.resolve(again));
        if shape == again || self.is_narrower(&shape, &again) || self.is_narrower(&again, &shape) {
            return true;
        }
        match (&shape, &again) {
            (Type::Optional(inner), _) => self.agrees(inner, &again, compared),
            (_, Type::Optional(inner)) => self.agrees(&shape, inner, compared),
            (Type::Array(one), Type::Array(other)) | (Type::Map(one), Type::Map(other)) => {
                self.agrees(one, other, compared)
            }
            (Type::Primitive(one), Type::Primitive(other)) => {
                one.row().schema == other.row().schema
            }
            (Type::Named(one), Type::Named(other)) if !compared.insert((*one, *other)) => true,
            _ => with_stack(|| self.bodies_agree(&shape, &again, compared)),
        }
    }

    /// As [`agrees`](Self::agrees), for shapes of which at least one is a definition.
    fn bodies_agree(&mut self, shape: &Shape, again: &Shape, compared: &mut Compared) -> bool {
        let bodies = [shape, again].map(|it| self.definition(it).map(|it| it.body.clone()));
        match bodies {
            [Some(Body::Union(members)), _] => members
                .iter()
                .any(|it| self.agrees(&it.shape, again, compared)),
            [_, Some(Body::Union(members))] => members
                .iter()
                .any(|it| self.agrees(shape, &it.shape, compared)),
            [Some(Body::Strings(one)), Some(Body::Strings(other))] => one
                .iter()
                .any(|it| other.iter().any(|known| known.value == it.value)),
            [Some(Body::Integers(one)), Some(Body::Integers(other))] => one
                .iter()
                .any(|it| other.iter().any(|known| known.value == it.value)),
            [Some(Body::Object(one)), Some(Body::Object(other))] => {
                let there = |property: &Property| one.iter().find(|it| it.wire == property.wire);
                other.iter().all(|property| {
                    there(property)
                        .is_some_and(|it| self.agrees(&it.shape, &property.shape, compared))
                })
            }
            [Some(Body::Newtype(inner)), _] => self.agrees(&inner, again, compared),
            [_, Some(Body::Newtype(inner))] => self.agrees(shape, &inner, compared),
            // A map holds all members of an object.
            [_, Some(Body::Object(_))] => matches!(shape, Type::Map(_)),
            // What is still being read is not compared.
            _ => matches!((shape, again), (Type::Named(_), Type::Named(_))),
        }
    }
}
