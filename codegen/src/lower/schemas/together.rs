//! Finds the schemas that one value satisfies together: those of an `allOf`, and what stands beside it.

use std::collections::HashSet;
use std::rc::Rc;

use super::Schemas;
use crate::node::At;

impl<'a> Schemas<'a> {
    /// Returns the `type` of a schema: its own, or else that of what it stands in an `allOf` with.
    pub(super) fn kind(&mut self, at: &At<'a>) -> Option<&'a str> {
        let own = at.node.get_str("type");
        own.or_else(|| {
            let together = self.together(at);
            together.iter().find_map(|it| it.node.get_str("type"))
        })
    }

    /// Returns all schemas that each value of the schema at a node satisfies: itself, the parts of its `allOf`, and the
    /// schema that it is a part of, with its parts.
    pub(super) fn together(&mut self, at: &At<'a>) -> Rc<[At<'a>]> {
        let whole = self.whole(at);
        if whole.node.get("allOf").is_none() {
            return Rc::from([whole]);
        }
        if let Some(known) = self.together.get(&whole.pointer) {
            return Rc::clone(known);
        }
        let found: Rc<[At<'a>]> = self.all_parts(&whole).into();
        self.together.insert(whole.pointer, Rc::clone(&found));
        found
    }

    /// Returns the schema that a schema is a part of by `allOf`, or the schema itself.
    fn whole(&self, at: &At<'a>) -> At<'a> {
        let mut whole = at.clone();
        while let Some(holder) = self.holder(&whole) {
            whole = holder;
        }
        whole
    }

    /// Returns the schema whose `allOf` has a schema as a part.
    pub(super) fn holder(&self, at: &At<'a>) -> Option<At<'a>> {
        let list = at.pointer.parent()?;
        // A property or a component can be called the same, but it is no list.
        let is_part = list.as_str().ends_with("/allOf")
            && !self.context.at(list.clone())?.node.items().is_empty();
        self.context.at(list.parent().filter(|_| is_part)?)
    }

    /// Returns a schema and the parts of its `allOf`, through references; each once.
    pub(super) fn all_parts(&self, at: &At<'a>) -> Vec<At<'a>> {
        let mut passed = HashSet::new();
        let mut found = Vec::new();
        let mut pending = vec![at.clone()];
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
