//! Why a target matches nothing: how far it leads, and what there is in place of what it names.

use jsonpath_rust::parser::model::{JpQuery, Segment, Selector};
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::{QueryRef, js_path_process};
use strsim::levenshtein;

use super::query::normalized;
use crate::node::{Node, Value};

/// What of a target is not there, in a few words; nothing if the target is no JSONPath or matches.
pub fn missing(root: &Node, target: &str) -> Option<String> {
    let segments = parse_json_path(target).ok()?.segments;
    for length in 1..=segments.len() {
        let (known, tried) = (segments.get(..length - 1)?, segments.get(..length)?);
        if matches(root, tried)?.is_empty() {
            return describe(&matches(root, known)?, tried.last()?);
        }
    }
    None
}

type Match<'a> = (String, &'a Node);

fn matches<'a>(root: &'a Node, segments: &[Segment]) -> Option<Vec<Match<'a>>> {
    let query = JpQuery::new(segments.to_vec());
    let found: Vec<QueryRef<'a, Node>> = js_path_process(&query, root).ok()?;
    let found = found
        .into_iter()
        .map(|found| (found.clone().path(), found.val()));
    Some(found.collect())
}

fn describe(parents: &[Match<'_>], segment: &Segment) -> Option<String> {
    let (path, parent) = parents.first()?;
    let owner = match normalized(path)? {
        pointer if pointer.as_str().is_empty() => "the document".to_owned(),
        pointer => format!("`{pointer}`"),
    };
    let (owner, has) = match parents.len() {
        1 => (owner, "has"),
        many => (format!("{owner} and {} more", many - 1), "have"),
    };
    let names: Vec<&str> = match segment {
        Segment::Selector(selector) => name(selector).into_iter().collect(),
        Segment::Selectors(selectors) => selectors.iter().filter_map(name).collect(),
        Segment::Descendant(_) => Vec::new(),
    };
    let [wanted] = names.as_slice() else {
        return Some(match (&parent.value, names.is_empty()) {
            (Value::List(_), true) => format!("no element of {owner} is meant by this"),
            (_, true) => format!("nothing in {owner} is meant by this"),
            (_, false) => format!("{owner} {has} none of these members"),
        });
    };
    let keys = parents.iter().flat_map(|(_, parent)| parent.entries());
    let nearest = keys
        .map(|entry| (levenshtein(&entry.key, wanted), entry.key.as_str()))
        .min();
    // A name that shares less than half of its letters is no help.
    Some(match nearest {
        Some((far, key)) if far * 2 < wanted.chars().count() => {
            format!("{owner} {has} no `{wanted}`; did you mean `{key}`?")
        }
        _ => format!("{owner} {has} no `{wanted}`"),
    })
}

/// The name that a selector asks for. The parser leaves the quotes on.
fn name(selector: &Selector) -> Option<&str> {
    match selector {
        Selector::Name(name) => Some(name.trim_matches(['\'', '"'])),
        _ => None,
    }
}
