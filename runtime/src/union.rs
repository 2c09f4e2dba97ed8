//! Unions: selecting the type of a JSON value among several.
//!
//! Response types accept nearly any object, so trying one after the other would always select the
//! first. Instead, generated code states how each member of a union is recognised.

mod effort;
mod form;
mod order;
mod sign;

use self::effort::Effort;
use self::order::{Candidate, Fit, candidates};
pub use self::sign::Sign;
use crate::Json;
use crate::decode::watch::{self, Differences};

/// Reads a value as the member of a union that fits it best: calls `read` with the indices of the members that the
/// value can be, until one returns a value, or several that fit alike do. `None` if none does.
///
/// - A member whose tag holds the value of its key comes first, and then no other members are tried than those with
///   such a tag.
/// - A member whose tag has the empty key comes first if it holds the value, and after the other members of the same
///   JSON type if not: an enum takes unknown values too.
/// - A form comes before the JSON type that it is a form of, and any type comes last.
/// - Objects without a tag are ordered by the number of known keys that they have; then the member that has fewer other
///   keys comes first.
/// - Of members that fit alike, the one from which the value differs least is selected: by unknown keys and values in it,
///   and by conversions, such as of an integer to a string. Of these, the one that is declared first.
///
/// A value that is nested more deeply than 127 levels is no member. Unions within a union share a bound: once their members
/// have been tried on a thousand times the length of the outermost value, no more are tried. From half of it on, the
/// first member that can be read is selected.
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
    let mut best: Option<(Fit, T, Differences)> = None;
    for candidate in order(json, signs) {
        let may_be_tried = match &best {
            None => effort.spend(),
            Some((fit, _, least)) => {
                least.count > 0 && *fit == candidate.fit && effort.spend_spare()
            }
        };
        if !may_be_tried {
            break;
        }
        let Some((value, differences)) = watch::attempt(|| read(candidate.index)) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|(_, _, least)| differences.count < least.count)
        {
            best = Some((candidate.fit, value, differences));
        }
    }
    let (_, value, differences) = best?;
    watch::keep(differences);
    Some(value)
}

/// The members that a value can be, the best first. The sort keeps the order of those that fit alike.
fn order(json: &Json, signs: &[Sign]) -> Vec<Candidate> {
    let mut candidates = candidates(json, signs);
    candidates.sort_by_key(|it| it.fit);
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
        read_union(&Json::parse(text).expect("JSON"), signs, Some)
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
