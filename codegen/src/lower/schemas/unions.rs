//! Reads `oneOf` and `anyOf` as unions.

use openapiv3::{Discriminator, Schema};

use super::{Medium, Schemas};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Type;
use crate::lower::schema::{Body, Member, Shape};
use crate::node::At;

impl<'a> Schemas<'a> {
    /// Reads a union of the members, or what remains of it if they do not differ.
    pub(super) fn union(&mut self, at: &At<'a>, keyword: &str, schema: &Schema) -> Shape {
        // Members that only list required keys are conditions, not types.
        let described = |at: &At<'a>| {
            at.node
                .entries()
                .iter()
                .any(|entry| !matches!(entry.key.as_str(), "required" | "description" | "title"))
        };
        let discriminator = schema.schema_data.discriminator.as_ref();
        let mut members: Vec<Member> = Vec::new();
        let elements = at.get(keyword);
        for element in elements.iter().flat_map(At::elements).filter(described) {
            let shape = self.shape(&element, Medium::Json);
            let tag = discriminator.and_then(|it| self.tag(&element, &shape, it));
            members.push(Member {
                pointer: element.pointer,
                shape,
                tag,
            });
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

    /// Returns the discriminating property and the values that it has in a member.
    fn tag(
        &mut self,
        at: &At<'a>,
        shape: &Shape,
        discriminator: &Discriminator,
    ) -> Option<(String, Vec<String>)> {
        let property = &discriminator.property_name;
        let component = self.definition(shape).and_then(|it| it.component.clone());
        let target = match (at.node.get_str("$ref"), component) {
            (Some(reference), _) => Some(reference.to_owned()),
            (None, Some(name)) => Some(format!("#/components/schemas/{name}")),
            (None, None) => None,
        };
        let mapped = discriminator.mapping.iter();
        let mapped = mapped.filter(|(_, mapped)| Some(*mapped) == target.as_ref());
        let mapped: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
        if !mapped.is_empty() {
            return Some((property.clone(), mapped));
        }
        let properties = self.properties(shape)?;
        let tagging = properties.iter().find(|it| it.wire == *property)?;
        match &self.definition(&tagging.shape)?.body {
            Body::Strings(values) => {
                let values = values.iter().map(|known| known.value.clone());
                Some((property.clone(), values.collect()))
            }
            _ => None,
        }
    }
}
