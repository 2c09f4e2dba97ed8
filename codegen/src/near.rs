//! What there is in place of a name that nothing has.

use std::collections::BTreeSet;

use strsim::levenshtein;

/// How many names are listed.
const LISTED: usize = 8;

/// How many are listed of more than that: those that are nearest.
const NEAREST: usize = 5;

/// How many letters are other in two names; nothing if they share less than half, which is no help.
pub fn distance(there: &str, wanted: &str) -> Option<usize> {
    let far = levenshtein(there, wanted);
    (far * 2 < wanted.chars().count()).then_some(far)
}

/// The nearest of some names.
pub fn nearest<'n>(wanted: &str, there: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let near = there
        .into_iter()
        .filter_map(|name| Some((distance(name, wanted)?, name)));
    near.min().map(|(_, name)| name)
}

/// What to say behind a name that is not there: the one that is meant, or else those that there are.
pub fn instead<'n>(wanted: &str, there: impl IntoIterator<Item = &'n str>) -> String {
    let mut seen = BTreeSet::new();
    let mut there: Vec<&str> = there
        .into_iter()
        .filter(|name| seen.insert(*name))
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
        ([only], 0) => format!("; there is {only}"),
        (names, 0) => format!("; there are {}", names.join(", ")),
        (names, more) => format!("; there are {} and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::instead;

    #[test]
    fn the_one_that_is_meant_or_those_that_there_are() {
        assert_eq!(
            instead("stauts", ["id", "status"]),
            "; did you mean `status`?"
        );
        assert_eq!(instead("put", ["get", "post"]), "; there are `get`, `post`");
        assert_eq!(instead("put", ["get", "get"]), "; there is `get`");
        assert_eq!(instead("put", []), "");
        let many = ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "px", "xu"];
        assert_eq!(
            instead("put", many),
            "; there are `px`, `xu`, `aa`, `bb`, `cc` and 4 more"
        );
    }
}
