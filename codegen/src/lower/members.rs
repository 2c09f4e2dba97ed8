//! Names the variants of unions, and determines how their values are recognized in JSON.

use std::collections::HashSet;

use crate::ir::{Holds, Ident, JsonKind, Sign, Type, TypeRef, UnionVariant};
use crate::lower::instances::{Content, Held};
use crate::lower::schema::Member;
use crate::names;

/// A type as a member of unions.
#[derive(Debug)]
pub struct Known {
    /// Its name.
    pub name: Ident,
    /// How its values are recognized.
    pub sign: Sign,
}

/// Returns the variants of a union, whose name is `union`. `known` are all types, by id.
pub fn variants(
    union: &Ident,
    members: impl Iterator<Item = (Member, TypeRef)>,
    known: &[Known],
) -> Vec<UnionVariant> {
    // The variant for values of no known type.
    let mut taken = HashSet::from(["Unrecognized".to_owned()]);
    let variant = |(member, ty): (Member, TypeRef)| {
        let (name, sign) = describe(&ty, known, &union.0);
        let unique = if taken.contains(&name) {
            let place = names::pascal(&member.pointer.to_string()).unwrap_or_default();
            format!("{name}Of{place}")
        } else {
            name
        };
        taken.insert(unique.clone());
        UnionVariant {
            pointer: member.pointer,
            rust: names::escape(&unique),
            ty,
            writes_tag: member.writes_tag,
            sign: Sign {
                tag: member.tag.or(sign.tag.clone()),
                ..sign
            },
        }
    };
    members.map(variant).collect()
}

/// Returns the name of the variant that holds a type, and how its values are recognized.
fn describe(ty: &TypeRef, known: &[Known], union: &str) -> (String, Sign) {
    let plain = |name: &str, json| (name.to_owned(), of_kind(json));
    match ty {
        Type::Named(id) => {
            let Known { name, sign } = &known[id.0];
            // `Payment` is no `ment` of `Pay`.
            let is_word = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_uppercase());
            let short = name.0.strip_prefix(union).filter(is_word);
            (short.unwrap_or(&name.0).to_owned(), sign.clone())
        }
        Type::Primitive(primitive) => plain(primitive.row().variant, primitive.json()),
        Type::Map(_) => plain("Map", Some(JsonKind::Object)),
        Type::Optional(inner) => describe(inner, known, union),
        Type::Array(inner) => {
            let (name, inner) = describe(inner, known, union);
            // An array of objects is told by the keys of its elements.
            let sign = Sign { tag: None, ..inner };
            (format!("{name}List"), of_array(sign))
        }
    }
}

/// Returns how the values of a type are recognized.
pub fn sign(content: &Content<'_>) -> Sign {
    match content {
        Content::Struct(fields) | Content::Form(fields) => {
            let keys = |fields: &mut dyn Iterator<Item = &Held<'_>>| {
                fields.map(|it| it.property.wire.clone()).collect()
            };
            Sign {
                keys: keys(&mut fields.iter()),
                required: keys(&mut fields.iter().filter(|it| it.holds == Holds::Value)),
                ..of_kind(Some(JsonKind::Object))
            }
        }
        Content::Strings(values) => Sign {
            tag: itself(values.iter().map(|(known, _)| known.value.clone())),
            ..of_kind(Some(JsonKind::String))
        },
        Content::Integers(values) => Sign {
            tag: itself(values.iter().map(|(known, _)| known.value.to_string())),
            ..of_kind(Some(JsonKind::Integer))
        },
        Content::Newtype(Type::Array(_)) => of_kind(Some(JsonKind::Array)),
        Content::Newtype(_) => of_kind(Some(JsonKind::Object)),
        Content::Union(_) => of_kind(None),
    }
}

/// The tag of a value that is told by itself: it has no key.
fn itself(values: impl Iterator<Item = String>) -> Option<(String, Vec<String>)> {
    Some((String::new(), values.collect()))
}

/// Returns how an array is recognized whose elements are recognized so.
fn of_array(elements: Sign) -> Sign {
    match elements.json {
        Some(JsonKind::Object) => Sign {
            json: Some(JsonKind::Array),
            ..elements
        },
        _ => of_kind(Some(JsonKind::Array)),
    }
}

fn of_kind(json: Option<JsonKind>) -> Sign {
    Sign {
        json,
        ..Sign::default()
    }
}
