//! The operations of a contract.

use serde_json::Value;

use crate::contract::{Contract, members};
use crate::shape::Schema;

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

impl Contract {
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
}
