//! What the prose of a filter declares: its lookups, whether it is searched and ordered by.
//!
//! Two markups are in use, `**lookups:** eq, ne` and `lookups: eq, ne`; both start a paragraph.

use crate::node::{Map, Node, Value};

/// The member of a parameter that holds what its prose declared.
pub const EXTENSION: &str = "x-connect-filter";

/// Every lookup that Connect knows.
pub const LOOKUPS: [&str; 11] = [
    "eq", "ne", "ge", "gt", "le", "lt", "like", "ilike", "null", "in", "out",
];

/// What the prose of a parameter declares.
pub struct Declared {
    /// Its structured form; nothing if the parameter offers no lookup.
    pub filter: Option<Node>,
    /// What of it is not understood, in words.
    pub problems: Vec<String>,
}

/// What the prose of a query parameter declares; nothing if it declares no lookups.
pub fn declared(node: &Node) -> Option<Declared> {
    if node.get_str("in") != Some("query") || node.get(EXTENSION).is_some() {
        return None;
    }
    let text = node.get("description")?;
    let prose = text.as_str()?;
    let names = field(prose, "lookups")?.split(',').map(str::trim);
    let (known, unknown): (Vec<&str>, Vec<&str>) = names
        .filter(|name| !name.is_empty())
        .partition(|name| LOOKUPS.contains(name));
    let parameter = node.get_str("name").unwrap_or("?");
    let problem = |name: &&str| {
        format!("the filter `{parameter}` declares an unknown lookup `{name}`, which is left out")
    };
    Some(Declared {
        filter: structured(text, prose, &known),
        problems: unknown.iter().map(problem).collect(),
    })
}

fn structured(text: &Node, prose: &str, lookups: &[&str]) -> Option<Node> {
    let lookups: Vec<Node> = lookups
        .iter()
        .map(|name| Node {
            value: Value::String((*name).to_owned()),
            span: text.span,
        })
        .collect();
    // A parameter that offers no lookup is a plain query parameter, whatever it is called.
    if lookups.is_empty() {
        return None;
    }
    let flag = |name| Node {
        value: Value::Bool(field(prose, name) == Some("true")),
        span: text.span,
    };
    let mut filter = Map::default();
    filter.push(
        "lookups",
        text.span,
        Node {
            value: Value::Array(lookups),
            span: text.span,
        },
    );
    filter.push("search", text.span, flag("search"));
    filter.push("ordering", text.span, flag("ordering"));
    Some(Node {
        value: Value::Map(filter),
        span: text.span,
    })
}

/// The value of `name:` at the start of a line, in either markup.
fn field<'a>(prose: &'a str, name: &str) -> Option<&'a str> {
    prose.lines().find_map(|line| {
        let line = line.trim();
        let line = line.strip_prefix("**").unwrap_or(line);
        let rest = line.strip_prefix(name)?.strip_prefix(':')?;
        let rest = rest.strip_prefix("**").unwrap_or(rest);
        Some(rest.trim())
    })
}
