//! Finds what has another key in the other document but is otherwise the same: components that the
//! same references use, and paths with renamed parameters.
//!
//! Keys are irrelevant to callers, but overlays target them. So an action that names a key of the
//! other document is applied to its counterpart.

use std::collections::{BTreeMap, BTreeSet};

use connect_codegen::Pointer;
use connect_codegen::Source;
use connect_codegen::stages::Node;

/// Keys of the old document with their counterparts in the new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counterparts {
    /// Schemas by key.
    schemas: BTreeMap<String, String>,
    /// Paths by key.
    paths: BTreeMap<String, String>,
}

/// Keys with their replacements in the document that overlays are applied to.
pub struct Following {
    schemas: BTreeMap<String, String>,
    paths: BTreeMap<String, String>,
}

impl Counterparts {
    /// Finds what changed only its key.
    pub fn find(old: &Node, new: &Node) -> Self {
        let paths = paths(old, new);
        let mut walk = Walk {
            old,
            new,
            visited: BTreeSet::new(),
            candidates: BTreeMap::new(),
        };
        for entry in old.get("paths").map(Node::entries).unwrap_or_default() {
            let key = paths.get(&entry.key).unwrap_or(&entry.key);
            if let Some(other) = new.get("paths").and_then(|paths| paths.get(key)) {
                walk.both(&entry.node, other, 0);
            }
        }
        let schemas = walk.renamed();
        Self { schemas, paths }
    }

    /// Returns the replacements for overlays that are applied to the old document.
    pub fn to_old(&self) -> Following {
        let back = |map: &BTreeMap<String, String>| {
            map.iter()
                .map(|(old, new)| (new.clone(), old.clone()))
                .collect()
        };
        Following {
            schemas: back(&self.schemas),
            paths: back(&self.paths),
        }
    }

    /// Returns the replacements for overlays that are applied to the new document.
    pub fn to_new(&self) -> Following {
        Following {
            schemas: self.schemas.clone(),
            paths: self.paths.clone(),
        }
    }

    /// Returns where a pointer of the old document leads in the new one, if only keys on its path
    /// changed.
    pub fn in_new(&self, pointer: &Pointer) -> Pointer {
        let mut translated = Pointer::root();
        let mut segments = Vec::new();
        for segment in pointer.segments() {
            let known = match segments.as_slice() {
                ["paths"] => self.paths.get(&segment),
                ["components", "schemas"] => self.schemas.get(&segment),
                _ => None,
            };
            translated = translated.key(known.unwrap_or(&segment));
            // Only the steps to a key matter.
            segments.push(match segment.as_str() {
                "paths" => "paths",
                "components" => "components",
                "schemas" => "schemas",
                _ => "",
            });
        }
        translated
    }

    /// Returns where a pointer of the new document led in the old one, if only keys on its path changed.
    pub fn in_old(&self, pointer: &Pointer) -> Pointer {
        let back = self.to_old();
        let back = Self {
            schemas: back.schemas,
            paths: back.paths,
        };
        back.in_new(pointer)
    }

    /// Returns old keys with new keys, formatted.
    pub fn shown(&self) -> Vec<(String, String)> {
        self.paths
            .iter()
            .chain(&self.schemas)
            .map(|(old, new)| (old.clone(), new.clone()))
            .collect()
    }
}

/// Returns a path without the names of its parameters: `/{id}.{format}` is `/{}.{}`.
pub fn anonymous(path: &str) -> String {
    let mut shape = String::new();
    let mut rest = path;
    while let Some((literal, (_, behind))) = rest
        .split_once('{')
        .and_then(|(literal, behind)| Some((literal, behind.split_once('}')?)))
    {
        shape.push_str(literal);
        shape.push_str("{}");
        rest = behind;
    }
    shape + rest
}

fn paths(old: &Node, new: &Node) -> BTreeMap<String, String> {
    let keys = |root: &Node| -> Vec<String> {
        let entries = root.get("paths").map(Node::entries).unwrap_or_default();
        entries.iter().map(|entry| entry.key.clone()).collect()
    };
    let (old, new) = (keys(old), keys(new));
    let mut pairs = BTreeMap::new();
    for key in old.iter().filter(|key| !new.contains(key)) {
        let shape = anonymous(key);
        let mut others = new
            .iter()
            .filter(|other| !old.contains(other) && anonymous(other) == shape);
        if let (Some(other), None) = (others.next(), others.next()) {
            pairs.insert(key.clone(), other.clone());
        }
    }
    pairs
}

/// A walk over both documents at the same time.
struct Walk<'n> {
    old: &'n Node,
    new: &'n Node,
    visited: BTreeSet<(String, String)>,
    /// Old keys, and the new keys that replace them.
    candidates: BTreeMap<String, BTreeSet<String>>,
}

impl<'n> Walk<'n> {
    fn both(&mut self, old: &'n Node, new: &'n Node, depth: usize) {
        if let (Some(from), Some(to)) = (old.get_str("$ref"), new.get_str("$ref")) {
            return self.references(from, to, depth);
        }
        if depth > 64 {
            return;
        }
        for entry in old.entries() {
            if let Some(other) = new.get(&entry.key) {
                self.both(&entry.node, other, depth + 1);
            }
        }
        for (one, other) in old.items().iter().zip(new.items()) {
            self.both(one, other, depth + 1);
        }
    }

    fn references(&mut self, from: &str, to: &str, depth: usize) {
        if !self.visited.insert((from.to_owned(), to.to_owned())) {
            return;
        }
        let schema = |reference: &str| {
            let key = reference.strip_prefix("#/components/schemas/")?;
            Some(key.replace("~1", "/").replace("~0", "~"))
        };
        if let (Some(from), Some(to)) = (schema(from), schema(to)) {
            self.candidates.entry(from).or_default().insert(to);
        }
        let target = |root: &'n Node, text: &str| root.find(&Pointer::from_reference(text)?);
        if let (Some(old), Some(new)) = (target(self.old, from), target(self.new, to)) {
            self.both(old, new, depth + 1);
        }
    }

    /// Returns the keys that were removed and added, and that always correspond.
    fn renamed(&self) -> BTreeMap<String, String> {
        let has = |root: &Node, key: &str| {
            let schemas = root.get("components").and_then(|it| it.get("schemas"));
            schemas.is_some_and(|schemas| schemas.get(key).is_some())
        };
        let mut renamed: BTreeMap<String, String> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (from, to) in &self.candidates {
            let mut to = to.iter();
            if let (Some(to), None) = (to.next(), to.next()) {
                let moved = !has(self.new, from) && !has(self.old, to);
                if from != to && moved && taken.insert(to.clone()) {
                    renamed.insert(from.clone(), to.clone());
                }
            }
        }
        renamed
    }
}

impl Following {
    /// Returns an overlay with its keys replaced. Lines and columns of actions stay the same,
    /// except after a key on the same line.
    pub fn follow(&self, overlay: &Source) -> Source {
        let mut text = overlay.text.clone();
        for (from, to) in &self.schemas {
            text = text.replace(&format!("'{from}'"), &format!("'{to}'"));
            text = text.replace(&format!("\"{from}\""), &format!("\"{to}\""));
            text = replace_whole(
                &text,
                &format!("#/components/schemas/{from}"),
                &format!("#/components/schemas/{to}"),
            );
            text = replace_whole(
                &text,
                &format!(".schemas.{from}"),
                &format!(".schemas['{to}']"),
            );
        }
        for (from, to) in &self.paths {
            text = text.replace(&format!("'{from}'"), &format!("'{to}'"));
            text = text.replace(&format!("\"{from}\""), &format!("\"{to}\""));
        }
        Source::new(overlay.name.clone(), text)
    }
}

/// Replaces a name, unless it is the beginning of a longer one.
fn replace_whole(text: &str, from: &str, to: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, found) = rest.split_at(at);
        let behind = &found[from.len()..];
        let goes_on = behind.starts_with(|c: char| c.is_alphanumeric() || "_-".contains(c))
            || (behind.starts_with('.')
                && behind[1..].starts_with(char::is_alphanumeric)
                && !from.starts_with('.'));
        replaced.push_str(before);
        replaced.push_str(if goes_on { from } else { to });
        rest = behind;
    }
    replaced.push_str(rest);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlays_follow_whole_keys_only() {
        let following = Following {
            schemas: [("usage.File".to_owned(), "bill.File".to_owned())].into(),
            paths: [("/files/{id}".to_owned(), "/files/{pk}".to_owned())].into(),
        };
        let overlay = Source::new(
            "names.yml",
            "- target: $.components.schemas['usage.File','usage.FileList']\n\
             - target: $.paths['/files/{id}'].get\n  \
               update: {$ref: '#/components/schemas/usage.File', other: '#/components/schemas/usage.FileList'}\n",
        );
        assert_eq!(
            following.follow(&overlay).text,
            "- target: $.components.schemas['bill.File','usage.FileList']\n\
             - target: $.paths['/files/{pk}'].get\n  \
               update: {$ref: '#/components/schemas/bill.File', other: '#/components/schemas/usage.FileList'}\n",
        );
    }
}
