//! Merges what several members of `allOf` declare of one property.
//!
//! A value of the property satisfies all of them. So objects are one object with the properties of all, arrays are one of
//! merged elements, and of other schemas the narrower one applies.

use std::collections::HashSet;

use super::{Schemas, Slot, with_stack};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Access, Primitive, Type};
use crate::lower::schema::{Body, Definition, Property, SchemaId, Shape};
use crate::lower::schemas::{MOST_NESTED, too_deep};
use crate::node::At;

/// The most objects that are merged from others. There can be one for each combination of objects, which are
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
            match self.meet(at, &path, &there.shape, &property.shape) {
                Some(shape) if shape == there.shape => {
                    there.doc = there.doc.take().or(property.doc);
                }
                Some(shape) if shape != property.shape => *there = both(there, property, shape),
                met => {
                    if met.is_none() {
                        self.report_lost(at, &path, &there.shape);
                    }
                    *there = Property {
                        required: there.required,
                        always: there.always,
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
        if first == second || self.is_narrower(first, second) {
            return Some(first.clone());
        }
        if self.is_narrower(second, first) {
            return Some(second.clone());
        }
        match (first, second) {
            (Type::Array(first), Type::Array(second)) => {
                let inner = self.meet(at, path, first, second)?;
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
            _ => {
                let mut parts = self.objects(first)?;
                let more = self.objects(second)?;
                parts.extend(
                    more.into_iter()
                        .filter(|it| !parts.contains(it))
                        .collect::<Vec<_>>(),
                );
                let is_known = self.merges.ids.contains_key(&parts);
                if !is_known && self.merges.ids.len() >= MOST_MERGED {
                    return None;
                }
                Some(self.merged(at, path, parts))
            }
        }
    }

    /// Returns the objects and maps that a shape consists of; `None` if it is neither.
    fn objects(&mut self, shape: &Shape) -> Option<Vec<Shape>> {
        let shape = self.resolve(shape);
        match &shape {
            Type::Map(_) => Some(vec![shape]),
            Type::Named(id) => {
                if let Some(parts) = self.merges.parts.get(id) {
                    return Some(parts.clone());
                }
                let body = &self.definition(&shape)?.body;
                matches!(body, Body::Object(_)).then(|| vec![shape])
            }
            Type::Primitive(_) | Type::Array(_) | Type::Optional(_) => None,
        }
    }

    /// Returns the object that some objects and maps are together.
    fn merged(&mut self, at: &At<'a>, path: &str, parts: Vec<Shape>) -> Shape {
        if let Some(id) = self.merges.ids.get(&parts).copied() {
            if matches!(self.slots[id.0], Slot::Reading) {
                let open = self.merges.ids.values().copied();
                let open = open.filter(|id| matches!(self.slots[id.0], Slot::Reading));
                self.merges.recursive.extend(open);
            }
            return Type::Named(id);
        }
        if self.depth >= MOST_NESTED {
            self.report(too_deep(), at);
            return Type::JSON;
        }
        let id = SchemaId(self.slots.len());
        self.slots.push(Slot::Reading);
        self.merges.ids.insert(parts.clone(), id);
        self.merges.parts.insert(id, parts.clone());
        self.depth += 1;
        let object = with_stack(|| self.merged_object(at, &format!("{path}."), &parts));
        self.depth -= 1;
        let definitions: Vec<Definition> = parts
            .iter()
            .filter_map(|it| self.definition(it).cloned())
            .collect();
        self.slots[id.0] = match merged_definition(definitions, path, object) {
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
        let required: HashSet<String> = nodes.iter().flat_map(|it| self.required_in(it)).collect();
        for property in &mut gathered {
            property.required |= required.contains(&property.wire);
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
            self.report_lost(at, &path, first);
            second.clone()
        }))
    }

    /// Reports two declarations that cannot be merged. The members of the first one are lost.
    fn report_lost(&mut self, at: &At<'a>, path: &str, first: &Shape) {
        let lost = match first.innermost() {
            Some(id) => self.member_names(&Type::Named(*id)),
            None => Vec::new(),
        };
        let message = format!(
            "`{path}` is declared differently by two members of `allOf`; the last one applies"
        );
        let diagnostic = match lost.as_slice() {
            [] => Diagnostic::note(Code::AllOf, message),
            lost => {
                let lost = lost.join("`, `");
                let message = format!("{message}, without the members of the other: `{lost}`");
                Diagnostic::warning(Code::AllOf, message)
            }
        };
        self.report_member(diagnostic, at, "allOf");
    }

    /// Returns whether a shape is a known narrowing of another one.
    pub(super) fn is_narrower(&mut self, shape: &Shape, than: &Shape) -> bool {
        if shape.is(Primitive::Json) {
            return false;
        }
        if than.is(Primitive::Json) {
            return true;
        }
        match (shape, than) {
            (Type::Array(inner), Type::Array(than)) | (Type::Map(inner), Type::Map(than)) => {
                return self.is_narrower(inner, than);
            }
            _ => {}
        }
        let known = self.definition(shape).map(|it| it.body.clone());
        match known {
            Some(Body::Strings(values)) => match self.definition(than).map(|it| &it.body) {
                Some(Body::Strings(wider)) => {
                    let is_in = |value: &str| wider.iter().any(|it| it.value == value);
                    values.len() < wider.len() && values.iter().all(|it| is_in(&it.value))
                }
                _ => than.is(Primitive::String),
            },
            Some(Body::Integers(_)) => than.is(Primitive::Integer),
            _ => false,
        }
    }
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
        limits: second.limits.or_else(|| first.limits.clone()),
        ..second
    }
}

/// Returns the definition of an object that is merged from others: it stands where the last one does.
fn merged_definition(parts: Vec<Definition>, path: &str, object: Object) -> Option<Definition> {
    let (properties, rest) = object;
    let find = |of: fn(&Definition) -> Option<String>| parts.iter().rev().find_map(of);
    let last = parts.last()?;
    let is_own = last.component.is_none() && !last.is_referred;
    Some(Definition {
        pointer: last.pointer.clone(),
        component: None,
        is_referred: false,
        leaf: path.rsplit('.').next().unwrap_or(path).to_owned(),
        name: last.name.clone().filter(|_| is_own),
        doc: find(|it| it.doc.clone()),
        bare_string: find(|it| it.bare_string.clone()),
        rest,
        body: Body::Object(properties),
    })
}
