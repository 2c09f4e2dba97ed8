//! Changing the tree: deep merge and removal.

use crate::node::{Node, Value};
use crate::pointer::Pointer;

/// Merges `update` into every matched node; true if any of them changed.
pub fn update(root: &mut Node, matched: &[Pointer], update: &Node) -> Result<bool, String> {
    let mut changed = false;
    for pointer in matched {
        if let Some(node) = find_mut(root, pointer) {
            changed |= match &mut node.value {
                Value::Map(_) if update.as_map().is_some() => merge(node, update),
                Value::Map(_) => {
                    return Err(format!(
                        "{pointer} is a mapping, the update is {}",
                        update.kind()
                    ));
                }
                Value::Array(items) => append(items, update),
                _ => {
                    return Err(format!(
                        "{pointer} is {}, which cannot be merged into",
                        node.kind()
                    ));
                }
            };
        }
    }
    Ok(changed)
}

/// Takes every matched node out; true, since it was there.
pub fn remove(root: &mut Node, matched: &[Pointer]) -> Result<bool, String> {
    // From the last to the first, so that indices of a list stay true.
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

/// Segments that are numbers compare as numbers: element 10 stands behind element 9.
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

/// Mappings merge, everything else in them is replaced or, for lists, appended to.
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
            // Whoever reads of it is sent to where it was said last.
            map.replace(&entry.key, entry.span, entry.node.clone());
            changed = true;
        }
    }
    changed
}

/// Appends; false if there is nothing to append.
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
    for segment in pointer.segments() {
        node = match &mut node.value {
            Value::Map(map) => map.get_mut(&segment)?,
            Value::Array(items) => items.get_mut(segment.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(node)
}
