//! OpenAPI Overlay 1.0: our corrections, names and documentation, laid over the document.
//!
//! An action that matches nothing, or that changes nothing, is an error: a correction that the
//! document no longer needs must not linger.

mod apply;
mod dead;
mod invented;
mod plain;
mod query;

use crate::diagnostics::{Diagnostic, Diagnostics, Span};
use crate::load::{Loaded, MAX_DEPTH, load_all};
use crate::near::instead;
use crate::node::{Node, Sources, Value};
use crate::pointer::Pointer;
use crate::source::Source;
use invented::Invented;

/// How many nodes all overlays together may add: actions could multiply what others have made.
const MOST_ADDED: usize = 50_000;

/// How many times a target may descend to all levels: each time multiplies what it matches by the
/// depth of the document.
const MOST_DESCENTS: usize = 2;

/// An action that was applied, and what it touched.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The file of the action.
    pub overlay: String,
    /// Where in it the action's target stands.
    pub span: Option<Span>,
    /// The action's target.
    pub target: String,
    /// The action's description, which gives its reason.
    pub reason: Option<String>,
    /// What the target matched.
    pub touched: Vec<Pointer>,
    /// What of that the update sets: the members of mappings, as far in as it goes.
    pub set: Vec<Pointer>,
    /// Whether the action took it out.
    pub removed: bool,
}

/// Applies overlays in order, and returns what was done.
pub fn apply_all(
    root: &mut Node,
    overlays: &[Source],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Applied> {
    let texts: Vec<&Source> = overlays.iter().collect();
    let loaded = load_all(&texts, sources);
    apply_loaded(root, overlays, loaded, sources, diagnostics)
}

/// Applies overlays that were read already, in order, and returns what was done.
pub fn apply_loaded(
    root: &mut Node,
    overlays: &[Source],
    loaded: Vec<Loaded>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Applied> {
    let mut applied = Vec::new();
    let mut room = MOST_ADDED;
    for (source, loaded) in overlays.iter().zip(loaded) {
        diagnostics.append(loaded.found);
        let Some(overlay) = loaded.node else {
            continue;
        };
        for action in actions(&overlay, sources, diagnostics) {
            match perform(root, &action, &mut room) {
                Ok((touched, invented)) => {
                    for property in invented {
                        diagnostics.push(about(&property, root, sources));
                    }
                    applied.push(Applied {
                        overlay: source.name.clone(),
                        span: sources.span_of(&overlay, &action.pointer.key("target")),
                        set: action.sets(&touched),
                        target: action.target.to_owned(),
                        reason: action.reason.map(str::to_owned),
                        touched,
                        removed: matches!(action.change, Change::Remove),
                    });
                }
                Err(problem) => {
                    let diagnostic = Diagnostic::error(problem.code, problem.message)
                        .label(problem.label)
                        .help(problem.help);
                    let target = action.pointer.key("target");
                    let mut diagnostic = sources.locate(diagnostic, &overlay, &target);
                    diagnostic.pointer = Some(action.pointer);
                    let is_end = diagnostic.code == "overlay-size";
                    diagnostics.push(diagnostic);
                    // What follows would have to be looked for in all that was added.
                    if is_end {
                        return applied;
                    }
                }
            }
        }
    }
    applied
}

/// A property of which an action says anything but what it is.
fn about(property: &Invented, root: &Node, sources: &Sources) -> Diagnostic {
    let name = property.pointer.last().unwrap_or_default();
    let way: Vec<String> = property.pointer.segments().collect();
    let above = way.iter().rev().skip(1).rev();
    let owner = above.fold(Pointer::root(), |pointer, key| pointer.key(key));
    let owner = root.find(&owner).map(Node::entries);
    let keys = owner.unwrap_or_default().iter();
    let instead = instead(&name, keys.map(|entry| entry.key.as_str()));
    let message = "this action is about a property that the document does not have";
    let mut diagnostic = Diagnostic::error("dead-action", message)
        .label(format!("there is no `{name}`{instead}"))
        .about(&property.pointer)
        .help("the document has changed, or the name is mistyped: take the member away, or say with `type` what the property is");
    diagnostic.span = sources.span(property.span);
    diagnostic
}

/// One action of an overlay document.
struct Action<'a> {
    pointer: Pointer,
    target: &'a str,
    reason: Option<&'a str>,
    change: Change<'a>,
}

impl Action<'_> {
    /// The nodes that the update sets below what the target matched.
    fn sets(&self, touched: &[Pointer]) -> Vec<Pointer> {
        let mut set = Vec::new();
        if let Change::Update(update) = self.change {
            for pointer in touched {
                leaves(update, pointer, &mut set);
            }
        }
        set
    }
}

/// The pointers of all that is no mapping, or an empty one.
fn leaves(node: &Node, pointer: &Pointer, found: &mut Vec<Pointer>) {
    if node.entries().is_empty() {
        found.push(pointer.clone());
    }
    for entry in node.entries() {
        leaves(&entry.node, &pointer.key(&entry.key), found);
    }
}

enum Change<'a> {
    Update(&'a Node),
    Remove,
}

struct Problem {
    code: &'static str,
    /// What is the matter with this and with others like it.
    message: &'static str,
    /// What is the matter with this one.
    label: String,
    help: &'static str,
}

fn actions<'a>(
    overlay: &'a Node,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Action<'a>> {
    let root = Pointer::root();
    let mut wrong = |pointer: &Pointer, message: String, help: &str| {
        let diagnostic = Diagnostic::error("overlay", message).help(help);
        diagnostics.push(sources.locate(diagnostic, overlay, pointer));
    };
    if !overlay
        .get_str("overlay")
        .is_some_and(|version| version.starts_with("1."))
    {
        let help = "an overlay begins with `overlay: 1.0.0`, `info` and `actions`";
        wrong(
            &root,
            "this is not an OpenAPI Overlay 1.0 document".to_owned(),
            help,
        );
        return Vec::new();
    }
    let Some(list) = overlay.get("actions") else {
        wrong(
            &root,
            "the overlay has no `actions`".to_owned(),
            "add a list of actions, or take the file away",
        );
        return Vec::new();
    };
    if !matches!(list.value, Value::Array(_)) {
        let message = format!("`actions` must be a list, and is {}", list.kind());
        wrong(
            &root.key("actions"),
            message,
            "begin each action with a dash",
        );
        return Vec::new();
    }
    let mut actions = Vec::new();
    for (index, node) in list.items().iter().enumerate() {
        let pointer = root.key("actions").index(index);
        match action(node, pointer.clone()) {
            Ok(action) => actions.push(action),
            Err(message) => wrong(
                &pointer,
                message,
                "an action has `target` and either `update` or `remove: true`",
            ),
        }
    }
    actions
}

fn action(node: &Node, pointer: Pointer) -> Result<Action<'_>, String> {
    const KNOWN: [&str; 4] = ["target", "description", "update", "remove"];
    for entry in node.entries() {
        if !KNOWN.contains(&entry.key.as_str()) && !entry.key.starts_with("x-") {
            return Err(format!("an action has no member `{}`", entry.key));
        }
    }
    let target = node.get_str("target").ok_or("the action has no `target`")?;
    let remove = node.get("remove").is_some_and(Node::is_true);
    let change = match (node.get("update"), remove) {
        (Some(update), false) => Change::Update(update),
        (None, true) => Change::Remove,
        (Some(_), true) => return Err("the action has both `update` and `remove`".to_owned()),
        (None, false) => {
            return Err("the action has neither `update` nor `remove: true`".to_owned());
        }
    };
    let reason = node.get_str("description");
    Ok(Action {
        pointer,
        target,
        reason,
        change,
    })
}

/// Performs an action: what it touched, and what it would have invented. `room` is how many nodes may
/// still be added.
fn perform(
    root: &mut Node,
    action: &Action<'_>,
    room: &mut usize,
) -> Result<(Vec<Pointer>, Vec<Invented>), Problem> {
    let target = action.target;
    if query::descents(target) > MOST_DESCENTS {
        return Err(Problem {
            code: "overlay-target",
            message: "the target of this action looks everywhere below everything, again and again",
            label: format!("`..` may stand here {MOST_DESCENTS} times at most"),
            help: "name what stands in between",
        });
    }
    let matched = query::pointers(root, target).map_err(|error| Problem {
        code: "overlay-target",
        message: "the target of this action is not a JSONPath",
        label: error,
        help: "targets follow RFC 9535, such as `$.paths['/usage/files'].get`",
    })?;
    if matched.is_empty() {
        return Err(Problem {
            code: "dead-action",
            message: "this action matches nothing in the document",
            label: dead::missing(root, target).unwrap_or_else(|| "nothing is there".to_owned()),
            help: "the document has changed, or the target is mistyped: mend the target, or take the action away",
        });
    }
    if let Change::Update(update) = action.change {
        let size = update.size();
        let deepest = matched.iter().map(|at| at.segments().count()).max();
        if deepest.unwrap_or_default() + size.depth > MAX_DEPTH {
            return Err(Problem {
                code: "too-deep",
                message: "this action makes the document too deep",
                label: format!("nested more than {MAX_DEPTH} levels deep"),
                help: "name parts of the schema as components, and refer to them",
            });
        }
        let Some(left) = room.checked_sub(matched.len().saturating_mul(size.nodes)) else {
            return Err(Problem {
                code: "overlay-size",
                message: "the overlays add too much to the document",
                label: format!(
                    "with this action more than {MOST_ADDED} mappings, lists and values"
                ),
                help: "aim the target at less, and look at what the actions before it have added",
            });
        };
        *room = left;
    }
    let invented = match action.change {
        Change::Update(update) => invented::find(root, &matched, update),
        Change::Remove => Vec::new(),
    };
    let changed = match action.change {
        Change::Update(update) => apply::update(root, &matched, update),
        Change::Remove => apply::remove(root, &matched),
    };
    invented::take_out(root, &invented);
    match changed {
        Ok(true) => Ok((matched, invented)),
        Ok(false) => Err(Problem {
            code: "dead-action",
            message: "this action changes nothing in the document",
            label: "all that it says is there already".to_owned(),
            help: "the document was mended: take the action away",
        }),
        Err(message) => Err(Problem {
            code: "overlay-update",
            message: "this action cannot be applied",
            label: message,
            help: "an update of a mapping must be a mapping; a list takes one more element",
        }),
    }
}
