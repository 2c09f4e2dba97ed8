//! Finds the members of a document that OpenAPI does not have there.

use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::node::{Entry, Node, Sources};
use crate::pointer::Pointer;

/// The members that a document has, also those of newer versions.
const KNOWN: [&str; 11] = [
    "$self",
    "components",
    "externalDocs",
    "info",
    "jsonSchemaDialect",
    "openapi",
    "paths",
    "security",
    "servers",
    "tags",
    "webhooks",
];

/// Members of Swagger 2, and where OpenAPI 3 has what they say.
const MOVED: [(&str, &str); 9] = [
    ("basePath", "`servers`"),
    ("consumes", "the `content` of request bodies"),
    ("definitions", "`components/schemas`"),
    ("host", "`servers`"),
    ("parameters", "`components/parameters`"),
    ("produces", "the `content` of responses"),
    ("responses", "`components/responses`"),
    ("schemes", "`servers`"),
    ("securityDefinitions", "`components/securitySchemes`"),
];

/// Returns the members of a document that are not read, because OpenAPI does not have them.
pub fn unknown(root: &Node) -> impl Iterator<Item = &Entry> {
    let entries = root.entries().iter();
    entries.filter(|it| !KNOWN.contains(&it.key.as_str()) && !it.key.starts_with("x-"))
}

/// Reports the members of a document that are not read.
pub fn check(root: &Node, sources: &Sources, findings: &Findings) {
    for Entry { key, .. } in unknown(root) {
        let message = format!("unknown member `{key}` of the document; ignored");
        let diagnostic = Diagnostic::warning(Code::NotOpenApi, message).at_member(key);
        let moved = MOVED.iter().find(|(member, _)| member == key);
        let diagnostic = match moved {
            Some((_, place)) => diagnostic.help(format!("in OpenAPI 3, it belongs in {place}")),
            None => diagnostic,
        };
        findings.push(sources.locate(diagnostic, root, &Pointer::root()));
    }
}
