//! Finds out whether two declarations of one property agree.

use std::collections::BTreeMap;

use super::{Schemas, with_stack};
use crate::ir::Type;
use crate::lower::schema::{Body, Property, Shape};

/// The pairs that are compared already, and whether they agree; `None` while that is being found out.
pub(super) type Compared = BTreeMap<(Shape, Shape), Option<bool>>;

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
            _ => {
                let pair = (shape.clone(), again.clone());
                if let Some(known) = compared.get(&pair) {
                    // An object that contains itself agrees if nothing else differs. A union does if one of its members
                    // does, which it is not itself.
                    return known
                        .unwrap_or_else(|| !self.is_union(&shape) && !self.is_union(&again));
                }
                compared.insert(pair.clone(), None);
                let agree = with_stack(|| self.bodies_agree(&shape, &again, compared));
                compared.insert(pair, Some(agree));
                agree
            }
        }
    }

    fn is_union(&mut self, shape: &Shape) -> bool {
        let definition = self.definition(shape);
        definition.is_some_and(|it| matches!(it.body, Body::Union(_)))
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
