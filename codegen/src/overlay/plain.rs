//! The plain beginning of a JSONPath, such as `$.paths['/usage/files'].get`. Nearly every target is
//! entirely plain, and following it is much faster than parsing the whole grammar.

use crate::node::{Node, Value};
use crate::pointer::Pointer;

/// The result of following the plain steps of a path.
pub struct Followed<'n, 'p> {
    /// The node that the steps lead to, with its pointer; `None` if they lead nowhere.
    pub reached: Option<(&'n Node, Pointer)>,
    /// The rest of the path, which is not plain.
    pub rest: &'p str,
}

/// Follows the plain steps at the beginning of a path.
pub fn follow<'n, 'p>(root: &'n Node, path: &'p str) -> Option<Followed<'n, 'p>> {
    let mut rest = path.strip_prefix('$')?;
    let mut reached = Some((root, Pointer::root()));
    while let Some((step, after)) = step(rest) {
        rest = after;
        reached = reached.and_then(|(node, pointer)| match (&node.value, step) {
            (Value::Map(map), Step::Name(name)) => Some((map.get(name)?, pointer.key(name))),
            (Value::Array(items), Step::Index(index)) => {
                Some((items.get(index)?, pointer.index(index)))
            }
            _ => None,
        });
    }
    Some(Followed { reached, rest })
}

enum Step<'p> {
    Name(&'p str),
    Index(usize),
}

/// Returns the plain step that a text begins with, and the rest of the text.
fn step(text: &str) -> Option<(Step<'_>, &str)> {
    if let Some(name) = text.strip_prefix('.') {
        let is_first = |c: char| c.is_ascii_alphabetic() || c == '_';
        let end = name.find(|c: char| !is_first(c) && !c.is_ascii_digit());
        let (name, after) = name.split_at(end.unwrap_or(name.len()));
        // Anything else in a name, or after it, is left to the grammar.
        let is_end = after.is_empty() || after.starts_with(['.', '[']);
        return (name.starts_with(is_first) && is_end).then_some((Step::Name(name), after));
    }
    let inner = text.strip_prefix('[')?;
    if let Some(quoted) = inner.strip_prefix('\'') {
        let (name, after) = quoted.split_once('\'')?;
        let is_plain = !name.contains(|c: char| c == '\\' || c.is_control());
        return is_plain.then_some((Step::Name(name), after.strip_prefix(']')?));
    }
    let (digits, after) = inner.split_once(']')?;
    let is_number = digits == "0" || !digits.starts_with('0');
    let is_number = is_number && digits.bytes().all(|byte| byte.is_ascii_digit());
    let index = digits.parse().ok().filter(|_| is_number)?;
    Some((Step::Index(index), after))
}
