//! Documents as trees of YAML: finding places, and changing them.

use serde_yaml::{Mapping, Value};

/// A step from a node to one below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To the member of a mapping.
    Key(String),
    /// To the element of a list.
    Index(usize),
}

/// A way from the root to a node.
pub type Way = Vec<Step>;

/// Every node below the root, with its way, in the order of the document.
#[must_use]
pub fn nodes(root: &Value) -> Vec<(Way, &Value)> {
    let mut found = Vec::new();
    walk(root, &mut Vec::new(), &mut found);
    found
}

fn walk<'v>(node: &'v Value, way: &mut Way, found: &mut Vec<(Way, &'v Value)>) {
    found.push((way.clone(), node));
    match node {
        Value::Mapping(map) => {
            for (key, value) in map {
                way.push(Step::Key(key.as_str().unwrap_or_default().to_owned()));
                walk(value, way, found);
                way.pop();
            }
        }
        Value::Sequence(items) => {
            for (index, value) in items.iter().enumerate() {
                way.push(Step::Index(index));
                walk(value, way, found);
                way.pop();
            }
        }
        _ => {}
    }
}

/// The node at the end of a way.
#[must_use]
pub fn at<'v>(root: &'v Value, way: &[Step]) -> Option<&'v Value> {
    way.iter().try_fold(root, |node, step| match step {
        Step::Key(key) => node.get(key.as_str()),
        Step::Index(index) => node.get(*index),
    })
}

/// The node at the end of a way, to change.
///
/// # Panics
/// If the way leads nowhere: ways are found in the same document.
pub fn at_mut<'v>(root: &'v mut Value, way: &[Step]) -> &'v mut Value {
    way.iter().fold(root, |node, step| match step {
        Step::Key(key) => node.get_mut(key.as_str()).expect("the way was found here"),
        Step::Index(index) => node.get_mut(*index).expect("the way was found here"),
    })
}

/// A way without its last step, and that step's key.
#[must_use]
pub fn parent(way: &[Step]) -> (&[Step], String) {
    match way.split_last() {
        Some((Step::Key(key), rest)) => (rest, key.clone()),
        Some((Step::Index(index), rest)) => (rest, index.to_string()),
        None => (way, String::new()),
    }
}

/// Takes a node out.
///
/// # Panics
/// If the way leads nowhere.
pub fn remove(root: &mut Value, way: &[Step]) {
    let (rest, _) = parent(way);
    match (at_mut(root, rest), way.last()) {
        (Value::Mapping(map), Some(Step::Key(key))) => {
            map.shift_remove(key.as_str());
        }
        (Value::Sequence(items), Some(Step::Index(index))) => {
            items.remove(*index);
        }
        _ => panic!("nothing to take out"),
    }
}

/// Gives a member of a mapping another key, in the same place.
///
/// # Panics
/// If the way leads to no member.
pub fn rename(root: &mut Value, way: &[Step], name: &str) {
    let (rest, old) = parent(way);
    let map = mapping(at_mut(root, rest));
    let renamed: Mapping = map
        .iter()
        .map(|(key, value)| {
            let key = if key.as_str() == Some(&old) {
                Value::from(name)
            } else {
                key.clone()
            };
            (key, value.clone())
        })
        .collect();
    *map = renamed;
}

/// Sets a member of a mapping.
///
/// # Panics
/// If the node is no mapping.
pub fn set(root: &mut Value, way: &[Step], key: &str, value: Value) {
    mapping(at_mut(root, way)).insert(Value::from(key), value);
}

/// Appends to a list, which is made if it is not there.
///
/// # Panics
/// If there is something else in its place.
pub fn append(root: &mut Value, way: &[Step], key: &str, value: Value) {
    let map = mapping(at_mut(root, way));
    let list = map
        .entry(Value::from(key))
        .or_insert_with(|| Value::Sequence(Vec::new()));
    list.as_sequence_mut().expect("a list").push(value);
}

fn mapping(node: &mut Value) -> &mut Mapping {
    node.as_mapping_mut().expect("a mapping")
}

/// A value from YAML that a test has at hand.
///
/// # Panics
/// If it is no YAML.
#[must_use]
pub fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

/// A way from keys.
#[must_use]
pub fn way(keys: &[&str]) -> Way {
    keys.iter()
        .map(|key| Step::Key((*key).to_owned()))
        .collect()
}

/// A way with one more key.
#[must_use]
pub fn below(way: &[Step], key: &str) -> Way {
    let mut longer = way.to_vec();
    longer.push(Step::Key(key.to_owned()));
    longer
}

/// A way as a JSON pointer, to be shown.
#[must_use]
pub fn shown(way: &[Step]) -> String {
    way.iter()
        .map(|step| match step {
            Step::Key(key) => format!("/{}", key.replace('/', "~1")),
            Step::Index(index) => format!("/{index}"),
        })
        .collect()
}
