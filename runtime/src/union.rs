//! Unions: selecting the type of a JSON value among several.
//!
//! Response types accept nearly any object, so trying one after the other would always select the
//! first. Instead, generated code states how each member of a union is recognised.

mod effort;
mod form;
mod order;

use std::cmp::Reverse;

use self::effort::Effort;
use self::order::{Candidate, Closeness, candidates};
use crate::Json;
use crate::decode::watch;

/// How a member of a union is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// The type of the JSON value: `object`, `array`, `string`, `number` or `boolean`; empty for any.
    ///
    /// [`read_union`] also knows forms that only some values of a type have: `integer` (a number without fraction and
    /// exponent), `date` (a string such as `2029-01-31`) and `date-time` (a string that begins with such a date, and
    /// goes on with `T`, `t` or a space).
    pub json: &'static str,
    /// The known keys of the member.
    pub keys: &'static [&'static str],
    /// The keys that must be present.
    pub required: &'static [&'static str],
    /// A key, and the values that it has in this member: strings, or integers by their digits.
    ///
    /// The empty key stands for the value itself, as of an enum. An object that has no tag in a union of tagged ones is
    /// the member for values that no tag holds.
    pub tag: Option<(&'static str, &'static [&'static str])>,
}

impl Sign {
    /// Whether the member is told by the value of a key.
    fn has_key(&self) -> bool {
        self.tag.is_some_and(|(key, _)| !key.is_empty())
    }
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
    // `min_by_key` returns the first of several that fit alike.
    candidates(json, signs)
        .into_iter()
        .min_by_key(|it| (it.closeness != Closeness::Tagged, Reverse(it.keys)))
        .map(|it| it.index)
}

/// Reads a value as the member of a union that fits it best: calls `read` with the indices of the members that the
/// value can be, until one returns a value. `None` if none does.
///
/// - A member whose tag holds the value of its key comes first, and then no other members are tried than those with
///   such a tag.
/// - A member whose tag has the empty key comes first if it holds the value, and after the other members of the same
///   JSON type if not: an enum takes unknown values too.
/// - A form comes before the JSON type that it is a form of, and any type comes last.
/// - Objects without a tag are ordered by the number of known keys that they have; then the member that has fewer other
///   keys comes first.
/// - Members that fit alike are tried in the order of their declaration.
///
/// A value that is nested more deeply than 127 levels is no member. Unions within a union share a bound: once their members
/// have been tried on a thousand times the length of the outermost value, no more are tried.
///
/// ```
/// use connect_runtime::Json;
/// use connect_runtime::codegen::{Sign, read_union};
///
/// const LIST: Sign = Sign { json: "array", keys: &[], required: &[], tag: None };
/// let words = Json::parse(r#"["a"]"#)?;
/// let read = read_union(&words, &[LIST, LIST], |index| match index {
///     0 => words.read::<Vec<i64>>().map(|it| it.len()).ok(),
///     _ => words.read::<Vec<String>>().map(|it| it.len() + 10).ok(),
/// });
/// assert_eq!(read, Some(11));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn read_union<T>(
    json: &Json,
    signs: &[Sign],
    mut read: impl FnMut(usize) -> Option<T>,
) -> Option<T> {
    let effort = Effort::begin(json.as_str().len());
    order(json, signs)
        .into_iter()
        .take_while(|_| effort.spend())
        .find_map(|it| watch::attempt(|| read(it.index)))
}

/// The members that a value can be, the best first. The sort keeps the order of those that fit alike.
fn order(json: &Json, signs: &[Sign]) -> Vec<Candidate> {
    let mut candidates = candidates(json, signs);
    candidates.sort_by_key(|it| (it.closeness, Reverse(it.keys)));
    candidates
}

/// A value that matches no member of a union; an observed call reports it.
pub fn unrecognized(json: Json) -> Json {
    watch::unknown_form();
    json
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
