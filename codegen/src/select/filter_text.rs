//! Reads what the prose of a filter declares: its lookups, whether it supports search and ordering, and whether `select`
//! includes it.
//!
//! Two markups are in use, `**lookups:** eq, ne` and `lookups: eq, ne`; both start a paragraph. A field that is hidden by
//! default is for `select`, and so is one whose list of lookups is empty: nothing else can be done with it.

use crate::extensions::Extension;
use crate::ir::{Lookup, Selectable};
use crate::node::{Map, Node, Value};

/// The extension of a parameter that holds what its prose declared.
pub const EXTENSION: &str = Extension::Filter.key();

/// The declarations in the prose of a parameter.
pub struct Declared {
    /// The declarations as an extension; `None` if the parameter has no lookup and cannot be selected.
    pub filter: Option<Node>,
    /// Messages about what was not understood.
    pub problems: Vec<String>,
}

/// Reads the prose of a query parameter; `None` if it declares no lookups.
pub fn declared(node: &Node) -> Option<Declared> {
    if node.get_str("in") != Some("query") || node.get(EXTENSION).is_some() {
        return None;
    }
    let text = node.get("description")?;
    let prose = text.as_str()?;
    let names = field(prose, "lookups")?.split(',').map(str::trim);
    let (known, unknown): (Vec<&str>, Vec<&str>) = names
        .filter(|name| !name.is_empty())
        .partition(|name| Lookup::of_name(name).is_some());
    let parameter = node.get_str("name").unwrap_or("?");
    let problem = |name: &&str| format!("unknown lookup `{name}` of filter `{parameter}`; skipped");
    let has_names = !known.is_empty() || !unknown.is_empty();
    // What must be given in each request is an ordinary parameter.
    let is_required = node.get("required").is_some_and(Node::is_true);
    let select = select(prose, has_names).filter(|_| has_names || !is_required);
    Some(Declared {
        filter: structured(text, prose, &known, select),
        problems: unknown.iter().map(problem).collect(),
    })
}

/// Returns whether rows have the field by default, if a request can select the opposite.
fn select(prose: &str, has_names: bool) -> Option<Selectable> {
    let default = field(prose, "default").map(|it| it.trim_matches('*'));
    match default == Some("hidden") {
        true => Some(Selectable::Hidden),
        false if has_names => None,
        false => Some(Selectable::Shown),
    }
}

fn structured(
    text: &Node,
    prose: &str,
    lookups: &[&str],
    select: Option<Selectable>,
) -> Option<Node> {
    let lookups: Vec<Node> = lookups
        .iter()
        .map(|name| Node {
            value: Value::String((*name).to_owned()),
            span: text.span,
        })
        .collect();
    // A parameter for which nothing is declared is an ordinary query parameter, whatever its name.
    if lookups.is_empty() && select.is_none() {
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
    if let Some(select) = select {
        let value = Value::String(select.as_str().to_owned());
        let span = text.span;
        filter.push("select", span, Node { value, span });
    }
    Some(Node {
        value: Value::Map(filter),
        span: text.span,
    })
}

/// Returns the value after `name:` at the start of a line, in either markup.
fn field<'a>(prose: &'a str, name: &str) -> Option<&'a str> {
    prose.lines().find_map(|line| {
        let line = line.trim();
        let line = line.strip_prefix("**").unwrap_or(line);
        let rest = line.strip_prefix(name)?.strip_prefix(':')?;
        let rest = rest.strip_prefix("**").unwrap_or(rest);
        Some(rest.trim())
    })
}
