//! JSONPath on [`Node`]: the targets of overlay actions.

use jsonpath_rust::query::js_path_path;
use jsonpath_rust::query::queryable::Queryable;

use super::plain::{Followed, follow};
use crate::node::{Map, Node, Value};
use crate::pointer::Pointer;

/// Returns the pointers of all nodes that a JSONPath matches, in the order of the document.
pub fn pointers(root: &Node, path: &str) -> Result<Vec<Pointer>, String> {
    if let Some(Followed { reached, rest }) = follow(root, path) {
        if rest.is_empty() {
            return Ok(reached.into_iter().map(|(_, pointer)| pointer).collect());
        }
        // A filter can refer to the root.
        if let Some((node, at)) = reached.filter(|_| !rest.contains('$'))
            && let Ok(found) = by_grammar(node, &format!("${rest}"))
        {
            return Ok(found.iter().map(|inner| at.join(inner)).collect());
        }
    }
    by_grammar(root, path)
}

fn by_grammar(root: &Node, path: &str) -> Result<Vec<Pointer>, String> {
    let paths = js_path_path(path, root).map_err(|error| one_line(&error.to_string()))?;
    paths
        .iter()
        .map(|path| normalized(path).ok_or_else(|| format!("unexpected path `{path}`")))
        .collect()
}

/// Counts the `..` steps of a JSONPath. Quoted names are skipped.
pub fn descents(path: &str) -> usize {
    let mut quote = None;
    let mut count = 0;
    let mut before = ' ';
    for character in path.chars() {
        match (quote, character) {
            (None, '\'' | '"') => quote = Some(character),
            (Some(open), _) if character == open && before != '\\' => quote = None,
            (None, '.') if before == '.' => count += 1,
            _ => {}
        }
        before = character;
    }
    count
}

/// Joins the lines of a parser error.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Converts a normalized path (RFC 9535, section 2.7), `$['paths']['/usage'][0]`, to a pointer.
pub fn normalized(path: &str) -> Option<Pointer> {
    let mut pointer = Pointer::root();
    let mut rest = path.strip_prefix('$')?;
    while !rest.is_empty() {
        rest = rest.strip_prefix('[')?;
        if let Some(quoted) = rest.strip_prefix('\'') {
            let (name, after) = quoted_name(quoted)?;
            pointer = pointer.key(&name);
            rest = after;
        } else {
            let (index, after) = rest.split_once(']')?;
            pointer = pointer.index(index.parse().ok()?);
            rest = after;
        }
    }
    Some(pointer)
}

fn quoted_name(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\'' => return Some((name, text.get(at + 1..)?.strip_prefix(']')?)),
            '\\' => name.push(escaped(&mut characters)?),
            other => name.push(other),
        }
    }
    None
}

/// Returns the character that an escape sequence stands for, behind its backslash.
pub fn escaped(characters: &mut std::str::CharIndices<'_>) -> Option<char> {
    Some(match characters.next()?.1 {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => {
            let digits: String = characters.take(4).map(|(_, digit)| digit).collect();
            char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
        }
        other => other,
    })
}

impl Queryable for Node {
    fn get(&self, key: &str) -> Option<&Self> {
        Node::get(self, key)
    }

    fn as_array(&self) -> Option<&Vec<Self>> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    fn as_object(&self) -> Option<Vec<(&str, &Self)>> {
        let map: &Map = self.as_map()?;
        Some(
            map.entries()
                .iter()
                .map(|entry| (entry.key.as_str(), &entry.node))
                .collect(),
        )
    }

    fn as_str(&self) -> Option<&str> {
        Node::as_str(self)
    }

    fn as_i64(&self) -> Option<i64> {
        match &self.value {
            Value::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    fn as_f64(&self) -> Option<f64> {
        match &self.value {
            Value::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    fn as_bool(&self) -> Option<bool> {
        Node::as_bool(self)
    }

    fn null() -> Self {
        Self::default()
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::string(text)
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::string(text)
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Self::from(Value::Bool(value))
    }
}

impl From<i64> for Node {
    fn from(value: i64) -> Self {
        Self::from(Value::Number(value.to_string()))
    }
}

impl From<f64> for Node {
    fn from(value: f64) -> Self {
        Self::from(Value::Number(value.to_string()))
    }
}

impl From<Vec<Node>> for Node {
    fn from(items: Vec<Node>) -> Self {
        Self::from(Value::Array(items))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::load_alone;
    use crate::source::Source;

    #[test]
    fn plain_paths_lead_where_the_grammar_says() {
        let text = "{paths: {/a: {get: {tags: [x, y]}, 'b.c': 1}}, 'it''s': 2, a_1: {'0': 3}, list: [{n: a}, {n: b}]}";
        let source = Source::new("text", text);
        let root = load_alone(&source);
        let root = root.expect("the text is YAML");
        let mut matched = 0;
        for path in [
            "$",
            "$.paths",
            "$.paths['/a']",
            "$['paths']['/a'].get.tags[1]",
            "$.list[0].n",
            "$.list[9]",
            "$.list['0']",
            "$.a_1[0]",
            "$.a_1['0']",
            "$.paths['/a']['b.c']",
            "$.paths['/a'].b.c",
            "$.nothing.more",
            "$['it\\'s']",
            "$.list[?@.n=='b']",
            "$.list[?@.n==$.list[0].n]",
            "$.list[-1]",
            "$.list[00]",
            "$.list[*].n",
            "$..n",
            "$.list..n",
            "$.paths ['/a']",
            "$.paths.*",
            "$['paths','list']",
            "$.a-b",
            "paths",
            "$.",
            "$[",
            "",
            "$.list[1:]",
        ] {
            let quick = pointers(&root, path);
            matched += quick.as_ref().map_or(0, Vec::len);
            assert_eq!(quick, by_grammar(&root, path), "{path}");
        }
        assert!(matched > 15, "{matched}");
    }
}
