//! The contract: the slice with the overlays applied, as JSON.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonpath_rust::JsonPath;
use jsonpath_rust::query::queryable::Queryable;
use serde_json::Value;

/// The overlays, in their order.
pub const OVERLAYS: [&str; 4] = ["corrections", "names", "behaviour", "docs"];

/// The folder of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .ancestors()
        .nth(2)
        .expect("the package lies two folders deep")
        .to_path_buf()
}

/// The text of a file.
///
/// # Panics
/// When it cannot be read.
#[must_use]
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A document, ready to be asked.
#[derive(Debug)]
pub struct Contract {
    pub(crate) document: Value,
}

/// The contract of the Usage API.
pub fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> = LazyLock::new(|| Contract::of_slice("usage"));
    &CONTRACT
}

/// The contract of the slice `directory`.
pub fn directory() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> = LazyLock::new(|| Contract::of_slice("directory"));
    &CONTRACT
}

impl Contract {
    /// The contract of a slice: `specs/NAME/contract.yml` with its overlays.
    fn of_slice(name: &str) -> Self {
        let specs = workspace().join("specs").join(name);
        let mut document = yaml(&read(&specs.join("contract.yml")));
        for name in OVERLAYS {
            let path = specs.join(format!("overlay/{name}.yml"));
            overlay(&mut document, &yaml(&read(&path)));
        }
        Self { document }
    }

    /// A document from its YAML text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self {
            document: yaml(text),
        }
    }

    /// The node behind a `$ref`, or the node itself.
    pub(crate) fn follow<'a>(&'a self, node: &'a Value) -> &'a Value {
        let mut node = node;
        while let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').expect("references are local");
            node = self
                .document
                .pointer(pointer)
                .unwrap_or_else(|| panic!("no {reference}"));
        }
        node
    }
}

/// The members of an object; none of what is not one.
pub(crate) fn members(node: &Value) -> impl Iterator<Item = (&str, &Value)> {
    node.as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value))
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("the text is YAML")
}

/// Applies an overlay.
fn overlay(document: &mut Value, overlay: &Value) {
    for action in overlay["actions"]
        .as_array()
        .expect("an overlay has actions")
    {
        let target = action["target"].as_str().expect("an action has a target");
        if action["remove"] == true {
            document
                .delete_by_path(target)
                .expect("a target is a JSONPath");
            continue;
        }
        for place in document
            .query_only_path(target)
            .expect("a target is a JSONPath")
        {
            merge(
                document.reference_mut(place).expect("it was just found"),
                &action["update"],
            );
        }
    }
}

fn merge(node: &mut Value, update: &Value) {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            for (key, value) in update {
                match node.get_mut(key) {
                    Some(there) => merge(there, value),
                    None => drop(node.insert(key.clone(), value.clone())),
                }
            }
        }
        (Value::Array(node), Value::Array(update)) => node.extend(update.iter().cloned()),
        (node, update) => *node = update.clone(),
    }
}
