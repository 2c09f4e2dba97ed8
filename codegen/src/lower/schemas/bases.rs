//! Reads inheritance: a component with a discriminator, which other components extend by `allOf`.
//!
//! Where such a base is used, the value is one of its children: a union of them, told apart by the discriminator.
//! In the `allOf` of a child, the base is the object that it declares.

use std::collections::BTreeSet;

use super::{Schemas, Slot, is_filled};
use crate::diagnostics::{Code, Diagnostic};
use crate::heirs::Heirs;
use crate::ir::Type;
use crate::lower::schema::{Body, Member, Shape};
use crate::node::At;
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Returns the components that extend others.
    fn heirs(&mut self) -> &Heirs {
        let root = self.context.root.node;
        self.heirs.get_or_insert_with(|| Heirs::new(root))
    }

    /// Returns whether another component extends the one at a node.
    pub(super) fn is_extended(&mut self, at: &At<'a>) -> bool {
        !self.heirs().of(&at.pointer).is_empty()
    }

    /// Returns whether the node is a component with a discriminator, which other components extend.
    pub(super) fn is_base(&mut self, at: &At<'a>) -> bool {
        let is_other = |heir: &Pointer| *heir != at.pointer;
        at.node.get("discriminator").is_some() && self.heirs().of(&at.pointer).iter().any(is_other)
    }

    /// Returns the components that extend the component at a node, if it is a base, and is not only a union that names
    /// its members itself.
    pub(super) fn children(&mut self, at: &At<'a>) -> Vec<At<'a>> {
        let has = |keyword: &str| is_filled(at, keyword);
        let is_union = (has("oneOf") || has("anyOf")) && !has("properties");
        match is_union {
            true => Vec::new(),
            false => self.all_children(at),
        }
    }

    /// Returns the components that extend the component at a node, directly or through others, if it has a
    /// discriminator.
    fn all_children(&mut self, at: &At<'a>) -> Vec<At<'a>> {
        if at.node.get("discriminator").is_none() {
            return Vec::new();
        }
        let heirs = self.heirs();
        let mut found = BTreeSet::new();
        let mut pending = vec![&at.pointer];
        while let Some(pointer) = pending.pop() {
            for heir in heirs.of(pointer) {
                if *heir != at.pointer && found.insert(heir) {
                    pending.push(heir);
                }
            }
        }
        let found: Vec<Pointer> = found.into_iter().cloned().collect();
        let nodes = found.into_iter().filter_map(|it| self.context.at(it));
        nodes.collect()
    }

    /// Reads a base as one of its children. A value with another tag is read as what the base declares.
    pub(super) fn base_union(&mut self, at: &At<'a>, children: &[At<'a>]) -> Shape {
        let shapes = children
            .iter()
            .map(|child| (child.clone(), self.component(child)));
        let shapes: Vec<(At<'a>, Shape)> = shapes.collect();
        let mut members = self.tagged(at, &shapes);
        members.push(Member {
            pointer: at.pointer.clone(),
            shape: self.base_object(at),
            tag: None,
            writes_tag: None,
        });
        self.define(at, Body::Union(members))
    }

    /// Reads a base as the object that it declares.
    pub(super) fn base_object(&mut self, at: &At<'a>) -> Shape {
        let key = at.pointer.key("discriminator");
        if let Some(id) = self.ids.get(&key) {
            return Type::Named(*id);
        }
        let id = self.add(&key, Slot::Reading);
        let (object, rest) = match is_filled(at, "allOf") {
            true => self.all_of_object(at).unwrap_or_else(|| {
                let message = "a member of the `allOf` of a base is no object; what the base declares is left out";
                self.report_member(Diagnostic::warning(Code::AllOf, message), at, "allOf");
                Default::default()
            }),
            false => self.object_body(at),
        };
        let mut definition = self.definition_at(at, Body::Object(object), rest);
        let name = definition.component.take();
        definition.component = name.map(|name| format!("{name}Base"));
        definition.name = None;
        self.slots[id.0] = Slot::Definition(definition);
        Type::Named(id)
    }
}
