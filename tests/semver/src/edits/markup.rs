//! Edits of the markup in which filters are declared: our extension, and prose.

use serde_yaml::Value;

use super::Kind;
use crate::tree::{Way, at, at_mut, below, nodes, parent, remove, set};

pub fn kinds() -> Vec<Kind> {
    [of_prose(), of_both()].into_iter().flatten().collect()
}

fn of_prose() -> Vec<Kind> {
    vec![
        Kind {
            name: "more-lookups-in-prose",
            places: in_prose,
            make: |doc, at| change(doc, at, |prose| prose.replace("eq,", "eq, like,")),
        },
        Kind {
            name: "fewer-lookups-in-prose",
            places: in_prose,
            make: |doc, at| change(doc, at, |prose| prose.replace("eq, ", "")),
        },
        Kind {
            name: "plain-markup",
            places: in_prose,
            make: |doc, at| {
                change(doc, at, |prose| match prose.contains("**") {
                    true => prose.replace("**", ""),
                    false => prose.replace("lookups:", "**lookups:**"),
                });
            },
        },
        Kind {
            name: "toggle-ordering-in-prose",
            places: in_prose,
            make: |doc, at| {
                change(doc, at, |prose| match prose.contains("ordering") {
                    true => prose.replace("\n\n**ordering:** true", ""),
                    false => format!("{prose}\n\nordering: true"),
                });
            },
        },
        Kind {
            name: "words-around-the-markup",
            places: in_prose,
            make: |doc, at| change(doc, at, |prose| format!("Of the day.\n\n{prose}")),
        },
    ]
}

fn of_both() -> Vec<Kind> {
    vec![
        Kind {
            name: "extension-to-prose",
            places: in_extension,
            make: to_prose,
        },
        Kind {
            name: "markup-of-a-plain-parameter",
            places: plain,
            make: |doc, at| set(doc, at, "description", Value::from("**lookups:** eq, in")),
        },
        Kind {
            name: "remove-markup",
            places: |doc| {
                let mut found = in_extension(doc);
                found.extend(in_prose(doc));
                found
            },
            make: |doc, at| {
                for key in ["description", "x-connect-filter"] {
                    if self::at(doc, &below(at, key)).is_some() {
                        remove(doc, &below(at, key));
                    }
                }
            },
        },
        Kind {
            name: "reorder-filters",
            places: |doc| {
                let mut found: Vec<Way> = in_extension(doc)
                    .iter()
                    .map(|it| parent(it).0.to_vec())
                    .collect();
                found.dedup();
                found
            },
            make: |doc, at| at_mut(doc, at).as_sequence_mut().expect("a list").reverse(),
        },
    ]
}

/// Whether a parameter is a filter, in either markup.
pub fn is_filter(node: &Value) -> bool {
    node.get("x-connect-filter").is_some() || prose(node).is_some()
}

fn prose(node: &Value) -> Option<&str> {
    let prose = node.get("description").and_then(Value::as_str);
    prose.filter(|it| it.contains("lookups:") && node.get("name").is_some())
}

/// The filters that are declared in prose.
fn in_prose(doc: &Value) -> Vec<Way> {
    let found = nodes(doc).into_iter();
    found
        .filter(|(_, node)| prose(node).is_some())
        .map(|(way, _)| way)
        .collect()
}

/// The filters that are declared by our extension.
fn in_extension(doc: &Value) -> Vec<Way> {
    let found = nodes(doc).into_iter();
    found
        .filter(|(_, node)| node.get("x-connect-filter").is_some())
        .map(|(way, _)| way)
        .collect()
}

/// Optional parameters of lists that could be filters.
fn plain(doc: &Value) -> Vec<Way> {
    let is_plain = |node: &Value| {
        let text = |key: &str| node.get(key).and_then(Value::as_str);
        text("in") == Some("query")
            && node.get("required").is_none()
            && !is_filter(node)
            && !matches!(text("name"), Some("limit" | "offset") | None)
    };
    let found = nodes(doc).into_iter();
    found
        .filter(|(_, node)| is_plain(node))
        .map(|(way, _)| way)
        .collect()
}

fn change(doc: &mut Value, filter: &Way, change: impl Fn(&str) -> String) {
    let old = at(doc, filter)
        .and_then(prose)
        .expect("the way was found here");
    let new = change(old);
    set(doc, filter, "description", Value::from(new));
}

/// Declares in prose what the extension declares.
fn to_prose(doc: &mut Value, filter: &Way) {
    let facts = below(filter, "x-connect-filter");
    let declared = at(doc, &facts).expect("the way was found here");
    let lookups = declared["lookups"].as_sequence().expect("a list");
    let lookups: Vec<&str> = lookups.iter().filter_map(Value::as_str).collect();
    let mut prose = format!("**lookups:** {}", lookups.join(", "));
    for flag in ["search", "ordering"] {
        if declared[flag].as_bool() == Some(true) {
            prose.push_str(&format!("\n\n**{flag}:** true"));
        }
    }
    remove(doc, &facts);
    set(doc, filter, "description", Value::from(prose));
}
