//! Puts a slice together from what is selected.

use hashbrown::HashMap;

use super::carried::{document, documentation};
use super::prose::{self, Prose};
use crate::bundle::FILES;
use crate::extensions::Extension;
use crate::node::{Entry, Map, Node, Value};
use crate::pointer::Pointer;
use crate::prefix::Prefix;

/// Puts a slice together: the paths and webhooks, what they reach, and what the document says of itself.
pub fn assemble(
    root: &Node,
    paths: Vec<Entry>,
    webhooks: Vec<Entry>,
    mut reached: HashMap<Pointer, Node>,
    prefixes: &[Prefix],
    prose: Prose,
) -> Node {
    let mut slice = Map::default();
    for entry in root.entries() {
        let node = match entry.key.as_str() {
            "openapi" | "security" => entry.node.clone(),
            FILES => files_of(&entry.node, &mut reached),
            extension if extension.starts_with("x-connect-") => entry.node.clone(),
            "tags" if prose == Prose::Carry => tags(&entry.node),
            "servers" => prose::strip_servers(&entry.node),
            "info" => {
                let mut info = info(&entry.node, prefixes);
                if let Some(text) = about(root, &entry.node, prose) {
                    info.set("description", text);
                }
                info
            }
            _ => continue,
        };
        slice.push(entry.key.clone(), entry.span, node);
    }
    for (section, entries) in [("paths", paths), ("webhooks", webhooks)] {
        if section == "webhooks" && entries.is_empty() {
            continue;
        }
        let span = root.get(section).map(|node| node.span).unwrap_or_default();
        let mut map = Map::default();
        *map.entries_mut() = entries;
        let value = Value::Map(map);
        slice.push(section, span, Node { value, span });
    }
    if let Some(components) = root.get("components") {
        let kept = components_of(components, &mut reached);
        if !kept.entries().is_empty() {
            slice.push("components", components.span, kept);
        }
    }
    Node {
        value: Value::Map(slice),
        span: root.span,
    }
}

/// Returns the tags with their documentation.
fn tags(node: &Node) -> Node {
    let tags = node.items().iter().filter_map(|tag| {
        let mut kept = Node {
            span: tag.span,
            ..Node::map()
        };
        kept.set("name", tag.get("name")?.clone());
        kept.set("description", documentation(tag)?);
        Some(kept)
    });
    Node {
        value: Value::Array(tags.collect()),
        span: node.span,
    }
}

/// Returns the other files that are reached.
fn files_of(files: &Node, reached: &mut HashMap<Pointer, Node>) -> Node {
    let at = Pointer::root().key(FILES);
    let mut kept = Map::default();
    for entry in files.entries() {
        if let Some(node) = reached.remove(&at.key(&entry.key)) {
            kept.push(entry.key.clone(), entry.span, node);
        }
    }
    Node {
        value: Value::Map(kept),
        span: files.span,
    }
}

fn components_of(components: &Node, reached: &mut HashMap<Pointer, Node>) -> Node {
    let at = Pointer::root().key("components");
    let mut sections = Map::default();
    for section in components.entries() {
        let mut kept = Map::default();
        for entry in section.node.entries() {
            let node = if section.key == "securitySchemes" {
                Some(prose::strip_plain(&entry.node))
            } else {
                reached.remove(&at.key(&section.key).key(&entry.key))
            };
            if let Some(node) = node {
                kept.push(entry.key.clone(), entry.span, node);
            }
        }
        if !kept.entries().is_empty() {
            let node = Node {
                value: Value::Map(kept),
                span: section.node.span,
            };
            sections.push(section.key.clone(), section.span, node);
        }
    }
    Node {
        value: Value::Map(sections),
        span: components.span,
    }
}

/// Returns what the document says of itself, if that is kept.
fn about(root: &Node, info: &Node, prose: Prose) -> Option<Node> {
    match prose {
        Prose::Drop | Prose::DropButTags => None,
        Prose::Carry => document(root, info),
        Prose::Keep => info.get("description").cloned(),
    }
}

/// Returns the title, which is a name, the version, and the prefixes from which names are derived.
fn info(node: &Node, prefixes: &[Prefix]) -> Node {
    let mut info = Map::default();
    if let Some(title) = node.get("title") {
        info.push("title", title.span, title.clone());
    }
    if let Some(version) = node.get("version") {
        info.push("version", version.span, version.clone());
    }
    let remembered = node.get(Extension::Prefixes.key()).cloned();
    let given = || {
        prefixes
            .iter()
            .map(|prefix| Node::string(prefix.to_string()))
            .collect()
    };
    let list = match remembered {
        Some(list) if prefixes.is_empty() => list,
        _ => Node::from(Value::Array(given())),
    };
    if !list.items().is_empty() {
        info.push(Extension::Prefixes.key(), node.span, list);
    }
    Node {
        value: Value::Map(info),
        span: node.span,
    }
}
