//! The order in which the members of a union are tried.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::form::{Form, is_deep};
use super::sign::Sign;
use crate::Json;

/// A member that a value can be, and how well it fits.
pub(super) struct Candidate {
    /// The index of the member.
    pub(super) index: usize,
    /// How well it fits.
    pub(super) fit: Fit,
}

/// How well a member fits a value; the best comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// How closely the sign describes the form of the value.
    closeness: Closeness,
    /// The number of known keys.
    known: Reverse<usize>,
    /// The number of the keys that the member declares.
    keys: usize,
}

/// How closely a sign describes the form of a value; the closest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// The tag holds the value of a key, or the value itself.
    Tagged,
    /// A form that only some values of the JSON type have, such as that of a date.
    Form,
    /// The JSON type.
    Kind,
    /// The JSON type, by a tag that does not hold the value.
    Untagged,
    /// Anything.
    Any,
}

/// Returns the members that a value can be, in the order of their declaration.
///
/// If tags hold the value of their key, these members are the only ones.
pub(super) fn candidates(json: &Json, signs: &[Sign]) -> Vec<Candidate> {
    // Each level of a union that holds itself is read anew, so the limit of the JSON reader does not end it.
    if is_deep(json.as_str()) {
        return Vec::new();
    }
    let value = Value::of(json);
    let fit = |(index, sign): (usize, &Sign)| {
        let closeness = value.closeness(sign)?;
        let (known, keys) = value.keys(sign)?;
        let fit = Fit {
            closeness,
            known: Reverse(known),
            keys,
        };
        Some((sign.has_key(), Candidate { index, fit }))
    };
    let mut fitting: Vec<_> = signs.iter().enumerate().filter_map(fit).collect();
    let is_tagged = fitting.iter().any(|(has_key, _)| *has_key);
    fitting.retain(|(has_key, _)| *has_key || !is_tagged);
    fitting.into_iter().map(|(_, it)| it).collect()
}

/// A value whose member is wanted.
struct Value<'j> {
    form: Form,
    /// The text of a string, the digits of an integer, or `true` or `false`.
    text: Option<Cow<'j, str>>,
    /// The members of an object.
    object: BTreeMap<String, Json>,
}

impl<'j> Value<'j> {
    fn of(json: &'j Json) -> Self {
        let text = text(json);
        let form = Form::of(json.as_str(), text.as_deref());
        // The elements of an array are told by the first one.
        let object = match form.kind() {
            "object" => json.read().unwrap_or_default(),
            "array" => first_element(json).unwrap_or_default(),
            _ => BTreeMap::new(),
        };
        Self { form, text, object }
    }

    /// How closely a sign describes the value; `None` if it excludes the value.
    fn closeness(&self, sign: &Sign) -> Option<Closeness> {
        let form = match sign.json {
            "" => Closeness::Any,
            json if json == self.form.kind() => Closeness::Kind,
            json if json == self.form.name() => Closeness::Form,
            _ => return None,
        };
        match sign.tag {
            None => Some(form),
            Some(("", values)) => {
                let is_held = self.text.as_deref().is_some_and(|it| values.contains(&it));
                Some(match (is_held, form) {
                    (true, _) => Closeness::Tagged,
                    (false, Closeness::Any) => Closeness::Any,
                    (false, _) => Closeness::Untagged,
                })
            }
            Some((key, values)) => {
                let value = text(self.object.get(key)?)?;
                values.contains(&&*value).then_some(Closeness::Tagged)
            }
        }
    }

    /// The number of known keys of an object, and that of the keys that the sign has; `None` if they exclude the object.
    /// A tag that has a key is enough.
    fn keys(&self, sign: &Sign) -> Option<(usize, usize)> {
        let is_told_by_keys =
            sign.json == "object" || sign.json == "array" && !sign.keys.is_empty();
        if !is_told_by_keys || sign.has_key() {
            return Some((0, usize::MAX));
        }
        let has = |key: &str| self.object.contains_key(key);
        let known = sign.keys.iter().filter(|it| has(it)).count();
        let is_complete = sign.required.iter().all(|it| has(it));
        let is_strange = known == 0 && !self.object.is_empty() && !sign.keys.is_empty();
        (is_complete && !is_strange).then_some((known, sign.keys.len()))
    }
}

/// The members of the first element of an array, if it is an object.
fn first_element(json: &Json) -> Option<BTreeMap<String, Json>> {
    let elements: Vec<Json> = json.read().ok()?;
    elements.first()?.read().ok()
}

/// The text of a string, the digits of an integer, or `true` or `false`.
fn text(json: &Json) -> Option<Cow<'_, str>> {
    match Form::of(json.as_str(), None) {
        Form::Integer | Form::Other("boolean") => Some(json.as_str().into()),
        Form::Other("string") => json.read().ok().map(Cow::Owned),
        _ => None,
    }
}
