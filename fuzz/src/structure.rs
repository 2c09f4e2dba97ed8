//! Mutations of a document as a tree. The result is valid YAML, and often valid OpenAPI.

use serde_yaml::{Mapping, Value};

use crate::random::Random;
use crate::tree::{at, child, paths, put, remove};
use crate::words::{KEYS, VALUES};

/// The maximum size of trees that mutations may enlarge.
const MOST_NODES: usize = 20_000;

/// Changes a tree at one or a few nodes; `other` is another tree that pieces are copied from.
pub fn mutate(tree: &mut Value, other: &Value, random: &mut Random) {
    for _ in 0..=random.few() {
        once(tree, other, random);
    }
}

fn once(tree: &mut Value, other: &Value, random: &mut Random) {
    let paths = paths(tree);
    let Some(path) = random.pick(&paths).cloned() else {
        return;
    };
    let full = paths.len() > MOST_NODES;
    match random.below(12) {
        0 | 1 => put(tree, &path, scalar(random)),
        2 => remove(tree, &path),
        3 if !full => again(tree, &path, random),
        4 => rename(tree, &path, random),
        5 if !full => {
            let piece = piece(tree, random);
            put(tree, &path, piece);
        }
        6 if !full => {
            let piece = piece(other, random);
            put(tree, &path, piece);
        }
        7 => {
            if let Some(second) = random.pick(&paths) {
                swap(tree, &path, second);
            }
        }
        8 if !full => wrap(tree, &path, random),
        9 => put(tree, &path, reference(tree, random)),
        10 if !full => add(tree, &path, random),
        _ if !full => {
            let (piece, key) = (piece(other, random), key(random));
            if let Some(Value::Mapping(map)) = at(tree, &path) {
                map.insert(key, piece);
            }
        }
        _ => remove(tree, &path),
    }
}

/// Repeats the element or entry once or many times; entries get different keys.
fn again(tree: &mut Value, path: &[usize], random: &mut Random) {
    let Some((last, parent)) = path.split_last() else {
        return;
    };
    let times = if random.once_in(10) { 100 } else { 1 };
    match at(tree, parent) {
        Some(Value::Sequence(items)) if *last < items.len() => {
            let item = items[*last].clone();
            items.extend(std::iter::repeat_n(item, times));
        }
        Some(Value::Mapping(map)) => {
            let value = map.values().nth(*last).cloned().unwrap_or_default();
            for index in 0..times {
                let key = if times > 1 {
                    Value::from(format!("k{index}"))
                } else {
                    key(random)
                };
                map.insert(key, value.clone());
            }
        }
        _ => {}
    }
}

fn rename(tree: &mut Value, path: &[usize], random: &mut Random) {
    let Some((last, parent)) = path.split_last() else {
        return;
    };
    let fresh = key(random);
    if let Some(Value::Mapping(map)) = at(tree, parent) {
        let old = std::mem::take(map);
        *map = old
            .into_iter()
            .enumerate()
            .map(|(index, (key, value))| {
                if index == *last {
                    (fresh.clone(), value)
                } else {
                    (key, value)
                }
            })
            .collect();
    }
}

fn swap(tree: &mut Value, one: &[usize], two: &[usize]) {
    if one.starts_with(two) || two.starts_with(one) {
        return;
    }
    let Some(first) = at(tree, one).map(std::mem::take) else {
        return;
    };
    let second = at(tree, two).map(|place| std::mem::replace(place, first));
    if let Some(second) = second {
        put(tree, one, second);
    }
}

/// Wraps a node in schemas or lists: sometimes so many that it is nested too deeply.
fn wrap(tree: &mut Value, path: &[usize], random: &mut Random) {
    let times = if random.once_in(6) {
        1 + random.below(120)
    } else {
        1
    };
    let kind = random.below(6);
    let Some(place) = at(tree, path) else {
        return;
    };
    for _ in 0..times {
        let inner = std::mem::take(place);
        *place = match kind {
            0 => mapping([("type", "array".into()), ("items", inner)]),
            1 => mapping([("allOf", Value::Sequence(vec![inner]))]),
            2 => mapping([("oneOf", Value::Sequence(vec![inner, "x".into()]))]),
            3 => mapping([
                ("type", "object".into()),
                ("properties", mapping([("a", inner)])),
            ]),
            4 => mapping([("type", "object".into()), ("additionalProperties", inner)]),
            _ => Value::Sequence(vec![inner]),
        };
    }
}

fn mapping<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let entries = entries
        .into_iter()
        .map(|(key, value)| (Value::from(key), value));
    Value::Mapping(entries.collect::<Mapping>())
}

/// A reference to a random node of the tree.
fn reference(tree: &Value, random: &mut Random) -> Value {
    let mut pointer = String::from("#");
    let mut node = tree;
    while !random.once_in(5) {
        let (segment, next) = match node {
            Value::Mapping(map) if !map.is_empty() => {
                let Some((key, value)) = map.iter().nth(random.below(map.len())) else {
                    break;
                };
                let key = key.as_str().unwrap_or("0");
                (key.replace('~', "~0").replace('/', "~1"), value)
            }
            Value::Sequence(items) if !items.is_empty() => {
                let index = random.below(items.len());
                (index.to_string(), &items[index])
            }
            _ => break,
        };
        pointer.push('/');
        pointer.push_str(&segment);
        node = next;
    }
    mapping([("$ref", pointer.into())])
}

/// Adds a keyword with a value to a mapping, or an element to a list.
fn add(tree: &mut Value, path: &[usize], random: &mut Random) {
    let (key, value) = (key(random), scalar(random));
    match at(tree, path) {
        Some(Value::Mapping(map)) => {
            map.insert(key, value);
        }
        Some(Value::Sequence(items)) => items.push(value),
        Some(other) => *other = Value::Sequence(vec![std::mem::take(other), value]),
        None => {}
    }
}

/// A random node of a tree.
fn piece(tree: &Value, random: &mut Random) -> Value {
    let paths = paths(tree);
    let path = random.pick(&paths).cloned().unwrap_or_default();
    let node = path
        .iter()
        .try_fold(tree, |node, index| child(node, *index));
    node.cloned().unwrap_or_default()
}

fn key(random: &mut Random) -> Value {
    let words = if random.once_in(4) { VALUES } else { KEYS };
    Value::from(random.pick(words).copied().unwrap_or_default())
}

fn scalar(random: &mut Random) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => Value::Bool(random.once_in(2)),
        2 => Value::from(i64::from_ne_bytes(random.any().to_ne_bytes())),
        3 => Value::from(random.below(20)),
        4 => Value::from(f64::from_bits(random.any())),
        5 => Value::Sequence(Vec::new()),
        6 => Value::Mapping(Mapping::new()),
        7 => Value::from("x".repeat(random.below(300))),
        _ => Value::from(random.pick(VALUES).copied().unwrap_or_default()),
    }
}
