//! Names for the inline types of an operation, and the documentation of modules.

use std::collections::BTreeMap;

use crate::extensions::Extension;
use crate::ir::{Ident, Operation, Segment, StatusSelector};
use crate::markdown::{code, prose};
use crate::names::functions::Name;
use crate::names::{is_action, singular_last};
use crate::node::Node;

/// The names for the inline types of an operation, as words.
pub struct Naming {
    resource: String,
    verb: String,
    noun: String,
}

impl Naming {
    /// Derives the names from that of the operation.
    pub fn new(name: &Name) -> Self {
        const VERBS: [&str; 8] = [
            "list", "get", "create", "update", "patch", "delete", "post", "put",
        ];
        let function = name.function.plain();
        let (verb, noun) = function.split_once('_').unwrap_or((function, ""));
        let (verb, noun, named) = match VERBS.contains(&verb) || is_action(verb) {
            true => (verb, noun, noun),
            false => (function, "", function),
        };
        let resource = singular_last(name.module.plain());
        Self {
            resource: match has_words(named, &resource) {
                true => String::new(),
                false => resource,
            },
            verb: verb.to_owned(),
            noun: noun.to_owned(),
        }
    }

    /// Returns the name of the request body, and another one.
    pub fn request(&self) -> (String, String) {
        let Self {
            resource,
            verb,
            noun,
        } = self;
        let name = match verb.as_str() {
            "create" => format!("new {resource} {noun}"),
            _ => format!("{verb} {resource} {noun}"),
        };
        let longer = format!("{name} body");
        (name, longer)
    }

    /// Returns the name of a response, and another one with what its status means.
    pub fn response(&self, is_success: bool, status: StatusSelector) -> (String, String) {
        let Self {
            resource,
            verb,
            noun,
        } = self;
        let meaning = meaning(status);
        if !is_success {
            let call = self.call();
            return (format!("{call} error"), format!("{call} {meaning} error"));
        }
        let name = match verb.as_str() {
            "list" => format!("{resource} {} summary", singular_last(noun)),
            "get" => format!("{resource} {noun}"),
            "create" => format!("created {resource} {noun}"),
            _ => format!("{resource} {noun} {verb}"),
        };
        let longer = format!("{name} {meaning}");
        (name, longer)
    }

    /// Returns the name of a parameter, a filter or a header.
    pub fn parameter(&self, wire: &str) -> String {
        format!("{} {wire}", self.call())
    }

    /// Returns the name of the operation.
    fn call(&self) -> String {
        format!("{} {} {}", self.verb, self.resource, self.noun)
    }
}

/// Returns whether a name has all words of a resource in a row, in the singular or in the plural, as functions after
/// operationIds have: `cloud_servers::get_cloud_server`.
fn has_words(name: &str, resource: &str) -> bool {
    let words = |text: &str| text.split('_').map(singular_last).collect::<Vec<_>>();
    let (name, resource) = (words(name), words(resource));
    name.windows(resource.len()).any(|it| it == resource)
}

/// Returns what a status means, for responses whose names would be equal otherwise.
fn meaning(status: StatusSelector) -> &'static str {
    match status {
        StatusSelector::Code(200) => "Response",
        StatusSelector::Code(201) => "Created",
        StatusSelector::Code(202) => "Accepted",
        StatusSelector::Code(206) => "Partial",
        StatusSelector::Code(207) => "Several",
        StatusSelector::Code(400) => "BadRequest",
        StatusSelector::Code(401) => "Unauthorized",
        StatusSelector::Code(402) => "PaymentRequired",
        StatusSelector::Code(403) => "Forbidden",
        StatusSelector::Code(404) => "NotFound",
        StatusSelector::Code(405) => "MethodNotAllowed",
        StatusSelector::Code(406) => "NotAcceptable",
        StatusSelector::Code(408) => "Timeout",
        StatusSelector::Code(409) => "Conflict",
        StatusSelector::Code(410) => "Gone",
        StatusSelector::Code(412) => "PreconditionFailed",
        StatusSelector::Code(413) => "TooLarge",
        StatusSelector::Code(415) => "UnsupportedMediaType",
        StatusSelector::Code(422) => "Unprocessable",
        StatusSelector::Code(423) => "Locked",
        StatusSelector::Code(428) => "PreconditionRequired",
        StatusSelector::Code(429) => "TooManyRequests",
        StatusSelector::Code(500) => "Internal",
        StatusSelector::Code(501) => "NotImplemented",
        StatusSelector::Code(502) => "BadGateway",
        StatusSelector::Code(503) => "Unavailable",
        StatusSelector::Code(504) => "GatewayTimeout",
        StatusSelector::Range(4) => "Client",
        StatusSelector::Range(5) => "Server",
        StatusSelector::Code(200..300) | StatusSelector::Range(_) => "Other",
        StatusSelector::Code(500..600) => "OtherServer",
        StatusSelector::Code(_) => "OtherClient",
        StatusSelector::Default => "Default",
    }
}

/// Returns the resource modules with their documentation: from the overlay, or a generated
/// sentence.
pub fn modules(root: &Node, operations: &[Operation]) -> BTreeMap<Ident, String> {
    let mut modules: BTreeMap<Ident, Vec<String>> = BTreeMap::new();
    for operation in operations {
        let paths = modules.entry(operation.module.clone()).or_default();
        let fixed: Vec<&str> = operation
            .path
            .segments
            .iter()
            .map_while(|segment| match segment {
                Segment::Literal(text) => Some(text.as_str()),
                Segment::Parameter(_) | Segment::Mixed(_) => None,
            })
            .collect();
        let path = format!("/{}", fixed.join("/"));
        if !paths.iter().any(|known| path.starts_with(known.as_str())) {
            paths.push(path);
        }
    }
    modules
        .into_iter()
        .map(|(module, paths)| {
            let key = module.plain();
            let ours = Extension::Modules.string_of(root, key).map(prose);
            let ours = ours.or_else(|| tag_doc(root, operations, &module));
            let listed: Vec<String> = paths.iter().map(|path| code(path)).collect();
            let ruled = format!("Operations on {}.", listed.join(", "));
            (module, ours.unwrap_or(ruled))
        })
        .collect()
}

/// Returns what the document says about the tag that all operations of a module have.
fn tag_doc(root: &Node, operations: &[Operation], module: &Ident) -> Option<String> {
    let own = operations.iter().filter(|it| it.module == *module);
    let mut tags = own.map(|it| {
        root.find(&it.pointer)?
            .get("tags")?
            .items()
            .first()?
            .as_str()
    });
    let tag = tags.next()??;
    if !tags.all(|it| it == Some(tag)) {
        return None;
    }
    let declared = root.get("tags").map(Node::items).unwrap_or_default();
    let declared = declared.iter().find(|it| it.get_str("name") == Some(tag))?;
    declared.get_str("description").map(str::to_owned)
}
