//! What the places of inline schemas are called: the component or the part of an operation that they stand in, and the
//! properties on the way.

use std::borrow::Cow;

use hashbrown::{HashMap, HashSet};

use crate::lower::owner::part;
use crate::names::{component, singular_last};
use crate::pointer::Pointer;

/// The names from which those of inline schemas are made.
#[derive(Debug, Default)]
pub struct Places<'a> {
    /// The names of places that have one: components, schemas that the overlay names, and parts of operations.
    pub bases: HashMap<&'a str, Base<'a>>,
    /// What the inline members of unions are called.
    pub labels: HashMap<&'a str, String>,
    /// The schemas that become types.
    pub types: HashSet<&'a str>,
}

/// What the schemas within a place are called after.
#[derive(Debug, Clone, Copy)]
pub struct Base<'a> {
    /// The name of the place.
    pub name: &'a str,
    /// Its name where another place is called so.
    pub longer: &'a str,
    /// Whether it is the name of an element as well: it is that of what an operation sends or receives.
    pub names_elements: bool,
}

impl<'a> Base<'a> {
    /// The name of a schema.
    pub fn new(name: &'a str) -> Self {
        Self {
            name,
            longer: name,
            names_elements: false,
        }
    }
}

/// What the last part of a name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The base.
    Base,
    /// A property, or the like.
    Key,
    /// An element, or a member of a union.
    Inner,
}

impl Places<'_> {
    /// Returns the parts of the name of the schema at a place, from the outermost. The first one is chosen from the base.
    pub fn parts(&self, place: &Pointer, choose: fn(&Base<'_>) -> String) -> Vec<String> {
        let text = place.as_str();
        let keys: Vec<Cow<'_, str>> = place.keys().collect();
        let ends = text.match_indices('/').map(|(at, _)| at).skip(1);
        let ends: Vec<usize> = ends.chain([text.len()]).collect();
        let prefix = |at: usize| &text[..ends[at]];
        let above = (0..ends.len().saturating_sub(1)).rev();
        let known = above
            .clone()
            .find_map(|at| Some((at, self.bases.get(prefix(at))?)));
        let (mut at, mut parts) = match known {
            Some((at, base)) => (at + 1, vec![choose(base)]),
            None => (part(text).matches('/').count(), owner(place)),
        };
        let names_elements = known.is_some_and(|(_, base)| base.names_elements);
        let mut last = match names_elements {
            true => Last::Inner,
            false => Last::Base,
        };
        while let Some(key) = keys.get(at) {
            let next = keys.get(at + 1);
            let is_type = at > 0 && self.types.contains(prefix(at - 1));
            let step = match key.as_ref() {
                "schema" => 1,
                "allOf" | "content" | "responses" | "parameters" => 2,
                "oneOf" | "anyOf" => {
                    let label = ends
                        .get(at + 1)
                        .and_then(|_| self.labels.get(prefix(at + 1)));
                    if let Some(label) = label {
                        parts.push(label.clone());
                        last = Last::Inner;
                    }
                    2
                }
                "items" | "additionalProperties" => {
                    let word = match key.as_ref() {
                        "items" => "item",
                        _ => "value",
                    };
                    element(&mut parts, last, is_type, word);
                    last = Last::Inner;
                    1
                }
                _ => {
                    let is_holder = HOLDERS.contains(&key.as_ref());
                    let name = next.filter(|_| is_holder).unwrap_or(key);
                    parts.push(name.clone().into_owned());
                    last = Last::Key;
                    1 + usize::from(is_holder)
                }
            };
            at += step;
        }
        parts
    }
}

/// Returns the parts of the name of what the schema at a place belongs to.
pub fn owner(place: &Pointer) -> Vec<String> {
    let keys: Vec<Cow<'_, str>> = place.keys().collect();
    let depth = part(place.as_str()).matches('/').count();
    own_name(&keys[..depth.min(keys.len())])
}

/// The keywords whose members have names of their own.
const HOLDERS: [&str; 6] = [
    "properties",
    "patternProperties",
    "headers",
    "encoding",
    "$defs",
    "definitions",
];

/// Makes the name of a list that of an element: an element of `items` is an `item`. A list that is a type itself, or
/// has no plural, gets a word.
fn element(parts: &mut Vec<String>, last: Last, is_type: bool, word: &str) {
    let name = parts.last().map(|it| (it.clone(), singular_last(it)));
    match (name, last) {
        // A list of lists is a list.
        (_, Last::Inner) if !is_type => {}
        (Some((_, singular)), Last::Key) if !is_type => {
            parts.pop();
            parts.push(singular);
        }
        (Some((name, singular)), Last::Base) if !is_type && name != singular => {
            parts.pop();
            parts.push(singular);
        }
        _ => parts.push(word.to_owned()),
    }
}

/// Returns the name of an owner of schemas that is not a type and has no other name.
fn own_name(keys: &[Cow<'_, str>]) -> Vec<String> {
    let keys: Vec<&str> = keys.iter().map(AsRef::as_ref).collect();
    match keys.as_slice() {
        ["components", "responses", name] => vec![response(name)],
        ["components", _, name] => vec![component(name)],
        ["paths", path, ..] => {
            let literals = path.split('/').filter(|it| !it.contains('{'));
            literals.map(str::to_owned).collect()
        }
        [.., name] => {
            let file = name.rsplit('/').next().unwrap_or_default();
            vec![file.split('.').next().unwrap_or_default().to_owned()]
        }
        [] => Vec::new(),
    }
}

/// Returns what a response is called: a status at the end of its name says at most that it is an error.
fn response(name: &str) -> String {
    let name = component(name);
    let (stem, status) =
        name.split_at(name.len() - name.chars().rev().take_while(char::is_ascii_digit).count());
    match (status.len(), status.as_bytes().first()) {
        (3, Some(b'4' | b'5')) => format!("{stem} error"),
        (3, Some(b'1'..=b'3')) => stem.to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(places: &Places<'_>, keys: &str) -> String {
        let keys = keys.split(' ');
        let place = keys.fold(Pointer::root(), |place, key| place.key(key));
        places.parts(&place, |it| it.name.to_owned()).join("+")
    }

    #[test]
    fn places_are_called_after_their_owners_and_properties() {
        let places = Places {
            bases: [
                (
                    "/paths/~1a/get/parameters/0",
                    Base {
                        names_elements: true,
                        ..Base::new("ListA")
                    },
                ),
                ("/components/schemas/B", Base::new("Bee")),
            ]
            .into(),
            labels: [("/components/schemas/B/oneOf/1", "card".to_owned())].into(),
            types: ["/components/schemas/B/properties/odd"].into(),
        };
        for (keys, expected) in [
            ("paths /a get parameters 0 schema", "ListA"),
            ("paths /a get parameters 0 schema items", "ListA"),
            ("paths /a/{b}/c parameters 0 schema", "+a+c"),
            ("components schemas B properties ends", "Bee+ends"),
            ("components schemas B properties ends items", "Bee+end"),
            (
                "components schemas B properties ends items items",
                "Bee+end",
            ),
            ("components schemas B properties odd items", "Bee+odd+item"),
            (
                "components schemas B properties many additionalProperties",
                "Bee+many",
            ),
            ("components schemas B allOf 0 properties x", "Bee+x"),
            ("components schemas B oneOf 1 properties x", "Bee+card+x"),
            ("components schemas B oneOf 0 properties x", "Bee+x"),
            ("components schemas Files items", "File"),
            ("components schemas Herd items", "Herd+item"),
            (
                "components responses Gone content a/b schema properties x",
                "Gone+x",
            ),
            ("x-files dir/parts.yml x properties y", "parts+x+y"),
        ] {
            assert_eq!(name(&places, keys), expected, "{keys}");
        }
    }
}
