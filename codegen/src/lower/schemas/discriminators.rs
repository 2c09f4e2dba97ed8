//! Checks discriminators against the members of their unions.

use super::Schemas;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{SchemaType, Type};
use crate::lower::form;
use crate::lower::schema::{Body, Shape};
use crate::node::{At, Node};

/// Whether a property can be a tag.
#[derive(PartialEq, Eq)]
enum Tag {
    /// It is a string, or may be one.
    String,
    /// It is of another type.
    Other,
    /// The object does not have it.
    Missing,
}

impl<'a> Schemas<'a> {
    /// Returns the property that a discriminator names, if it can tell the members apart.
    pub(super) fn tag_property(
        &mut self,
        union: &At<'a>,
        shapes: &[(At<'a>, Shape)],
    ) -> Option<String> {
        let discriminator = union.get("discriminator")?;
        // What is no mapping is reported with the keywords.
        discriminator.node.as_map()?;
        form::check(self.context, &discriminator, &form::DISCRIMINATOR);
        let Some(property) = discriminator.node.get_str("propertyName") else {
            let found = discriminator.node.get("propertyName");
            let found = found.map_or("none", Node::kind);
            let message = format!(
                "expected the discriminator to have a string `propertyName`, found {found}; ignored"
            );
            let diagnostic = Diagnostic::warning(Code::NotOpenApi, message);
            self.report_member(diagnostic, union, "discriminator");
            return None;
        };
        let tags: Vec<Tag> = shapes
            .iter()
            .filter_map(|(_, shape)| self.tag_in(shape, property))
            .collect();
        if tags.contains(&Tag::Other) {
            let message = format!(
                "expected the property `{property}` of the discriminator to be a string in all members; ignored"
            );
            let diagnostic = Diagnostic::warning(Code::Discriminator, message);
            self.report_member(diagnostic, &discriminator, "propertyName");
            self.context
                .skip(&discriminator.pointer, "its property is no string");
            return None;
        }
        if !tags.is_empty() && tags.iter().all(|it| *it == Tag::Missing) {
            let message = format!(
                "no member of the union declares the property `{property}` of the discriminator; it is read and written all the same"
            );
            let diagnostic = Diagnostic::warning(Code::Discriminator, message);
            self.report_member(diagnostic, &discriminator, "propertyName");
        }
        Some(property.to_owned())
    }

    /// Returns what a member has for a tag; `None` if it is no object with properties.
    fn tag_in(&mut self, shape: &Shape, property: &str) -> Option<Tag> {
        let properties = self.properties(shape).filter(|it| !it.is_empty())?;
        let Some(tag) = properties.into_iter().find(|it| it.wire == property) else {
            return Some(Tag::Missing);
        };
        let is_string = match self.resolve(&tag.shape) {
            Type::Primitive(primitive) => {
                matches!(primitive.row().schema, None | Some(SchemaType::String))
            }
            Type::Array(_) | Type::Map(_) => false,
            Type::Optional(_) => true,
            named => self
                .definition(&named)
                .is_none_or(|it| matches!(it.body, Body::Strings(_) | Body::Union(_))),
        };
        Some(match is_string {
            true => Tag::String,
            false => Tag::Other,
        })
    }

    /// Reports members that share a value of the discriminator.
    pub(super) fn report_shared_tags(&self, union: &At<'a>, property: &str) {
        let message = format!(
            "members of the union have a value of `{property}` in common; the names of the components stand for them"
        );
        let diagnostic = Diagnostic::warning(Code::Discriminator, message);
        self.report_member(diagnostic, union, "discriminator");
    }

    /// Reports values that a mapping gives to a member whose own values do not have them, and members that are not
    /// named, which have no value.
    pub(super) fn check_tags(
        &mut self,
        union: &At<'a>,
        shapes: &[(At<'a>, Shape)],
        mapped: &[Vec<String>],
        property: &str,
    ) {
        for ((at, shape), mapped) in shapes.iter().zip(mapped) {
            let own = self.values_of(shape, property).map(|(values, _)| values);
            if own.is_none() && mapped.is_empty() && self.target(at).is_none() {
                let message = format!(
                    "a member without a name has no value of `{property}`; it is told by its form"
                );
                self.report(Diagnostic::warning(Code::Discriminator, message), at);
            }
            let own = own.unwrap_or_default();
            let foreign = mapped
                .iter()
                .find(|it| !own.is_empty() && !own.contains(it));
            if let Some(foreign) = foreign {
                let message = format!(
                    "the discriminator maps `{foreign}` to a member whose `{property}` does not have this value"
                );
                let diagnostic = Diagnostic::warning(Code::Discriminator, message);
                self.report_member(diagnostic, union, "discriminator");
            }
        }
    }
}
