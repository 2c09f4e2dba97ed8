//! Nodes of a YAML tree, by their path.

use serde_yaml::Value;

/// The path to a node: the index of the entry of a mapping or of the element of a list, for each level.
pub type Path = Vec<usize>;

/// The number of children of a node.
pub fn children(node: &Value) -> usize {
    match node {
        Value::Sequence(items) => items.len(),
        Value::Mapping(map) => map.len(),
        _ => 0,
    }
}

/// The number of nodes of a tree.
pub fn nodes(tree: &Value) -> usize {
    let inner = (0..children(tree)).filter_map(|index| child(tree, index));
    1 + inner.map(nodes).sum::<usize>()
}

/// A child of a node.
pub fn child(node: &Value, index: usize) -> Option<&Value> {
    match node {
        Value::Sequence(items) => items.get(index),
        Value::Mapping(map) => map.values().nth(index),
        _ => None,
    }
}

/// The paths to all nodes.
pub fn paths(tree: &Value) -> Vec<Path> {
    fn walk(node: &Value, path: &mut Path, found: &mut Vec<Path>) {
        found.push(path.clone());
        for index in 0..children(node) {
            if let Some(child) = child(node, index) {
                path.push(index);
                walk(child, path, found);
                path.pop();
            }
        }
    }
    let mut found = Vec::new();
    walk(tree, &mut Vec::new(), &mut found);
    found
}

/// Adds the paths to all entries of mappings whose key is wanted.
pub fn paths_where(tree: &Value, is_wanted: &mut dyn FnMut(&Value) -> bool, found: &mut Vec<Path>) {
    fn walk(
        node: &Value,
        is_wanted: &mut dyn FnMut(&Value) -> bool,
        path: &mut Path,
        found: &mut Vec<Path>,
    ) {
        for index in 0..children(node) {
            path.push(index);
            let key = match node {
                Value::Mapping(map) => map.keys().nth(index),
                _ => None,
            };
            if key.is_some_and(&mut *is_wanted) {
                found.push(path.clone());
            }
            if let Some(child) = child(node, index) {
                walk(child, is_wanted, path, found);
            }
            path.pop();
        }
    }
    walk(tree, is_wanted, &mut Vec::new(), found);
}

/// The node at a path.
pub fn at<'t>(tree: &'t mut Value, path: &[usize]) -> Option<&'t mut Value> {
    path.iter().try_fold(tree, |node, index| match node {
        Value::Sequence(items) => items.get_mut(*index),
        Value::Mapping(map) => map.values_mut().nth(*index),
        _ => None,
    })
}

/// Replaces a node.
pub fn put(tree: &mut Value, path: &[usize], node: Value) {
    if let Some(place) = at(tree, path) {
        *place = node;
    }
}

/// Removes a node from its list or mapping.
pub fn remove(tree: &mut Value, path: &[usize]) {
    let Some((last, parent)) = path.split_last() else {
        return;
    };
    match at(tree, parent) {
        Some(Value::Sequence(items)) if *last < items.len() => {
            items.remove(*last);
        }
        Some(Value::Mapping(map)) => {
            if let Some(key) = map.keys().nth(*last).cloned() {
                map.remove(&key);
            }
        }
        _ => {}
    }
}
