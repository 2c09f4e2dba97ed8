//! Merges what several members of `allOf` declare of one property.
//!
//! A value of the property satisfies all of them. So objects are one object with the properties of all, arrays are one of
//! merged elements, and of other schemas the narrower one applies.

use std::collections::BTreeSet;
use std::rc::Rc;

use hashbrown::HashSet;

use super::alternatives::{ANOTHER_APPLIES, without};
use super::{Schemas, Slot, limits, with_stack};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Access, Primitive, Type};
use crate::lower::schema::{Body, Definition, Known, Property, SchemaId, Shape};
use crate::node::At;
use crate::pointer::Pointer;

/// The most objects that one `allOf` merges from others. There can be one for each combination of objects, which are
/// exponentially many. Of those beyond it, the last declaration applies.
const MOST_MERGED: usize = 1000;

/// The members of an object: its properties, and the schema of its further members.
type Object = (Vec<Property>, Option<Shape>);

impl<'a> Schemas<'a> {
    /// Adds properties of a member of the `allOf` at a node. What two members declare is merged. Where that is not
    /// possible, the last one applies: a child narrows what its base declares. `path` is where the object is in that of
    /// the `allOf`; empty, or ending in a dot.
    pub(super) fn gather(
        &mut self,
        at: &At<'a>,
        path: &str,
        gathered: &mut Vec<Property>,
        more: Vec<Property>,
    ) {
        for property in more {
            let Some(there) = gathered.iter_mut().find(|it| it.wire == property.wire) else {
                gathered.push(property);
                continue;
            };
            there.required |= property.required;
            there.always |= property.always;
            let path = format!("{path}{}", property.wire);
            let met = self.meet(at, &path, &there.shape, &property.shape);
            let nodes = [&there.pointer, &property.pointer].map(|it| self.context.at(it.clone()));
            let nodes = self.all_parts(nodes.into_iter().flatten());
            match met.map(|it| self.demand(at, &path, it, &nodes)) {
                Some(shape) if shape == there.shape => {
                    there.doc = there.doc.take().or(property.doc);
                    there.limits = limits::both(there.limits.take(), property.limits);
                }
                Some(shape) if shape != property.shape => *there = both(there, property, shape),
                met => {
                    let mut limits = there.limits.take();
                    if met.is_none() {
                        let pointers = [&there.pointer, &property.pointer];
                        self.report_lost(
                            at,
                            &path,
                            [&there.shape, &property.shape],
                            Some(pointers),
                        );
                        limits = None;
                    }
                    *there = Property {
                        required: there.required,
                        always: there.always,
                        limits: limits::both(limits, property.limits),
                        ..property
                    };
                }
            }
        }
    }

    /// Returns the values that both of two shapes allow; `None` if that is no shape.
    pub(super) fn meet(
        &mut self,
        at: &At<'a>,
        path: &str,
        first: &Shape,
        second: &Shape,
    ) -> Option<Shape> {
        // What stands at a node is not yet all that its `allOf` says.
        if !path.is_empty()
            && let Some(shape) = self.extending(first, second)
        {
            return Some(shape);
        }
        if let Some(shape) = self.in_members(at, path, first, second) {
            return Some(shape);
        }
        let relation = self.compare(first, second);
        if relation.is_within {
            return Some(first.clone());
        }
        if relation.covers {
            return Some(second.clone());
        }
        let (first, second) = (self.resolve(first), self.resolve(second));
        match (&first, &second) {
            (Type::Array(first), Type::Array(second)) => {
                let inner = self.meet(at, &format!("{path}[]"), first, second)?;
                Some(Type::Array(Box::new(inner)))
            }
            (Type::Map(first), Type::Map(second)) => {
                let inner = self.meet(at, path, first, second)?;
                Some(Type::Map(Box::new(inner)))
            }
            (Type::Optional(first), Type::Optional(second)) => {
                let inner = self.meet(at, path, first, second)?;
                Some(Type::Optional(Box::new(inner)))
            }
            (Type::Optional(inner), other) => self.meet(at, path, inner, other),
            (other, Type::Optional(inner)) => self.meet(at, path, other, inner),
            (Type::Primitive(first), Type::Primitive(second)) => {
                integers(*first, *second).map(Type::Primitive)
            }
            _ => match self.enums(at, path, &first, &second) {
                Some(shape) => Some(shape),
                None => self.meet_objects(at, path, &first, &second),
            },
        }
    }

    /// Returns the values that both of two shapes allow of which one is an enum, and the other one is an enum or any
    /// value of its type; `None` for others.
    fn enums(&mut self, at: &At<'a>, path: &str, first: &Shape, second: &Shape) -> Option<Shape> {
        let bodies = [first, second].map(|it| self.definition(it).map(|it| it.body.clone()));
        let (body, parts) = match bodies {
            [Some(Body::Strings(one)), Some(Body::Strings(other))] => {
                (Body::Strings(common(one, other)), [first, second])
            }
            [Some(Body::Integers(one)), Some(Body::Integers(other))] => {
                (Body::Integers(common(one, other)), [first, second])
            }
            // What a format or a width says of the values of an enum is said by the enum.
            [Some(Body::Strings(_) | Body::Integers(_)), None] => {
                return self.compare(first, second).agrees.then(|| first.clone());
            }
            [None, Some(Body::Strings(_) | Body::Integers(_))] => {
                return self.compare(second, first).agrees.then(|| second.clone());
            }
            _ => return None,
        };
        let is_empty = match &body {
            Body::Strings(values) => values.is_empty(),
            Body::Integers(values) => values.is_empty(),
            _ => true,
        };
        if is_empty {
            let of = match path {
                "" => String::new(),
                path => format!(" of `{path}`"),
            };
            let message = format!(
                "the enums{of} in two members of `allOf` have no value in common, so none is allowed; the last one applies"
            );
            self.report_member(Diagnostic::warning(Code::AllOf, message), at, "allOf");
            return Some(second.clone());
        }
        let parts: Vec<Shape> = parts.into_iter().cloned().collect();
        let key = (at.pointer.clone(), parts);
        if let Some(id) = self.merges.ids.get(&key) {
            return Some(Type::Named(*id));
        }
        let last = self.definition(second).cloned()?;
        let id = self.add_merged(key);
        self.slots[id.0] = Slot::Definition(narrowed(last, place(at, path), body));
        Some(Type::Named(id))
    }

    /// Returns the object that two objects or maps are together; `None` if one of them is neither.
    fn meet_objects(
        &mut self,
        at: &At<'a>,
        path: &str,
        first: &Shape,
        second: &Shape,
    ) -> Option<Shape> {
        let mut parts = self.objects(first)?;
        for more in self.objects(second)? {
            if !parts.contains(&more) {
                parts.push(more);
            }
        }
        let key = (at.pointer.clone(), parts);
        if !self.merges.ids.contains_key(&key) {
            let count = self.merges.counts.entry(at.pointer.clone()).or_default();
            *count += 1;
            if *count > MOST_MERGED {
                let message = format!(
                    "more than {MOST_MERGED} objects would be merged for this `allOf`; of what is declared in the others, the last one applies"
                );
                self.report_member(Diagnostic::warning(Code::AllOf, message), at, "allOf");
                return None;
            }
        }
        Some(self.merged(at, path, key))
    }

    /// Adds what an `allOf` merges of some parts, which is being read.
    fn add_merged(&mut self, key: (Pointer, Vec<Shape>)) -> SchemaId {
        let id = SchemaId(self.slots.len());
        self.slots.push(Slot::Reading);
        self.merges.parts.insert(id, key.1.clone());
        self.merges.ids.insert(key, id);
        self.merges.made.insert(id);
        id
    }

    /// Returns the objects and maps that a shape consists of; `None` if it is neither.
    pub(super) fn objects(&mut self, shape: &Shape) -> Option<Vec<Shape>> {
        let shape = self.resolve(shape);
        match &shape {
            Type::Map(_) => Some(vec![shape]),
            Type::Named(id) => {
                let parts = self.merges.parts.get(id).cloned();
                if matches!(self.slots[id.0], Slot::Reading) && parts.is_some() {
                    return parts;
                }
                let body = &self.definition(&shape)?.body;
                matches!(body, Body::Object(_)).then(|| parts.unwrap_or_else(|| vec![shape]))
            }
            Type::Primitive(_) | Type::Array(_) | Type::Optional(_) => None,
        }
    }

    /// Notes that something merged contains itself, if it is being read: so does all that is being merged.
    pub(super) fn note_recursion(&mut self, id: SchemaId) {
        if matches!(self.slots[id.0], Slot::Reading) {
            let open = self.merges.ids.values().copied();
            let open = open.filter(|id| matches!(self.slots[id.0], Slot::Reading));
            self.merges.recursive.extend(open);
        }
    }

    /// Returns the object that some objects and maps are together in an `allOf`.
    fn merged(&mut self, at: &At<'a>, path: &str, key: (Pointer, Vec<Shape>)) -> Shape {
        if let Some(id) = self.merges.ids.get(&key).copied() {
            self.note_recursion(id);
            return Type::Named(id);
        }
        let parts = key.1.clone();
        let id = self.add_merged(key);
        let object = with_stack(|| self.merged_object(at, &format!("{path}."), &parts));
        let definitions: Vec<Definition> = parts
            .iter()
            .filter_map(|it| self.definition(it).cloned())
            .collect();
        self.slots[id.0] = match merged_definition(definitions, place(at, path), object) {
            Some(definition) => Slot::Definition(Definition {
                is_referred: self.merges.recursive.contains(&id),
                ..definition
            }),
            // Two maps are no object; they are merged by their values.
            None => Slot::Alias(Type::JSON),
        };
        Type::Named(id)
    }

    fn merged_object(&mut self, at: &At<'a>, path: &str, parts: &[Shape]) -> Object {
        let mut gathered = Vec::new();
        let mut rest: Option<Shape> = None;
        let mut nodes = Vec::new();
        for part in parts {
            let more = match part {
                Type::Map(values) => Some((**values).clone()),
                _ => {
                    let definition = self.definition(part).cloned();
                    let Some(Definition {
                        pointer,
                        rest,
                        body: Body::Object(own),
                        ..
                    }) = definition
                    else {
                        continue;
                    };
                    self.gather(at, path, &mut gathered, own);
                    nodes.extend(self.context.at(pointer));
                    rest
                }
            };
            rest = self.merged_rest(at, path, rest, more);
        }
        let wires: HashSet<String> = gathered.iter().map(|it| it.wire.clone()).collect();
        for at in &nodes {
            let declared = self.merges.declared.entry(at.pointer.clone());
            declared.or_default().extend(wires.iter().cloned());
        }
        let required = nodes.iter().map(|it| self.required_in(it));
        let required: Vec<Rc<BTreeSet<String>>> = required.collect();
        for property in &mut gathered {
            property.required |= required.iter().any(|it| it.contains(&property.wire));
        }
        (gathered, rest)
    }

    /// Merges the schemas of the members that two objects do not declare.
    pub(super) fn merged_rest(
        &mut self,
        at: &At<'a>,
        path: &str,
        first: Option<Shape>,
        second: Option<Shape>,
    ) -> Option<Shape> {
        let (Some(first), Some(second)) = (&first, &second) else {
            return first.or(second);
        };
        let path = format!("{path}*");
        let met = self.meet(at, &path, first, second);
        Some(met.unwrap_or_else(|| {
            self.report_lost(at, &path, [first, second], None);
            second.clone()
        }))
    }

    /// Reports two declarations that cannot be merged. What only the first one says is lost. `pointers` are where they are,
    /// if that is known.
    fn report_lost(
        &mut self,
        at: &At<'a>,
        path: &str,
        [first, second]: [&Shape; 2],
        pointers: Option<[&Pointer; 2]>,
    ) {
        let message = format!(
            "`{path}` is declared differently by two members of `allOf`; the last one applies"
        );
        let message = without(message, &self.lost_members(second, first));
        let mut diagnostic = Diagnostic::warning(Code::AllOf, message);
        if let Some([lost, applies]) = pointers {
            self.context.skip(lost, ANOTHER_APPLIES);
            let [lost, applies] = [lost, applies].map(|it| self.context.span_of(it));
            diagnostic = diagnostic
                .related(lost, "left out")
                .related(applies, "this one applies");
        }
        self.report_member(diagnostic, at, "allOf");
    }
}

/// Returns the type of the integers that two types of integers share, if neither is within the other: an integer without
/// a format can be one of any size.
fn integers(first: Primitive, second: Primitive) -> Option<Primitive> {
    match (first, second) {
        (Primitive::UInt64, Primitive::Integer) | (Primitive::Integer, Primitive::UInt64) => {
            Some(Primitive::UInt64)
        }
        (Primitive::UInt64, Primitive::Int32) | (Primitive::Int32, Primitive::UInt64) => {
            Some(Primitive::Int32)
        }
        _ => None,
    }
}

/// Returns the values of the second of two enums that the first one has.
fn common<T: Ord>(first: Vec<Known<T>>, mut second: Vec<Known<T>>) -> Vec<Known<T>> {
    let first: BTreeSet<T> = first.into_iter().map(|it| it.value).collect();
    second.retain(|it| first.contains(&it.value));
    second
}

/// Returns what two declarations say together of a property, whose values have this shape.
fn both(first: &Property, second: Property, shape: Shape) -> Property {
    Property {
        shape,
        required: first.required,
        always: first.always,
        nullable: first.nullable && second.nullable,
        access: match second.access {
            Access::ReadWrite => first.access,
            access => access,
        },
        deprecated: first.deprecated || second.deprecated,
        name: second.name.or_else(|| first.name.clone()),
        doc: second.doc.or_else(|| first.doc.clone()),
        limits: limits::both(first.limits.clone(), second.limits),
        ..second
    }
}

/// Returns the definition of an object that is merged from others: it stands where the last one does.
fn merged_definition(parts: Vec<Definition>, place: Pointer, object: Object) -> Option<Definition> {
    let (properties, rest) = object;
    let find = |of: fn(&Definition) -> Option<String>| parts.iter().rev().find_map(of);
    let last = parts.last()?;
    Some(Definition {
        doc: find(|it| it.doc.clone()),
        bare_string: find(|it| it.bare_string.clone()),
        rest,
        ..narrowed(last.clone(), place, Body::Object(properties))
    })
}

/// Returns a definition with another body, which has the name of the place where it is used.
pub(super) fn narrowed(definition: Definition, place: Pointer, body: Body) -> Definition {
    let is_own = definition.component.is_none() && !definition.is_referred;
    Definition {
        component: None,
        is_referred: false,
        leaf: place.last().unwrap_or_default(),
        place,
        has_name: definition.has_name && is_own,
        names: match is_own {
            true => definition.names,
            false => Box::default(),
        },
        body,
        ..definition
    }
}

/// Returns where a property or its elements would stand if the schema with the `allOf` declared them itself. `path` is
/// their path in it: properties after dots, elements as `[]`.
pub(super) fn place(at: &At<'_>, path: &str) -> Pointer {
    let mut place = at.pointer.clone();
    for key in path.split('.').filter(|it| !it.is_empty()) {
        let name = key.trim_end_matches("[]");
        if !name.is_empty() {
            place = place.key("properties").key(name);
        }
        for _ in 0..(key.len() - name.len()) / 2 {
            place = place.key("items");
        }
    }
    place
}
