//! Puts what stands beside a union in an `allOf` into each member of the union.
//!
//! A value of one of several objects that has further members is one of several objects, each with these members.

use super::all_of::{Part, is_said_beside};
use super::merge::{narrowed, place};
use super::{Schemas, Slot};
use crate::ir::Type;
use crate::lower::schema::{Body, Definition, Member, SchemaId, Shape};
use crate::node::At;
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Reads an `allOf` with one part that is a union: the union itself if the others add nothing, or else a union whose
    /// members have what the others add, if a tag tells them apart. `None` for any other `allOf`.
    pub(super) fn all_of_union(&mut self, at: &At<'a>, parts: &[Part<'a>]) -> Option<Shape> {
        let (mut unions, mut others) = (Vec::new(), Vec::new());
        for (part, shape) in parts {
            match self.union_members(shape) {
                Some(members) => unions.push((shape, members)),
                None => others.push((part.clone(), shape.clone())),
            }
        }
        let [(union, members)] = unions.as_slice() else {
            return None;
        };
        let requires = |of: &mut Self| members.iter().any(|it| of.requires_more(at, &it.shape));
        if self.is_open(&others) && !is_said_beside(at) && !requires(self) {
            return Some((*union).clone());
        }
        if let ([(_, other)], false) = (others.as_slice(), is_said_beside(at))
            && let Some(heir) = self.extending(union, other)
        {
            return Some(heir);
        }
        self.told_apart(union)?;
        let (properties, rest) = self.object_of_parts(at, &others)?;
        let object = Definition {
            component: None,
            ..self.definition_at(at, Body::Object(properties), rest)
        };
        let id = SchemaId(self.slots.len());
        self.slots.push(Slot::Definition(object));
        let shape = self.in_members(at, "", union, &Type::Named(id))?;
        Some(self.stand_at(at, shape))
    }

    /// Returns the union that a union and an object or a map are together: each member has the members of the object as
    /// well. `None` if neither is a union whose members a tag tells apart, or if the object is one of its members.
    pub(super) fn in_members(
        &mut self,
        at: &At<'a>,
        path: &str,
        first: &Shape,
        second: &Shape,
    ) -> Option<Shape> {
        let (first, second) = (self.resolve(first), self.resolve(second));
        let (members, union, object) = match (self.told_apart(&first), self.told_apart(&second)) {
            (Some(members), None) => (members, first, second),
            (None, Some(members)) => (members, second, first),
            _ => return None,
        };
        self.objects(&object)?;
        let mut tagged = members.iter().filter(|it| it.tag.is_some());
        if tagged.any(|it| self.compare(&it.shape, &object).is_same()) {
            return None;
        }
        self.each_with(at, path, (&union, members), &object, false)
    }

    /// Returns a shape whose objects have the further members of a map: each object of a union, or the object itself.
    pub(super) fn with_map(
        &mut self,
        at: &At<'a>,
        path: &str,
        shape: &Shape,
        map: &Shape,
    ) -> Shape {
        let shape = self.resolve(shape);
        let extended = match self.union_members(&shape) {
            Some(members) => self.each_with(at, path, (&shape, members), map, true),
            None if self.objects(&shape).is_some() => self.meet(at, path, map, &shape),
            None => None,
        };
        extended.unwrap_or(shape)
    }

    /// Returns the union of the members of a union, each with the members of an object or a map. A member that is no
    /// object stays, if it is to; otherwise there is no such union.
    fn each_with(
        &mut self,
        at: &At<'a>,
        path: &str,
        (union, members): (&Shape, Vec<Member>),
        object: &Shape,
        others_stay: bool,
    ) -> Option<Shape> {
        let key = (at.pointer.clone(), vec![union.clone(), object.clone()]);
        if let Some(id) = self.merges.ids.get(&key).copied() {
            self.note_recursion(id);
            return Some(Type::Named(id));
        }
        let definition = self.definition(union)?.clone();
        let id = SchemaId(self.slots.len());
        self.slots.push(Slot::Reading);
        self.merges.ids.insert(key.clone(), id);
        let made = members.into_iter().map(|member| {
            let (place, path) = self.place_of(at, path, &member);
            let shape = match others_stay {
                true => self.with_map(&place, &path, &member.shape, object),
                false => self.meet(&place, &path, object, &member.shape)?,
            };
            Some(Member { shape, ..member })
        });
        let Some(made) = made.collect::<Option<Vec<Member>>>() else {
            self.merges.ids.remove(&key);
            self.slots[id.0] = Slot::Alias(union.clone());
            return None;
        };
        self.merges.made.insert(id);
        self.slots[id.0] = Slot::Definition(Definition {
            is_referred: self.merges.recursive.contains(&id),
            ..narrowed(definition, place(at, path), Body::Union(made))
        });
        Some(Type::Named(id))
    }

    /// Returns the members of a union.
    fn union_members(&mut self, shape: &Shape) -> Option<Vec<Member>> {
        match &self.definition(shape)?.body {
            Body::Union(members) => Some(members.clone()),
            _ => None,
        }
    }

    /// Returns the members of a union that a tag tells apart. What a base itself declares needs no tag.
    fn told_apart(&mut self, shape: &Shape) -> Option<Vec<Member>> {
        let definition = self.definition(shape)?;
        let Body::Union(members) = &definition.body else {
            return None;
        };
        let is_told = |it: &Member| it.tag.is_some() || it.pointer == definition.pointer;
        members.iter().all(is_told).then(|| members.clone())
    }

    /// Returns where what is made of a member of a union stands: at a path in the schema at a node, called after the
    /// component or after its tag. An inline member within that schema stays where it is.
    fn place_of(&self, at: &At<'a>, path: &str, member: &Member) -> (At<'a>, String) {
        let node = self.context.at(member.pointer.clone());
        let component = node.as_ref().and_then(|it| self.target(it)?.last());
        let values = member.tag.iter().flat_map(|(_, values)| values);
        let name = match (component, node) {
            (None, Some(node)) if node.pointer.is_within(&at.pointer) => {
                return (node, String::new());
            }
            (Some(_), _) if member.tag.is_none() && self.is_component(&member.pointer) => {
                "base".to_owned()
            }
            (Some(component), _) => component,
            (None, _) => values.min().cloned().unwrap_or_default(),
        };
        let name = name.rsplit('.').next().unwrap_or_default();
        let path = match path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        (at.clone(), path)
    }

    /// Returns whether a component stands at a pointer, rather than a reference to one.
    fn is_component(&self, pointer: &Pointer) -> bool {
        let node = self.context.at(pointer.clone());
        node.is_some_and(|it| self.component_name(&it).is_some())
    }
}
