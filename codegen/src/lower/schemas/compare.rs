//! Compares what two schemas allow, by their structure.

use std::collections::{BTreeMap, BTreeSet};

use super::{Schemas, with_stack};
use crate::ir::{Primitive, SchemaType, Type};
use crate::lower::schema::{Body, Known, Member, Property, SchemaId, Shape};

/// How the values of two schemas relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation {
    /// Whether each value of the first one is one of the second.
    pub is_within: bool,
    /// Whether each value of the second one is one of the first.
    pub covers: bool,
    /// Whether the first one holds what is declared again as the second: the values that both allow, with all members
    /// that the second declares.
    pub agrees: bool,
}

impl Relation {
    const SAME: Self = Self {
        is_within: true,
        covers: true,
        agrees: true,
    };
    const WITHIN: Self = Self {
        covers: false,
        ..Self::SAME
    };
    const COVERS: Self = Self {
        is_within: false,
        ..Self::SAME
    };
    const AGREES: Self = Self::of(false, false, true);
    const DIFFERENT: Self = Self::of(false, false, false);

    const fn of(is_within: bool, covers: bool, agrees: bool) -> Self {
        Self {
            is_within,
            covers,
            agrees,
        }
    }

    /// Returns whether both have the same values.
    pub fn is_same(self) -> bool {
        self.is_within && self.covers
    }

    /// Returns the relation of the second to the first, as far as values go.
    fn reversed(self) -> Self {
        Self::of(self.covers, self.is_within, self.agrees)
    }
}

/// What is known of a pair of definitions.
#[derive(Clone, Copy)]
enum Pair {
    /// It is being compared, within so many objects, arrays and maps.
    Open(usize),
    /// It is compared.
    Known(Relation),
}

/// A comparison: each pair of definitions is compared once.
#[derive(Default)]
struct Comparison {
    pairs: BTreeMap<(Shape, Shape), Pair>,
    /// The number of objects, arrays and maps around what is being compared.
    around: usize,
}

impl Schemas<'_> {
    /// Returns how the values of two shapes relate.
    pub fn compare(&mut self, first: &Shape, second: &Shape) -> Relation {
        self.relation(first, second, &mut Comparison::default())
    }

    fn relation(&mut self, first: &Shape, second: &Shape, known: &mut Comparison) -> Relation {
        let (first, second) = (self.resolve(first), self.resolve(second));
        match (&first, &second) {
            _ if first == second => Relation::SAME,
            (Type::Primitive(Primitive::Json), _) => Relation::COVERS,
            (_, Type::Primitive(Primitive::Json)) => Relation::WITHIN,
            (Type::Primitive(first), Type::Primitive(second)) => primitives(*first, *second),
            (Type::Optional(first), Type::Optional(second)) => self.relation(first, second, known),
            (Type::Optional(first), _) => Relation {
                is_within: false,
                ..self.relation(first, &second, known)
            },
            (_, Type::Optional(second)) => Relation {
                covers: false,
                ..self.relation(&first, second, known)
            },
            (Type::Array(first), Type::Array(second)) | (Type::Map(first), Type::Map(second)) => {
                known.around += 1;
                let relation = self.relation(first, second, known);
                known.around -= 1;
                relation
            }
            _ => self.pair(first, second, known),
        }
    }

    /// Compares two shapes of which at least one is a definition.
    fn pair(&mut self, first: Shape, second: Shape, known: &mut Comparison) -> Relation {
        let pair = (first, second);
        match known.pairs.get(&pair) {
            Some(Pair::Known(relation)) => return *relation,
            // What contains itself is the same if nothing else differs. A union is not a member of itself.
            Some(Pair::Open(around)) if known.around > *around => return Relation::SAME,
            Some(Pair::Open(_)) => return Relation::DIFFERENT,
            None => {}
        }
        known.pairs.insert(pair.clone(), Pair::Open(known.around));
        let relation = with_stack(|| self.definitions(&pair.0, &pair.1, known));
        known.pairs.insert(pair, Pair::Known(relation));
        relation
    }

    fn definitions(&mut self, first: &Shape, second: &Shape, known: &mut Comparison) -> Relation {
        let bodies = [first, second].map(|it| self.definition(it).map(|it| it.body.clone()));
        match bodies {
            [Some(Body::Union(one)), Some(Body::Union(other))] => self.unions(&one, &other, known),
            [Some(Body::Union(members)), _] => self.with_union(&members, second, known),
            [_, Some(Body::Union(members))] => self.with_union(&members, first, known).reversed(),
            [Some(Body::Strings(one)), Some(Body::Strings(other))] => values(&one, &other),
            [Some(Body::Integers(one)), Some(Body::Integers(other))] => values(&one, &other),
            [Some(Body::Strings(_)), _] => enum_of(SchemaType::String, second),
            [_, Some(Body::Strings(_))] => enum_of(SchemaType::String, first).reversed(),
            [Some(Body::Integers(_)), _] => enum_of(SchemaType::Integer, second),
            [_, Some(Body::Integers(_))] => enum_of(SchemaType::Integer, first).reversed(),
            [Some(Body::Newtype(inner)), _] => self.relation(&inner, second, known),
            [_, Some(Body::Newtype(inner))] => self.relation(first, &inner, known),
            [Some(Body::Object(one)), Some(Body::Object(other))] => {
                let ids = (first.innermost().copied(), second.innermost().copied());
                known.around += 1;
                let relation = self.objects_of(ids, (&one, &other), known);
                known.around -= 1;
                relation
            }
            // A map holds all members of an object.
            [_, Some(Body::Object(_))] if matches!(first, Type::Map(_)) => Relation::AGREES,
            // What is still being read is not compared.
            _ if matches!((first, second), (Type::Named(_), Type::Named(_))) => Relation::AGREES,
            _ => Relation::DIFFERENT,
        }
    }

    /// Compares a union with a shape that is not a union.
    fn with_union(
        &mut self,
        members: &[Member],
        other: &Shape,
        known: &mut Comparison,
    ) -> Relation {
        let mut relation = Relation::of(true, false, false);
        for member in members {
            let next = self.relation(&member.shape, other, known);
            relation.is_within &= next.is_within;
            relation.covers |= next.covers;
            relation.agrees |= next.agrees;
        }
        relation
    }

    fn unions(&mut self, one: &[Member], other: &[Member], known: &mut Comparison) -> Relation {
        let mut agrees = false;
        let mut covered = vec![false; other.len()];
        let mut is_within = true;
        for member in one {
            let mut is_there = false;
            for (again, covered) in other.iter().zip(&mut covered) {
                let next = self.relation(&member.shape, &again.shape, known);
                let is_told_alike = member.tag == again.tag;
                is_there |= next.is_within && is_told_alike;
                *covered |= next.covers && is_told_alike;
                agrees |= next.agrees;
            }
            is_within &= is_there;
        }
        Relation::of(is_within, covered.into_iter().all(|it| it), agrees)
    }

    /// Compares two objects: one is within the other only if they are the same, since a member that is not declared is
    /// not read.
    fn objects_of(
        &mut self,
        (one_id, other_id): (Option<SchemaId>, Option<SchemaId>),
        (one, other): (&[Property], &[Property]),
        known: &mut Comparison,
    ) -> Relation {
        let mut agrees = true;
        let mut is_same = one.len() == other.len();
        for again in other {
            let Some(property) = one.iter().find(|it| it.wire == again.wire) else {
                return Relation::DIFFERENT;
            };
            let next = self.relation(&property.shape, &again.shape, known);
            agrees &= next.agrees;
            let says = |it: &Property| (it.required, it.nullable, it.always, it.access);
            is_same &= next.is_same() && says(property) == says(again);
        }
        let [one, other] = [one_id, other_id].map(|id| {
            let shape = Type::Named(id?);
            let definition = self.definition(&shape)?;
            Some((definition.rest.clone(), definition.bare_string.clone()))
        });
        let (rest, bare_string) = one.unwrap_or_default();
        let (again, other_string) = other.unwrap_or_default();
        is_same &= bare_string == other_string;
        is_same &= match (rest, again) {
            (Some(rest), Some(again)) => self.relation(&rest, &again, known).is_same(),
            (rest, again) => rest.is_none() && again.is_none(),
        };
        Relation::of(is_same, is_same, agrees)
    }
}

fn primitives(first: Primitive, second: Primitive) -> Relation {
    let is_in = |one: Primitive, other: Primitive| match other {
        Primitive::String => {
            one == Primitive::Binary || one.row().schema == Some(SchemaType::String)
        }
        Primitive::DateOrDateTime => matches!(one, Primitive::Date | Primitive::DateTime),
        Primitive::Decimal => one.row().schema == Some(SchemaType::Integer),
        Primitive::Integer => one == Primitive::Int32,
        _ => false,
    };
    let (is_within, covers) = (is_in(first, second), is_in(second, first));
    let is_alike = first.row().schema == second.row().schema;
    Relation::of(is_within, covers, is_within || covers || is_alike)
}

/// Compares the values of two enums.
fn values<T: Ord>(one: &[Known<T>], other: &[Known<T>]) -> Relation {
    let [one, other] = [one, other].map(|it| it.iter().map(|it| &it.value).collect());
    let (one, other): (BTreeSet<&T>, BTreeSet<&T>) = (one, other);
    Relation::of(
        one.is_subset(&other),
        other.is_subset(&one),
        !one.is_disjoint(&other),
    )
}

/// Compares an enum with what is neither a definition nor any JSON.
fn enum_of(schema: SchemaType, other: &Shape) -> Relation {
    let Some(primitive) = other.primitive() else {
        return Relation::DIFFERENT;
    };
    let plain = Primitive::of_schema(schema, None);
    let is_number = schema == SchemaType::Integer && primitive == Primitive::Decimal;
    match primitive.row().schema {
        _ if Some(primitive) == plain || is_number => Relation::WITHIN,
        Some(other) if other == schema => Relation::AGREES,
        _ => Relation::DIFFERENT,
    }
}
