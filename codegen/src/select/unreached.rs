//! Finds what of a document is not generated: components that no operation reaches, and unknown members.

use hashbrown::HashSet;

use super::members;
use crate::findings::Findings;
use crate::node::{Entry, Node};
use crate::pointer::Pointer;

/// The sections of components that say something of calls. The others hold prose, or are kept as a whole.
const SECTIONS: [&str; 7] = [
    "schemas",
    "parameters",
    "requestBodies",
    "responses",
    "headers",
    "links",
    "callbacks",
];

/// Records the components of a document that are not among those selected from it, and its unknown members, as skipped.
pub fn skip_unreached(document: &Node, slice: &Node, findings: &Findings) {
    for section in SECTIONS {
        let selected = entries(slice, section).iter();
        let selected: HashSet<&str> = selected.map(|it| it.key.as_str()).collect();
        let at = Pointer::root().key("components").key(section);
        let missing = entries(document, section)
            .iter()
            .filter(|it| !selected.contains(it.key.as_str()) && !it.key.starts_with("x-"));
        missing.for_each(|it| findings.skip(at.key(&it.key), "no operation reaches it"));
    }
    for unknown in members::unknown(document) {
        findings.skip(
            Pointer::root().key(&unknown.key),
            "unknown member of the document",
        );
    }
}

fn entries<'a>(root: &'a Node, section: &str) -> &'a [Entry] {
    let components = root.get("components");
    let section = components.and_then(|it| it.get(section));
    section.map(Node::entries).unwrap_or_default()
}
