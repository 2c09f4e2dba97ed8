//! The contract: the slice with the overlays applied, as JSON.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonpath_rust::JsonPath;
use jsonpath_rust::query::queryable::Queryable;
use serde_json::Value;

use crate::shape::Schema;

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
    document: Value,
}

/// An operation of a document.
#[derive(Debug)]
pub struct Operation<'a> {
    /// Its function, such as `files::get`; of a document without overlay its method and path.
    pub function: String,
    /// The schema of a request in JSON.
    pub request: Option<Schema<'a>>,
    /// The schemas of responses in JSON, by status.
    pub responses: Vec<(&'a str, Schema<'a>)>,
    /// Whether success is anything but JSON.
    pub is_file: bool,
}

impl<'a> Operation<'a> {
    /// The schema of what is returned on success.
    #[must_use]
    pub fn success(&self) -> Option<Schema<'a>> {
        let mut responses = self.responses.iter();
        responses
            .find(|(status, _)| status.starts_with('2'))
            .map(|(_, schema)| *schema)
    }

    /// The schema of what is returned on refusal.
    #[must_use]
    pub fn refusal(&self) -> Option<Schema<'a>> {
        let mut responses = self.responses.iter();
        responses
            .find(|(status, _)| status.starts_with('4'))
            .map(|(_, schema)| *schema)
    }
}

/// The contract of the Usage API.
pub fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
        let specs = workspace().join("specs/usage");
        let mut document = yaml(&read(&specs.join("contract.yml")));
        for name in OVERLAYS {
            overlay(
                &mut document,
                &yaml(&read(&specs.join(format!("overlay/{name}.yml")))),
            );
        }
        Contract { document }
    });
    &CONTRACT
}

impl Contract {
    /// A document from its YAML text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self {
            document: yaml(text),
        }
    }

    /// The operations, by path and method.
    #[must_use]
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        for (path, item) in members(&self.document["paths"]) {
            for method in ["get", "put", "post", "delete", "patch"] {
                if let Some(node) = item.get(method) {
                    operations.push(self.operation(method, path, node));
                }
            }
        }
        operations
    }

    /// The operation with this function.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn operation_named(&self, function: &str) -> Operation<'_> {
        let mut all = self.operations().into_iter();
        all.find(|it| it.function == function)
            .unwrap_or_else(|| panic!("no {function}"))
    }

    fn operation<'a>(&'a self, method: &str, path: &str, node: &'a Value) -> Operation<'a> {
        let json = |body: &'a Value| {
            let schema = self
                .follow(body)
                .pointer("/content/application~1json/schema")?;
            Some(Schema::new(self, schema))
        };
        let function = node["x-connect-function"].as_str().map(str::to_owned);
        let responses = members(&node["responses"]);
        let responses: Vec<_> = responses
            .filter_map(|(status, body)| Some((status, json(body)?)))
            .collect();
        Operation {
            function: function.unwrap_or_else(|| format!("{method} {path}")),
            request: node.get("requestBody").and_then(json),
            is_file: !responses.iter().any(|(status, _)| status.starts_with('2')),
            responses,
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
