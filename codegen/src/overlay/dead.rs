//! Explains why a target matches nothing: how far it matches, and what exists in place of the
//! missing name.

use std::collections::BTreeSet;

use jsonpath_rust::parser::model::{
    Comparable, Comparison, Filter, FilterAtom, JpQuery, Literal, Segment, Selector, SingularQuery,
    SingularQuerySegment,
};
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::{QueryRef, js_path_process};

use super::query::normalized;
use crate::near::{nearest, suggestion};
use crate::node::{Node, Value};

/// Describes what a target does not find, in a few words. Returns `None` if the target is not a
/// JSONPath, or matches.
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
    let selectors: &[Selector] = match segment {
        Segment::Selector(selector) => std::slice::from_ref(selector),
        Segment::Selectors(selectors) => selectors,
        Segment::Descendant(inner) => return Some(below(parents, &owner, inner)),
    };
    let names: Vec<&str> = selectors.iter().filter_map(name).collect();
    let keys = || keys(parents).into_iter();
    Some(match (names.as_slice(), selectors) {
        ([wanted], _) => format!("{owner} {has} no `{wanted}`{}", suggestion(wanted, keys())),
        ([_, ..], _) => format!(
            "{owner} {has} none of these members{}",
            suggestion("", keys())
        ),
        ([], [Selector::Index(_)]) => {
            format!("{owner} {has} {} elements", parent.items().len())
        }
        ([], [Selector::Filter(filter)]) => filtered(parents, &owner, filter),
        ([], _) => without_match(parent, &owner),
    })
}

/// Describes a step for which no missing name can be given.
fn without_match(parent: &Node, owner: &str) -> String {
    match parent.value {
        Value::Array(_) => format!("no element of {owner} matches"),
        _ => format!("nothing in {owner} matches"),
    }
}

fn keys<'a>(parents: &[Match<'a>]) -> Vec<&'a str> {
    let entries = parents.iter().flat_map(|(_, parent)| parent.entries());
    entries.map(|entry| entry.key.as_str()).collect()
}

/// Describes a name that no level below has. All existing names would be too many to list.
fn below(parents: &[Match<'_>], owner: &str, segment: &Segment) -> String {
    let Segment::Selector(Selector::Name(name)) = segment else {
        return format!("nothing in {owner} matches");
    };
    let wanted = name.trim_matches(['\'', '"']);
    let mut known = BTreeSet::new();
    let mut pending: Vec<&Node> = parents.iter().map(|(_, parent)| *parent).collect();
    while let Some(node) = pending.pop() {
        known.extend(node.entries().iter().map(|entry| entry.key.as_str()));
        pending.extend(node.entries().iter().map(|entry| &entry.node));
        pending.extend(node.items());
    }
    match nearest(wanted, known) {
        Some(name) => format!("no `{wanted}` below {owner}; did you mean `{name}`?"),
        None => format!("no `{wanted}` below {owner}"),
    }
}

/// Describes a filter that no element passes, by the first of its conditions that none meets by
/// itself.
fn filtered(parents: &[Match<'_>], owner: &str, filter: &Filter) -> String {
    let Some((_, parent)) = parents.first() else {
        return String::new();
    };
    let elements: Vec<&Node> = parents
        .iter()
        .flat_map(|(_, parent)| children(parent))
        .collect();
    for (path, wanted) in conditions(filter) {
        let values = elements.iter().filter_map(|element| value(element, path));
        let values: Vec<&str> = values.collect();
        if !values.contains(&wanted) {
            let instead = suggestion(wanted, values);
            let element = match parent.value {
                Value::Array(_) => "element",
                _ => "member",
            };
            return match path.last() {
                Some(SingularQuerySegment::Name(key)) => {
                    let key = key.trim_matches(['\'', '"']);
                    format!("no {element} of {owner} has `{key}: {wanted}`{instead}")
                }
                _ => format!("no {element} of {owner} is `{wanted}`{instead}"),
            };
        }
    }
    without_match(parent, owner)
}

fn children(parent: &Node) -> Vec<&Node> {
    let members = parent.entries().iter().map(|entry| &entry.node);
    parent.items().iter().chain(members).collect()
}

/// Returns the conditions of a filter that must all hold: a path within the element, and the string
/// expected there.
fn conditions(filter: &Filter) -> Vec<(&[SingularQuerySegment], &str)> {
    match filter {
        Filter::And(all) => all.iter().flat_map(conditions).collect(),
        Filter::Or(_) => Vec::new(),
        Filter::Atom(FilterAtom::Filter { expr, not: false }) => conditions(expr),
        Filter::Atom(FilterAtom::Comparison(comparison)) => match comparison.as_ref() {
            Comparison::Eq(Comparable::SingularQuery(query), Comparable::Literal(literal))
            | Comparison::Eq(Comparable::Literal(literal), Comparable::SingularQuery(query)) => {
                match (query, literal) {
                    (SingularQuery::Current(path), Literal::String(wanted)) => {
                        vec![(path.as_slice(), wanted.as_str())]
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        },
        Filter::Atom(_) => Vec::new(),
    }
}

/// Returns the string at the end of a path.
fn value<'a>(element: &'a Node, path: &[SingularQuerySegment]) -> Option<&'a str> {
    let step = |node: &'a Node, step: &SingularQuerySegment| match step {
        SingularQuerySegment::Name(name) => node.get(name.trim_matches(['\'', '"'])),
        SingularQuerySegment::Index(index) => node.items().get(usize::try_from(*index).ok()?),
    };
    path.iter().try_fold(element, step)?.as_str()
}

/// Returns the name that a selector selects. The parser keeps the quotes.
fn name(selector: &Selector) -> Option<&str> {
    match selector {
        Selector::Name(name) => Some(name.trim_matches(['\'', '"'])),
        _ => None,
    }
}
