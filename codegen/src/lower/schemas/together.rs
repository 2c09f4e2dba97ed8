//! Finds the schemas that one value satisfies together: those of an `allOf`, and what stands beside it.

use std::iter::successors;
use std::rc::Rc;

use hashbrown::HashSet;

use super::joint::Together;
use super::{Schemas, with_stack};
use crate::node::At;
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Returns the `type` of a schema: its own, or else that of what it stands in an `allOf` with.
    pub(super) fn kind(&mut self, at: &At<'a>) -> Option<&'a str> {
        if let Some(own) = at.node.get_str("type") {
            return Some(own);
        }
        let whole = self.whole(at);
        match self.place(&whole) {
            None if whole.node.get("allOf").is_none() => whole.node.get_str("type"),
            None => self.kind_of_parts(&whole),
            Some(_) => self.together(at).kind,
        }
    }

    /// Returns the first `type` of a schema and the parts of its `allOf`, through references. What is known of a part is
    /// not looked for again: each schema of a long chain asks.
    fn kind_of_parts(&mut self, at: &At<'a>) -> Option<&'a str> {
        let mut kind = None;
        let mut is_once = true;
        let mut passed = HashSet::new();
        let mut pending = vec![at.clone()];
        while let (Some(next), None) = (pending.pop(), kind) {
            if !passed.insert(next.pointer.clone()) {
                is_once = false;
                continue;
            }
            if let Some(known) = self.kinds.get(&next.pointer) {
                kind = *known;
                continue;
            }
            match next.node.get_str("$ref") {
                Some(reference) => pending.extend(self.context.resolve(reference)),
                None => {
                    kind = next.node.get_str("type");
                    let parts = next.get("allOf");
                    let parts: Vec<At<'a>> = parts.iter().flat_map(At::elements).collect();
                    pending.extend(parts.into_iter().rev());
                }
            }
        }
        // In a circle, what is first depends on where the search starts.
        if is_once {
            self.kinds.insert(at.pointer.clone(), kind);
        }
        kind
    }

    /// Returns all schemas that each value of the schema at a node satisfies: itself, the parts of its `allOf`, the schema
    /// that it is a part of, with its parts, and what such schemas around it say of the same property or element.
    pub(super) fn together(&mut self, at: &At<'a>) -> Rc<Together<'a>> {
        let whole = self.whole(at);
        let around = self.place(&whole).map(|(holder, keys)| {
            let around = with_stack(|| self.together(&holder));
            (around, keys)
        });
        let around = around.filter(|(around, _)| around.schemas.len() > 1);
        let place = match &around {
            Some((around, keys)) => keys
                .iter()
                .fold(around.place.clone(), |it, key| it.key(key)),
            None if whole.node.get("allOf").is_none() => {
                return Together::new(whole.pointer.clone(), vec![whole]);
            }
            None => whole.pointer.clone(),
        };
        if let Some(known) = self.together.get(&place) {
            return Rc::clone(known);
        }
        let others = around.iter().flat_map(|(around, keys)| {
            let inner = |it: &At<'a>| keys.iter().try_fold(it.clone(), |it, key| it.get(key));
            around.schemas.iter().filter_map(inner)
        });
        let found = self.all_parts(others.chain([whole]));
        let found = Together::new(place.clone(), found);
        self.together.insert(place, Rc::clone(&found));
        found
    }

    /// Returns the schema around a property, or around the schema of elements or values, and the keys that lead to it.
    pub(super) fn place(&self, at: &At<'a>) -> Option<(At<'a>, Vec<String>)> {
        let (parent, last) = (at.pointer.parent()?, at.pointer.last()?);
        let (holder, keys) = match last.as_str() {
            "items" | "additionalProperties" if self.is_schema(&parent) => (parent, vec![last]),
            _ if parent.last().as_deref() == Some("properties") => {
                (parent.parent()?, vec!["properties".to_owned(), last])
            }
            _ => return None,
        };
        let is_schema = self.is_schema(&holder);
        is_schema.then_some((self.context.at(holder)?, keys))
    }

    /// Returns whether a schema stands at a pointer, rather than what one says of its properties: keys of properties are
    /// free, and can be those of keywords.
    fn is_schema(&self, pointer: &Pointer) -> bool {
        let way: Vec<Pointer> = successors(Some(pointer.clone()), Pointer::parent).collect();
        // Whether what is around the holder is one, and whether the holder is one.
        let (mut around, mut holder) = (false, false);
        for (at, within) in way.iter().rev().zip(way.iter().rev().skip(1)) {
            let last = within.last().unwrap_or_default();
            let is_one = match at.last().as_deref() {
                _ if holder => matches!(last.as_str(), "items" | "additionalProperties" | "not"),
                Some("properties" | "$defs" | "allOf" | "oneOf" | "anyOf") => around,
                Some("schemas") => at.as_str() == "/components/schemas",
                _ => last == "schema",
            };
            (around, holder) = (holder, is_one || self.referred.contains(within));
        }
        holder
    }

    /// Returns the schema that a schema is a part of by `allOf`, or the schema itself.
    pub(super) fn whole(&self, at: &At<'a>) -> At<'a> {
        let mut whole = at.clone();
        while let Some(holder) = self.holder(&whole) {
            whole = holder;
        }
        whole
    }

    /// Returns the schema whose `allOf` has a schema as a part.
    pub(super) fn holder(&self, at: &At<'a>) -> Option<At<'a>> {
        let list = at.pointer.parent()?;
        // A property or a component can be called the same, but it is not a list.
        let is_part = list.as_str().ends_with("/allOf")
            && !self.context.at(list.clone())?.node.items().is_empty();
        self.context.at(list.parent().filter(|_| is_part)?)
    }

    /// Returns some schemas and the parts of their `allOf`, through references; each once.
    pub(super) fn all_parts(&self, schemas: impl IntoIterator<Item = At<'a>>) -> Vec<At<'a>> {
        let mut passed = HashSet::new();
        let mut found = Vec::new();
        let mut pending: Vec<At<'a>> = schemas.into_iter().collect();
        pending.reverse();
        while let Some(at) = pending.pop() {
            if !passed.insert(at.pointer.clone()) {
                continue;
            }
            match at.node.get_str("$ref") {
                // What stands beside a reference does not apply.
                Some(reference) => pending.extend(self.context.resolve(reference)),
                None => {
                    let parts = at.get("allOf");
                    let parts: Vec<At<'a>> = parts.iter().flat_map(At::elements).collect();
                    pending.extend(parts.into_iter().rev());
                    found.push(at);
                }
            }
        }
        found
    }
}
