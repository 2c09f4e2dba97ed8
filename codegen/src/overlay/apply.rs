//! Changes the tree: deep merge and removal.

use crate::node::{Node, Value};
use crate::pointer::Pointer;

/// Merges `update` into every matched node. Returns whether any of them changed.
pub fn update(root: &mut Node, matched: &[Pointer], update: &Node) -> Result<bool, String> {
    let mut changed = false;
    for pointer in matched {
        if let Some(node) = find_mut(root, pointer) {
            changed |= match &mut node.value {
                Value::Map(_) if update.as_map().is_some() => merge(node, update),
                Value::Map(_) => {
                    return Err(format!(
                        "expected the update of the mapping {pointer} to be a mapping, found {}",
                        update.kind()
                    ));
                }
                Value::Array(items) => append(items, update),
                _ => {
                    return Err(format!(
                        "{pointer} is {}, expected a mapping or an array",
                        node.kind()
                    ));
                }
            };
        }
    }
    Ok(changed)
}

/// Removes every matched node. Always returns true, since the nodes exist.
pub fn remove(root: &mut Node, matched: &[Pointer]) -> Result<bool, String> {
    // From last to first, so that the indices of array elements stay valid.
    let mut ordered: Vec<Vec<String>> = matched
        .iter()
        .map(|pointer| pointer.segments().collect())
        .collect();
    ordered.sort_by(|a, b| compare(b, a));
    for segments in ordered {
        let Some((last, parents)) = segments.split_last() else {
            return Err("the whole document cannot be removed".to_owned());
        };
        let parent = parents
            .iter()
            .fold(Pointer::root(), |pointer, key| pointer.key(key));
        match find_mut(root, &parent).map(|node| &mut node.value) {
            Some(Value::Map(map)) => map.entries_mut().retain(|entry| entry.key != *last),
            Some(Value::Array(items)) => {
                if let Some(index) = last
                    .parse::<usize>()
                    .ok()
                    .filter(|index| *index < items.len())
                {
                    items.remove(index);
                }
            }
            _ => {}
        }
    }
    Ok(true)
}

/// Numeric segments compare as numbers: element 10 comes after element 9.
fn compare(a: &[String], b: &[String]) -> std::cmp::Ordering {
    let number = |text: &String| text.parse::<usize>().ok();
    for (x, y) in a.iter().zip(b) {
        let order = match (number(x), number(y)) {
            (Some(x), Some(y)) => x.cmp(&y),
            _ => x.cmp(y),
        };
        if order.is_ne() {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

/// Merges mappings recursively. Other members are replaced; arrays are appended to.
fn merge(node: &mut Node, update: &Node) -> bool {
    let Value::Map(map) = &mut node.value else {
        return false;
    };
    let mut changed = false;
    for entry in update.entries() {
        let Some(there) = map.get_mut(&entry.key) else {
            map.push(entry.key.clone(), entry.span, entry.node.clone());
            changed = true;
            continue;
        };
        if let (Value::Array(items), Value::Array(more)) = (&mut there.value, &entry.node.value) {
            items.extend(more.iter().cloned());
            changed |= !more.is_empty();
        } else if there.as_map().is_some() && entry.node.as_map().is_some() {
            changed |= merge(there, &entry.node);
        } else if *there != entry.node {
            // Diagnostics should point to where the value was set last.
            map.replace(&entry.key, entry.span, entry.node.clone());
            changed = true;
        }
    }
    changed
}

/// Appends to an array. Returns false if there is nothing to append.
fn append(items: &mut Vec<Node>, update: &Node) -> bool {
    let before = items.len();
    match &update.value {
        Value::Array(more) => items.extend(more.iter().cloned()),
        _ => items.push(update.clone()),
    }
    items.len() > before
}

fn find_mut<'a>(root: &'a mut Node, pointer: &Pointer) -> Option<&'a mut Node> {
    let mut node = root;
    for segment in pointer.keys() {
        node = match &mut node.value {
            Value::Map(map) => map.get_mut(&segment)?,
            Value::Array(items) => items.get_mut(segment.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(node)
}
