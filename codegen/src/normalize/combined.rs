//! Rewrites lists of types.

use super::Normalizer;
use super::schema::{COMBINED, member, text};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Primitive;
use crate::keywords::TYPES;
use crate::moves::Step;
use crate::node::{Node, SourceSpan, Value};
use crate::pointer::Pointer;

impl Normalizer<'_> {
    /// Writes a list of types as one type, `nullable`, or `anyOf`.
    pub(super) fn types(&mut self, node: &mut Node, pointer: &Pointer) {
        let Some(Node { value, span }) = node.get("type") else {
            return;
        };
        let span = *span;
        if *value == Value::String("null".to_owned()) {
            only_null(node, span);
            return;
        }
        let Value::Array(list) = value else {
            return;
        };
        let names: Option<Vec<&str>> = list.iter().map(Node::as_str).collect();
        let Some(names) = names.filter(|it| !it.is_empty()) else {
            let other = list.iter().find(|it| it.as_str().is_none());
            let found = match other {
                Some(other) => format!("{} in it", other.kind()),
                None => "no string in it".to_owned(),
            };
            node.remove("type");
            let message = format!(
                "expected `type` to be a string or an array of strings, found {found}; ignored"
            );
            let diagnostic = Diagnostic::warning(Code::NotOpenApi, message);
            self.report(diagnostic, span, &pointer.key("type"));
            return;
        };
        let is_nullable = names.contains(&"null");
        let mut types: Vec<String> = Vec::new();
        for name in names {
            // Every integer is a number.
            let is_known = name == "null"
                || name == "integer" && list.iter().any(|it| it.as_str() == Some("number"));
            if !is_known && types.iter().all(|it| it != name) {
                types.push(name.to_owned());
            }
        }
        match types.as_slice() {
            [] if is_nullable => {
                only_null(node, span);
                return;
            }
            [] => return,
            [only] => node.set("type", text(only.as_str(), span)),
            several => self.alternatives(node, several, span, pointer),
        }
        if is_nullable {
            let value = Value::Bool(true);
            node.set("nullable", Node { value, span });
        }
    }

    fn alternatives(
        &mut self,
        node: &mut Node,
        types: &[String],
        span: SourceSpan,
        pointer: &Pointer,
    ) {
        node.remove("type");
        if let Some(key) = COMBINED.iter().find(|it| node.get(it).is_some()) {
            let message = format!(
                "which of several types a value beside `{key}` has is checked by the server"
            );
            self.note(span, &pointer.key("type"), message);
            return;
        }
        let mut alternatives: Vec<Node> = types
            .iter()
            .map(|it| member("type", text(it.as_str(), span)))
            .collect();
        self.share_values(&mut alternatives, node, pointer);
        let mut step = Step::default();
        step.made(pointer.clone(), pointer.key("anyOf"));
        for index in 0..alternatives.len() {
            step.made(pointer.clone(), pointer.key("anyOf").index(index));
        }
        for (key, own) in TYPES.iter().filter(|(key, _)| *key != "format") {
            self.share((&mut alternatives, &mut step), own, key, (node, pointer));
        }
        let is_numeric = |it: &Node| it.as_str().is_some_and(Primitive::is_numeric_format);
        let own: &[&str] = match node.get("format").is_some_and(is_numeric) {
            true => &["integer", "number"],
            false => &["string"],
        };
        self.share(
            (&mut alternatives, &mut step),
            own,
            "format",
            (node, pointer),
        );
        self.moves.add(pointer, step);
        for alternative in &mut alternatives {
            self.content(alternative, pointer);
        }
        let value = Value::Array(alternatives);
        node.set("anyOf", Node { value, span });
    }

    /// Moves a keyword to the alternatives of some types.
    fn share(
        &mut self,
        (alternatives, step): (&mut [Node], &mut Step),
        types: &[&str],
        key: &str,
        (node, pointer): (&mut Node, &Pointer),
    ) {
        let Some(value) = node.remove(key) else {
            return;
        };
        let has_type = |it: &Node| it.get_str("type").is_some_and(|it| types.contains(&it));
        let mut is_taken = false;
        for (index, alternative) in alternatives.iter_mut().enumerate() {
            if has_type(alternative) {
                let to = pointer.key("anyOf").index(index).key(key);
                step.moved(pointer.key(key), to);
                alternative.set(key, value.clone());
                is_taken = true;
            }
        }
        if !is_taken {
            // The document may call it otherwise.
            let original = self.moves.original(&pointer.key(key));
            let name = original.keys().nth(pointer.depth()).unwrap_or_default();
            let message = format!("`{name}` has no effect on values of these types; ignored");
            self.note(value.span, &pointer.key(&name), message);
            self.set_aside(node, key, value, pointer);
        }
    }

    /// Gives each alternative the values of its type, and leaves out those without any.
    fn share_values(&mut self, alternatives: &mut Vec<Node>, node: &mut Node, pointer: &Pointer) {
        let Some(values) = node.remove("enum") else {
            return;
        };
        let is_known = |value: &&Node| {
            let is_null = value.value == Value::Null;
            is_null || alternatives.iter().any(|it| has_type(value, it))
        };
        if let Some(other) = values.items().iter().find(|it| !is_known(it)) {
            let message = format!(
                "expected the values of `enum` to be of one of the types of `type`, found {}; ignored",
                other.kind()
            );
            let diagnostic = Diagnostic::warning(Code::Enum, message);
            self.report(diagnostic, other.span, &pointer.key("enum"));
        }
        // Without any value, it would allow none.
        if values
            .items()
            .iter()
            .any(|it| alternatives.iter().any(|ty| has_type(it, ty)))
        {
            alternatives.retain_mut(|it| keep_values(it, &values));
        }
    }
}

/// Writes that a value is null, which is no type of OpenAPI 3.0.
fn only_null(node: &mut Node, span: SourceSpan) {
    node.remove("type");
    let null = Node {
        value: Value::Null,
        span,
    };
    let value = Value::Array(vec![null]);
    node.set("enum", Node { value, span });
}

/// Returns whether a value has the type of a schema.
fn has_type(value: &Node, schema: &Node) -> bool {
    let ty = schema.get_str("type").unwrap_or_default();
    match &value.value {
        Value::Null => false,
        Value::Bool(_) => ty == "boolean",
        Value::Number(digits) => ty == "number" || ty == "integer" && digits.parse::<i64>().is_ok(),
        Value::String(_) => ty == "string",
        Value::Array(_) => ty == "array",
        Value::Map(_) => ty == "object",
    }
}

/// Gives an alternative those values of an enum that have its type. Returns whether there are any.
fn keep_values(alternative: &mut Node, values: &Node) -> bool {
    let own = values.items().iter().filter(|it| has_type(it, alternative));
    let own: Vec<Node> = own.cloned().collect();
    let is_any = !own.is_empty();
    let (value, span) = (Value::Array(own), values.span);
    alternative.set("enum", Node { value, span });
    is_any
}
