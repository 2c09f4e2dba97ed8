//! Rewrites a document of OpenAPI 3.1 or 3.2 in the form of OpenAPI 3.0, which all later steps read.
//!
//! Every node keeps its span, and what is rewritten gets the span of what it is made from. References to what is moved
//! lead to its new place, and what is reported later is shown where the document has it. What OpenAPI 3.0 cannot express
//! is reported.

mod addresses;
mod combined;
mod identifiers;
mod media_types;
mod members;
mod places;
mod references;
mod schema;

pub use places::{Kind, Place};

use hashbrown::HashSet;

use crate::bundle::{OtherFile, with_files};
use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::load::load;
use crate::moves::Moves;
use crate::node::{Node, SourceSpan, Sources, Value};
use crate::pointer::Pointer;
use crate::source::Source;
use places::walk;

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
        sources,
        findings,
        referred: HashSet::new(),
        moves: Moves::default(),
    };
    normalizer.document(&mut root);
    findings.set_moves(normalizer.moves);
    root
}

/// Returns the minor version of an OpenAPI 3 document.
fn minor(version: &str) -> Option<&str> {
    let rest = version.strip_prefix("3.")?;
    rest.split(['.', '-']).next()
}

struct Normalizer<'a> {
    sources: &'a Sources,
    findings: &'a Findings,
    /// What references lead to, and everything around it.
    referred: HashSet<Pointer>,
    moves: Moves,
}

impl Normalizer<'_> {
    fn document(&mut self, root: &mut Node) {
        root.set("openapi", Node::string(VERSION));
        if let Some(dialect) = root.get("jsonSchemaDialect") {
            let at = Pointer::root().key("jsonSchemaDialect");
            self.dialect(dialect, &at);
        }
        if root.get("paths").is_none() {
            root.set("paths", Node::map());
        }
        self.resolve(root);
        walk(root, &mut |node, kind, pointer| {
            let target = node.get_str("$ref").and_then(Pointer::from_reference);
            match kind {
                Kind::Schema => self.schema(node, pointer),
                Kind::MediaType => self.media_type(node, pointer),
                _ => {}
            }
            target
        });
        self.media_types(root);
        self.follow_moves(root);
    }

    /// Reports another dialect of JSON Schema than that of OpenAPI.
    fn dialect(&mut self, dialect: &Node, pointer: &Pointer) {
        let is_known = |it: &str| DIALECTS.iter().any(|known| it.starts_with(known));
        if !dialect.as_str().is_some_and(is_known) {
            let message = "another dialect of JSON Schema; read as that of OpenAPI";
            self.note(dialect.span, pointer, message);
        }
    }

    /// Reports a keyword whose value is of another kind than JSON Schema gives it.
    fn unexpected(&mut self, key: &str, expected: &str, value: &Node, pointer: &Pointer) {
        let found = value.kind();
        let message = format!("expected `{key}` to be {expected}, found {found}; ignored");
        let diagnostic = Diagnostic::warning(Code::NotOpenApi, message);
        self.report(diagnostic, value.span, &pointer.key(key));
    }

    /// Reports what OpenAPI 3.0 cannot express.
    fn note(&mut self, span: SourceSpan, pointer: &Pointer, message: impl Into<String>) {
        self.report(Diagnostic::note(Code::OpenApi31, message), span, pointer);
    }

    fn report(&mut self, diagnostic: Diagnostic, span: SourceSpan, pointer: &Pointer) {
        let mut diagnostic = diagnostic.about(pointer);
        diagnostic.span = self.sources.span(span);
        self.findings.push(diagnostic);
    }
}
