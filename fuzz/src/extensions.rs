//! Mutations of `x-connect-…` members: what a maintainer could mistype in an overlay.

use serde_yaml::{Mapping, Value};

use crate::random::Random;
use crate::tree::{Path, at, paths, paths_where};
use crate::words::VALUES;

/// The start of the names of extensions.
const PREFIX: &str = "x-connect-";

/// A sound use of an extension.
#[derive(Debug, Clone)]
pub struct Example {
    key: Value,
    value: Value,
    /// The other members of the mapping that it is in.
    beside: Vec<Value>,
}

/// The extensions in a tree.
pub fn examples(tree: &Value, found: &mut Vec<Example>) {
    match tree {
        Value::Mapping(map) => {
            for (key, value) in map {
                if is_extension(key) {
                    let beside = map
                        .keys()
                        .filter(|other| !is_extension(other))
                        .cloned()
                        .collect();
                    found.push(Example {
                        key: key.clone(),
                        value: value.clone(),
                        beside,
                    });
                }
                examples(value, found);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| examples(item, found)),
        _ => {}
    }
}

/// Changes one extension, or adds one of the examples where there is none.
pub fn mutate(tree: &mut Value, known: &[Example], random: &mut Random) {
    let mut places = Vec::new();
    paths_where(tree, &mut |key| is_extension(key), &mut places);
    if places.is_empty() || random.once_in(5) {
        add(tree, known, random);
        places.clear();
        paths_where(tree, &mut |key| is_extension(key), &mut places);
    }
    if random.once_in(10) {
        give_twice(tree, random);
        return;
    }
    for _ in 0..=random.below(2) {
        if let Some(place) = random.pick(&places).cloned() {
            change(tree, &place, known, random);
        }
    }
}

/// Adds an example to a mapping that has a member like those beside it.
fn add(tree: &mut Value, known: &[Example], random: &mut Random) {
    let Some(example) = random.pick(known) else {
        return;
    };
    let mut fitting: Vec<Path> = paths(tree);
    fitting.retain(|path| match at(tree, path) {
        Some(Value::Mapping(map)) => example.beside.iter().any(|key| map.contains_key(key)),
        _ => false,
    });
    if let Some(path) = random.pick(&fitting)
        && let Some(Value::Mapping(map)) = at(tree, path)
    {
        map.insert(example.key.clone(), example.value.clone());
    }
}

/// Repeats an action of an overlay, so that it gives equal values twice; of a document, copies an extension to
/// another mapping.
fn give_twice(tree: &mut Value, random: &mut Random) {
    if let Some(Value::Sequence(actions)) = tree.get_mut("actions") {
        if let Some(action) = random.pick(actions).cloned() {
            actions.push(action);
        }
        return;
    }
    let mut found = Vec::new();
    examples(tree, &mut found);
    add(tree, &found, random);
}

/// Changes an extension: its name, its value, or something within.
fn change(tree: &mut Value, place: &Path, known: &[Example], random: &mut Random) {
    if random.once_in(8) {
        if let Some((last, parent)) = place.split_last()
            && let Some(Value::Mapping(map)) = at(tree, parent)
        {
            rename(map, *last, random);
        }
        return;
    }
    let Some(value) = at(tree, place) else {
        return;
    };
    let inner = paths(value);
    if let Some(path) = random.pick(&inner)
        && let Some(node) = at(value, path)
    {
        spoil(node, known, random);
    }
}

/// Replaces a node by what is likely to be wrong there.
fn spoil(node: &mut Value, known: &[Example], random: &mut Random) {
    match node {
        Value::String(text) if !random.once_in(3) => *text = misspelt(text, random),
        Value::Sequence(items) if !items.is_empty() && !random.once_in(3) => {
            let index = random.below(items.len());
            match random.below(4) {
                0 => items.push(items[index].clone()),
                1 => drop(items.remove(index)),
                2 => items.push(word(random)),
                _ => items[index] = word(random),
            }
        }
        Value::Mapping(map) if !map.is_empty() && !random.once_in(3) => {
            let index = random.below(map.len());
            match random.below(4) {
                0 => {
                    if let Some(key) = map.keys().nth(index).cloned() {
                        map.remove(&key);
                    }
                }
                1 => drop(map.insert(word(random), word(random))),
                _ => rename(map, index, random),
            }
        }
        other => *other = another(other, known, random),
    }
}

/// A value of another type, or of another extension.
fn another(node: &Value, known: &[Example], random: &mut Random) -> Value {
    match random.below(9) {
        0 => Value::Null,
        1 => Value::Bool(random.once_in(2)),
        2 => Value::from(random.below(3)),
        3 => Value::from(1.5),
        4 => Value::Sequence(vec![node.clone()]),
        5 => Value::Mapping(Mapping::from_iter([(word(random), node.clone())])),
        6 => Value::Mapping(Mapping::new()),
        7 => random
            .pick(known)
            .map_or(Value::Null, |example| example.value.clone()),
        _ => word(random),
    }
}

/// Gives a member another name in its place.
fn rename(map: &mut Mapping, index: usize, random: &mut Random) {
    let members = std::mem::take(map).into_iter().enumerate();
    *map = members
        .map(|(at, (key, value))| match key.as_str() {
            Some(text) if at == index => (Value::from(misspelt(text, random)), value),
            _ => (key, value),
        })
        .collect();
}

/// A text with a slip, in another case, with space around, without anything, or another one.
fn misspelt(text: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let index = random.below(letters.len());
    match random.below(10) {
        0 => return String::new(),
        1 => return text.to_uppercase(),
        2 => return format!(" {text} "),
        3 => return word(random).as_str().unwrap_or_default().to_owned(),
        4 => return format!("{text}{text}"),
        5 => letters.insert(index, 's'),
        6 if letters.len() > 1 => letters.swap(0, index),
        7 => return text.replace(['-', '_', ' '], ""),
        8 => return text.replace('-', "_"),
        _ if index < letters.len() => drop(letters.remove(index)),
        _ => letters.push('x'),
    }
    letters.into_iter().collect()
}

fn word(random: &mut Random) -> Value {
    Value::from(random.pick(VALUES).copied().unwrap_or_default())
}

fn is_extension(key: &Value) -> bool {
    key.as_str().is_some_and(|key| key.starts_with(PREFIX))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn draws(text: &str) -> BTreeSet<String> {
        let tree: Value = serde_yaml::from_str(text).expect("YAML");
        let mut known = Vec::new();
        examples(&tree, &mut known);
        let mut random = Random::new(1);
        let draw = |_| {
            let mut tree = tree.clone();
            mutate(&mut tree, &known, &mut random);
            serde_json::to_string(&tree).unwrap_or_default()
        };
        (0..20_000).map(draw).collect()
    }

    #[test]
    fn the_slips_of_a_maintainer_are_drawn() {
        let draws = draws("{responses: 1, x-connect-filter: {lookups: [eq, in], search: true}}");
        let filter = |inner: &str| format!(r#"{{"responses":1,"x-connect-filter":{inner}}}"#);
        for slip in [
            filter(r#"{"lookups":["eq","in",""],"search":true}"#),
            filter(r#"{"lookups":["eq","in","eq"],"search":true}"#),
            filter(r#"{"lookups":["EQ","in"],"search":true}"#),
            filter(r#"{"lookups":["eq"],"search":true}"#),
            filter(r#"{"lookups":[1.5,"in"],"search":true}"#),
            filter(r#"{"lookups":{},"search":true}"#),
            filter(r#"{"lokups":["eq","in"],"search":true}"#),
            filter(r#"{"lookups":["eq","in"]}"#),
            filter(r#"{"lookups":["eq","in"],"search":[true]}"#),
            filter("null"),
            r#"{"responses":1,"x-connect-filtr":{"lookups":["eq","in"],"search":true}}"#.to_owned(),
        ] {
            assert!(draws.contains(&slip), "{slip}");
        }
    }

    #[test]
    fn an_action_is_given_twice() {
        let action = r#"{"target":"$.a","update":{"x-connect-name":"b"}}"#;
        let draws = draws(&format!(r#"{{"actions":[{action}]}}"#));
        assert!(draws.contains(&format!(r#"{{"actions":[{action},{action}]}}"#)));
    }
}
