//! Reads objects with known properties.

use super::{Schemas, limits};
use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::ir::{Access, Primitive, Type};
use crate::lower::context::Context;
use crate::lower::schema::{Body, Property, Shape};
use crate::names;
use crate::node::{At, Node};

impl<'a> Schemas<'a> {
    /// Reads an object with known properties.
    pub(super) fn object(&mut self, at: &At<'a>) -> Shape {
        let (properties, rest) = self.object_body(at);
        self.define_with(at, Body::Object(properties), rest)
    }

    /// Reads the properties of an object, and the schema of its further members.
    pub(super) fn object_body(&mut self, at: &At<'a>) -> (Vec<Property>, Option<Shape>) {
        let listed = Listed::of(self.context, at);
        let mut properties = self.own_properties(at, &listed);
        let further = self.add_alternatives(at, &mut properties);
        // What the object requires can be declared by its alternatives.
        for property in &mut properties {
            property.required |= listed.required.contains(&property.wire.as_str());
            property.always |= listed.always.contains(&property.wire.as_str());
        }
        listed.put_first(&mut properties);
        let Listed { required, always } = listed;
        // The parts of `allOf` are one object: what one requires, another can declare.
        if self.holder(at).is_none() && !self.is_extended(at) {
            let unknown = required.into_iter();
            let unknown = unknown.filter(|it| !properties.iter().any(|known| known.wire == *it));
            self.unknown_required
                .extend(unknown.map(|it| (at.clone(), it.to_owned())));
        }
        let known = |name: &&str| properties.iter().any(|it| it.wire == *name);
        for name in always.into_iter().filter(|it| !known(it)) {
            self.report_unknown(at, Extension::Always.key(), name);
        }
        let rest = self.rest(at);
        (properties, self.rest_beside(at, rest, further))
    }

    /// Reads the declared properties of a node, which lists some of them.
    pub(super) fn own_properties(&mut self, at: &At<'a>, listed: &Listed<'_>) -> Vec<Property> {
        let members = at.get("properties");
        let mut properties: Vec<Property> = Vec::new();
        for (wire, child) in members.iter().flat_map(At::members) {
            let property = self.property(&child, wire);
            properties.push(Property {
                required: listed.required.contains(&wire),
                always: listed.always.contains(&wire),
                ..property
            });
        }
        properties
    }

    /// Returns the schema of the members beside the declared ones, if such members are allowed explicitly.
    pub(super) fn rest(&mut self, at: &At<'a>) -> Option<Shape> {
        let additional = at.get("additionalProperties")?;
        match additional.node.as_bool() {
            Some(false) => None,
            Some(true) => Some(Type::JSON),
            None if additional.node.as_map().is_none() => None,
            None => Some(self.inner(&additional)),
        }
    }

    fn property(&mut self, at: &At<'a>, wire: &str) -> Property {
        let shape = self.contained(at);
        // Members beside a `$ref` have no meaning in OpenAPI 3.0, but the vendor's document uses
        // them.
        let flag = |name: &str| at.node.get(name).is_some_and(|node| node.is_true());
        let access = match (flag("readOnly"), flag("writeOnly")) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            (false, false) => Access::ReadWrite,
            (true, true) => {
                let message =
                    format!("`{wire}` is both `readOnly` and `writeOnly`; both are ignored");
                self.report_member(Diagnostic::warning(Code::Access, message), at, "writeOnly");
                Access::ReadWrite
            }
        };
        Property {
            pointer: at.pointer.clone(),
            wire: wire.to_owned(),
            name: self.pinned(at, Extension::Field, |name| {
                names::snake(name).map(|ident| ident.plain().to_owned())
            }),
            shape,
            required: false,
            nullable: self.is_nullable(at),
            always: false,
            access,
            deprecated: flag("deprecated"),
            doc: at.doc(),
            limits: limits::sentence(self.context, at),
        }
    }

    /// Returns a sentence about the limits of a value; `None` if it has none.
    pub fn limits(&self, at: &At<'a>) -> Option<String> {
        limits::sentence(self.context, at)
    }

    /// Returns whether an object gives a schema to the members that it does not declare.
    pub(super) fn has_values(&self, at: &At<'a>) -> bool {
        let parts = self.all_parts([self.whole(at)]);
        let mut values = parts
            .iter()
            .filter_map(|it| it.node.get("additionalProperties"));
        values.any(|it| it.as_map().is_some())
    }

    /// Notes a required member that is not declared, and that an object can have all the same.
    pub(super) fn report_required_value(&self, at: &At<'a>, name: &str) {
        let message = format!(
            "`required` names `{name}`, which is one of the `additionalProperties`; checked by the server only"
        );
        self.report_member(
            Diagnostic::note(Code::UnknownProperty, message),
            at,
            "required",
        );
    }

    /// Reports a name of a property that an object does not have.
    pub(super) fn report_unknown(&self, at: &At<'a>, keyword: &str, name: &str) {
        let message = format!("`{keyword}` names unknown property `{name}`");
        let diagnostic = Diagnostic::warning(Code::UnknownProperty, message);
        match appended(at, keyword, name) {
            Some(element) => self.report(diagnostic, &element),
            None => self.report(diagnostic.at_member(keyword), at),
        }
    }

    /// Returns whether a shape is an object with properties.
    pub fn is_object(&mut self, shape: &Shape) -> bool {
        self.properties(shape)
            .is_some_and(|properties| !properties.is_empty())
    }

    /// Returns the names of the properties of a shape; none if it is no object.
    pub fn member_names(&mut self, shape: &Shape) -> Vec<String> {
        let properties = self.properties(shape).unwrap_or_default();
        properties.into_iter().map(|it| it.wire).collect()
    }

    /// Returns what an array or an object holds, apart from null.
    pub fn held_by(&mut self, shape: &Shape) -> Vec<Shape> {
        let held = match self.not_null(shape) {
            Type::Array(inner) | Type::Map(inner) => vec![*inner],
            other => {
                let properties = self.properties(&other).unwrap_or_default();
                properties.into_iter().map(|it| it.shape).collect()
            }
        };
        held.iter().map(|it| self.not_null(it)).collect()
    }

    /// Returns a shape without null.
    pub fn not_null(&mut self, shape: &Shape) -> Shape {
        match self.resolve(shape) {
            Type::Optional(inner) => self.resolve(&inner),
            other => other,
        }
    }

    /// Returns what a member of an object holds, if it is declared.
    pub fn member(&mut self, shape: &Shape, name: &str) -> Option<Shape> {
        let mut properties = self.properties(shape)?.into_iter();
        properties.find(|it| it.wire == name).map(|it| it.shape)
    }

    /// Returns the properties of a shape, if it is an object.
    pub(super) fn properties(&mut self, shape: &Shape) -> Option<Vec<Property>> {
        if self.resolve(shape).is(Primitive::Json) {
            return Some(Vec::new());
        }
        match &self.definition(shape)?.body {
            Body::Object(properties) => Some(properties.clone()),
            _ => None,
        }
    }
}

/// The names that an object lists.
pub(super) struct Listed<'n> {
    /// Those in `required`.
    required: Vec<&'n str>,
    /// Those of the properties that every real response has.
    always: Vec<&'n str>,
}

impl<'n> Listed<'n> {
    /// Reads the names that a node lists.
    pub(super) fn of(context: &Context<'_>, at: &At<'n>) -> Self {
        let required = at.node.get("required").map(Node::items).unwrap_or_default();
        let required = context.in_order(required).into_iter();
        Self {
            required: required.filter_map(Node::as_str).collect(),
            always: Extension::Always.strings(at.node).collect(),
        }
    }

    /// Sorts properties: first those that the two lists name, in the order of the lists, then the others by key.
    /// The arguments of constructors are in this order.
    fn put_first(&self, properties: &mut [Property]) {
        let lists = || {
            let required = self.required.iter();
            self.always.iter().chain(required).copied()
        };
        properties.sort_by_cached_key(|property| {
            let position = lists().position(|name| name == property.wire);
            (position.unwrap_or(usize::MAX), property.wire.clone())
        });
    }
}

/// Returns the names that a node lists in `required`.
pub(super) fn required_names(at: &At<'_>) -> Vec<String> {
    let listed = at.node.get("required").map(Node::items).unwrap_or_default();
    let names = listed.iter().filter_map(Node::as_str);
    names.map(str::to_owned).collect()
}

/// Returns an element that has a span of its own, because an overlay added it.
fn appended<'a>(at: &At<'a>, keyword: &str, name: &str) -> Option<At<'a>> {
    let key = at.node.as_map()?.entry(keyword)?.span;
    let mut elements = at.get(keyword)?.elements();
    let element = elements.find(|element| element.node.as_str() == Some(name))?;
    let is_ours = keyword.starts_with("x-connect-") || element.node.span.source != key.source;
    is_ours.then_some(element)
}

/// Returns whether a schema can declare properties, itself or by what it refers to or consists of. One that does not is
/// a condition.
pub(super) fn declares_properties(node: &Node) -> bool {
    let declares = ["$ref", "properties", "allOf", "oneOf", "anyOf"];
    declares.iter().any(|key| node.get(key).is_some())
}
