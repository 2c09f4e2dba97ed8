//! Rewrites a document of OpenAPI 3.1 or 3.2 in the form of OpenAPI 3.0, which all later steps read.
//!
//! Every node keeps its place, and what is rewritten gets the place of what it is made from. What OpenAPI 3.0 cannot
//! express is reported.

mod combined;
mod identifiers;
mod places;
mod schema;

use std::collections::HashSet;

use crate::bundle::{OtherFile, with_files};
use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::load::load;
use crate::node::{Node, SourceSpan, Sources, Value};
use crate::pointer::Pointer;
use crate::source::Source;
use identifiers::Identifiers;
use places::{Kind, Place};

/// The version that the result declares.
const VERSION: &str = "3.0.3";

/// The dialect of schemas that OpenAPI 3.1 and 3.2 have by themselves.
const DIALECTS: [&str; 3] = [
    "https://spec.openapis.org/oas/3.1/dialect/",
    "https://spec.openapis.org/oas/3.2/dialect/",
    "https://json-schema.org/draft/2020-12/schema",
];

/// Parses a document, with the other files in it, and normalizes it.
pub fn load_whole(
    document: &Source,
    files: &[OtherFile],
    sources: &mut Sources,
    findings: &Findings,
) -> Option<Node> {
    let root = load(document, sources, findings)?;
    let root = with_files(root, document, files, sources, findings)?;
    Some(normalize(root, sources, findings))
}

/// Rewrites a document of OpenAPI 3.1 or 3.2; any other is returned unchanged.
pub fn normalize(mut root: Node, sources: &Sources, findings: &Findings) -> Node {
    let is_newer = |version: &str| matches!(minor(version), Some("1" | "2"));
    let version = root.get("openapi").map(|it| &it.value);
    match version {
        Some(Value::String(text) | Value::Number(text)) if is_newer(text) => {}
        _ => return root,
    }
    let mut normalizer = Normalizer {
        identifiers: Identifiers::of(&root),
        sources,
        findings,
        pending: Vec::new(),
        visited: HashSet::new(),
    };
    normalizer.document(&mut root);
    root
}

/// Returns the minor version of an OpenAPI 3 document.
fn minor(version: &str) -> Option<&str> {
    let rest = version.strip_prefix("3.")?;
    rest.split(['.', '-']).next()
}

struct Normalizer<'a> {
    identifiers: Identifiers,
    sources: &'a Sources,
    findings: &'a Findings,
    /// What references lead to, and what is expected there. References also lead to places that are known by them
    /// alone, such as other files.
    pending: Vec<(Pointer, Kind)>,
    visited: HashSet<Pointer>,
}

impl Normalizer<'_> {
    fn document(&mut self, root: &mut Node) {
        root.set("openapi", Node::string(VERSION));
        if let Some(dialect) = root.get("jsonSchemaDialect") {
            let is_known = |it: &str| DIALECTS.iter().any(|known| it.starts_with(known));
            if !dialect.as_str().is_some_and(is_known) {
                let message = "another dialect of JSON Schema; read as that of OpenAPI";
                let at = Pointer::root().key("jsonSchemaDialect");
                self.note(dialect.span, &at, message);
            }
        }
        if root.get("paths").is_none() {
            root.set("paths", Node::map());
        }
        self.visit(root, Kind::Document, &Pointer::root());
        while let Some((pointer, kind)) = self.pending.pop() {
            if self.visited.contains(&pointer) {
                continue;
            }
            // A reference that leads nowhere is reported where it is read.
            if let Some(node) = root.find_mut(&pointer) {
                self.visit(node, kind, &pointer);
            }
        }
    }

    /// Rewrites what is in a node, and then the node itself.
    fn visit(&mut self, node: &mut Node, kind: Kind, pointer: &Pointer) {
        if !self.visited.insert(pointer.clone()) {
            return;
        }
        if let Value::Map(map) = &mut node.value {
            for entry in map.entries_mut() {
                if let Some(place) = kind.member(&entry.key) {
                    self.visit_place(&mut entry.node, place, &pointer.key(&entry.key));
                }
            }
        }
        match kind {
            Kind::Schema => self.schema(node, pointer),
            Kind::MediaType => self.media_type(node, pointer),
            _ => {}
        }
        let target = node.get_str("$ref").and_then(Pointer::from_reference);
        self.pending.extend(target.map(|it| (it, kind)));
    }

    fn visit_place(&mut self, node: &mut Node, place: Place, pointer: &Pointer) {
        match (place, &mut node.value) {
            (Place::One(kind), _) => self.visit(node, kind, pointer),
            (Place::Many(kind), Value::Map(map)) => {
                for entry in map.entries_mut() {
                    if !entry.key.starts_with("x-") || kind == Kind::Schema {
                        self.visit(&mut entry.node, kind, &pointer.key(&entry.key));
                    }
                }
            }
            (Place::Many(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.visit(item, kind, &pointer.index(index));
                }
            }
            (Place::Many(_), _) => {}
        }
    }

    /// OpenAPI 3.2 describes the items of a stream beside the whole content.
    fn media_type(&mut self, node: &mut Node, pointer: &Pointer) {
        if let Some(item) = node.get("itemSchema") {
            let span = item.span;
            let message = "the items of a stream are not read by their schema";
            self.note(span, &pointer.key("itemSchema"), message);
            node.remove("itemSchema");
        }
    }

    /// Reports what OpenAPI 3.0 cannot express.
    fn note(&mut self, span: SourceSpan, pointer: &Pointer, message: impl Into<String>) {
        let mut diagnostic = Diagnostic::note(Code::OpenApi31, message).about(pointer);
        diagnostic.span = self.sources.span(span);
        self.findings.push(diagnostic);
    }
}
