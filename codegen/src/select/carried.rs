//! The documentation that a node of the document brings with it.

use crate::markdown::{carried, code};
use crate::node::{Entry, Node, Value};

/// The most examples that are shown.
const EXAMPLES: usize = 3;

/// Returns the documentation of an operation, a parameter, a header, or a schema, if it has any.
pub fn documentation(node: &Node) -> Option<Node> {
    let prose = |key: &str| {
        let text = carried(node.get_str(key)?);
        (!text.is_empty()).then_some(text)
    };
    let description = prose("description");
    let summary = prose("summary").or_else(|| prose("title").filter(|_| description.is_none()));
    // Many descriptions repeat their summary.
    let is_repeated = |it: &String| {
        description
            .as_ref()
            .is_some_and(|text| text.starts_with(it.as_str()))
    };
    let summary = summary.filter(|it| !is_repeated(it));
    let parts = [
        summary.map(sentence),
        description,
        examples(node),
        further(node),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let span = node
        .get("description")
        .or_else(|| node.get("summary"))
        .map_or(node.span, |it| it.span);
    (!parts.is_empty()).then(|| Node {
        value: Value::String(parts.join("\n\n")),
        span,
    })
}

/// Returns the documentation of a document, if it has any. Its title is its name.
pub fn document(root: &Node, info: &Node) -> Option<Node> {
    let text = |key: &str| {
        let text = carried(info.get_str(key)?);
        (!text.is_empty()).then_some(text)
    };
    let parts = [
        text("summary").map(sentence),
        text("description"),
        further(root),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let span = info.get("description").map_or(info.span, |it| it.span);
    (!parts.is_empty()).then(|| Node {
        value: Value::String(parts.join("\n\n")),
        span,
    })
}

/// Ends a summary with a full stop.
fn sentence(mut summary: String) -> String {
    if summary.ends_with(char::is_alphanumeric) {
        summary.push('.');
    }
    summary
}

/// Returns the examples that are scalars.
fn examples(node: &Node) -> Option<String> {
    let listed = node.get("examples");
    let named = listed.map(Node::entries).unwrap_or_default();
    let named = named
        .iter()
        .filter_map(|Entry { node, .. }| node.get("value"));
    let all = node
        .get("example")
        .into_iter()
        .chain(listed.map(Node::items).unwrap_or_default())
        .chain(named);
    let mut shown: Vec<String> = Vec::new();
    for text in all.filter_map(scalar).map(|it| code(&it)) {
        if !shown.contains(&text) && shown.len() < EXAMPLES {
            shown.push(text);
        }
    }
    let word = match shown.len() {
        0 => return None,
        1 => "Example",
        _ => "Examples",
    };
    Some(format!("{word}: {}.", shown.join(", ")))
}

fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Map(_) => None,
    }
}

/// Returns the link to further documentation.
fn further(node: &Node) -> Option<String> {
    let further = node.get("externalDocs")?;
    let link = carried(further.get_str("url")?);
    if link.is_empty() {
        return None;
    }
    let about = further
        .get_str("description")
        .map(carried)
        .filter(|it| !it.is_empty());
    Some(match about {
        Some(about) => format!("{} See {link}.", sentence(about)),
        None => format!("See {link}."),
    })
}
