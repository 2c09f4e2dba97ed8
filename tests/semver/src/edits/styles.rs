//! Edits of how values are written: the styles of parameters and headers, and the encoding of forms.

use serde_yaml::Value;

use super::Kind;
use super::calls::request_media;
use super::markup::is_filter;
use crate::tree::{Step, Way, at, below, nodes, parent, remove, set, yaml};

pub fn kinds() -> Vec<Kind> {
    [of_queries(), of_other_places(), of_encoding()]
        .into_iter()
        .flatten()
        .collect()
}

fn of_queries() -> Vec<Kind> {
    vec![
        Kind {
            name: "toggle-explode-of-an-array",
            places: |doc| parameters(doc, "query", |it| is_typed(it, "array")),
            make: toggle_explode,
        },
        Kind {
            name: "array-with-pipes",
            places: |doc| parameters(doc, "query", |it| is_typed(it, "array")),
            make: |doc, at| {
                set(doc, at, "style", Value::from("pipeDelimited"));
                set(doc, at, "explode", Value::from(false));
            },
        },
        Kind {
            name: "object-without-brackets",
            places: |doc| parameters(doc, "query", |it| is_typed(it, "object")),
            make: |doc, at| set(doc, at, "style", Value::from("form")),
        },
        Kind {
            name: "content-of-a-parameter",
            places: |doc| parameters(doc, "query", |it| is_typed(it, "array")),
            make: |doc, at| {
                let schema = self::at(doc, at).expect("the way was found here")["schema"].clone();
                let mut content = yaml("{application/json: {}}");
                content["application/json"]["schema"] = schema;
                for key in ["schema", "style", "explode"] {
                    if self::at(doc, &below(at, key)).is_some() {
                        remove(doc, &below(at, key));
                    }
                }
                set(doc, at, "content", content);
            },
        },
        Kind {
            name: "explode-a-scalar",
            places: |doc| parameters(doc, "query", is_scalar),
            make: |doc, at| set(doc, at, "explode", Value::from(false)),
        },
        Kind {
            name: "say-the-usual-style",
            places: |doc| parameters(doc, "query", is_scalar),
            make: |doc, at| {
                set(doc, at, "style", Value::from("form"));
                set(doc, at, "explode", Value::from(true));
            },
        },
        Kind {
            name: "allow-reserved",
            places: |doc| parameters(doc, "query", is_scalar),
            make: |doc, at| set(doc, at, "allowReserved", Value::from(true)),
        },
        Kind {
            name: "allow-empty-value",
            places: |doc| parameters(doc, "query", is_scalar),
            make: |doc, at| set(doc, at, "allowEmptyValue", Value::from(true)),
        },
    ]
}

fn of_other_places() -> Vec<Kind> {
    vec![
        Kind {
            name: "label-in-the-path",
            places: |doc| parameters(doc, "path", is_scalar),
            make: |doc, at| set(doc, at, "style", Value::from("label")),
        },
        Kind {
            name: "matrix-in-the-path",
            places: |doc| parameters(doc, "path", is_scalar),
            make: |doc, at| set(doc, at, "style", Value::from("matrix")),
        },
        Kind {
            name: "explode-in-the-path",
            places: |doc| parameters(doc, "path", is_scalar),
            make: |doc, at| set(doc, at, "explode", Value::from(true)),
        },
        Kind {
            name: "explode-in-a-header",
            places: |doc| parameters(doc, "header", |it| is_typed(it, "array")),
            make: |doc, at| set(doc, at, "explode", Value::from(true)),
        },
        Kind {
            name: "query-to-header",
            places: |doc| parameters(doc, "query", |it| is_scalar(it) && !is_ours(it)),
            make: |doc, at| set(doc, at, "in", Value::from("header")),
        },
        Kind {
            name: "cookie-to-query",
            places: |doc| parameters(doc, "cookie", is_scalar),
            make: |doc, at| set(doc, at, "in", Value::from("query")),
        },
    ]
}

fn of_encoding() -> Vec<Kind> {
    vec![
        Kind {
            name: "type-of-a-part",
            places: |doc| parts(doc, "multipart/form-data", "string"),
            make: |doc, at| encode(doc, at, "{contentType: text/markdown}"),
        },
        Kind {
            name: "type-of-an-object-part",
            places: |doc| parts(doc, "multipart/form-data", "object"),
            make: |doc, at| encode(doc, at, "{contentType: application/vnd.plan+json}"),
        },
        Kind {
            name: "remove-encoding",
            places: encodings,
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "style-of-a-part",
            places: |doc| parts(doc, "multipart/form-data", "string"),
            make: |doc, at| encode(doc, at, "{style: form, explode: false}"),
        },
        Kind {
            name: "join-an-array-of-a-form",
            places: |doc| parts(doc, "application/x-www-form-urlencoded", "array"),
            make: |doc, at| encode(doc, at, "{style: pipeDelimited, explode: false}"),
        },
        Kind {
            name: "explode-a-scalar-of-a-form",
            places: |doc| parts(doc, "application/x-www-form-urlencoded", "string"),
            make: |doc, at| encode(doc, at, "{style: form, explode: false}"),
        },
        Kind {
            name: "header-of-a-part",
            places: |doc| parts(doc, "multipart/form-data", "string"),
            make: |doc, at| {
                encode(doc, at, "{headers: {X-Part: {schema: {type: string}}}}");
            },
        },
    ]
}

fn is_typed(parameter: &Value, ty: &str) -> bool {
    let schema = parameter.get("schema").and_then(|it| it.get("type"));
    schema.and_then(Value::as_str) == Some(ty)
}

fn is_scalar(parameter: &Value) -> bool {
    ["string", "integer", "boolean"]
        .iter()
        .any(|ty| is_typed(parameter, ty))
}

/// Whether a parameter is a filter or one of paging.
fn is_ours(parameter: &Value) -> bool {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str);
    is_filter(parameter) || matches!(text("name"), Some("limit" | "offset"))
}

/// The parameters of a location that are declared in place.
fn parameters(doc: &Value, location: &str, wanted: impl Fn(&Value) -> bool) -> Vec<Way> {
    let in_paths = |way: &Way| way.first() == Some(&Step::Key("paths".to_owned()));
    let is_located = |node: &Value| node.get("in").and_then(Value::as_str) == Some(location);
    let found = nodes(doc).into_iter();
    found
        .filter(|(way, node)| {
            in_paths(way) && is_located(node) && node.get("name").is_some() && wanted(node)
        })
        .map(|(way, _)| way)
        .collect()
}

fn toggle_explode(doc: &mut Value, way: &Way) {
    let was = at(doc, &below(way, "explode"))
        .and_then(Value::as_bool)
        .unwrap_or(true);
    set(doc, way, "explode", Value::from(!was));
}

/// The members of forms that are of a type and not encoded yet.
fn parts(doc: &Value, media_type: &str, ty: &str) -> Vec<Way> {
    let mut found = Vec::new();
    for media in request_media(doc)
        .iter()
        .filter(|it| parent(it).1 == media_type)
    {
        let properties = below(&below(media, "schema"), "properties");
        let members = at(doc, &properties).and_then(Value::as_mapping);
        for (name, schema) in members.into_iter().flatten() {
            let is_of_type = schema.get("type").and_then(Value::as_str) == Some(ty);
            if let Some(name) = name
                .as_str()
                .filter(|_| is_of_type && schema.get("format").is_none())
            {
                found.push(below(&properties, name));
            }
        }
    }
    found
}

/// Says how a member is encoded.
fn encode(doc: &mut Value, part: &Way, encoding: &str) {
    let (_, name) = parent(part);
    let media = part[..part.len() - 3].to_vec();
    if at(doc, &below(&media, "encoding")).is_none() {
        set(doc, &media, "encoding", yaml("{}"));
    }
    set(doc, &below(&media, "encoding"), &name, yaml(encoding));
}

/// What forms say of their members.
fn encodings(doc: &Value) -> Vec<Way> {
    let found = nodes(doc).into_iter().map(|(way, _)| way);
    found
        .filter(|way| parent(parent(way).0).1 == "encoding")
        .collect()
}
