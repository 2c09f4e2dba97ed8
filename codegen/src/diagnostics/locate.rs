//! From a pointer to the place that a finding marks, and to what encloses it.

use crate::diagnostics::{Diagnostic, Place};
use crate::node::{Mark, Node, Sources, Value};
use crate::pointer::Pointer;
use crate::select::METHODS;

/// A step of the way from the root to a node: the member of a mapping, or the element of a list.
struct Step<'a> {
    /// The key, and its mark; nothing for an element.
    key: Option<(&'a str, Mark)>,
    node: &'a Node,
}

/// Keys whose members have names of the author's choice, by which readers know their way.
const NAMING: [&str; 4] = ["paths", "responses", "schemas", "properties"];

impl Step<'_> {
    /// Whether this is what a reader would name to say where something stands. `above` is the key of
    /// the mapping that it is a member of.
    fn is_landmark(&self, above: Option<&str>) -> bool {
        match self.key {
            Some((key, _)) => {
                let is_named = above.is_some_and(|above| NAMING.contains(&above));
                is_named || key == "requestBody" || METHODS.contains(&key)
            }
            None => matches!(self.node.value, Value::Map(_)),
        }
    }

    /// What a finding about the node marks: the node, or its key where the node is a block that only
    /// begins in a line below.
    fn mark(&self) -> Mark {
        match self.key {
            Some((_, key)) if self.node.mark.line == 0 => key,
            Some((_, key))
                if key.source == self.node.mark.source && key.line < self.node.mark.line =>
            {
                key
            }
            _ => self.node.mark,
        }
    }
}

impl Sources {
    /// Puts a finding where a pointer leads to in a document: with its place, and the keys around.
    ///
    /// What stands in the same file only: a node that an overlay brought is marked in the overlay.
    #[must_use]
    pub fn locate(&self, diagnostic: Diagnostic, root: &Node, pointer: &Pointer) -> Diagnostic {
        let mut diagnostic = diagnostic.about(pointer);
        let member = diagnostic
            .member
            .as_deref()
            .and_then(|key| self.place_of_member(root, pointer, key));
        diagnostic.place = member.or_else(|| self.place_of(root, pointer));
        diagnostic.around = match &diagnostic.place {
            Some(place) => self.around(root, pointer, place),
            None => Vec::new(),
        };
        diagnostic
    }

    /// The place that a finding about a node marks; nothing if the pointer leads nowhere.
    #[must_use]
    pub fn place_of(&self, root: &Node, pointer: &Pointer) -> Option<Place> {
        let steps = way(root, pointer)?;
        self.place(steps.last().map_or(root.mark, Step::mark))
    }

    /// The place of a member of a mapping: its key and, where both stand on one line, its value.
    fn place_of_member(&self, root: &Node, pointer: &Pointer, key: &str) -> Option<Place> {
        let owner = root.find(pointer)?.as_map()?;
        let entry = owner.entry(key)?;
        let value = entry.node.mark;
        let mut place = self.place(entry.mark)?;
        if (value.source, value.line) == (entry.mark.source, entry.mark.line) {
            let until = (value.column as usize).saturating_sub(place.column);
            place.length = match value.width {
                0 => 0,
                width => until + usize::from(width),
            };
        }
        Some(place)
    }

    /// The lines above a place that say where it is: the path, the method, the status; the component,
    /// the properties; the elements of lists.
    fn around(&self, root: &Node, pointer: &Pointer, place: &Place) -> Vec<Place> {
        let steps = way(root, pointer).unwrap_or_default();
        let mut above = None;
        let mut places = Vec::new();
        for step in &steps {
            if step.is_landmark(above) {
                places.extend(self.place(step.key.map_or(step.node.mark, |(_, mark)| mark)));
            }
            above = step.key.map(|(key, _)| key);
        }
        places.retain(|around: &Place| around.file == place.file && around.line < place.line);
        places.dedup_by_key(|around| around.line);
        places
    }
}

/// The steps from the root to a node; nothing if the pointer leads nowhere.
fn way<'a>(root: &'a Node, pointer: &Pointer) -> Option<Vec<Step<'a>>> {
    let mut node = root;
    let mut steps = Vec::new();
    for segment in pointer.segments() {
        let step = match &node.value {
            Value::Map(map) => {
                let entry = map.entry(&segment)?;
                Step {
                    key: Some((&entry.key, entry.mark)),
                    node: &entry.node,
                }
            }
            Value::List(items) => Step {
                key: None,
                node: items.get(segment.parse::<usize>().ok()?)?,
            },
            _ => return None,
        };
        node = step.node;
        steps.push(step);
    }
    Some(steps)
}
