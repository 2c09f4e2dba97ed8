//! Responses to give to calls, by what a document declares: every status with bodies of its schema, and some that no
//! document declares.

mod schema;

use serde_yaml::Value;

use self::schema::{Document, sample};

/// How many bodies are made of a schema: enums and unions show another member in each.
const VARIANTS: usize = 12;

/// What servers say beside what is declared: status, headers, body.
const OTHERS: [(&str, &str, &str); 10] = [
    ("200", "content-type: application/json", "{}"),
    ("200", "content-type: application/json", "null"),
    (
        "200",
        "content-type: application/json|content-range: items 0-1/5",
        "[{},{}]",
    ),
    (
        "200",
        "content-type: application/json|content-range: items */0",
        "[]",
    ),
    ("200", "content-type: text/plain", "a word"),
    ("204", "", ""),
    ("302", "location: https://files.example/a?b=c", ""),
    (
        "400",
        "content-type: application/json",
        "{\"error_code\":\"VAL_001\",\"errors\":[\"name: required\"],\"params\":{}}",
    ),
    ("404", "content-type: text/html", "<p>not found</p>"),
    ("500", "", ""),
];

/// The responses for functions, by the pointers of their operations, as a program that records reads them: what the
/// documents before and after an edit declare.
///
/// # Panics
/// If the first document does not have an operation.
#[must_use]
pub fn responses(functions: &[(String, String)], documents: [&Value; 2]) -> String {
    let mut lines = Vec::new();
    for (function, pointer) in functions {
        let is_known = Document::new(documents[0]).find(pointer).is_some();
        assert!(is_known, "the document has no operation at {pointer}");
        for document in documents {
            let document = Document::new(document);
            if let Some(operation) = document.find(pointer) {
                lines.extend(
                    declared(&document, operation)
                        .into_iter()
                        .map(|it| format!("{function}\t{it}")),
                );
            }
        }
        let others = OTHERS.iter();
        lines.extend(
            others
                .map(|(status, headers, body)| format!("{function}\t{status}\t{headers}\t{body}")),
        );
    }
    lines.dedup();
    lines.join("\n")
}

/// The responses that an operation declares.
fn declared(document: &Document<'_>, operation: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let responses = operation.get("responses").and_then(Value::as_mapping);
    for (status, response) in responses.into_iter().flatten() {
        let status = match status {
            Value::Number(it) => it.to_string(),
            other => other.as_str().unwrap_or("default").replace("XX", "00"),
        };
        let status = if status == "default" {
            "500".to_owned()
        } else {
            status
        };
        let response = document.resolved(response);
        let headers = headers(document, response);
        let media = response.get("content").and_then(Value::as_mapping);
        let media: Vec<(&str, &Value)> = media
            .into_iter()
            .flatten()
            .filter_map(|(key, value)| Some((key.as_str()?, value)))
            .collect();
        if media.is_empty() {
            found.push(format!("{status}\t{}\t", headers.join("|")));
        }
        for (media_type, media) in media {
            let mut headers = headers.clone();
            headers.push(format!("content-type: {}", media_type.replace('*', "png")));
            let mut bodies = bodies(document, media_type, media.get("schema"));
            bodies.dedup();
            for body in bodies {
                let mut headers = headers.clone();
                if body.starts_with('[') {
                    headers.retain(|it| !it.starts_with("content-range"));
                    headers.push("content-range: items 0-1/5".to_owned());
                }
                found.push(format!("{status}\t{}\t{body}", headers.join("|")));
            }
        }
    }
    found
}

fn bodies(document: &Document<'_>, media_type: &str, schema: Option<&Value>) -> Vec<String> {
    if !media_type.contains("json") {
        return vec!["a word".to_owned()];
    }
    let Some(schema) = schema else {
        return vec!["{}".to_owned()];
    };
    let variants = (0..VARIANTS).map(|it| sample(document, schema, it).to_string());
    variants.collect()
}

/// The declared headers with values of their types.
fn headers(document: &Document<'_>, response: &Value) -> Vec<String> {
    let declared = response.get("headers").and_then(Value::as_mapping);
    let header = |(name, header): (&Value, &Value)| {
        let header = document.resolved(header);
        let schema = header.get("schema").map(|it| document.resolved(it));
        let ty = schema.and_then(|it| it.get("type")).and_then(Value::as_str);
        let value = match ty {
            Some("integer" | "number") => "7",
            Some("boolean") => "true",
            Some("array") => "3,4",
            Some("object") => "a,1,b,2",
            _ => "a word",
        };
        Some(format!("{}: {value}", name.as_str()?.to_lowercase()))
    };
    let mut headers: Vec<String> = declared.into_iter().flatten().filter_map(header).collect();
    headers.retain(|it| !it.starts_with("content-type"));
    headers
}
