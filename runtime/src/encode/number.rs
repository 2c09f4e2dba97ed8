//! Numbers and JSON text, as each format can hold them.

use std::any::type_name;

use serde_core::de::{Deserialize, Deserializer as _};
use serde_core::ser::{Error as _, Serialize, SerializeStruct, Serializer};
use serde_json::value::RawValue;

use super::members::Members;
use crate::decimal::Value;
use crate::decode::raw::RAW;

/// Writes a number by its digits, which are a number of JSON: in JSON as they are; elsewhere as a number if it is an
/// integer of 64 bits or has at most 15 digits, and otherwise as a string.
pub(crate) fn serialize<S: Serializer>(digits: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if is_json_text::<S>() {
        return serialize_raw(digits, serializer);
    }
    match held(digits) {
        Some(Held::Unsigned(number)) => serializer.serialize_u64(number),
        Some(Held::Signed(number)) => serializer.serialize_i64(number),
        Some(Held::Float(number)) => serializer.serialize_f64(number),
        None => serializer.serialize_str(digits),
    }
}

/// Writes JSON: in JSON as its text, elsewhere as what the text stands for, with numbers as [`serialize`] writes them.
pub(crate) fn serialize_json<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if is_json_text::<S>() {
        return serialize_raw(json, serializer);
    }
    Tree { json, depth: 0 }.serialize(serializer)
}

/// Writes text as JSON, in the way of `serde_json`'s `RawValue`.
fn serialize_raw<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut raw = serializer.serialize_struct(RAW, 1)?;
    raw.serialize_field(RAW, json)?;
    raw.end()
}

/// Whether the serializer writes JSON as text, by `serde_json`. Its `Value` is a tree, whose numbers are floats.
///
/// A serializer cannot be asked what it writes, and its type has no `TypeId`, because it may borrow. But no other
/// crate has the error type of `serde_json`, and only the writer of text returns nothing. The serializers that serde's
/// derive puts in between, for `flatten` and `tag`, look the same, but take no text: they are told by their path.
fn is_json_text<S: Serializer>() -> bool {
    size_of::<S::Ok>() == 0
        && type_name::<S::Error>() == type_name::<serde_json::Error>()
        && !type_name::<S>().starts_with("serde::")
}

/// A number that a format other than JSON holds.
enum Held {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

fn held(digits: &str) -> Option<Held> {
    if let Ok(number) = digits.parse() {
        return Some(Held::Unsigned(number));
    }
    if let Ok(number) = digits.parse() {
        return Some(Held::Signed(number));
    }
    // Every float keeps so many digits, whoever prints it. With more, printers differ in the last one.
    const DIGITS: usize = 15;
    let float: f64 = digits.parse().ok()?;
    let is_kept = Value::of(digits)?.digits() <= DIGITS && (float.is_normal() || float == 0.0);
    is_kept.then_some(Held::Float(float))
}

/// JSON text as a value of another format.
#[derive(Clone, Copy)]
struct Tree<'j> {
    json: &'j str,
    depth: usize,
}

impl Tree<'_> {
    /// As deep as `serde_json` reads.
    const DEEPEST: usize = 128;

    fn member<'m>(&self, raw: &'m RawValue) -> Tree<'m> {
        Tree {
            json: raw.get(),
            depth: self.depth + 1,
        }
    }
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.json;
        if self.depth >= Self::DEEPEST {
            return Err(S::Error::custom("the JSON is nested too deeply"));
        }
        match json.bytes().next() {
            Some(b'{') => {
                let members = serde_json::Deserializer::from_str(json).deserialize_map(Members);
                let members = members.map_err(S::Error::custom)?;
                let members = members.iter().map(|(key, raw)| (key, self.member(raw)));
                serializer.collect_map(members)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = read::<_, S>(json)?;
                serializer.collect_seq(items.iter().map(|raw| self.member(raw)))
            }
            Some(b'"') => serializer.serialize_str(&read::<String, S>(json)?),
            Some(b't' | b'f') => serializer.serialize_bool(read::<_, S>(json)?),
            Some(b'n') => serializer.serialize_unit(),
            _ => serialize(json, serializer),
        }
    }
}

fn read<'j, T: Deserialize<'j>, S: Serializer>(json: &'j str) -> Result<T, S::Error> {
    serde_json::from_str(json).map_err(S::Error::custom)
}
