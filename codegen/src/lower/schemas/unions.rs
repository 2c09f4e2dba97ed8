//! Reads `oneOf` and `anyOf` as unions.

use openapiv3::{ReferenceOr, Schema};

use super::{Medium, Schemas, part};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Primitive, Type};
use crate::lower::shape::{Body, Member, SchemaRef, Shape};
use crate::node::At;

impl<'a> Schemas<'a> {
    /// Reads a union of the members, or what remains of it if they do not differ.
    pub(super) fn union(
        &self,
        at: &At<'a>,
        keyword: &str,
        members: &[ReferenceOr<Schema>],
        schema: &Schema,
    ) -> Shape {
        let Some(list) = at.get(keyword) else {
            return Type::Primitive(Primitive::Json);
        };
        // Members that only list required keys are conditions, not types.
        let described = |at: &At<'a>| {
            at.node
                .entries()
                .iter()
                .any(|entry| !matches!(entry.key.as_str(), "required" | "description" | "title"))
        };
        let mut read: Vec<Member> = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let Some(at) = list.item(index).filter(|at| described(at)) else {
                continue;
            };
            let shape = self.shape(&at, part(member), Medium::Json);
            read.push(Member {
                pointer: at.pointer,
                shape,
                tag: None,
            });
        }
        if read.is_empty() {
            let message = format!(
                "the members of `{keyword}` are conditions, which the server checks; any JSON is accepted"
            );
            self.report(
                Diagnostic::note(Code::Alternatives, message).at_member(keyword),
                at,
            );
            return Type::Primitive(Primitive::Json);
        }
        if let [only] = read.as_slice() {
            return only.shape.clone();
        }
        if let Some(discriminator) = &schema.schema_data.discriminator {
            for member in &mut read {
                member.tag = self.tag(member, &discriminator.property_name, &discriminator.mapping);
            }
        }
        self.inline(at, Body::Union(read))
    }

    /// Returns the values that the discriminating property has in a member.
    fn tag<'m>(
        &self,
        member: &Member,
        property: &str,
        mapping: impl IntoIterator<Item = (&'m String, &'m String)>,
    ) -> Option<(String, Vec<String>)> {
        let component = match &member.shape {
            Type::Named(SchemaRef::Component(name)) => Some(format!("#/components/schemas/{name}")),
            _ => None,
        };
        let mapped: Vec<String> = mapping
            .into_iter()
            .filter(|(_, target)| component.as_ref() == Some(*target))
            .map(|(value, _)| value.clone())
            .collect();
        if !mapped.is_empty() {
            return Some((property.to_owned(), mapped));
        }
        let properties = self.properties(&member.shape)?;
        let tagging = properties
            .iter()
            .find(|candidate| candidate.wire == property)?;
        let shape = match &tagging.shape {
            Type::Named(SchemaRef::Component(name)) => self.component(name)?.shape.clone(),
            other => other.clone(),
        };
        match shape {
            Type::Named(SchemaRef::Inline(definition)) => match &definition.body {
                Body::Strings(texts) => Some((
                    property.to_owned(),
                    texts.iter().map(|known| known.value.clone()).collect(),
                )),
                _ => None,
            },
            _ => None,
        }
    }
}
