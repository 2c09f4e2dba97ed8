//! Checks discriminators against the members of their unions.

use super::Schemas;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{SchemaType, TagForm, Type};
use crate::lower::form;
use crate::lower::schema::{Body, Shape};
use crate::node::{At, Node};

/// Whether a property can be a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    /// It is a string or may be one, or an integer or a boolean.
    Of(TagForm),
    /// It is of another type.
    Other,
    /// The object does not have it.
    Missing,
}

impl<'a> Schemas<'a> {
    /// Returns the property that a discriminator names, if it can tell the members apart, and how each member writes it.
    pub(super) fn tag_property(
        &mut self,
        union: &At<'a>,
        shapes: &[(At<'a>, Shape)],
    ) -> Option<(String, Vec<TagForm>)> {
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
        let tags = shapes.iter().map(|(_, shape)| self.tag_in(shape, property));
        let tags: Vec<Option<Tag>> = tags.collect();
        if tags.contains(&Some(Tag::Other)) {
            let message = format!(
                "expected the property `{property}` of the discriminator to be a string, an integer or a boolean in all members; ignored"
            );
            let diagnostic = Diagnostic::warning(Code::Discriminator, message);
            self.report_member(diagnostic, &discriminator, "propertyName");
            self.context.skip(
                &discriminator.pointer,
                "its property is not a string, an integer or a boolean",
            );
            return None;
        }
        let mut declared = tags.iter().flatten().peekable();
        if declared.peek().is_some() && declared.all(|it| *it == Tag::Missing) {
            let message = format!(
                "no member of the union declares the property `{property}` of the discriminator; it is read and written all the same"
            );
            let diagnostic = Diagnostic::warning(Code::Discriminator, message);
            self.report_member(diagnostic, &discriminator, "propertyName");
        }
        let form = |tag: &Option<Tag>| match tag {
            Some(Tag::Of(form)) => Some(*form),
            _ => None,
        };
        // A member that does not declare the property writes it as the others do.
        let common = tags.iter().find_map(form).unwrap_or(TagForm::String);
        let forms = tags.iter().map(|it| form(it).unwrap_or(common));
        Some((property.to_owned(), forms.collect()))
    }

    /// Returns what a member has for a tag; `None` if it is no object with properties.
    fn tag_in(&mut self, shape: &Shape, property: &str) -> Option<Tag> {
        let properties = self.properties(shape).filter(|it| !it.is_empty())?;
        let Some(tag) = properties.into_iter().find(|it| it.wire == property) else {
            return Some(Tag::Missing);
        };
        let mut ty = self.resolve(&tag.shape);
        while let Type::Optional(inner) = ty {
            ty = self.resolve(&inner);
        }
        let form = match &ty {
            Type::Primitive(primitive) => match primitive.row().schema {
                None | Some(SchemaType::String) => Some(TagForm::String),
                Some(SchemaType::Integer | SchemaType::Number | SchemaType::Boolean) => {
                    Some(TagForm::Literal)
                }
            },
            Type::Array(_) | Type::Map(_) | Type::Optional(_) => None,
            named => match self.definition(named).map(|it| &it.body) {
                None | Some(Body::Strings(_) | Body::Union(_)) => Some(TagForm::String),
                Some(Body::Integers(_)) => Some(TagForm::Literal),
                Some(Body::Object(_) | Body::Newtype(_)) => None,
            },
        };
        Some(form.map_or(Tag::Other, Tag::Of))
    }

    /// Returns whether a member can be an object, which has a tag. Any other is told by its JSON type.
    pub(super) fn may_have_tag(&mut self, shape: &Shape) -> bool {
        let mut ty = self.resolve(shape);
        while let Type::Optional(inner) = ty {
            ty = self.resolve(&inner);
        }
        match &ty {
            Type::Primitive(primitive) => primitive.row().schema.is_none(),
            Type::Array(_) => false,
            Type::Map(_) | Type::Optional(_) => true,
            named => match self.definition(named).map(|it| &it.body) {
                None | Some(Body::Object(_) | Body::Union(_)) => true,
                Some(Body::Newtype(inner)) => matches!(inner, Type::Map(_)),
                Some(Body::Strings(_) | Body::Integers(_)) => false,
            },
        }
    }

    /// Returns the values that a tag of this form can have, and reports the others.
    pub(super) fn expressible(
        &self,
        union: &At<'a>,
        member: &At<'a>,
        values: Vec<String>,
        form: TagForm,
    ) -> Vec<String> {
        // An integer as JSON writes it: neither `01` nor `+1`.
        let is_integer = |it: &str| {
            it.parse::<i64>()
                .is_ok_and(|number| number.to_string() == it)
        };
        let is_literal = |it: &str| is_integer(it) || matches!(it, "true" | "false");
        let is_expressible = |it: &String| form == TagForm::String || is_literal(it);
        let (expressible, foreign): (Vec<String>, _) = values.into_iter().partition(is_expressible);
        if let [first, ..] = foreign.as_slice() {
            let message = format!(
                "the value `{first}` of the discriminator is not an integer or a boolean, as its property is in this member; ignored"
            );
            let diagnostic = Diagnostic::warning(Code::Discriminator, message);
            self.report_member(diagnostic, union, "discriminator");
            self.context.skip(
                &member.pointer,
                format!("the discriminator has no value for it but `{first}`"),
            );
        }
        expressible
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
            let nested = Some(self.nested_tags(shape, property)).filter(|it| !it.is_empty());
            let own = self.values_of(shape, property).map(|(values, _)| values);
            let own = own.or(nested);
            let is_nameless = own.is_none() && mapped.is_empty() && self.target(at).is_none();
            if is_nameless && self.may_have_tag(shape) {
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
