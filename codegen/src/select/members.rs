//! Finds the members of a document that OpenAPI does not have there.

use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::node::{Entry, Node, Sources, Value};
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

/// The sections of components, also those of newer versions.
const SECTIONS: [&str; 11] = [
    "callbacks",
    "examples",
    "headers",
    "links",
    "mediaTypes",
    "parameters",
    "pathItems",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
];

/// Members of Swagger 2, and where OpenAPI 3 has what they say.
const MOVED: [Moved; 9] = [
    (&["basePath"], "`servers`"),
    (&["consumes"], "the `content` of request bodies"),
    (&["definitions"], "`components/schemas`"),
    (&["host"], "`servers`"),
    (&["parameters"], "`components/parameters`"),
    (&["produces"], "the `content` of responses"),
    (&["responses"], "`components/responses`"),
    (&["schemes"], "`servers`"),
    (&["securityDefinitions"], "`components/securitySchemes`"),
];

/// Members that Swagger 2 has in an object, and where OpenAPI 3 has what they say.
pub type Moved = (&'static [&'static str], &'static str);

/// Returns the diagnostic about a member that OpenAPI does not have in an object.
pub fn unknown_member(owner: &str, key: &str, moved: &[Moved]) -> Diagnostic {
    let message = format!("unknown member `{key}` of {owner}; ignored");
    let diagnostic = Diagnostic::warning(Code::NotOpenApi, message);
    match moved.iter().find(|(members, _)| members.contains(&key)) {
        Some((_, place)) => diagnostic.help(format!("in OpenAPI 3, it belongs in {place}")),
        None => diagnostic,
    }
}

/// Returns the members of a document that are not read, because OpenAPI does not have them.
pub fn unknown(root: &Node) -> impl Iterator<Item = &Entry> {
    let entries = root.entries().iter();
    entries.filter(|it| !KNOWN.contains(&it.key.as_str()) && !it.key.starts_with("x-"))
}

/// Reports the members of a document and of its components that are not read.
pub fn check(root: &Node, sources: &Sources, findings: &Findings) {
    for Entry { key, .. } in unknown(root) {
        let diagnostic = unknown_member("the document", key, &MOVED).at_member(key);
        findings.push(sources.locate(diagnostic, root, &Pointer::root()));
    }
    let at = Pointer::root().key("components");
    let report = |diagnostic: Diagnostic, at: &Pointer, reason: &str| {
        findings.skip(at.clone(), reason);
        findings.push(sources.locate(diagnostic, root, at));
    };
    let Some(components) = root.get("components") else {
        return;
    };
    if let Some(diagnostic) = no_mapping("components", components) {
        report(diagnostic, &at, "it is not a mapping");
    }
    let sections = components.entries().iter();
    for Entry { key, node, .. } in sections.filter(|it| !it.key.starts_with("x-")) {
        if !SECTIONS.contains(&key.as_str()) {
            let diagnostic = unknown_member("the components", key, &[]);
            report(diagnostic, &at.key(key), "unknown member of the components");
        } else if let Some(diagnostic) = no_mapping(key, node) {
            report(diagnostic, &at.key(key), "it is not a mapping");
        }
    }
}

/// Returns the diagnostic about a member that is no mapping. Null is as good as none.
fn no_mapping(key: &str, node: &Node) -> Option<Diagnostic> {
    if node.as_map().is_some() || node.value == Value::Null {
        return None;
    }
    let found = node.kind();
    let message = format!("expected `{key}` to be a mapping, found {found}; ignored");
    Some(Diagnostic::warning(Code::NotOpenApi, message))
}
