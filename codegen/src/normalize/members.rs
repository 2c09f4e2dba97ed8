//! Rewrites what a schema says of the elements of arrays and of members that are not declared by name.

use super::Normalizer;
use super::schema::{anything, is_never, member, text};
use crate::moves::Step;
use crate::node::{Entry, Node, SourceSpan, Value};
use crate::pointer::Pointer;

/// Schemas of which a value has any, without copies, and where each was.
#[derive(Default)]
struct Alternatives {
    schemas: Vec<Node>,
    /// The places in the document, with the index of the schema.
    places: Vec<(Pointer, usize)>,
}

impl Alternatives {
    fn add(&mut self, schema: Node, place: Pointer) {
        let known = self.schemas.iter().position(|it| *it == schema);
        let index = known.unwrap_or(self.schemas.len());
        if known.is_none() {
            self.schemas.push(schema);
        }
        self.places.push((place, index));
    }
}

impl Normalizer<'_> {
    /// Reads an array whose first elements have schemas of their own as one of any of these.
    pub(super) fn prefix_items(&mut self, node: &mut Node, pointer: &Pointer) {
        let Some(prefix) = node.remove("prefixItems") else {
            return;
        };
        let (span, at) = (prefix.span, pointer.key("prefixItems"));
        if !matches!(prefix.value, Value::Array(_)) {
            self.unexpected("prefixItems", "an array of schemas", &prefix, pointer);
            return;
        }
        let other = node.get_str("type").filter(|it| *it != "array");
        if let Some(other) = other {
            let message = format!("`prefixItems` has no effect beside `type: {other}`; ignored");
            self.note(span, &at, message);
            self.set_aside(node, "prefixItems", prefix, pointer);
            return;
        }
        let mut elements = Alternatives::default();
        for (index, element) in prefix.items().iter().enumerate() {
            elements.add(element.clone(), at.index(index));
        }
        if let Some(rest) = node.remove("items") {
            match is_never(&rest) {
                true => self.set_aside(node, "items", rest, pointer),
                false => elements.add(rest, pointer.key("items")),
            }
        }
        if elements.schemas.len() > 1 {
            let message =
                "the elements of `prefixItems` are read as any of their types, wherever they stand";
            self.note(span, &at, message);
        }
        if node.get("type").is_none() {
            node.set("type", text("array", span));
        }
        let items = self.any_of(elements, span, (&at, &pointer.key("items")), pointer);
        node.set("items", items);
    }

    /// Reads the schemas of members that are not declared by name as `additionalProperties`.
    pub(super) fn further_properties(&mut self, node: &mut Node, pointer: &Pointer) {
        self.unevaluated(node, pointer);
        let Some(patterns) = node.remove("patternProperties") else {
            return;
        };
        let (span, at) = (patterns.span, pointer.key("patternProperties"));
        if patterns.as_map().is_none() {
            self.unexpected(
                "patternProperties",
                "a mapping of schemas",
                &patterns,
                pointer,
            );
            return;
        }
        let mut by_pattern: Vec<&Entry> = patterns.entries().iter().collect();
        if by_pattern.is_empty() {
            return;
        }
        let message = "the names of `patternProperties` are checked by the server; their schemas are read as `additionalProperties`";
        self.note(span, &at, message);
        let to = pointer.key("additionalProperties");
        // What matches no pattern may be anything.
        if node.get("additionalProperties").is_some_and(Node::is_true) {
            self.set_aside(node, "patternProperties", patterns, pointer);
            return;
        }
        // The order of members means nothing, that of alternatives does.
        by_pattern.sort_by_key(|it| &it.key);
        let mut schemas = Alternatives::default();
        for entry in by_pattern {
            schemas.add(entry.node.clone(), at.key(&entry.key));
        }
        if let Some(other) = node.remove("additionalProperties")
            && other.as_map().is_some()
        {
            schemas.add(other, to.clone());
        }
        let rest = self.any_of(schemas, span, (&at, &to), pointer);
        node.set("additionalProperties", rest);
    }

    /// Reads `unevaluatedProperties` as `additionalProperties`. Beside them, it says nothing.
    fn unevaluated(&mut self, node: &mut Node, pointer: &Pointer) {
        let key = "unevaluatedProperties";
        let Some(unevaluated) = node.remove(key) else {
            return;
        };
        if unevaluated.as_map().is_none() && unevaluated.as_bool().is_none() {
            self.unexpected(key, "a boolean or a schema", &unevaluated, pointer);
            return;
        }
        if node.get("additionalProperties").is_some() || is_never(&unevaluated) {
            self.set_aside(node, key, unevaluated, pointer);
            return;
        }
        let mut step = Step::default();
        step.moved(pointer.key(key), pointer.key("additionalProperties"));
        self.moves.add(pointer, step);
        node.set("additionalProperties", unevaluated);
    }

    /// Returns the schema of any of several schemas, which is put at `to`. `from` is where the document has them.
    fn any_of(
        &mut self,
        alternatives: Alternatives,
        span: SourceSpan,
        (from, to): (&Pointer, &Pointer),
        base: &Pointer,
    ) -> Node {
        let Alternatives {
            mut schemas,
            places,
        } = alternatives;
        let is_single = schemas.len() == 1;
        let mut step = Step::default();
        if !is_single {
            step.made(from.clone(), to.clone());
            step.made(from.clone(), to.key("anyOf"));
        }
        for (place, index) in places {
            let to = match is_single {
                true => to.clone(),
                false => to.key("anyOf").index(index),
            };
            step.moved(place, to);
        }
        self.moves.add(base, step);
        match schemas.pop() {
            Some(only) if schemas.is_empty() => only,
            None => anything(span),
            Some(last) => {
                schemas.push(last);
                let value = Value::Array(schemas);
                member("anyOf", Node { value, span })
            }
        }
    }
}
