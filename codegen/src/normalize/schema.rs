//! Rewrites the keywords of one schema, in which all other schemas are rewritten already.

use super::Normalizer;
use crate::node::{Entry, Node, SourceSpan, Value};
use crate::pointer::Pointer;

/// Keywords that say nothing about values: names of schemas, and notes for people.
const SILENT: [&str; 7] = [
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "$vocabulary",
    "jsonSchemaDialect",
];

/// Keywords of conditions that a type does not express.
const CONDITIONS: [&str; 11] = [
    "contains",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "propertyNames",
    "then",
    "unevaluatedItems",
];

impl Normalizer<'_> {
    /// Rewrites a schema.
    pub(super) fn schema(&mut self, node: &mut Node, pointer: &Pointer) {
        if let Value::Bool(allows) = node.value {
            boolean(node, allows, pointer);
            return;
        }
        if node.as_map().is_none() {
            return;
        }
        self.references(node, pointer);
        for key in SILENT {
            node.remove(key);
        }
        constant(node);
        exclusive(node, "exclusiveMinimum", "minimum", |own, other| {
            own >= other
        });
        exclusive(node, "exclusiveMaximum", "maximum", |own, other| {
            own <= other
        });
        self.content(node, pointer);
        self.prefix_items(node, pointer);
        self.further_properties(node, pointer);
        for key in CONDITIONS {
            if let Some(condition) = node.remove(key) {
                let message = format!("`{key}` is a condition, which the server checks; ignored");
                self.note(condition.span, &pointer.key(key), message);
            }
        }
        self.types(node, pointer);
        beside_reference(node);
    }

    /// Replaces references by names.
    fn references(&mut self, node: &mut Node, pointer: &Pointer) {
        if let Some(dynamic) = node.remove("$dynamicRef") {
            let local = dynamic.as_str().and_then(|it| self.identifiers.local(it));
            let message = match &local {
                Some(_) => "`$dynamicRef` is read as `$ref`: what refers here does not change it",
                None => "`$dynamicRef` leads to no `$dynamicAnchor`; ignored",
            };
            self.note(dynamic.span, &pointer.key("$dynamicRef"), message);
            if let Some(local) = local.filter(|_| node.get("$ref").is_none()) {
                node.set("$ref", text(local, dynamic.span));
            }
        }
        let reference = node.get("$ref");
        let local = reference.and_then(|it| Some((self.identifiers.local(it.as_str()?)?, it.span)));
        if let Some((local, span)) = local {
            node.set("$ref", text(local, span));
        }
    }

    /// Reads a text with binary or encoded content as the formats that say so.
    fn content(&mut self, node: &mut Node, pointer: &Pointer) {
        let encoding = node.remove("contentEncoding");
        let media_type = node.remove("contentMediaType");
        let is_string = node
            .get("type")
            .is_none_or(|it| it.as_str() == Some("string"));
        let Some(at) = encoding.as_ref().or(media_type.as_ref()).map(|it| it.span) else {
            return;
        };
        if !is_string || node.get("format").is_some() {
            return;
        }
        let format = match (encoding.as_ref().map(Node::as_str), media_type) {
            (Some(Some("base64")), _) => "byte",
            (Some(encoding), _) => {
                let encoding = encoding.unwrap_or_default();
                let message = format!("a text in the encoding `{encoding}` is not decoded");
                self.note(at, &pointer.key("contentEncoding"), message);
                return;
            }
            (None, Some(media_type)) if media_type.as_str().is_some_and(is_binary) => "binary",
            (None, _) => return,
        };
        node.set("type", text("string", at));
        node.set("format", text(format, at));
    }

    /// Reads an array whose first elements have schemas of their own as one of any of these.
    fn prefix_items(&mut self, node: &mut Node, pointer: &Pointer) {
        let Some(prefix) = node.remove("prefixItems") else {
            return;
        };
        let span = prefix.span;
        let rest = node.remove("items");
        let is_closed = rest.as_ref().is_some_and(is_never);
        let mut elements: Vec<Node> = Vec::new();
        for element in prefix
            .items()
            .iter()
            .cloned()
            .chain(rest.filter(|_| !is_closed))
        {
            if !elements.contains(&element) {
                elements.push(element);
            }
        }
        if elements.len() > 1 {
            let message =
                "the elements of `prefixItems` are read as any of their types, wherever they stand";
            self.note(span, &pointer.key("prefixItems"), message);
        }
        let items = match elements.pop() {
            Some(only) if elements.is_empty() => only,
            Some(last) => {
                elements.push(last);
                member(
                    "anyOf",
                    Node {
                        value: Value::Array(elements),
                        span,
                    },
                )
            }
            None => Node {
                span,
                ..Node::map()
            },
        };
        if node.get("type").is_none() {
            node.set("type", text("array", span));
        }
        node.set("items", items);
    }

    /// Reads the schemas of members that are not declared by name as `additionalProperties`.
    fn further_properties(&mut self, node: &mut Node, pointer: &Pointer) {
        let mut schemas: Vec<Node> = Vec::new();
        let mut add = |schema: Node| {
            if !schemas.contains(&schema) {
                schemas.push(schema);
            }
        };
        let patterns = node.remove("patternProperties");
        let mut by_pattern: Vec<&Entry> = patterns.iter().flat_map(Node::entries).collect();
        // The order of members means nothing, that of alternatives does.
        by_pattern.sort_by_key(|it| &it.key);
        for entry in by_pattern {
            add(entry.node.clone());
        }
        if let Some(unevaluated) = node.remove("unevaluatedProperties")
            && node.get("additionalProperties").is_none()
            && unevaluated
                .as_map()
                .is_some_and(|it| !it.entries().is_empty())
            && !is_never(&unevaluated)
        {
            add(unevaluated);
        }
        let Some(span) = schemas.first().map(|it| it.span) else {
            return;
        };
        if let Some(patterns) = patterns {
            let message = "the names of `patternProperties` are checked by the server; their schemas are read as `additionalProperties`";
            self.note(patterns.span, &pointer.key("patternProperties"), message);
        }
        match node.remove("additionalProperties") {
            Some(other) if other.as_map().is_some() && !schemas.contains(&other) => {
                schemas.push(other)
            }
            // What matches no pattern may be anything.
            Some(other) if other.is_true() => {
                schemas = vec![Node {
                    span,
                    ..Node::map()
                }]
            }
            _ => {}
        }
        let rest = match schemas.pop() {
            Some(only) if schemas.is_empty() => only,
            last => {
                schemas.extend(last);
                member(
                    "anyOf",
                    Node {
                        value: Value::Array(schemas),
                        span,
                    },
                )
            }
        };
        node.set("additionalProperties", rest);
    }
}

/// Returns a string node at a place.
pub fn text(text: impl Into<String>, span: SourceSpan) -> Node {
    Node {
        span,
        ..Node::string(text)
    }
}

/// Returns a mapping with one member.
pub fn member(key: &str, node: Node) -> Node {
    let mut map = Node {
        span: node.span,
        ..Node::map()
    };
    map.set(key, node);
    map
}

/// Writes the schemas `true` and `false`, except where OpenAPI 3.0 has them too.
fn boolean(node: &mut Node, allows: bool, pointer: &Pointer) {
    let last = pointer.last();
    if matches!(
        last.as_deref(),
        Some("additionalProperties" | "unevaluatedProperties")
    ) {
        return;
    }
    let span = node.span;
    let anything = Node {
        span,
        ..Node::map()
    };
    *node = match allows {
        true => anything,
        false => member("not", anything),
    };
}

/// Returns whether a schema was `false`.
fn is_never(node: &Node) -> bool {
    let never = member("not", Node::map());
    node.value == Value::Bool(false) || *node == never
}

/// Writes `const` as an enum of one value, and with it the type of the value.
fn constant(node: &mut Node) {
    let Some(value) = node.remove("const") else {
        return;
    };
    let span = value.span;
    let ty = match &value.value {
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(digits) if digits.parse::<i64>().is_ok() => Some("integer"),
        Value::Number(_) => Some("number"),
        Value::Array(_) | Value::Map(_) | Value::Null => None,
    };
    if let Some(ty) = ty.filter(|_| node.get("type").is_none()) {
        node.set("type", text(ty, span));
    }
    // Objects and arrays are read by what else the schema says.
    if !matches!(value.value, Value::Array(_) | Value::Map(_)) {
        let value = Value::Array(vec![value]);
        node.set("enum", Node { value, span });
    }
}

/// Writes an exclusive limit, which is a number, as a limit with a flag.
fn exclusive(node: &mut Node, key: &str, plain: &str, is_tighter: fn(f64, f64) -> bool) {
    let Some(limit) = node.get(key).filter(|it| it.as_number().is_some()).cloned() else {
        return;
    };
    let number = |it: &Node| it.as_number()?.parse::<f64>().ok();
    let other = node.get(plain).and_then(number);
    let is_tighter = match (number(&limit), other) {
        (Some(own), Some(other)) => is_tighter(own, other),
        _ => true,
    };
    let span = limit.span;
    if is_tighter {
        node.set(plain, limit);
        let value = Value::Bool(true);
        node.set(key, Node { value, span });
    } else {
        node.remove(key);
    }
}

/// Returns whether content of a media type is no text.
fn is_binary(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let is_text = essence.starts_with("text/")
        || ["json", "xml", "yaml", "javascript", "x-www-form-urlencoded"]
            .iter()
            .any(|it| essence.ends_with(it));
    !is_text
}

/// Keywords beside a reference count. In OpenAPI 3.0 they do so beside `allOf`.
fn beside_reference(node: &mut Node) {
    if node.entries().len() < 2 {
        return;
    }
    let Some(reference) = node.remove("$ref") else {
        return;
    };
    let span = reference.span;
    let referred = member("$ref", reference);
    let mut parts = match node.remove("allOf") {
        Some(Node {
            value: Value::Array(parts),
            ..
        }) => parts,
        _ => Vec::new(),
    };
    parts.insert(0, referred);
    let value = Value::Array(parts);
    node.set("allOf", Node { value, span });
}
