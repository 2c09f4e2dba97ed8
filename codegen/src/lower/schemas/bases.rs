//! Reads inheritance: a component with a discriminator, which other components extend by `allOf`.
//!
//! Where such a base is used, the value is one of its children: a union of them, told apart by the discriminator.
//! In the `allOf` of a child, the base is the object that it declares. A child that others extend is a base as well, whose
//! children are told apart by the discriminator that it inherits.

use std::collections::{BTreeSet, VecDeque};

use hashbrown::{HashMap, HashSet};

use super::objects::declares_properties;
use super::{Schemas, Slot, is_filled};
use crate::diagnostics::{Code, Diagnostic};
use crate::heirs::Heirs;
use crate::ir::Type;
use crate::lower::schema::{Body, Member, Shape};
use crate::names;
use crate::node::At;

impl<'a> Schemas<'a> {
    /// Returns the components that extend others.
    fn heirs(&mut self) -> &Heirs {
        let root = self.context.root.node;
        self.heirs.get_or_insert_with(|| Heirs::new(root))
    }

    /// Returns whether another component extends the one at a node.
    pub(super) fn is_extended(&mut self, at: &At<'a>) -> bool {
        !self.heirs().of(&at.pointer).is_empty()
    }

    /// Returns whether the node is a component with a discriminator, its own or one of what it extends, which other
    /// components extend.
    pub(super) fn is_base(&mut self, at: &At<'a>) -> bool {
        self.is_extended(at) && self.discriminated(at).is_some()
    }

    /// Returns the schema whose discriminator tells the values of a component apart: the component itself, or the first
    /// one that it extends, directly or through others.
    fn discriminated(&mut self, at: &At<'a>) -> Option<At<'a>> {
        if at.node.get("discriminator").is_some() {
            return Some(at.clone());
        }
        let mut is_plain = true;
        let mut passed: HashSet<_> = HashSet::from([at.pointer.clone()]);
        let mut pending = VecDeque::from([at.clone()]);
        while let Some(next) = pending.pop_front() {
            // What extends the component itself does not give it a discriminator.
            if next.node.get("discriminator").is_some() {
                is_plain = false;
                if !self.heirs().all_of(&at.pointer).contains(&next.pointer) {
                    return Some(next);
                }
            }
            if self.plain_heirs.contains(&next.pointer) {
                continue;
            }
            let parts = next.get("allOf");
            let bases = parts.iter().flat_map(At::elements);
            let bases = bases.filter_map(|it| self.context.resolve(it.node.get_str("$ref")?));
            pending.extend(bases.filter(|it| passed.insert(it.pointer.clone())));
        }
        if is_plain {
            self.plain_heirs.extend(passed);
        }
        None
    }

    /// Returns whether a component is a base by the discriminator of what it extends.
    fn is_middle(&mut self, at: &At<'a>) -> bool {
        at.node.get("discriminator").is_none() && self.has_children(at)
    }

    /// Returns the tags of a member that is a base, as such: those that its own mapping gives to it, or its name. A union
    /// that is not a base has none.
    pub(super) fn own_tags(&mut self, member: &At<'a>) -> Vec<String> {
        let target = self.target(member).and_then(|it| self.context.at(it));
        let Some(base) = target.filter(|it| self.is_base(it)) else {
            return Vec::new();
        };
        let discriminator = self
            .discriminated(&base)
            .and_then(|it| it.get("discriminator"));
        let mapping = discriminator.and_then(|it| it.get("mapping"));
        let tags = self.mapped(&mapping, &base);
        match tags.is_empty() {
            true => base.pointer.last().into_iter().collect(),
            false => tags,
        }
    }

    /// Returns the components that extend the component at a node, if it is a base, and is not only a union that names
    /// its members itself.
    pub(super) fn children(&mut self, at: &At<'a>) -> Vec<At<'a>> {
        if !self.has_children(at) {
            return Vec::new();
        }
        let found = self.heirs().all_of(&at.pointer).into_iter();
        found.filter_map(|it| self.context.at(it)).collect()
    }

    /// Returns whether a component has [`children`](Self::children), without looking for all of them: each of thousands of
    /// heirs asks.
    pub(super) fn has_children(&mut self, at: &At<'a>) -> bool {
        let has = |keyword: &str| is_filled(at, keyword);
        let is_union = (has("oneOf") || has("anyOf")) && !has("properties");
        !is_union && self.is_base(at) && self.heirs().has_other(&at.pointer)
    }

    /// Reads a member of a union of which a base is one, as the object that it declares: the union has its heirs as
    /// members of their own. Any other member is read as it is.
    pub(super) fn member_of(&mut self, union: &At<'a>, member: &At<'a>) -> Shape {
        let target = self.target(member).and_then(|it| self.context.at(it));
        let middle = target.filter(|it| self.is_middle(it));
        let is_of_union = |of: &mut Self, it: &At<'a>| {
            let owner = of.discriminated(it);
            owner.is_some_and(|owner| owner.pointer == union.pointer)
                || of.heirs().all_of(&union.pointer).contains(&it.pointer)
        };
        match middle.filter(|it| is_of_union(self, it)) {
            Some(middle) => {
                if member.node.get("$ref").is_some() {
                    self.check_beside_reference(member);
                }
                self.base_object(&middle)
            }
            None if self.component_name(member).is_some() => self.component(member),
            None => self.shape(member),
        }
    }

    /// Reads a base as one of its children, or of the other members of its `oneOf` or `anyOf`. A value with another tag
    /// is read as what the base declares.
    pub(super) fn base_union(&mut self, at: &At<'a>, children: &[At<'a>]) -> Shape {
        let shapes = children
            .iter()
            .map(|child| (child.clone(), self.member_of(at, child)));
        let mut shapes: Vec<(At<'a>, Shape)> = shapes.collect();
        let mut known: HashSet<Shape> = shapes.iter().map(|(_, it)| it.clone()).collect();
        for other in others(at) {
            let shape = self.member_of(at, &other);
            let is_itself =
                |it: &Shape| matches!(it, Type::Named(id) if self.ids.get(&at.pointer) == Some(id));
            if !is_itself(&shape) && !known.contains(&shape) {
                let shape = self.with_base(at, &other, shape);
                known.insert(shape.clone());
                shapes.push((other, shape));
            }
        }
        let owner = self.discriminated(at).unwrap_or_else(|| at.clone());
        let mut members = self.tagged((at, &owner), &shapes);
        self.tag_by_values(&owner, &shapes, &mut members);
        members.push(Member {
            pointer: at.pointer.clone(),
            shape: self.base_object(at),
            tag: None,
            writes_tag: None,
        });
        self.define(at, Body::Union(members))
    }

    /// Tags members of a base by the values of their own enums, where the names of their components would stand for
    /// them because other members have no enum.
    fn tag_by_values(&mut self, at: &At<'a>, shapes: &[(At<'a>, Shape)], members: &mut [Member]) {
        let mapping = at
            .node
            .get("discriminator")
            .and_then(|it| it.get("mapping"));
        let mut own = Vec::new();
        for ((node, shape), member) in shapes.iter().zip(members.iter()) {
            let name = self.target(node).and_then(|it| it.last());
            let is_named = |tags: &[String]| {
                let is_name = |it: &String| Some(it) == name.as_ref();
                let is_mapped = |it: &String| mapping.is_some_and(|known| known.get(it).is_some());
                tags.iter().all(|it| is_name(it) && !is_mapped(it))
            };
            let property = member.tag.as_ref().filter(|(_, tags)| is_named(tags));
            let values = property.and_then(|(property, _)| self.values_of(shape, property));
            own.push(values.map(|(values, _)| values));
        }
        // The number of members that have each tag.
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (member, own) in members.iter().zip(&own) {
            let tags = member.tag.iter().flat_map(|(_, tags)| tags);
            let tags: BTreeSet<&String> = tags.chain(own.iter().flatten()).collect();
            for tag in tags {
                *counts.entry(tag.clone()).or_default() += 1;
            }
        }
        for (member, own) in members.iter_mut().zip(own) {
            let is_shared = |value: &String| counts.get(value).is_some_and(|it| *it > 1);
            if let (Some((_, tags)), Some(own)) = (&mut member.tag, own)
                && !own.iter().any(is_shared)
            {
                *tags = own;
            }
        }
    }

    /// Returns a member that does not extend its base, with the properties that only the base declares.
    fn with_base(&mut self, at: &At<'a>, member: &At<'a>, shape: Shape) -> Shape {
        let base = self.base_object(at);
        let (Some(inherited), Some(own)) = (self.properties(&base), self.properties(&shape)) else {
            return shape;
        };
        let has = |wire: &str| own.iter().any(|it| it.wire == wire);
        if inherited.iter().all(|it| has(&it.wire)) {
            return shape;
        }
        let name = self.target(member).and_then(|it| it.last());
        let merged = self.meet(at, &name.unwrap_or_default(), &base, &shape);
        merged.unwrap_or(shape)
    }

    /// Reads a base as the object that it declares.
    pub(super) fn base_object(&mut self, at: &At<'a>) -> Shape {
        let key = at.pointer.key("discriminator");
        if let Some(id) = self.ids.get(&key) {
            return Type::Named(*id);
        }
        let id = self.add(&key, Slot::Reading);
        let (object, rest) = match is_filled(at, "allOf") {
            true => {
                self.check_parts(at);
                self.all_of_object(at).unwrap_or_else(|| {
                let message = "`allOf` of a base has a member that is not an object; the properties of the base are left out";
                self.report_member(Diagnostic::warning(Code::AllOf, message), at, "allOf");
                Default::default()
            })
            }
            false => self.object_body(at),
        };
        let mut definition = self.definition_at(at, Body::Object(object), rest);
        let names = (
            definition.component.take(),
            std::mem::take(&mut definition.names),
        );
        definition.has_name = false;
        let name = names.0.clone();
        definition.component = name.map(|name| self.free_name(format!("{name}Base")));
        if self.is_middle(at) {
            self.middles.push((at.pointer.clone(), id, names));
        }
        self.slots[id.0] = Slot::Definition(definition);
        Type::Named(id)
    }

    /// Gives the name of its component to what a base declares that is nowhere one of its heirs.
    pub(super) fn name_middles(&mut self) {
        for (pointer, id, (component, names)) in std::mem::take(&mut self.middles) {
            if let (false, Slot::Definition(definition)) =
                (self.ids.contains_key(&pointer), &mut self.slots[id.0])
            {
                definition.component = component;
                definition.names = names;
                definition.has_name = true;
            }
        }
    }

    /// Returns a name for what is made of a component: the name itself, or a longer one if components have it.
    fn free_name(&self, mut name: String) -> String {
        let components = self.context.root.get("components");
        let schemas = components.and_then(|it| it.get("schemas"));
        let taken = schemas.iter().flat_map(At::members);
        let taken: BTreeSet<String> = taken.filter_map(|(name, _)| short(name)).collect();
        while short(&name).is_some_and(|it| taken.contains(&it)) {
            name.push_str("Object");
        }
        name
    }
}

/// Returns the last part of the name of a component, as it names a type.
fn short(component: &str) -> Option<String> {
    names::pascal(component.rsplit('.').next().unwrap_or(component))
}

/// Returns the members of the `oneOf` and `anyOf` of a base that describe objects. The others are conditions.
fn others<'a>(at: &At<'a>) -> Vec<At<'a>> {
    let members = ["oneOf", "anyOf"].map(|keyword| at.get(keyword));
    let members = members.iter().flatten().flat_map(At::elements);
    members.filter(|it| declares_properties(it.node)).collect()
}
