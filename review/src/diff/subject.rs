//! What a change is about, on one line.

use super::finding::{Finding, Site};
use connect_codegen::Pointer;

/// The number of names that are listed; the rest is counted.
const NAMED: usize = 3;

/// Returns what differs, and what it belongs to: ``field `note` of `UsageFile` ``.
pub fn subject(finding: &Finding) -> String {
    let mut names: Vec<String> = Vec::new();
    for name in finding.places.iter().filter_map(|site| site.of.as_ref()) {
        let name = format!("`{name}`");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let what = &finding.what;
    match (names.as_slice(), component(&finding.places)) {
        ([], _) => what.clone(),
        ([_, _, ..], Some(component)) => {
            format!("{what} (component `{component}`, {})", counted(&names))
        }
        (names, _) if names.len() > NAMED => {
            format!("{what} of {} ({})", listed(names, NAMED), counted(names))
        }
        (names, _) => format!("{what} of {}", listed(names, NAMED)),
    }
}

/// Returns the key of the component that all places are, if they are one.
fn component(places: &[Site]) -> Option<String> {
    let pointer = |site: &Site| site.new.clone().or_else(|| site.old.clone());
    let first = pointer(places.first()?)?;
    let is_same = places
        .iter()
        .all(|site| pointer(site).as_ref() == Some(&first));
    key(&first).filter(|_| is_same)
}

/// Returns the key of the component that a pointer leads to, or into.
fn key(pointer: &Pointer) -> Option<String> {
    let mut segments = pointer.segments();
    let is_component = segments.next()? == "components";
    segments.next()?;
    segments.next().filter(|_| is_component)
}

/// Counts operations, or types or their parts.
fn counted(names: &[String]) -> String {
    let is_call = |name: &String| {
        let method = name.trim_start_matches('`').split(" /").next();
        name.contains(" /") && method.is_some_and(|it| it.chars().all(|c| c.is_ascii_uppercase()))
    };
    let what = if names.iter().all(is_call) {
        "operations"
    } else {
        "places"
    };
    format!("{} {what}", names.len())
}

/// Lists words: `a`, `a and b`, `a, b and 3 more`.
pub fn listed(words: &[String], limit: usize) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [start @ .., last] if words.len() <= limit => format!("{} and {last}", start.join(", ")),
        words => {
            let named: Vec<&str> = words.iter().take(limit).map(String::as_str).collect();
            format!(
                "{} and {} more",
                named.join(", "),
                words.len() - named.len()
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_counted() {
        let words: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        let listed = |count: usize| listed(&words[..count], 3);
        assert_eq!(
            [listed(1), listed(2), listed(3), listed(4)],
            ["a", "a and b", "a, b and c", "a, b, c and 1 more"]
        );
    }
}
