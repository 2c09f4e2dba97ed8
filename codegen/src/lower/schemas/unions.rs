//! Reads `oneOf` and `anyOf` as unions.

use std::collections::BTreeSet;

use hashbrown::HashSet;

use super::Schemas;
use super::mappings::Mapping;
use super::nulls::is_null;
use super::values::is_never;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Type;
use crate::lower::schema::{Body, Member, Property, Shape};
use crate::node::{At, Node, Value};
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Reads a union, whose objects have the further members of `additionalProperties` beside it.
    pub(super) fn open_union(&mut self, at: &At<'a>, keyword: &str) -> Shape {
        let shape = self.union(at, keyword);
        let further = at.get("additionalProperties");
        match further.map(|it| it.node) {
            Some(node) if node.as_map().is_some() => {
                let Some(values) = self.rest(at) else {
                    return shape;
                };
                let extended = self.with_map(at, "", &shape, &Type::Map(Box::new(values)));
                self.stand_at(at, extended)
            }
            Some(node) if node.is_true() => {
                let message = format!(
                    "`additionalProperties` beside `{keyword}`: members that are not declared are not read"
                );
                let diagnostic = Diagnostic::note(Code::Alternatives, message);
                self.report_member(diagnostic, at, "additionalProperties");
                shape
            }
            _ => shape,
        }
    }

    /// Reads `oneOf` beside `anyOf`: objects as one object with the members of all, anything else as what `oneOf` allows,
    /// which has each value that `anyOf` allows as well.
    pub(super) fn both_unions(&mut self, at: &At<'a>) -> Shape {
        let described = |keyword: &str| -> Vec<At<'a>> {
            let members = at.get(keyword);
            let members = members.iter().flat_map(At::elements);
            members.filter(is_described).collect()
        };
        let (first, second) = (described("oneOf"), described("anyOf"));
        let is_said = [first.is_empty(), second.is_empty()];
        let first = self.are_objects(at, &first);
        let second = self.are_objects(at, &second);
        let (keyword, other) = match is_said {
            [true, _] => ("anyOf", "oneOf"),
            _ if first && second => return self.object(at),
            _ => ("oneOf", "anyOf"),
        };
        let message = format!("`{other}` beside `{keyword}` is checked by the server only");
        self.report_member(Diagnostic::note(Code::Alternatives, message), at, other);
        self.open_union(at, keyword)
    }

    /// Returns whether some members of a union are objects with properties, or unions of these.
    fn are_objects(&mut self, union: &At<'a>, members: &[At<'a>]) -> bool {
        let shapes: Vec<Shape> = members.iter().map(|it| self.member_of(union, it)).collect();
        shapes
            .iter()
            .all(|it| self.union_object(it).is_some() || self.is_object(it))
    }

    /// Reads a union of the members, or what remains of it if they do not differ.
    pub(super) fn union(&mut self, at: &At<'a>, keyword: &str) -> Shape {
        let elements = at.get(keyword);
        let described = elements.iter().flat_map(At::elements);
        let (described, others): (Vec<At<'a>>, Vec<At<'a>>) = described.partition(is_described);
        // A member that allows no value adds nothing.
        let stated = || others.iter().filter(|it| !is_never(it.node));
        stated().for_each(|it| self.check_not(it, false));
        let mut conditions = stated().filter(|it| is_condition(it));
        if conditions.next().is_some() && !described.is_empty() {
            let message =
                format!("a member of `{keyword}` is a condition, which the server checks");
            self.report_member(Diagnostic::note(Code::Alternatives, message), at, keyword);
        }
        if described.iter().any(|it| is_anything(it)) {
            if !described.iter().all(is_anything) {
                let message =
                    format!("a member of `{keyword}` allows any value; any JSON is accepted");
                self.report_member(Diagnostic::note(Code::Alternatives, message), at, keyword);
            }
            return Type::JSON;
        }
        let mut shapes: Vec<(At<'a>, Shape)> = Vec::new();
        let mut known = HashSet::new();
        for element in described {
            let shape = self.member_of(at, &element);
            // A union that is a member of itself adds nothing by that.
            let is_itself =
                matches!(&shape, Type::Named(id) if self.ids.get(&at.pointer) == Some(id));
            if !is_itself && known.insert(shape.clone()) {
                shapes.push((element, shape));
            }
        }
        let members = match at.node.get("discriminator") {
            Some(_) => self.tagged((at, at), &shapes),
            None => self.tagged_by_values(&shapes),
        };
        if members.is_empty() && stated().next().is_none() && !others.is_empty() {
            let message = format!("no member of `{keyword}` allows a value; any JSON is accepted");
            self.report_member(Diagnostic::warning(Code::Not, message), at, keyword);
            return Type::JSON;
        }
        if members.is_empty() {
            let message = format!(
                "the members of `{keyword}` are conditions, which the server checks; any JSON is accepted"
            );
            self.report_member(Diagnostic::note(Code::Alternatives, message), at, keyword);
            return Type::JSON;
        }
        if let [only] = members.as_slice() {
            return only.shape.clone();
        }
        self.define(at, Body::Union(members))
    }

    /// Returns the members of a union with a discriminator, each with its tags: those that the mapping gives, or else
    /// those of the member's own enum, or else the name of the component. A member that is a union with this
    /// discriminator has the tags of its own members as well. `owner` is the schema with the discriminator: the union, or
    /// what it extends.
    pub(super) fn tagged(
        &mut self,
        (union, owner): (&At<'a>, &At<'a>),
        shapes: &[(At<'a>, Shape)],
    ) -> Vec<Member> {
        let discriminator = owner.get("discriminator");
        let Some((property, forms)) = self.tag_property(owner, shapes) else {
            return self.tagged_by_values(shapes);
        };
        let mapping = discriminator.and_then(|it| it.get("mapping"));
        let mapped: Vec<Vec<String>> = shapes
            .iter()
            .map(|(at, _)| self.mapped(&mapping, at))
            .collect();
        let nested: Vec<Vec<String>> = shapes
            .iter()
            .map(|(_, shape)| self.nested_tags(shape, &property))
            .collect();
        if union.pointer == owner.pointer {
            self.check_mapping(union, &mapping, mapped.iter().chain(&nested).flatten());
        }
        self.check_tags(owner, shapes, &mapped, &property);
        let tags = self.tags_of(owner, shapes, &mapped, &nested, &property);
        let members = shapes.iter().zip(forms).zip(tags);
        let members = members.map(|(((at, shape), form), (tags, is_nested))| {
            let tags = self.expressible(owner, at, tags, form);
            let is_told = !tags.is_empty() && self.may_have_tag(shape);
            Member {
                pointer: at.pointer.clone(),
                shape: shape.clone(),
                // A member of a union in a union is written with its tag by that union.
                writes_tag: (is_told && !is_nested).then_some(form),
                tag: is_told.then(|| (property.clone(), tags)),
            }
        });
        members.collect()
    }

    /// Returns the tags of each member of a union, and whether it is a union with tags of its own. A tag that leads to
    /// another member directly is none of those.
    fn tags_of(
        &mut self,
        union: &At<'a>,
        shapes: &[(At<'a>, Shape)],
        mapped: &[Vec<String>],
        nested: &[Vec<String>],
        property: &str,
    ) -> Vec<(Vec<String>, bool)> {
        let members = || shapes.iter().zip(mapped).zip(nested);
        let unmapped =
            members().filter(|((_, mapped), nested)| mapped.is_empty() && nested.is_empty());
        let own: Option<Vec<Vec<String>>> = unmapped
            .map(|(((_, shape), _), _)| Some(self.values_of(shape, property)?.0))
            .collect();
        if own.as_ref().is_some_and(|it| !are_disjoint(it)) {
            self.report_shared_tags(union, property);
        }
        let mut own = own
            .filter(|it| are_disjoint(it))
            .unwrap_or_default()
            .into_iter();
        let direct = members().map(|(((at, _), mapped), nested)| {
            let component = || {
                self.target(at)
                    .and_then(|it| it.last())
                    .into_iter()
                    .collect()
            };
            match (mapped.is_empty(), nested.is_empty()) {
                (false, _) => mapped.clone(),
                (true, true) => own.next().unwrap_or_else(component),
                (true, false) => self.own_tags(at),
            }
        });
        let direct: Vec<Vec<String>> = direct.collect();
        let mut taken: BTreeSet<String> = direct.iter().flatten().cloned().collect();
        let members = direct.into_iter().zip(nested).map(|(mut tags, nested)| {
            let more = nested.iter().filter(|it| taken.insert((*it).clone()));
            tags.extend(more.cloned());
            (tags, !nested.is_empty())
        });
        members.collect()
    }

    /// Returns the tags of the members of a member that is a union itself, told apart by the same property.
    pub(super) fn nested_tags(&mut self, shape: &Shape, property: &str) -> Vec<String> {
        let Some(Body::Union(members)) = self.definition(shape).map(|it| &it.body) else {
            return Vec::new();
        };
        let tags = members.iter().filter_map(|it| it.tag.as_ref());
        let tags = tags.filter(|(wire, _)| wire == property);
        tags.flat_map(|(_, tags)| tags).cloned().collect()
    }

    /// Reports the values of a mapping that lead to no member of the union. `known` are those that do. A base is what is
    /// read of a value that leads to it.
    fn check_mapping<'m>(
        &mut self,
        union: &At<'a>,
        mapping: &Option<At<'a>>,
        known: impl Iterator<Item = &'m String>,
    ) {
        let mut known: BTreeSet<&str> = known.map(String::as_str).collect();
        let itself = match self.is_base(union) {
            true => self.mapped(mapping, union),
            false => Vec::new(),
        };
        known.extend(itself.iter().map(String::as_str));
        for (value, to) in mapping.iter().flat_map(At::members) {
            if !known.contains(value) {
                let message = format!(
                    "the discriminator maps `{value}` to no member of the union; such a value is unrecognized"
                );
                self.report(Diagnostic::warning(Code::Discriminator, message), &to);
                self.context
                    .skip(&to.pointer, "it leads to no member of the union");
            }
        }
    }

    /// Returns the values that a mapping has for a member: by a reference, or by the name of its component. Each mapping
    /// is read once, since thousands of members can ask.
    pub(super) fn mapped(&mut self, mapping: &Option<At<'a>>, member: &At<'a>) -> Vec<String> {
        let (Some(mapping), Some(target)) = (mapping, self.target(member)) else {
            return Vec::new();
        };
        let known = self.mappings.entry(mapping.pointer.clone());
        known
            .or_insert_with(|| Mapping::new(mapping))
            .leading_to(&target)
    }

    /// The component that a member refers to, or is.
    pub(super) fn target(&self, at: &At<'a>) -> Option<Pointer> {
        match at.node.get_str("$ref") {
            Some(reference) => Pointer::from_reference(reference),
            None => self.component_name(at).map(|_| at.pointer.clone()),
        }
    }

    /// Returns the members of a union without discriminator. They are told apart by a required property whose enums
    /// have no value in common, if there is one.
    pub(super) fn tagged_by_values(&mut self, shapes: &[(At<'a>, Shape)]) -> Vec<Member> {
        let first = shapes.first().and_then(|(_, shape)| self.properties(shape));
        let required = first
            .unwrap_or_default()
            .into_iter()
            .filter(|it| it.required);
        let mut tags = required.filter_map(|Property { wire, .. }| {
            let values = shapes
                .iter()
                .map(|(_, shape)| match self.values_of(shape, &wire)? {
                    (values, true) => Some(values),
                    (_, false) => None,
                });
            let values: Vec<Vec<String>> = values.collect::<Option<_>>()?;
            are_disjoint(&values).then_some((wire, values))
        });
        let tags = tags.next();
        let members = shapes
            .iter()
            .enumerate()
            .map(|(index, (at, shape))| Member {
                pointer: at.pointer.clone(),
                shape: shape.clone(),
                tag: tags
                    .as_ref()
                    .and_then(|(wire, values)| Some((wire.clone(), values.get(index)?.clone()))),
                writes_tag: None,
            });
        members.collect()
    }

    /// Returns the values of the enum of a property, and whether the property is required.
    pub(super) fn values_of(
        &mut self,
        shape: &Shape,
        property: &str,
    ) -> Option<(Vec<String>, bool)> {
        let properties = self.properties(shape)?;
        let tagging = properties.into_iter().find(|it| it.wire == *property)?;
        let values = match self.definition(&tagging.shape).map(|it| &it.body) {
            Some(Body::Strings(values)) => values.iter().map(|it| it.value.clone()).collect(),
            Some(Body::Integers(values)) => values.iter().map(|it| it.value.to_string()).collect(),
            Some(_) => return None,
            None => self.literals(&tagging)?,
        };
        Some((values, tagging.required))
    }

    /// Returns the values of an enum of booleans or integers that has no type of its own.
    fn literals(&self, property: &Property) -> Option<Vec<String>> {
        let mut at = self.context.at(property.pointer.clone())?;
        if at.node.get("$ref").is_some() {
            at = self.context.at(self.target(&at)?)?;
        }
        let values = at.get("enum")?.node.items();
        let values = self.context.in_order(values).into_iter();
        let values = values.filter(|it| it.value != Value::Null);
        let values: Option<Vec<String>> = values.map(literal).collect();
        values.filter(|it| !it.is_empty())
    }
}

/// Returns a boolean or an integer as it is written.
fn literal(node: &Node) -> Option<String> {
    match &node.value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(digits) => digits.parse::<i64>().ok().map(|it| it.to_string()),
        _ => None,
    }
}

/// Returns whether no value is in two of the lists.
fn are_disjoint(lists: &[Vec<String>]) -> bool {
    let mut seen = BTreeSet::new();
    lists.iter().flatten().all(|value| seen.insert(value))
}

/// Returns whether a member describes values. What is no mapping is reported with the keywords. Members that only list
/// required keys are conditions, not types.
fn is_described(at: &At<'_>) -> bool {
    if at.node.as_map().is_none() {
        return false;
    }
    !(is_null(at.node) || is_condition(at))
}

/// Returns whether a member only lists required keys, or says what a value is not.
fn is_condition(at: &At<'_>) -> bool {
    let is_stated = at.node.get("required").is_some() || at.node.get("not").is_some();
    is_stated && is_anything(at)
}

/// Returns whether a member allows any value, apart from conditions.
fn is_anything(at: &At<'_>) -> bool {
    let says = |key: &str| {
        !matches!(
            key,
            "required" | "not" | "description" | "title" | "nullable" | "example" | "deprecated"
        ) && !key.starts_with("x-")
    };
    !at.node.entries().iter().any(|entry| says(&entry.key))
}
