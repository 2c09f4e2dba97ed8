//! Edits of calls: paths, methods, parameters, request bodies.

use serde_yaml::Value;

use super::Kind;
use super::markup::is_filter;
use crate::tree::{
    Step, Way, append, at, at_mut, below, nodes, parent, remove, rename, set, way, yaml,
};

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

pub fn kinds() -> Vec<Kind> {
    [
        of_operations(),
        of_new_parameters(),
        of_parameters(),
        of_requests(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_operations() -> Vec<Kind> {
    vec![
        Kind {
            name: "remove-operation",
            places: operations,
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "add-operation",
            places: |_| vec![way(&["paths"])],
            make: add_operation,
        },
        Kind {
            name: "move-path",
            places: paths,
            make: |doc, at| {
                let (_, path) = parent(at);
                rename(doc, at, &format!("{path}/moved"));
            },
        },
        Kind {
            name: "rename-path-parameter",
            places: |doc| {
                paths(doc)
                    .into_iter()
                    .filter(|way| parent(way).1.contains("{id}"))
                    .collect()
            },
            make: rename_path_parameter,
        },
        Kind {
            name: "another-method",
            places: posts,
            make: |doc, at| rename(doc, at, "patch"),
        },
        Kind {
            name: "rename-operation-id",
            places: |doc| with(doc, &operations(doc), "operationId"),
            make: |doc, at| {
                *at_mut(doc, at) = Value::from("another_name");
            },
        },
        Kind {
            name: "deprecate-operation",
            places: operations,
            make: |doc, at| set(doc, at, "deprecated", Value::from(true)),
        },
    ]
}

fn of_new_parameters() -> Vec<Kind> {
    vec![
        Kind {
            name: "add-optional-parameter",
            places: operations,
            make: |doc, at| {
                append(
                    doc,
                    at,
                    "parameters",
                    yaml("{name: verbose, in: query, schema: {type: boolean}}"),
                );
            },
        },
        Kind {
            name: "add-required-parameter",
            places: operations,
            make: |doc, at| {
                append(
                    doc,
                    at,
                    "parameters",
                    yaml("{name: reason, in: query, required: true, schema: {type: string}}"),
                );
            },
        },
        Kind {
            name: "add-header-parameter",
            places: operations,
            make: |doc, at| {
                append(
                    doc,
                    at,
                    "parameters",
                    yaml("{name: X-Trace, in: header, schema: {type: string}}"),
                );
            },
        },
    ]
}

fn of_parameters() -> Vec<Kind> {
    vec![
        Kind {
            name: "remove-parameter",
            places: parameters,
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "rename-parameter",
            places: |doc| {
                let places = parameters(doc).into_iter();
                places.filter(|way| is_required(doc, way)).collect()
            },
            make: |doc, at| set(doc, at, "name", Value::from("renamed")),
        },
        Kind {
            name: "rename-optional-parameter",
            places: |doc| {
                let places = parameters(doc).into_iter();
                places.filter(|way| !is_required(doc, way)).collect()
            },
            make: |doc, at| set(doc, at, "name", Value::from("renamed")),
        },
        Kind {
            name: "retype-parameter",
            places: parameters,
            make: |doc, at| set(doc, at, "schema", yaml("{type: integer, format: int32}")),
        },
        Kind {
            name: "require-parameter",
            places: |doc| {
                parameters(doc)
                    .into_iter()
                    .filter(|way| !is_required(doc, way))
                    .collect()
            },
            make: |doc, at| set(doc, at, "required", Value::from(true)),
        },
        Kind {
            name: "relax-parameter",
            places: |doc| {
                parameters(doc)
                    .into_iter()
                    .filter(|way| is_required(doc, way))
                    .collect()
            },
            make: |doc, at| set(doc, at, "required", Value::from(false)),
        },
    ]
}

fn of_requests() -> Vec<Kind> {
    vec![
        Kind {
            name: "remove-request",
            places: |doc| with(doc, &operations(doc), "requestBody"),
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "another-request-media-type",
            places: request_media,
            make: |doc, at| rename(doc, at, "application/vnd.other"),
        },
        Kind {
            name: "add-request-media-type",
            places: request_media,
            make: |doc, at| {
                let (content, _) = parent(at);
                let content = content.to_vec();
                set(doc, &content, "text/csv", yaml("{schema: {type: string}}"));
            },
        },
        Kind {
            name: "remove-paging",
            places: paged,
            make: |doc, at| {
                let limit = |it: &Value| {
                    it.get("name").and_then(Value::as_str) == Some("limit")
                        || it
                            .get("$ref")
                            .and_then(Value::as_str)
                            .is_some_and(|to| to.ends_with("limit"))
                };
                let list = at_mut(doc, &below(at, "parameters"))
                    .as_sequence_mut()
                    .expect("a list");
                list.retain(|it| !limit(it));
            },
        },
    ]
}

/// Every path.
pub fn paths(doc: &Value) -> Vec<Way> {
    let paths = doc["paths"].as_mapping().expect("paths");
    paths
        .keys()
        .filter_map(Value::as_str)
        .map(|path| way(&["paths", path]))
        .collect()
}

/// Every operation.
pub fn operations(doc: &Value) -> Vec<Way> {
    let found = nodes(doc).into_iter().map(|(way, _)| way);
    found
        .filter(|way| match way.as_slice() {
            [Step::Key(paths), Step::Key(_), Step::Key(method)] => {
                paths == "paths" && METHODS.contains(&method.as_str())
            }
            _ => false,
        })
        .collect()
}

fn posts(doc: &Value) -> Vec<Way> {
    let is_alone =
        |way: &Way| at(doc, parent(way).0).is_some_and(|item| item.get("patch").is_none());
    operations(doc)
        .into_iter()
        .filter(|way| parent(way).1 == "post" && is_alone(way))
        .collect()
}

/// The members of some nodes, where they are there.
pub fn with(doc: &Value, ways: &[Way], key: &str) -> Vec<Way> {
    ways.iter()
        .map(|way| below(way, key))
        .filter(|way| at(doc, way).is_some())
        .collect()
}

/// Parameters of query and header that are declared in place, and are neither filters nor paging.
fn parameters(doc: &Value) -> Vec<Way> {
    let is_plain = |node: &Value| {
        let text = |key: &str| node.get(key).and_then(Value::as_str);
        matches!(text("in"), Some("query" | "header"))
            && !is_filter(node)
            && !matches!(text("name"), Some("limit" | "offset" | "Content-Range"))
    };
    let in_parameters = |way: &Way| {
        way.iter()
            .any(|step| *step == Step::Key("parameters".to_owned()))
    };
    nodes(doc)
        .into_iter()
        .filter(|(way, node)| in_parameters(way) && is_plain(node))
        .map(|(way, _)| way)
        .collect()
}

fn is_required(doc: &Value, way: &Way) -> bool {
    at(doc, way).is_some_and(|node| node.get("required").and_then(Value::as_bool) == Some(true))
}

/// The bodies of requests, by media type.
pub fn request_media(doc: &Value) -> Vec<Way> {
    let mut found = Vec::new();
    for content in with(doc, &with(doc, &operations(doc), "requestBody"), "content") {
        let media = at(doc, &content)
            .and_then(Value::as_mapping)
            .expect("a mapping");
        found.extend(
            media
                .keys()
                .filter_map(Value::as_str)
                .map(|key| below(&content, key)),
        );
    }
    found
}

fn paged(doc: &Value) -> Vec<Way> {
    let is_paged = |way: &Way| {
        let text = serde_yaml::to_string(at(doc, way).expect("an operation")).expect("text");
        text.contains("agination.limit") || text.contains("name: limit")
    };
    operations(doc).into_iter().filter(is_paged).collect()
}

fn add_operation(doc: &mut Value, paths: &Way) {
    let first = doc["paths"]
        .as_mapping()
        .expect("paths")
        .keys()
        .next()
        .and_then(Value::as_str);
    let path = format!(
        "{}/{{id}}/archive",
        first.expect("a path").split("/{").next().expect("text")
    );
    let item = "{post: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: ''}}}}";
    set(doc, paths, &path, yaml(item));
}

fn rename_path_parameter(doc: &mut Value, path: &Way) {
    let (_, old) = parent(path);
    let declared = nodes(at(doc, path).expect("a path"))
        .into_iter()
        .filter(|(_, node)| node.get("in").and_then(Value::as_str) == Some("path"))
        .filter(|(_, node)| node.get("name").and_then(Value::as_str) == Some("id"))
        .map(|(way, _)| path.iter().chain(&way).cloned().collect())
        .collect::<Vec<Way>>();
    for parameter in declared {
        set(doc, &parameter, "name", Value::from("key"));
    }
    rename(doc, path, &old.replace("{id}", "{key}"));
}
