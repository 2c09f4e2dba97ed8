//! Reads several objects, of which a value is one, as one object with the properties of all.

use super::further::Further;
use super::objects::declares_properties;
use super::{Schemas, is_filled};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Type;
use crate::lower::schema::{Body, Property, Shape};
use crate::node::{At, Node};
use crate::pointer::Pointer;

/// The object that stands for one of several objects.
#[derive(Debug, Default)]
pub(super) struct United {
    /// The properties of all, none of them required.
    pub properties: Vec<Property>,
    /// Their further members.
    pub further: Further,
    /// The properties that another one of them declares with another type, which applies.
    pub lost: Vec<Property>,
}

impl<'a> Schemas<'a> {
    /// Adds the properties of `oneOf` and `anyOf` beside properties. An object of the union has those of one or more
    /// members, so none of them is required. Returns the schema of the further members that they allow, if they do.
    pub(super) fn add_alternatives(
        &mut self,
        at: &At<'a>,
        properties: &mut Vec<Property>,
    ) -> Option<Shape> {
        let mut rest = None;
        for keyword in ["oneOf", "anyOf"] {
            // The alternatives of a base are its children.
            if !is_filled(at, keyword) || self.is_base(at) {
                continue;
            }
            let mut united = United::default();
            let mut further = Further::default();
            let members = at.get(keyword);
            for member in members.iter().flat_map(At::elements) {
                if !declares_properties(member.node) {
                    self.add_further(&mut further, &member, None);
                    continue;
                }
                let shape = self.part(&member);
                self.add_further(&mut further, &member, Some(&shape));
                let found = match self.union_object(&shape) {
                    Some(union) => union.properties,
                    None => self.properties(&shape).unwrap_or_default(),
                };
                for property in found {
                    // What stands beside the alternatives binds all of them.
                    match properties.iter().find(|it| it.wire == property.wire) {
                        Some(there) => self.check_again(at, keyword, &there.shape, &property),
                        None => self.unite(&mut united, property),
                    }
                }
            }
            self.one_of_types(at, keyword, &mut united);
            properties.extend(united.properties);
            rest = self.rest_beside(at, rest, further.shape());
            let message = format!(
                "`{keyword}` beside {}: which go together is checked by the server only",
                beside(at, keyword)
            );
            self.report_member(Diagnostic::note(Code::Alternatives, message), at, keyword);
        }
        let closed = at.node.get("additionalProperties").map(Node::as_bool);
        rest.filter(|_| closed != Some(Some(false)))
    }

    /// Reports a property of an alternative that the object beside it declares differently.
    fn check_again(&mut self, at: &At<'a>, keyword: &str, there: &Shape, again: &Property) {
        if self.compare(there, &again.shape).agrees {
            return;
        }
        let wire = &again.wire;
        let message = format!(
            "`{wire}` is declared differently by the object and by a member of its `{keyword}`; that of the object applies"
        );
        let diagnostic = self.about_lost(message, there, (&again.shape, &again.pointer));
        let other = self.context.span_of(&again.pointer);
        let diagnostic = diagnostic.related(other, "the other declaration");
        self.report_member(diagnostic, at, keyword);
    }

    /// Returns the object that stands for the members of a union; `None` if a member is not an object.
    pub(super) fn union_object(&mut self, shape: &Shape) -> Option<United> {
        let Body::Union(members) = &self.definition(shape)?.body else {
            return None;
        };
        let members = members.iter();
        let members: Vec<(Pointer, Shape)> = members
            .map(|it| (it.pointer.clone(), it.shape.clone()))
            .collect();
        let mut united = United::default();
        for (pointer, shape) in members {
            for property in self.properties(&shape)? {
                self.unite(&mut united, property);
            }
            if let Some(at) = self.context.at(pointer) {
                self.add_further(&mut united.further, &at, Some(&shape));
            }
        }
        Some(united)
    }

    /// Adds a property of one of several objects. Of two types the wider one applies, or else the first one.
    fn unite(&mut self, united: &mut United, property: Property) {
        let known = united.properties.iter_mut();
        let Some(there) = known.into_iter().find(|it| it.wire == property.wire) else {
            united.properties.push(Property {
                required: false,
                always: false,
                ..property
            });
            return;
        };
        there.nullable |= property.nullable;
        let relation = self.compare(&there.shape, &property.shape);
        match relation {
            _ if relation.covers => {}
            _ if relation.is_within => there.shape = property.shape,
            _ => united.lost.push(property),
        }
    }

    /// Makes unions of the types that several alternatives give to one property.
    pub(super) fn one_of_types(&mut self, at: &At<'a>, keyword: &str, united: &mut United) {
        let lost = std::mem::take(&mut united.lost);
        for there in &mut united.properties {
            let others = lost.iter().filter(|it| it.wire == there.wire);
            let mut shapes: Vec<(At<'a>, Shape)> = Vec::new();
            for property in std::iter::once(&*there).chain(others) {
                let is_known = |of: &mut Self, (_, it): &(At<'a>, Shape)| {
                    of.compare(it, &property.shape).covers
                };
                let node = self.context.at(property.pointer.clone());
                let node = node.filter(|_| !shapes.iter().any(|it| is_known(self, it)));
                shapes.extend(node.map(|node| (node, property.shape.clone())));
            }
            if shapes.len() < 2 {
                continue;
            }
            let mut message = Diagnostic::note(
                Code::Alternatives,
                format!(
                    "the alternatives give `{}` different types; a value is read as one of them",
                    there.wire
                ),
            );
            for (other, _) in shapes.iter().skip(1) {
                let span = self.context.span_of(&other.pointer);
                message = message.related(span, "another type");
            }
            self.report_member(message, at, keyword);
            let members = self.tagged_by_values(&shapes);
            let place = at.pointer.key("properties").key(&there.wire);
            there.shape = self.made_at(&there.pointer, place, Body::Union(members));
        }
    }

    /// Reports properties to which several alternatives give different types. What the first one does not have is lost.
    pub(super) fn report_different(&mut self, at: &At<'a>, keyword: &str, united: &United) {
        for property in &united.lost {
            let message = format!(
                "the alternatives give `{}` different types; the first one applies",
                property.wire
            );
            let held = united.properties.iter().find(|it| it.wire == property.wire);
            let held = held.map(|it| it.shape.clone()).unwrap_or(Type::JSON);
            let message = without(message, &self.lost_members(&held, &property.shape));
            let diagnostic = Diagnostic::warning(Code::Alternatives, message);
            let other = self.context.span_of(&property.pointer);
            let diagnostic = diagnostic.related(other, "another type");
            self.report_member(diagnostic, at, keyword);
            self.context.skip(&property.pointer, ANOTHER_APPLIES);
        }
    }

    /// Returns the members of objects in a shape that the objects in another one, which applies, do not have.
    pub(super) fn lost_members(&mut self, applies: &Shape, lost: &Shape) -> Vec<String> {
        let [held, mut lost] = [applies, lost].map(|it| match it.innermost() {
            Some(id) => self.names_in(&Type::Named(*id)),
            None => Vec::new(),
        });
        lost.retain(|it| !held.contains(it));
        lost
    }

    /// Returns the names of the properties of an object, or of all members of a union of objects.
    fn names_in(&mut self, shape: &Shape) -> Vec<String> {
        let shape = &self.resolve(shape);
        match self.union_object(shape) {
            Some(united) => united.properties.into_iter().map(|it| it.wire).collect(),
            None if self.definition(shape).is_some() => self.member_names(shape),
            None => self.declared_names(shape),
        }
    }

    /// Returns what is said of a declaration that does not apply, since another one does. Whether values lose members,
    /// or are of another union, decides how much is lost.
    fn about_lost(
        &mut self,
        message: String,
        applies: &Shape,
        (lost, pointer): (&Shape, &Pointer),
    ) -> Diagnostic {
        let members = self.lost_members(applies, lost);
        let is_union = [applies, lost].into_iter().any(|it| {
            let inner = it.innermost().map(|id| Type::Named(*id));
            let body = inner.and_then(|it| self.definition(&it).map(|it| it.body.clone()));
            matches!(body, Some(Body::Union(_)))
        });
        if members.is_empty() && !is_union {
            return Diagnostic::note(Code::Alternatives, message);
        }
        self.context.skip(pointer, ANOTHER_APPLIES);
        Diagnostic::warning(Code::Alternatives, without(message, &members))
    }

    /// Returns the object that a form is written from: of a union of objects, one with the properties of all members,
    /// because a form is one list of parts. It stands where the form is declared.
    pub fn form(&mut self, at: &At<'a>, shape: Shape) -> Shape {
        let shape = match shape {
            // A form has no null.
            Type::Optional(inner) => *inner,
            shape => shape,
        };
        let union = self.resolve(&shape);
        match self.union_object(&union) {
            Some(united) if !united.properties.is_empty() => {
                let message = "a form of one of several objects: which parts go together is checked by the server only";
                self.report(Diagnostic::note(Code::Alternatives, message), at);
                self.report_different(at, "schema", &united);
                self.define_with(at, Body::Object(united.properties), united.further.sent())
            }
            _ => shape,
        }
    }

    /// Returns the object that a form of parts is written from whose names are known only at run time; `None` if the
    /// schema is no object. It stands where the form is declared.
    pub fn form_of_any_parts(&mut self, at: &At<'a>, shape: &Shape) -> Option<Shape> {
        let values = match self.resolve(shape) {
            Type::Map(values) => *values,
            _ => {
                let schema = self
                    .context
                    .dereference(&at.get("schema")?, "schemas")
                    .ok()?;
                let is_object = schema.node.get_str("type") == Some("object");
                is_object.then_some(Type::JSON)?
            }
        };
        Some(self.define_with(at, Body::Object(Vec::new()), Some(values)))
    }

    /// Returns the schema of the members that an object does not declare, if it allows them explicitly.
    pub fn further_members(&mut self, shape: &Shape) -> Option<Shape> {
        self.definition(shape)?.rest.clone()
    }
}

/// Returns what alternatives stand beside that is an object.
fn beside(at: &At<'_>, keyword: &str) -> &'static str {
    let is_there = |key: &str| is_filled(at, key);
    let is_alone = !is_there("properties") && !is_there("allOf");
    match keyword {
        "oneOf" if is_alone && is_there("anyOf") => "`anyOf`",
        "anyOf" if is_alone && is_there("oneOf") => "`oneOf`",
        _ => "properties",
    }
}

/// Why a declaration is skipped.
pub(super) const ANOTHER_APPLIES: &str = "another declaration of the property applies";

/// Returns a message about a declaration that applies, with the members of another one that are lost by that, if any.
pub(super) fn without(message: String, lost: &[String]) -> String {
    match lost {
        [] => message,
        lost => format!(
            "{message}, without the members of the other: `{}`",
            lost.join("`, `")
        ),
    }
}
