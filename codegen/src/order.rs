//! An order for what has none: a document whose parts changed places is the same document, and makes the same contract and
//! the same code.

use std::cmp::Ordering;

use crate::node::{Node, Value};

/// The lists that mean the same in any order. Others do not: the first server is the default, and the first member of a
/// union that fits is taken.
const SETS: &[&str] = &["enum", "parameters", "required", "tags"];

/// The members whose values are data, in which the order of lists says something.
const DATA: &[&str] = &["default", "enum", "example", "examples"];

/// Sorts everything in a document whose order says nothing: the members of mappings, and the lists that are sets.
pub fn sort(document: &mut Node) {
    document.sort_members();
    sort_sets(document);
}

fn sort_sets(node: &mut Node) {
    match &mut node.value {
        Value::Map(map) => {
            for entry in map.entries_mut() {
                let key = entry.key.as_str();
                if SETS.contains(&key)
                    && let Value::Array(elements) = &mut entry.node.value
                {
                    elements.sort_by(compare);
                }
                if !DATA.contains(&key) && !key.starts_with("x-") {
                    sort_sets(&mut entry.node);
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(sort_sets),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Compares two elements of a set: numbers by value, strings, and parameters by place and name.
pub fn compare(one: &Node, other: &Node) -> Ordering {
    match (&one.value, &other.value) {
        (Value::Number(one), Value::Number(other)) => {
            let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
            number(one).total_cmp(&number(other)).then(one.cmp(other))
        }
        _ => key(one).cmp(&key(other)),
    }
}

/// What scalars and parameters are sorted by.
fn key(node: &Node) -> (u8, Option<&str>, Option<&str>, Option<&str>) {
    match &node.value {
        Value::Null => (0, None, None, None),
        Value::Bool(value) => (1 + u8::from(*value), None, None, None),
        Value::Number(text) => (3, Some(text), None, None),
        Value::String(text) => (4, Some(text), None, None),
        Value::Array(_) => (5, None, None, None),
        Value::Map(_) => {
            let [reference, place, name] = ["$ref", "in", "name"].map(|key| node.get_str(key));
            (6, reference, place, name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(texts: &[&str]) -> Node {
        Value::Array(texts.iter().map(|it| Node::string(*it)).collect()).into()
    }

    #[test]
    fn sets_are_sorted_and_data_is_not() {
        let mut document = Node::map();
        document.set("required", strings(&["b", "a"]));
        document.set("oneOf", strings(&["b", "a"]));
        let mut example = Node::map();
        example.set("tags", strings(&["b", "a"]));
        document.set("example", example.clone());
        document.set("x-note", example.clone());
        let mut inner = Node::map();
        inner.set("enum", strings(&["b", "a"]));
        document.set("items", inner);
        sort(&mut document);
        let keys: Vec<_> = document.entries().iter().map(|it| &it.key).collect();
        assert_eq!(keys, ["example", "items", "oneOf", "required", "x-note"]);
        assert_eq!(document.get("required"), Some(&strings(&["a", "b"])));
        assert_eq!(document.get("oneOf"), Some(&strings(&["b", "a"])));
        assert_eq!(document.get("example"), Some(&example));
        assert_eq!(document.get("x-note"), Some(&example));
        let inner = document.get("items").and_then(|it| it.get("enum"));
        assert_eq!(inner, Some(&strings(&["a", "b"])));
    }

    #[test]
    fn numbers_are_in_the_order_of_their_values() {
        let number = |text: &str| Node::from(Value::Number(text.to_owned()));
        let mut numbers = ["10", "9", "-1"].map(number);
        numbers.sort_by(compare);
        assert_eq!(numbers, ["-1", "9", "10"].map(number));
    }
}
