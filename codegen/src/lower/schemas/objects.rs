//! Reads objects and `allOf`.

use super::{Medium, Schemas, limits};
use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::ir::{Access, Primitive, Type};
use crate::lower::schema::{Body, Property, Shape};
use crate::names;
use crate::node::At;

impl<'a> Schemas<'a> {
    /// Reads an object with known properties.
    pub(super) fn object(&mut self, at: &At<'a>, required: &[String], medium: Medium) -> Shape {
        let always: Vec<&str> = Extension::Always.strings(at.node).collect();
        let members = at.get("properties");
        let mut properties: Vec<Property> = Vec::new();
        for (wire, child) in members.iter().flat_map(At::members) {
            let property = self.property(&child, wire, medium);
            properties.push(Property {
                required: required.iter().any(|it| it == wire),
                always: always.contains(&wire),
                ..property
            });
        }
        put_listed_first(&mut properties, &always, required);
        self.check_names(
            at,
            "required",
            required.iter().map(String::as_str),
            &properties,
        );
        self.check_names(at, Extension::Always.key(), always.into_iter(), &properties);
        if at
            .node
            .get("additionalProperties")
            .is_some_and(|node| node.as_bool() != Some(false))
        {
            let message = "undeclared properties are accepted but cannot be set";
            self.report_member(
                Diagnostic::note(Code::AdditionalProperties, message),
                at,
                "additionalProperties",
            );
        }
        self.define(at, Body::Object(properties))
    }

    fn property(&mut self, at: &At<'a>, wire: &str, medium: Medium) -> Property {
        let shape = self.shape(at, medium);
        let flag = |name: &str| at.node.get(name).is_some_and(|node| node.is_true());
        // Members beside a `$ref` have no meaning in OpenAPI 3.0, but the vendor's document uses
        // them.
        let reference = at.node.get_str("$ref");
        let of_component = reference.and_then(|reference| self.context.resolve(reference));
        let inherited = |name: &str| {
            of_component
                .as_ref()
                .and_then(|target| target.node.get(name))
                .is_some_and(|node| node.is_true())
        };
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
                names::snake(name).map(|ident| ident.0.trim_start_matches("r#").to_owned())
            }),
            shape,
            required: false,
            nullable: flag("nullable") || inherited("nullable"),
            always: false,
            access,
            deprecated: flag("deprecated"),
            doc: at.doc(),
            limits: limits::sentence(at),
        }
    }

    fn check_names<'n>(
        &self,
        at: &At<'a>,
        keyword: &str,
        names: impl Iterator<Item = &'n str>,
        properties: &[Property],
    ) {
        for name in names {
            if !properties.iter().any(|property| property.wire == name) {
                let message = format!("`{keyword}` names unknown property `{name}`");
                let diagnostic = Diagnostic::warning(Code::UnknownProperty, message);
                match appended(at, keyword, name) {
                    Some(element) => self.report(diagnostic, &element),
                    None => self.report(diagnostic.at_member(keyword), at),
                }
            }
        }
    }

    /// Reports `oneOf` and others beside properties: they only say which properties go together,
    /// which the server checks.
    pub(super) fn check_alternatives(&self, at: &At<'a>) {
        for keyword in ["oneOf", "anyOf", "allOf"] {
            if at
                .node
                .get(keyword)
                .is_some_and(|node| !node.items().is_empty())
            {
                let message =
                    format!("`{keyword}` beside properties is checked by the server only");
                self.report_member(Diagnostic::note(Code::Alternatives, message), at, keyword);
            }
        }
    }

    /// Reads `allOf` as one object with the properties of all members.
    pub(super) fn all_of(&mut self, at: &At<'a>, medium: Medium) -> Shape {
        let members: Vec<At<'a>> = at.get("allOf").iter().flat_map(At::elements).collect();
        let shapes: Vec<Shape> = members.iter().map(|it| self.shape(it, medium)).collect();
        if let [only] = shapes.as_slice() {
            return only.clone();
        }
        let mut gathered: Vec<Property> = Vec::new();
        for shape in &shapes {
            match self.properties(shape) {
                Some(properties) => self.gather(at, &mut gathered, properties),
                None => {
                    let message = "expected an object with properties as a member of `allOf`; any JSON is accepted";
                    self.report_member(Diagnostic::warning(Code::AllOf, message), at, "allOf");
                    return Type::JSON;
                }
            }
        }
        self.define(at, Body::Object(gathered))
    }

    fn gather(&self, at: &At<'a>, gathered: &mut Vec<Property>, more: Vec<Property>) {
        for property in more {
            match gathered
                .iter_mut()
                .find(|there| there.wire == property.wire)
            {
                None => gathered.push(property),
                Some(there) => {
                    there.required |= property.required;
                    let message = format!(
                        "`{}` is declared differently by two members of `allOf`; the first one applies",
                        property.wire
                    );
                    self.report_member(Diagnostic::note(Code::AllOf, message), at, "allOf");
                }
            }
        }
    }

    /// Returns whether a shape is an object with properties.
    pub fn is_object(&mut self, shape: &Shape) -> bool {
        self.properties(shape)
            .is_some_and(|properties| !properties.is_empty())
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

/// Sorts properties: first those that the two lists name, in the order of the lists, then the others by key.
/// The arguments of constructors are in this order.
fn put_listed_first(properties: &mut [Property], always: &[&str], required: &[String]) {
    let lists = || {
        let required = required.iter().map(String::as_str);
        always.iter().copied().chain(required)
    };
    properties.sort_by_cached_key(|property| {
        let position = lists().position(|name| name == property.wire);
        (position.unwrap_or(usize::MAX), property.wire.clone())
    });
}

/// Returns an element that has a span of its own, because an overlay added it.
fn appended<'a>(at: &At<'a>, keyword: &str, name: &str) -> Option<At<'a>> {
    let key = at.node.as_map()?.entry(keyword)?.span;
    let mut elements = at.get(keyword)?.elements();
    let element = elements.find(|element| element.node.as_str() == Some(name))?;
    let is_ours = keyword.starts_with("x-connect-") || element.node.span.source != key.source;
    is_ours.then_some(element)
}
