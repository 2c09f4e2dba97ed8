//! Selects webhooks: requests that the server sends.

use std::borrow::Cow;

use super::path_item::path_item;
use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::node::{Entry, Node, Sources};
use crate::pointer::Pointer;

/// Returns whether a document has webhooks.
pub fn has_any(root: &Node) -> bool {
    let webhooks = root.get("webhooks").map(Node::entries);
    let mut webhooks = webhooks.unwrap_or_default().iter();
    webhooks.any(|it| !it.key.starts_with("x-"))
}

/// Reports webhooks that are not a mapping.
pub fn check(root: &Node, sources: &Sources, findings: &Findings) {
    if let Some(webhooks) = root.get("webhooks").filter(|it| it.as_map().is_none()) {
        let message = format!(
            "expected `webhooks` to be a mapping of path items, found {}; ignored",
            webhooks.kind()
        );
        let diagnostic = Diagnostic::warning(Code::NotOpenApi, message).at_member("webhooks");
        findings.push(sources.locate(diagnostic, root, &Pointer::root()));
        findings.skip(Pointer::root().key("webhooks"), "it is not a mapping");
    }
}

/// Returns the webhooks, with references to path items replaced.
pub fn all(root: &Node, keep: &mut dyn FnMut(&Node, &Pointer) -> Node) -> Vec<Entry> {
    let at = Pointer::root().key("webhooks");
    let webhooks = root.get("webhooks").map(Node::entries).unwrap_or_default();
    let items = webhooks.iter().map(|entry| {
        let own = || (Cow::Borrowed(&entry.node), at.key(&entry.key));
        let (item, pointer) = path_item(root, &entry.node).unwrap_or_else(own);
        Entry {
            key: entry.key.clone(),
            span: entry.span,
            node: keep(&item, &pointer),
        }
    });
    items.collect()
}
