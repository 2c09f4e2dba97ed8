//! Reads `allOf`: one object with the properties of all parts, or what the parts say together.

use std::collections::BTreeSet;
use std::rc::Rc;

use hashbrown::HashSet;

use super::objects::{Listed, required_names};
use super::values::is_never;
use super::{Schemas, Slot, is_filled};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Primitive, SchemaType, Type};
use crate::lower::schema::{Body, Property, Shape};
use crate::node::{At, Node};
use crate::pointer::Pointer;

/// The parts of an object: its properties, and the schema of its further members.
type Object = (Vec<Property>, Option<Shape>);

/// A part of an `allOf`, and its shape.
pub(super) type Part<'a> = (At<'a>, Shape);

impl<'a> Schemas<'a> {
    /// Reads `allOf` with what stands beside it.
    pub(super) fn all_of(&mut self, at: &At<'a>) -> Shape {
        self.check_parts(at);
        let shape = self.all_of_shape(at);
        self.check_required(at, &shape);
        shape
    }

    /// Notes what is listed in `required` and not declared by an object that is put together.
    fn check_required(&mut self, at: &At<'a>, shape: &Shape) {
        if self.holder(at).is_some() || self.is_extended(at) {
            return;
        }
        let properties = match self.union_object(shape) {
            Some(united) => united.properties,
            None => self.properties(shape).unwrap_or_default(),
        };
        if properties.is_empty() {
            return;
        }
        let declared: HashSet<String> = properties.into_iter().map(|it| it.wire).collect();
        // What is referred to is checked where it stands.
        let stated = self.all_parts([at.clone()]);
        for part in stated.iter().filter(|it| it.pointer.is_within(&at.pointer)) {
            let unknown = required_names(part).into_iter();
            let unknown = unknown.filter(|it| !declared.contains(it));
            self.unknown_required
                .extend(unknown.map(|it| (part.clone(), it)));
        }
    }

    fn all_of_shape(&mut self, at: &At<'a>) -> Shape {
        let parts = self.typed_parts(at);
        let is_alone = !is_said_beside(at);
        if let ([only], true) = (parts.as_slice(), is_alone && !self.is_heir(at)) {
            let shape = self.shape(only);
            if !self.requires_more(at, &shape) {
                return self.of_all_limits(at, shape);
            }
        }
        let declares = ["properties", "oneOf", "anyOf"];
        if parts.is_empty() && !declares.iter().any(|it| is_filled(at, it)) {
            // Only annotations: the schema is what stands beside them.
            return self.own_shape(at);
        }
        let parts = self.read_parts(parts);
        if let Some(shape) = self.all_of_union(at, &parts) {
            return shape;
        }
        match self.object_of_parts(at, &parts) {
            // Objects of which nothing is declared are no more together than one by itself.
            Some((properties, None)) if properties.is_empty() && self.is_open(&parts) => Type::JSON,
            Some((properties, rest)) => self.define_with(at, Body::Object(properties), rest),
            None => self.narrowest(at, &parts),
        }
    }

    /// Checks the parts that are not read: those that declare no values, and the schema itself.
    pub(super) fn check_parts(&mut self, at: &At<'a>) {
        let parts = at.get("allOf");
        for part in parts.iter().flat_map(At::elements) {
            if self.is_itself(at, &part) {
                let message = "a part of `allOf` that is the schema itself adds nothing; ignored";
                self.report(Diagnostic::note(Code::AllOf, message), &part);
            } else if is_never(part.node) && !is_typed(part.node) {
                let message =
                    "a part of `allOf` that allows no value; only the other parts are read";
                self.report(Diagnostic::warning(Code::AllOf, message), &part);
                self.context.skip(&part.pointer, "it allows no value");
            } else if part.node.as_map().is_some() && !is_typed(part.node) {
                self.check_keywords(&part);
                self.check_foreign(&part);
                self.check_not(&part, false);
            }
        }
    }

    /// Returns the members of `allOf` that describe values. The others only annotate them, list required keys, or are the
    /// schema itself.
    pub(super) fn typed_parts(&self, at: &At<'a>) -> Vec<At<'a>> {
        let parts = at.get("allOf");
        let parts = parts.iter().flat_map(At::elements);
        let is_read = |it: &At<'a>| is_typed(it.node) && !self.is_itself(at, it);
        parts.filter(is_read).collect()
    }

    /// Returns whether a part refers to the schema that it is a part of, through any number of references.
    fn is_itself(&self, at: &At<'a>, part: &At<'a>) -> bool {
        let mut passed = HashSet::new();
        let mut next = self.referred_by(part);
        while let Some(target) = next.filter(|it| passed.insert(it.pointer.clone())) {
            if target.pointer == at.pointer {
                return true;
            }
            next = self.referred_by(&target);
        }
        false
    }

    /// Returns what a reference at a node leads to, if there is one.
    fn referred_by(&self, at: &At<'a>) -> Option<At<'a>> {
        self.context.resolve(at.node.get_str("$ref")?)
    }

    /// Reads parts, each with its shape.
    fn read_parts(&mut self, parts: Vec<At<'a>>) -> Vec<Part<'a>> {
        let read = parts.into_iter().map(|part| {
            let shape = self.part(&part);
            (part, shape)
        });
        read.collect()
    }

    /// Returns whether each part allows any value.
    pub(super) fn is_open(&mut self, parts: &[Part<'a>]) -> bool {
        parts
            .iter()
            .all(|(_, shape)| self.resolve(shape).is(Primitive::Json))
    }

    /// Returns whether a node is a component that extends a base.
    fn is_heir(&mut self, at: &At<'a>) -> bool {
        let parts = self.typed_parts(at);
        self.component_name(at).is_some() && parts.iter().any(|it| self.base_of(it).is_some())
    }

    /// Returns the base that a part refers to, if what it is a part of extends that base: a component, or a member of its
    /// union. Any other schema is one of the children. A union that declares nothing is the base of its own members alone.
    fn base_of(&mut self, part: &At<'a>) -> Option<At<'a>> {
        let target = self.context.resolve(part.node.get_str("$ref")?)?;
        if !self.is_base(&target) {
            return None;
        }
        let is_component = self.component_name(&self.whole(part)).is_some();
        let is_heir = is_component && self.has_children(&target);
        (is_heir || self.has_member(&target, part)).then_some(target)
    }

    /// Returns whether what a part belongs to is a member of a union, directly or through other unions.
    fn has_member(&self, union: &At<'a>, part: &At<'a>) -> bool {
        let heir = self.whole(part).pointer;
        self.reaches(union, &["oneOf", "anyOf"], &heir)
    }

    /// Returns whether a schema is another one, or consists of it by these keywords, through references.
    fn reaches(&self, from: &At<'a>, keywords: &[&str], to: &Pointer) -> bool {
        let mut passed = HashSet::new();
        let mut pending = vec![from.clone()];
        while let Some(next) = pending.pop() {
            if next.pointer == *to {
                return true;
            }
            let target = self.referred_by(&next);
            pending.extend(target.filter(|it| passed.insert(it.pointer.clone())));
            for keyword in keywords {
                pending.extend(next.get(keyword).iter().flat_map(At::elements));
            }
        }
        false
    }

    /// Returns whether `required` binds a property that the shape leaves optional.
    pub(super) fn requires_more(&mut self, at: &At<'a>, shape: &Shape) -> bool {
        let properties = self.properties(shape).unwrap_or_default();
        let required = self.required_in(at);
        let mut optional = properties.iter().filter(|it| !it.required);
        optional.any(|it| required.contains(&it.wire))
    }

    /// Reads the parts and what stands beside them as one object; `None` if a part is not an object.
    pub(super) fn all_of_object(&mut self, at: &At<'a>) -> Option<Object> {
        let parts = self.typed_parts(at);
        let parts = self.read_parts(parts);
        self.object_of_parts(at, &parts)
    }

    /// As [`all_of_object`](Self::all_of_object), for some of the parts.
    pub(super) fn object_of_parts(&mut self, at: &At<'a>, parts: &[Part<'a>]) -> Option<Object> {
        let mut gathered: Vec<Property> = Vec::new();
        let mut rest = self.rest(at);
        for (part, shape) in parts {
            let shape = self.resolve(shape);
            if let Type::Map(values) = &shape {
                rest = self.merged_rest(at, "", rest, Some((**values).clone()));
                continue;
            }
            let (properties, more) = match self.union_object(&shape) {
                Some(mut united) => {
                    let message = "a part of `allOf` is one of several objects; which members go together is checked by the server only";
                    self.report(Diagnostic::note(Code::Alternatives, message), part);
                    self.one_of_types(at, "allOf", &mut united);
                    (united.properties, united.further.shape())
                }
                None => {
                    let more = self.definition(&shape).and_then(|it| it.rest.clone());
                    let Some(properties) = self.properties(&shape) else {
                        self.skip_circular(at, part)?;
                        continue;
                    };
                    (properties, more)
                }
            };
            rest = self.merged_rest(at, "", rest, more);
            self.gather(at, "", &mut gathered, properties);
            if shape.is(Primitive::Json) {
                // A union of which one member allows anything: the other members declare properties.
                let target = self.referred_by(part);
                let further = self.add_alternatives(target.as_ref().unwrap_or(part), &mut gathered);
                rest = self.rest_beside(at, rest, further);
            }
        }
        let own = self.own_properties(at, &Listed::of(self.context, at));
        self.gather(at, "", &mut gathered, own);
        let further = self.add_alternatives(at, &mut gathered);
        rest = self.rest_beside(at, rest, further);
        let required = self.required_in(at);
        for property in &mut gathered {
            property.required |= required.contains(&property.wire);
        }
        Some((gathered, rest))
    }

    /// Reports and skips a part that refers to what is made of the schema at a node by `allOf`, and so is being read.
    /// Returns `None` for any other part.
    fn skip_circular(&self, at: &At<'a>, part: &At<'a>) -> Option<()> {
        if !self.reaches(part, &["allOf"], &at.pointer) {
            return None;
        }
        let name = self.target(part)?.last()?;
        let message = format!(
            "`{name}` and this schema are made of each other by `allOf`; its members are left out here"
        );
        self.report(Diagnostic::warning(Code::AllOf, message), part);
        self.context.skip(&part.pointer, "circular `allOf`");
        Some(())
    }

    /// Reads a part of `allOf`: a base is the object that it declares, not one of its children.
    pub(super) fn part(&mut self, at: &At<'a>) -> Shape {
        match self.base_of(at) {
            Some(base) => {
                self.check_beside_reference(at);
                self.base_object(&base)
            }
            None => self.shape(at),
        }
    }

    /// Returns all names in `required` of a schema and its parts, through references. What is known of a part is not
    /// looked for again: each schema of a long chain asks.
    pub(super) fn required_in(&self, at: &At<'a>) -> Rc<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        let mut passed = HashSet::new();
        let mut pending = vec![at.clone()];
        while let Some(at) = pending.pop() {
            if let Some(known) = self.required.borrow().get(&at.pointer) {
                names.extend(known.iter().cloned());
                continue;
            }
            // What stands beside a reference does not apply.
            if at.node.get("$ref").is_none() {
                names.extend(required_names(&at));
            }
            let target = self.referred_by(&at);
            pending.extend(target.filter(|it| passed.insert(it.pointer.clone())));
            pending.extend(at.get("allOf").iter().flat_map(At::elements));
        }
        let names = Rc::new(names);
        let mut known = self.required.borrow_mut();
        known.insert(at.pointer.clone(), Rc::clone(&names));
        names
    }

    /// Returns the values that parts which are not all objects, and what stands beside them, allow together; any JSON if
    /// that is not a shape.
    fn narrowest(&mut self, at: &At<'a>, parts: &[Part<'a>]) -> Shape {
        let mut shapes: Vec<Shape> = parts.iter().map(|(_, shape)| shape.clone()).collect();
        if is_said_beside(at) {
            shapes.push(self.own_shape(at));
        }
        let mut shapes = shapes.into_iter();
        let mut best = shapes.next().unwrap_or(Type::JSON);
        for shape in shapes {
            best = match self.meet(at, "", &best, &shape) {
                Some(met) => met,
                None => {
                    let message = "the members of `allOf` are not objects with properties, and no type holds what all of them allow; any JSON is accepted";
                    self.report_member(Diagnostic::warning(Code::AllOf, message), at, "allOf");
                    return self.stand_at(at, Type::JSON);
                }
            };
        }
        let together = self.together(at);
        let best = self.demand(at, "", best, &together.schemas);
        let best = self.of_all_limits(at, best);
        self.stand_at(at, best)
    }

    /// Returns the shape of an integer by the limits of all parts.
    fn of_all_limits(&mut self, at: &At<'a>, shape: Shape) -> Shape {
        let resolved = self.resolve(&shape);
        let is_number = match resolved.primitive() {
            Some(Primitive::Json) => true,
            Some(primitive) => primitive.row().schema == Some(SchemaType::Integer),
            None => false,
        };
        if !is_number {
            return shape;
        }
        let together = self.together(at);
        let mut types = together
            .schemas
            .iter()
            .filter_map(|it| it.node.get_str("type"));
        match types.any(|it| it == "integer") {
            true => Type::Primitive(self.integer(at)),
            false => shape,
        }
    }

    /// Makes what is merged at a node the type of the node.
    pub(super) fn stand_at(&mut self, at: &At<'a>, shape: Shape) -> Shape {
        let merged = match &shape {
            Type::Named(id) if self.merges.made.contains(id) => self.slots[id.0].definition(),
            _ => None,
        };
        let merged = merged.map(|it| (it.body.clone(), it.rest.clone()));
        let own = self.ids.get(&at.pointer).copied();
        match (merged, own) {
            (Some((body, rest)), Some(own)) => {
                self.slots[own.0] = Slot::Definition(self.definition_at(at, body, rest));
                Type::Named(own)
            }
            (Some((body, rest)), None) => self.define_with(at, body, rest),
            // What stands beside `allOf` is defined here, and is not what applies.
            (None, Some(own)) if shape != Type::Named(own) => {
                if self.slots[own.0].definition().is_some() {
                    self.slots[own.0] = Slot::Alias(shape.clone());
                }
                shape
            }
            (None, _) => shape,
        }
    }
}

/// Returns whether a schema says more of its values beside `allOf` than that they are objects.
pub(super) fn is_said_beside(at: &At<'_>) -> bool {
    let is_object = at.node.get_str("type").is_none_or(|it| it == "object");
    let says = ["additionalProperties", "enum", "format", "items"];
    !is_object
        || says.iter().any(|key| at.node.get(key).is_some())
        || ["properties", "oneOf", "anyOf"]
            .iter()
            .any(|key| is_filled(at, key))
}

/// Returns whether a schema describes values, rather than only annotates them or lists required keys.
pub(super) fn is_typed(node: &Node) -> bool {
    const DESCRIBE: [&str; 10] = [
        "$ref",
        "type",
        "enum",
        "properties",
        "items",
        "additionalProperties",
        "format",
        "allOf",
        "oneOf",
        "anyOf",
    ];
    DESCRIBE.iter().any(|key| node.get(key).is_some())
}
