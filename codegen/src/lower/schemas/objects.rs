//! Reads objects and `allOf`.

use openapiv3::{AnySchema, ReferenceOr, Schema};

use super::{Medium, Part, Schemas, limits, part};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Access, Primitive, Type};
use crate::lower::shape::{Body, Property, SchemaRef, Shape};
use crate::names;
use crate::node::At;

impl<'a> Schemas<'a> {
    /// Reads an object with known properties.
    pub(super) fn object<'s>(
        &self,
        at: &At<'a>,
        properties: impl Iterator<Item = (&'s String, &'s ReferenceOr<Box<Schema>>)>,
        required: &[String],
        medium: Medium,
    ) -> Shape {
        let Some(children) = at.get("properties") else {
            return Type::Primitive(Primitive::Json);
        };
        let always: Vec<&str> = self.always(at);
        let mut properties: Vec<Property> = properties
            .filter_map(|(wire, typed)| {
                let child = children.get(wire)?;
                let mut property = self.property(&child, wire, part(typed), medium);
                property.required = required.contains(wire);
                property.always = always.contains(&wire.as_str());
                Some(property)
            })
            .collect();
        put_listed_first(&mut properties, &always, required);
        self.check_names(
            at,
            "required",
            required.iter().map(String::as_str),
            &properties,
        );
        self.check_names(at, "x-connect-always", always.into_iter(), &properties);
        if at
            .node
            .get("additionalProperties")
            .is_some_and(|node| node.as_bool() != Some(false))
        {
            let message = "undeclared properties are accepted but cannot be set";
            self.report(
                Diagnostic::note(Code::AdditionalProperties, message)
                    .at_member("additionalProperties"),
                at,
            );
        }
        self.inline(at, Body::Object(properties))
    }

    fn always(&self, at: &At<'a>) -> Vec<&'a str> {
        let list = at.node.get("x-connect-always");
        list.map(|node| node.items())
            .unwrap_or_default()
            .iter()
            .filter_map(|item| item.as_str())
            .collect()
    }

    fn property(&self, at: &At<'a>, wire: &str, typed: Part<'_>, medium: Medium) -> Property {
        let shape = self.shape(at, typed, medium);
        let flag = |name: &str| at.node.get(name).is_some_and(|node| node.is_true());
        // Members beside a `$ref` have no meaning in OpenAPI 3.0, but the vendor's document uses
        // them.
        let of_component = match typed {
            Part::Reference(reference) => self.document.resolve(reference),
            Part::Schema(_) => None,
        };
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
                self.report(
                    Diagnostic::warning(Code::Access, message).at_member("writeOnly"),
                    at,
                );
                Access::ReadWrite
            }
        };
        Property {
            pointer: at.pointer.clone(),
            wire: wire.to_owned(),
            name: self.pinned(at, "x-connect-field", |name| {
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
    pub(super) fn check_alternatives(&self, at: &At<'a>, any: &AnySchema) {
        for (keyword, members) in [
            ("oneOf", &any.one_of),
            ("anyOf", &any.any_of),
            ("allOf", &any.all_of),
        ] {
            if !members.is_empty() {
                let message =
                    format!("`{keyword}` beside properties is checked by the server only");
                self.report(
                    Diagnostic::note(Code::Alternatives, message).at_member(keyword),
                    at,
                );
            }
        }
    }

    /// Reads `allOf` as one object with the properties of all members.
    pub(super) fn all_of(
        &self,
        at: &At<'a>,
        members: &[ReferenceOr<Schema>],
        medium: Medium,
    ) -> Shape {
        let Some(list) = at.get("allOf") else {
            return Type::Primitive(Primitive::Json);
        };
        let shapes: Vec<Shape> = members
            .iter()
            .enumerate()
            .filter_map(|(index, member)| {
                Some(self.shape(&list.item(index)?, part(member), medium))
            })
            .collect();
        if let [only] = shapes.as_slice() {
            return only.clone();
        }
        let mut gathered: Vec<Property> = Vec::new();
        for shape in &shapes {
            match self.properties(shape) {
                Some(properties) => self.gather(at, &mut gathered, properties),
                None => {
                    let message = "expected an object with properties as a member of `allOf`; any JSON is accepted";
                    self.report(
                        Diagnostic::warning(Code::AllOf, message).at_member("allOf"),
                        at,
                    );
                    return Type::Primitive(Primitive::Json);
                }
            }
        }
        self.inline(at, Body::Object(gathered))
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
                    self.report(
                        Diagnostic::note(Code::AllOf, message).at_member("allOf"),
                        at,
                    );
                }
            }
        }
    }

    /// Returns the properties of a shape, if it is a non-empty object.
    pub fn object_of(&self, shape: &Shape) -> Option<Vec<Property>> {
        self.properties(shape)
            .filter(|properties| !properties.is_empty())
    }

    /// Returns the properties of a shape, if it is an object.
    pub(super) fn properties(&self, shape: &Shape) -> Option<Vec<Property>> {
        match shape {
            Type::Named(SchemaRef::Inline(definition)) => match &definition.body {
                Body::Object(properties) => Some(properties.clone()),
                _ => None,
            },
            Type::Named(SchemaRef::Component(name)) => {
                self.properties(&self.component(name)?.shape.clone())
            }
            Type::Primitive(Primitive::Json) => Some(Vec::new()),
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
