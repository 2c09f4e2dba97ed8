//! Rewrites the keywords of one schema, in which all other schemas are rewritten already.

use super::Normalizer;
use super::places::{Kind, Place};
use crate::moves::Step;
use crate::node::{Node, SourceSpan, Value};
use crate::pointer::Pointer;

/// Keywords that say nothing about values: names of schemas, and notes for people.
const SILENT: [&str; 5] = [
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$id",
    "$vocabulary",
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

/// Keywords that say of which other schemas a value is.
pub const COMBINED: [&str; 4] = ["allOf", "anyOf", "oneOf", "$ref"];

impl Normalizer<'_> {
    /// Rewrites a schema.
    pub(super) fn schema(&mut self, node: &mut Node, pointer: &Pointer) {
        if let Value::Bool(allows) = node.value {
            boolean(node, allows);
            return;
        }
        if node.as_map().is_none() {
            return;
        }
        if let Some(dialect) = node.remove("$schema") {
            self.dialect(&dialect, &pointer.key("$schema"));
        }
        for key in SILENT {
            if let Some(value) = node.remove(key) {
                self.check_silent(key, &value, pointer);
            }
        }
        self.definitions(node, pointer);
        constant(node);
        exclusive(node, "exclusiveMinimum", "minimum", |own, other| {
            own >= other
        });
        exclusive(node, "exclusiveMaximum", "maximum", |own, other| {
            own <= other
        });
        self.prefix_items(node, pointer);
        self.further_properties(node, pointer);
        for key in CONDITIONS {
            if let Some(condition) = node.remove(key) {
                let message = format!("`{key}` is a condition, which the server checks; ignored");
                self.note(condition.span, &pointer.key(key), message);
                self.set_aside(node, key, condition, pointer);
            }
        }
        self.default_mapping(node, pointer);
        without_null(node);
        self.types(node, pointer);
        self.content(node, pointer);
        self.beside_reference(node, pointer);
    }

    /// Reports a keyword that says nothing about values, if its value has another kind than JSON Schema gives it.
    fn check_silent(&mut self, key: &str, value: &Node, pointer: &Pointer) {
        let (expected, is_expected) = match key {
            "$vocabulary" => ("a mapping", value.as_map().is_some()),
            _ => ("a string", value.as_str().is_some()),
        };
        if !is_expected {
            self.unexpected(key, expected, value, pointer);
        }
    }

    /// Keeps a schema that has no effect, if something refers to it: among the definitions of the schema that had it.
    pub(super) fn set_aside(
        &mut self,
        node: &mut Node,
        key: &str,
        removed: Node,
        pointer: &Pointer,
    ) {
        let from = pointer.key(key);
        if !self.referred.contains(&from) {
            return;
        }
        if let Some(Place::One(_)) = Kind::Schema.member(key) {
            self.define(node, key, removed, (&from, pointer));
            return;
        }
        let schemas: Vec<(String, Pointer, Node)> = match removed.value {
            Value::Map(mut map) => std::mem::take(map.entries_mut())
                .into_iter()
                .map(|it| (it.key.clone(), from.key(&it.key), it.node))
                .collect(),
            Value::Array(items) => (0..)
                .zip(items)
                .map(|(index, item)| (format!("{key}{index}"), from.index(index), item))
                .collect(),
            _ => Vec::new(),
        };
        for (name, from, schema) in schemas {
            if self.referred.contains(&from) {
                self.define(node, &name, schema, (&from, pointer));
            }
        }
    }

    /// Moves a schema to the definitions of the schema that had it.
    fn define(
        &mut self,
        node: &mut Node,
        name: &str,
        schema: Node,
        (from, base): (&Pointer, &Pointer),
    ) {
        let known = node.remove("$defs").filter(|it| it.as_map().is_some());
        let mut known = known.unwrap_or_else(|| anything(schema.span));
        let mut name = name.to_owned();
        while known.get(&name).is_some() {
            name.push('_');
        }
        let to = base.key("$defs").key(&name);
        let mut step = Step::default();
        step.moved(from.clone(), to);
        self.moves.add(base, step);
        known.set(&name, schema);
        node.set("$defs", known);
    }

    /// Reads `definitions`, as older drafts of JSON Schema call them, as `$defs`.
    fn definitions(&mut self, node: &mut Node, pointer: &Pointer) {
        if node.get("definitions").and_then(Node::as_map).is_none() {
            return;
        }
        if let Some(older) = node.remove("definitions") {
            self.set_aside(node, "definitions", older, pointer);
        }
    }

    /// OpenAPI 3.2 names a schema for values without a known tag.
    fn default_mapping(&mut self, node: &mut Node, pointer: &Pointer) {
        let discriminator = node.get_mut("discriminator");
        if let Some(default) = discriminator.and_then(|it| it.remove("defaultMapping")) {
            let at = pointer.key("discriminator").key("defaultMapping");
            let message = "`defaultMapping` of OpenAPI 3.2 is not read: a value without a known tag is read by its members";
            self.note(default.span, &at, message);
        }
    }

    /// Reads a string with binary or encoded content as the formats that say so.
    pub(super) fn content(&mut self, node: &mut Node, pointer: &Pointer) {
        let encoding = node.remove("contentEncoding");
        let media_type = node.remove("contentMediaType");
        let texts = [
            ("contentEncoding", &encoding),
            ("contentMediaType", &media_type),
        ];
        for (key, value) in texts {
            if let Some(other) = value.as_ref().filter(|it| it.as_str().is_none()) {
                self.unexpected(key, "a string", other, pointer);
            }
        }
        let is_text = |it: &Node| it.as_str().is_some();
        let (encoding, media_type) = (encoding.filter(is_text), media_type.filter(is_text));
        let (key, at) = match (&encoding, &media_type) {
            (Some(encoding), _) => ("contentEncoding", encoding.span),
            (None, Some(media_type)) => ("contentMediaType", media_type.span),
            (None, None) => return,
        };
        let format = match (encoding.as_ref().and_then(Node::as_str), &media_type) {
            (Some(name), _) if name.eq_ignore_ascii_case("base64") => "byte",
            (Some(name), _) => {
                let message = format!("a string in the encoding `{name}` is not decoded");
                self.note(at, &pointer.key(key), message);
                return;
            }
            (None, Some(media_type)) if media_type.as_str().is_some_and(is_binary) => "binary",
            (None, _) => return,
        };
        let beside = COMBINED.iter().find(|it| node.get(it).is_some());
        let message = match (node.get_str("type"), node.get_str("format"), beside) {
            (Some("string") | None, Some(own), _) if own == format => return,
            (Some("string"), None, _) | (None, None, None) => {
                node.set("type", text("string", at));
                node.set("format", text(format, at));
                return;
            }
            (Some("string") | None, Some(own), _) => {
                format!("`{key}` is not read beside `format: {own}`; ignored")
            }
            (Some(other), _, _) => {
                format!("`{key}` has no effect beside `type: {other}`; ignored")
            }
            (None, None, Some(combined)) => {
                format!("`{key}` is not read beside `{combined}`; ignored")
            }
        };
        self.note(at, &pointer.key(key), message);
    }

    /// Keywords beside a reference count. In OpenAPI 3.0 they do so beside `allOf`.
    fn beside_reference(&mut self, node: &mut Node, pointer: &Pointer) {
        if node.entries().len() < 2 {
            return;
        }
        let Some(reference) = node.remove("$ref") else {
            return;
        };
        let span = reference.span;
        let mut parts = match node.remove("allOf") {
            Some(Node {
                value: Value::Array(parts),
                ..
            }) => parts,
            _ => Vec::new(),
        };
        // The others keep their places.
        let place = pointer.key("allOf").index(parts.len());
        let mut step = Step::default();
        step.made(pointer.clone(), place);
        self.moves.add(pointer, step);
        parts.push(member("$ref", reference));
        let value = Value::Array(parts);
        node.set("allOf", Node { value, span });
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
    let mut map = anything(node.span);
    map.set(key, node);
    map
}

/// Returns the schema of any value.
pub fn anything(span: SourceSpan) -> Node {
    Node {
        span,
        ..Node::map()
    }
}

/// Writes the schemas `true` and `false`.
fn boolean(node: &mut Node, allows: bool) {
    let anything = anything(node.span);
    *node = match allows {
        true => anything,
        false => member("not", anything),
    };
}

/// Returns whether a schema was `false`.
pub fn is_never(node: &Node) -> bool {
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
        Value::Array(_) => Some("array"),
        Value::Map(_) => Some("object"),
        Value::Null => None,
    };
    if let Some(ty) = ty.filter(|_| node.get("type").is_none()) {
        node.set("type", text(ty, span));
    }
    let value = Value::Array(vec![value]);
    node.set("enum", Node { value, span });
}

/// Writes that a value is not null where a type or values without null stand beside other schemas, which may allow it.
fn without_null(node: &mut Node) {
    let is_combined = COMBINED.iter().any(|it| node.get(it).is_some());
    if !is_combined || node.get("nullable").is_some() {
        return;
    }
    let is_null_type = |it: &Node| it.as_str() == Some("null");
    let without_null = |it: &&Node| match &it.value {
        Value::String(_) => !is_null_type(it),
        Value::Array(types) => !types.is_empty() && !types.iter().any(is_null_type),
        _ => false,
    };
    let ty = node.get("type").filter(without_null);
    let values = node.get("enum").filter(|it| {
        let values = it.items();
        !values.is_empty() && values.iter().all(|it| it.value != Value::Null)
    });
    if let Some(span) = ty.or(values).map(|it| it.span) {
        let value = Value::Bool(false);
        node.set("nullable", Node { value, span });
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
