//! What real responses do to a document that obeys its schema.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::doc::Doc;
use crate::random::{anything, texts};
use crate::shape::{Schema, Shape};

/// One thing that is done to a document, at one of the places where it can be.
#[derive(Debug, Clone)]
pub struct Mutation {
    kind: Kind,
    at: Index,
}

/// What is done.
#[derive(Debug, Clone)]
enum Kind {
    /// A member is left out.
    Drop,
    /// A member is null.
    Null,
    /// An object has a member that the schema does not know.
    Add(String, Doc),
    /// An enum has a value that the schema does not know, or a known one otherwise spelt.
    Value(Spelt),
    /// An identifier is a whole number.
    Identifier(String),
    /// A number is in quotes.
    Quote,
    /// A whole number has a fraction of zero.
    Fraction,
    /// A text is longer than the schema allows.
    Lengthen,
}

/// The kinds by name, in the order of [`Mutation::kind`].
pub const KINDS: [&str; 8] = [
    "dropped",
    "nulled",
    "added",
    "enum values",
    "identifiers as integers",
    "numbers as texts",
    "whole numbers with a fraction",
    "too long",
];

#[derive(Debug, Clone)]
enum Spelt {
    /// As the variant of the known value is called in Rust, roughly.
    Capitalised,
    Upper,
    /// With a space behind it.
    Padded,
    /// Any other text.
    As(String),
}

/// Some mutations, to be done one after the other.
pub fn mutations() -> BoxedStrategy<Vec<Mutation>> {
    let integers = prop_oneof![
        any::<u64>().prop_map(|it| it.to_string()),
        any::<i64>().prop_map(|it| it.to_string())
    ];
    let keys = prop_oneof![
        3 => texts(12),
        1 => select(vec!["ID", "Status", "id ", "note_", "rows", "$ref", "type_", "__proto__"]).prop_map(str::to_owned),
    ];
    let words = select(vec!["", "Unrecognized", "unrecognized", "null", "archived"])
        .prop_map(str::to_owned);
    let spelt = prop_oneof![
        Just(Spelt::Capitalised),
        Just(Spelt::Upper),
        Just(Spelt::Padded),
        words.prop_map(Spelt::As),
        texts(12).prop_map(Spelt::As),
    ];
    let kinds = prop_oneof![
        2 => Just(Kind::Drop),
        2 => Just(Kind::Null),
        2 => (keys, anything()).prop_map(|(key, value)| Kind::Add(key, value)),
        2 => spelt.prop_map(Kind::Value),
        2 => integers.prop_map(Kind::Identifier),
        1 => Just(Kind::Quote),
        1 => Just(Kind::Fraction),
        1 => Just(Kind::Lengthen),
    ];
    let mutation = (kinds, any::<Index>()).prop_map(|(kind, at)| Mutation { kind, at });
    prop::collection::vec(mutation, 1..10).boxed()
}

impl Mutation {
    /// The place of its kind in [`KINDS`].
    #[must_use]
    pub fn kind(&self) -> usize {
        match self.kind {
            Kind::Drop => 0,
            Kind::Null => 1,
            Kind::Add(..) => 2,
            Kind::Value(_) => 3,
            Kind::Identifier(_) => 4,
            Kind::Quote => 5,
            Kind::Fraction => 6,
            Kind::Lengthen => 7,
        }
    }

    /// Does it; false if the document has no place for it.
    pub fn apply(&self, schema: Schema<'_>, document: &mut Doc) -> bool {
        let mut places = Vec::new();
        collect(schema, document, &mut Vec::new(), &mut |place| {
            if self.fits(place) {
                places.push(place.path.to_vec());
            }
        });
        if places.is_empty() {
            return false;
        }
        let path = self.at.get(&places);
        if let Kind::Drop = self.kind {
            let (last, parent) = path.split_last().expect("a member is in an object");
            if let Doc::Object(members) = node(document, parent) {
                members.remove(*last);
            }
        } else {
            self.change(node(document, path));
        }
        true
    }

    fn fits(&self, place: &Place<'_>) -> bool {
        match &self.kind {
            Kind::Drop | Kind::Null => place.can_go,
            Kind::Add(key, _) => match (place.shape, place.value) {
                (Shape::Object(properties), Doc::Object(_)) => {
                    properties.iter().all(|it| it.name != key) && place.value.get(key).is_none()
                }
                _ => false,
            },
            Kind::Value(_) => {
                matches!((place.shape, place.value), (Shape::Choice(_), Doc::Text(_)))
            }
            Kind::Identifier(_) => place.is_identifier,
            Kind::Quote => {
                let is_number = matches!(place.shape, Shape::Integer(..) | Shape::Number(_));
                // What is written in quotes is written plainly.
                is_number
                    && matches!(place.value, Doc::Number(text) if !text.contains(['e', 'E', '.']))
            }
            Kind::Fraction => match (place.shape, place.value) {
                (Shape::Integer(..), Doc::Number(text)) => text.len() < 16 && !text.contains('.'),
                _ => false,
            },
            Kind::Lengthen => matches!((place.shape, place.value), (Shape::Text(_), Doc::Text(_))),
        }
    }

    fn change(&self, value: &mut Doc) {
        match (&self.kind, &mut *value) {
            (Kind::Null, _) => *value = Doc::Null,
            (Kind::Add(key, added), Doc::Object(members)) => {
                members.insert(0, (key.clone(), added.clone()))
            }
            (Kind::Value(spelt), Doc::Text(text)) => {
                let rest = text.chars().skip(1);
                *text = match spelt {
                    Spelt::Capitalised => text
                        .chars()
                        .take(1)
                        .flat_map(char::to_uppercase)
                        .chain(rest)
                        .collect(),
                    Spelt::Upper => text.to_uppercase(),
                    Spelt::Padded => format!("{text} "),
                    Spelt::As(other) => other.clone(),
                };
            }
            (Kind::Identifier(digits), _) => *value = Doc::Number(digits.clone()),
            (Kind::Quote, Doc::Number(text)) => *value = Doc::text(text.clone()),
            (Kind::Fraction, Doc::Number(text)) => text.push_str(".0"),
            (Kind::Lengthen, Doc::Text(text)) => text.push_str(&"ü".repeat(3000)),
            _ => unreachable!("the place fits"),
        }
    }
}

/// A place in a document.
struct Place<'a> {
    path: &'a [usize],
    shape: &'a Shape<'a>,
    value: &'a Doc,
    /// Whether it is a member that not every response has.
    can_go: bool,
    is_identifier: bool,
}

fn node<'a>(document: &'a mut Doc, path: &[usize]) -> &'a mut Doc {
    path.iter().fold(document, |value, index| match value {
        Doc::List(items) => &mut items[*index],
        Doc::Object(members) => &mut members[*index].1,
        _ => unreachable!("the path is of this document"),
    })
}

/// All places that the schema knows.
fn collect(
    schema: Schema<'_>,
    value: &Doc,
    path: &mut Vec<usize>,
    found: &mut dyn FnMut(&Place<'_>),
) {
    let shape = schema.shape();
    if path.is_empty() {
        found(&Place {
            path,
            shape: &shape,
            value,
            can_go: false,
            is_identifier: false,
        });
    }
    match (&shape, value) {
        (Shape::List(items), Doc::List(list)) => {
            let shape = items.shape();
            for (index, item) in list.iter().enumerate() {
                path.push(index);
                found(&Place {
                    path,
                    shape: &shape,
                    value: item,
                    can_go: false,
                    is_identifier: false,
                });
                collect(*items, item, path, found);
                path.pop();
            }
        }
        (Shape::Object(properties), Doc::Object(members)) => {
            for (index, (key, item)) in members.iter().enumerate() {
                let Some(property) = properties.iter().find(|it| it.name == key) else {
                    continue;
                };
                let shape = property.schema.shape();
                let is_named_so =
                    key == "id" || key.ends_with("_id") || key.starts_with("external_");
                let is_identifier =
                    is_named_so && matches!(shape, Shape::Text(_)) && *item != Doc::Null;
                path.push(index);
                found(&Place {
                    path,
                    shape: &shape,
                    value: item,
                    can_go: !property.always,
                    is_identifier,
                });
                collect(property.schema, item, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}
