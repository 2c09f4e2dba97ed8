//! Suggestions for a name that does not exist.

use std::collections::BTreeSet;

use strsim::levenshtein;

/// The number of names up to which all are listed.
const LISTED: usize = 8;

/// The number of names that are listed if there are more: the nearest.
const NEAREST: usize = 5;

/// Returns the edit distance of two names, or `None` if they share less than half of their letters.
pub fn distance(there: &str, wanted: &str) -> Option<usize> {
    let far = levenshtein(there, wanted);
    (far * 2 < wanted.chars().count()).then_some(far)
}

/// Returns the nearest of some names.
pub fn nearest<'n>(wanted: &str, there: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let near = there
        .into_iter()
        .filter_map(|name| Some((distance(name, wanted)?, name)));
    near.min().map(|(_, name)| name)
}

/// Returns a question for the nearest of some names, however far it is; nothing if there are none.
pub fn did_you_mean(wanted: &str, there: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let nearest = there
        .into_iter()
        .min_by_key(|name| levenshtein(name.as_ref(), wanted));
    nearest
        .map(|name| format!("did you mean `{}`?", name.as_ref()))
        .unwrap_or_default()
}

/// Returns a suffix for a message about an unknown name: a suggestion, or the names that exist.
pub fn suggestion<'n>(wanted: &str, there: impl IntoIterator<Item = &'n str>) -> String {
    let mut unique = BTreeSet::new();
    let mut there: Vec<&str> = there
        .into_iter()
        .filter(|name| unique.insert(*name))
        .collect();
    if let Some(name) = nearest(wanted, there.iter().copied()) {
        return format!("; did you mean `{name}`?");
    }
    let all = there.len();
    if all > LISTED {
        there.sort_by_key(|name| levenshtein(name, wanted));
        there.truncate(NEAREST);
    }
    let names: Vec<String> = there.iter().map(|name| format!("`{name}`")).collect();
    match (names.as_slice(), all - names.len()) {
        ([], _) => String::new(),
        ([only], 0) => format!("; expected {only}"),
        (names, 0) => format!("; expected one of {}", names.join(", ")),
        (names, more) => format!("; expected one of {} and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn the_one_that_is_meant_or_those_that_there_are() {
        assert_eq!(
            suggestion("stauts", ["id", "status"]),
            "; did you mean `status`?"
        );
        assert_eq!(
            suggestion("put", ["get", "post"]),
            "; expected one of `get`, `post`"
        );
        assert_eq!(suggestion("put", ["get", "get"]), "; expected `get`");
        assert_eq!(suggestion("put", []), "");
        let many = ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "px", "xu"];
        assert_eq!(
            suggestion("put", many),
            "; expected one of `px`, `xu`, `aa`, `bb`, `cc` and 4 more"
        );
    }
}
