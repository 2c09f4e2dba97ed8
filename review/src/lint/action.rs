//! Overlay actions that fix a defect, ready to be pasted.

use serde_yaml::{Mapping, Value as Yaml};

use connect_codegen::Pointer;
use connect_codegen::stages::{Node, Value};

/// One or more overlay actions that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Action(Vec<Yaml>);

impl Action {
    /// Creates an action that merges `update` into the target.
    pub fn update(target: String, update: Yaml) -> Self {
        Self::default().and(target, ("update", update))
    }

    /// Creates an action that removes the target.
    pub fn remove(target: String) -> Self {
        Self::default().and(target, ("remove", Yaml::Bool(true)))
    }

    /// Says why the actions are there.
    pub fn because(mut self, reason: &str) -> Self {
        for action in self.0.iter_mut().filter_map(Yaml::as_mapping_mut) {
            action.insert(text("description"), text(reason));
        }
        self
    }

    /// Appends another action.
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    fn and(mut self, target: String, (key, value): (&str, Yaml)) -> Self {
        let action = mapping([("target", text(target)), (key, value)]);
        self.0.push(action);
        self
    }

    /// Returns the file of the folder `overlay/` in which the action belongs.
    #[must_use]
    pub fn overlay(&self) -> &'static str {
        let names = |action: &Yaml| {
            let update = action.get("update").and_then(Yaml::as_mapping);
            let mut keys = update.into_iter().flat_map(Mapping::keys);
            keys.any(|key| {
                key.as_str()
                    .is_some_and(|key| key.starts_with("x-connect-"))
            })
        };
        if self.0.iter().any(names) {
            "names.yml"
        } else {
            "corrections.yml"
        }
    }

    /// Returns the actions as YAML array elements for the `actions` of an overlay.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        serde_yaml::to_string(&self.0).unwrap_or_default()
    }
}

/// Returns a complete overlay with some actions, in YAML. Each action is included once. Removals
/// come last, from the end of the document to its beginning, so that none of them moves the target
/// of another.
#[must_use]
pub fn overlay<'a>(actions: impl IntoIterator<Item = &'a Action>) -> String {
    let mut all: Vec<Yaml> = Vec::new();
    for action in actions.into_iter().flat_map(|action| &action.0) {
        if !all.contains(action) {
            all.push(action.clone());
        }
    }
    let (removals, mut all): (Vec<Yaml>, Vec<Yaml>) = all
        .into_iter()
        .partition(|action| action.get("remove").is_some());
    all.extend(removals.into_iter().rev());
    let info = mapping([
        ("title", text("Corrections proposed by lint")),
        ("version", text("1.0.0")),
    ]);
    let whole = mapping([
        ("overlay", text("1.0.0")),
        ("info", info),
        ("actions", Yaml::Sequence(all)),
    ]);
    serde_yaml::to_string(&whole).unwrap_or_default()
}

/// Creates a YAML mapping.
pub fn mapping<'k>(members: impl IntoIterator<Item = (&'k str, Yaml)>) -> Yaml {
    let members = members.into_iter();
    Yaml::Mapping(Mapping::from_iter(
        members.map(|(key, value)| (text(key), value)),
    ))
}

/// Creates a YAML string.
pub fn text(text: impl Into<String>) -> Yaml {
    Yaml::String(text.into())
}

/// Returns the JSONPath of a pointer. Array elements are selected by name where names are unique,
/// so that the path stays valid when the array grows.
pub fn path(root: &Node, pointer: &Pointer) -> String {
    let mut path = "$".to_owned();
    let mut node = Some(root);
    for segment in pointer.segments() {
        let list = node.filter(|node| matches!(node.value, Value::Array(_)));
        match list {
            Some(list) => path.push_str(&element(list, &segment)),
            None => path.push_str(&member(&segment)),
        }
        node = node.and_then(|node| node.find(&Pointer::root().key(&segment)));
    }
    path
}

/// Returns a step of a JSONPath to a member: `.name`, or `['quoted']`.
pub fn member(name: &str) -> String {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    let rest = |c: char| first(c) || c.is_ascii_digit();
    if name.starts_with(first) && name.chars().all(rest) {
        return format!(".{name}");
    }
    format!("['{}']", quoted(name))
}

fn element(list: &Node, index: &str) -> String {
    let name = |node: &Node| node.get_str("name").map(str::to_owned);
    let at = index.parse::<usize>().ok();
    let own = at.and_then(|at| name(list.items().get(at)?));
    match own {
        Some(own)
            if list
                .items()
                .iter()
                .filter(|item| name(item).as_ref() == Some(&own))
                .count()
                == 1 =>
        {
            format!("[?@.name=='{}']", quoted(&own))
        }
        _ => format!("[{index}]"),
    }
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}
