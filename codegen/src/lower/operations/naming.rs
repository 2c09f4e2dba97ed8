//! Names for the inline types of an operation, and the documentation of modules.

use std::collections::BTreeMap;

use crate::extensions::Extension;
use crate::ir::{Ident, Operation, Segment};
use crate::markdown::{code, prose};
use crate::names::functions::Name;
use crate::names::{pascal, singular_last};
use crate::node::Node;

/// The names for the inline types of an operation.
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
        let function = name.function.0.trim_start_matches("r#");
        let (verb, noun) = function.split_once('_').unwrap_or((function, ""));
        let (verb, noun) = if VERBS.contains(&verb) {
            (verb, singular_last(noun))
        } else {
            (function, String::new())
        };
        let resource = singular_last(name.module.0.trim_start_matches("r#"));
        let pascal = |text: &str| pascal(text).unwrap_or_default();
        Self {
            resource: pascal(&resource),
            verb: pascal(verb),
            noun: pascal(&noun),
        }
    }

    fn subject(&self) -> String {
        format!("{}{}", self.resource, self.noun)
    }

    /// Returns the name of the request body.
    pub fn request(&self) -> String {
        match self.verb.as_str() {
            "Create" => format!("New{}", self.subject()),
            verb => format!("{verb}{}", self.subject()),
        }
    }

    /// Returns the name of the response.
    pub fn response(&self) -> String {
        match self.verb.as_str() {
            "List" => format!("{}Summary", self.subject()),
            "Get" => self.subject(),
            "Create" => format!("Created{}", self.subject()),
            verb => format!("{}{verb}", self.subject()),
        }
    }

    /// Returns the name of the error response.
    pub fn error(&self) -> String {
        format!("{}Error", self.resource)
    }

    /// Returns the name of a parameter or a filter.
    pub fn parameter(&self, wire: &str) -> String {
        format!("{}{}", self.subject(), pascal(wire).unwrap_or_default())
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
            let key = module.0.trim_start_matches("r#");
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
