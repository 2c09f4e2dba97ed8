//! References: by name in the beginning, and to what was moved in the end.

use super::Normalizer;
use super::identifiers::Identifiers;
use super::places::{Kind, walk};
use super::schema::text;
use crate::node::{Node, Value};
use crate::pointer::Pointer;

impl Normalizer<'_> {
    /// Replaces references by names, and remembers what is referred to.
    pub(super) fn resolve(&mut self, root: &mut Node) {
        let identifiers = Identifiers::of(root);
        walk(root, &mut |node, kind, pointer| {
            if kind == Kind::Schema {
                self.by_name(node, pointer, &identifiers);
                for reference in mapping(node) {
                    self.remember(&reference);
                }
            } else if let Some(local) = node
                .get_str("$ref")
                .and_then(|it| identifiers.in_document(it))
            {
                replace(node, "$ref", local);
            }
            let reference = node.get_str("$ref")?;
            self.remember(reference);
            Pointer::from_reference(reference)
        });
    }

    fn remember(&mut self, reference: &str) {
        let Some(target) = Pointer::from_reference(reference) else {
            return;
        };
        self.referred.extend(target.ancestors());
    }

    /// Replaces the references of a schema by names.
    fn by_name(&mut self, node: &mut Node, pointer: &Pointer, identifiers: &Identifiers) {
        if let Some(dynamic) = node.remove("$dynamicRef") {
            let reference = dynamic.as_str().unwrap_or_default();
            let is_pointer = Pointer::from_reference(reference).is_some();
            let local = identifiers
                .by_name(reference, pointer)
                .or_else(|| is_pointer.then(|| reference.to_owned()));
            let message = match &local {
                Some(_) if node.get("$ref").is_some() => "`$dynamicRef` beside `$ref`; ignored",
                Some(_) => "`$dynamicRef` is read as `$ref`: what refers here does not change it",
                None => "`$dynamicRef` leads to no `$dynamicAnchor`; ignored",
            };
            self.note(dynamic.span, &pointer.key("$dynamicRef"), message);
            if let Some(local) = local.filter(|_| node.get("$ref").is_none()) {
                node.set("$ref", text(local, dynamic.span));
            }
        }
        let reference = node.get("$ref");
        let local = reference.and_then(|it| {
            let local = identifiers.in_schema(it.as_str()?, pointer)?;
            Some((local, it.span))
        });
        if let Some((local, span)) = local {
            node.set("$ref", text(local, span));
        }
        // Others are names of components.
        let is_reference = |text: &&str| text.contains(['#', '/', '.']);
        replace_mapping(node, &mut |text| {
            let reference = Some(text).filter(is_reference)?;
            identifiers.by_name(reference, pointer)
        });
    }

    /// Lets references to what was moved lead to its new place.
    pub(super) fn follow_moves(&self, root: &mut Node) {
        let moved = |text: &str| {
            let target = Pointer::from_reference(text)?;
            let now = self.moves.now(&target);
            (now != target).then(|| now.reference())
        };
        walk(root, &mut |node, _, _| {
            if let Some(reference) = node.get_str("$ref").and_then(moved) {
                replace(node, "$ref", reference);
            }
            replace_mapping(node, &mut |text| moved(text));
            Pointer::from_reference(node.get_str("$ref")?)
        });
    }
}

/// Returns the references of the mapping of a discriminator.
fn mapping(node: &Node) -> Vec<String> {
    let mapping = node.get("discriminator").and_then(|it| it.get("mapping"));
    let entries = mapping.map(Node::entries).unwrap_or_default().iter();
    let texts = entries.filter_map(|it| it.node.as_str());
    texts.map(str::to_owned).collect()
}

/// Replaces the references of the mapping of a discriminator.
fn replace_mapping(node: &mut Node, replaced: &mut dyn FnMut(&str) -> Option<String>) {
    let discriminator = node.get_mut("discriminator");
    let mapping = discriminator.and_then(|it| it.get_mut("mapping"));
    if let Some(Value::Map(map)) = mapping.map(|it| &mut it.value) {
        for entry in map.entries_mut() {
            if let Some(reference) = entry.node.as_str().and_then(&mut *replaced) {
                entry.node.value = Value::String(reference);
            }
        }
    }
}

fn replace(node: &mut Node, key: &str, reference: String) {
    if let Some(there) = node.get_mut(key) {
        there.value = Value::String(reference);
    }
}
