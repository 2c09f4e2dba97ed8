//! Unions: selecting the type of a JSON value among several.
//!
//! Response types accept nearly any object, so trying one after the other would always select the
//! first. Instead, generated code states how each member of a union is recognised.

use std::collections::BTreeMap;

use crate::Json;

/// How a member of a union is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// The type of the JSON value: `object`, `array`, `string`, `number` or `boolean`; empty for any.
    pub json: &'static str,
    /// The known keys of the member.
    pub keys: &'static [&'static str],
    /// The keys that must be present.
    pub required: &'static [&'static str],
    /// A key, and the values that it has in this member.
    pub tag: Option<(&'static str, &'static [&'static str])>,
}

/// Returns the index of the member that matches a value: the one whose tag matches, otherwise the one that
/// knows most of the value's keys; `None` if no member matches.
///
/// ```
/// use connect_runtime::Json;
/// use connect_runtime::codegen::{Sign, choose};
///
/// const SIGNS: &[Sign] = &[
///     Sign { json: "object", keys: &["street", "city"], required: &[], tag: None },
///     Sign { json: "object", keys: &["number", "code"], required: &[], tag: None },
///     Sign { json: "string", keys: &[], required: &[], tag: None },
/// ];
/// assert_eq!(choose(&Json::parse(r#"{"code": 1, "new": 2}"#)?, SIGNS), Some(1));
/// assert_eq!(choose(&Json::parse(r#""text""#)?, SIGNS), Some(2));
/// assert_eq!(choose(&Json::parse("[1]")?, SIGNS), None);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn choose(json: &Json, signs: &[Sign]) -> Option<usize> {
    let kind = kind(json.as_str());
    let object: BTreeMap<String, Json> = match kind {
        "object" => json.read().ok()?,
        _ => BTreeMap::new(),
    };
    let mut best: Option<(usize, (usize, usize))> = None;
    for (index, sign) in signs.iter().enumerate() {
        if !sign.json.is_empty() && sign.json != kind {
            continue;
        }
        if let Some((key, values)) = sign.tag {
            let value: Option<String> = object.get(key).and_then(|value| value.read().ok());
            if value.is_some_and(|value| values.contains(&value.as_str())) {
                return Some(index);
            }
            continue;
        }
        if let Some(fit) = fit(&object, sign)
            && best.is_none_or(|(_, known)| fit > known)
        {
            best = Some((index, fit));
        }
    }
    best.map(|(index, _)| index)
}

/// A value that matches no member of a union; an observed call reports it.
pub fn unrecognized(json: Json) -> Json {
    crate::decode::watch::unknown_form();
    json
}

/// How well a value's keys match: more known keys first, then fewer missing ones.
fn fit(object: &BTreeMap<String, Json>, sign: &Sign) -> Option<(usize, usize)> {
    if sign.json != "object" {
        return Some((0, 0));
    }
    let known = sign
        .keys
        .iter()
        .filter(|key| object.contains_key(**key))
        .count();
    let complete = sign.required.iter().all(|key| object.contains_key(*key));
    let strange = known == 0 && !object.is_empty() && !sign.keys.is_empty();
    (complete && !strange).then(|| (known, usize::MAX - sign.keys.len()))
}

fn kind(text: &str) -> &'static str {
    match text.trim_start().bytes().next() {
        Some(b'{') => "object",
        Some(b'[') => "array",
        Some(b'"') => "string",
        Some(b't' | b'f') => "boolean",
        Some(b'-' | b'0'..=b'9') => "number",
        _ => "null",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn object(keys: &'static [&'static str]) -> Sign {
        Sign {
            json: "object",
            keys,
            required: &[],
            tag: None,
        }
    }

    fn chosen(text: &str, signs: &[Sign]) -> Option<usize> {
        choose(&Json::parse(text).expect("JSON"), signs)
    }

    #[test]
    fn the_tag_decides() {
        let tagged = |values| Sign {
            tag: Some(("type", values)),
            ..object(&["type", "a"])
        };
        let signs = [tagged(&["x"]), tagged(&["y", "z"])];
        assert_eq!(chosen(r#"{"type": "z", "a": 1}"#, &signs), Some(1));
        assert_eq!(chosen(r#"{"type": "new", "a": 1}"#, &signs), None);
        assert_eq!(chosen(r#"{"a": 1}"#, &signs), None);
    }

    #[test]
    fn more_known_keys_win_and_fewer_missing_break_the_tie() {
        let signs = [
            object(&["a", "b", "c"]),
            object(&["a", "b"]),
            object(&["z"]),
        ];
        assert_eq!(chosen(r#"{"a": 1, "b": 2, "c": 3}"#, &signs), Some(0));
        assert_eq!(chosen(r#"{"a": 1, "b": 2}"#, &signs), Some(1));
        assert_eq!(chosen(r#"{"new": 1}"#, &signs), None);
    }

    #[test]
    fn required_keys_must_be_there() {
        let signs = [
            Sign {
                required: &["a"],
                ..object(&["a", "b"])
            },
            object(&["b", "c", "d"]),
        ];
        assert_eq!(chosen(r#"{"b": 1}"#, &signs), Some(1));
    }

    #[test]
    fn kinds_are_told_apart() {
        let plain = |json| Sign {
            json,
            keys: &[],
            required: &[],
            tag: None,
        };
        let signs = [
            plain("string"),
            plain("number"),
            plain("boolean"),
            plain("array"),
            plain(""),
        ];
        let texts = [
            ("\"a\"", 0),
            ("-1", 1),
            ("true", 2),
            ("[]", 3),
            ("null", 4),
            ("{}", 4),
        ];
        for (text, index) in texts {
            assert_eq!(chosen(text, &signs), Some(index), "{text}");
        }
    }
}
