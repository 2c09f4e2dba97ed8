//! OpenAPI Overlay 1.0: our corrections, names and documentation, laid over the document.
//!
//! An action that matches nothing, or that changes nothing, is an error: a correction that the
//! document no longer needs must not linger.

mod apply;
mod query;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::load::load;
use crate::node::{Node, Sources, Value};
use crate::pointer::Pointer;
use crate::source::Source;

/// An action that was applied, and what it touched.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The file of the action.
    pub overlay: String,
    /// The action's target.
    pub target: String,
    /// The action's description, which gives its reason.
    pub reason: Option<String>,
    /// What the target matched.
    pub touched: Vec<Pointer>,
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
    let mut applied = Vec::new();
    for source in overlays {
        let Some(overlay) = load(source, sources, diagnostics) else {
            continue;
        };
        for action in actions(&overlay, sources, diagnostics) {
            match perform(root, &action) {
                Ok(touched) => applied.push(Applied {
                    overlay: source.name.clone(),
                    target: action.target.to_owned(),
                    reason: action.reason.map(str::to_owned),
                    touched,
                    removed: matches!(action.change, Change::Remove),
                }),
                Err(problem) => {
                    let mut diagnostic =
                        Diagnostic::error(problem.code, problem.message).help(problem.help);
                    diagnostic = diagnostic.about(&action.pointer);
                    diagnostic.place = sources.place(action.node.mark);
                    diagnostics.push(diagnostic);
                }
            }
        }
    }
    applied
}

/// One action of an overlay document.
struct Action<'a> {
    node: &'a Node,
    pointer: Pointer,
    target: &'a str,
    reason: Option<&'a str>,
    change: Change<'a>,
}

enum Change<'a> {
    Update(&'a Node),
    Remove,
}

struct Problem {
    code: &'static str,
    message: String,
    help: String,
}

fn actions<'a>(
    overlay: &'a Node,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Action<'a>> {
    let root = Pointer::root();
    let mut wrong = |node: &Node, pointer: &Pointer, message: String, help: &str| {
        let mut diagnostic = Diagnostic::error("overlay", message)
            .about(pointer)
            .help(help);
        diagnostic.place = sources.place(node.mark);
        diagnostics.push(diagnostic);
    };
    if !overlay
        .get_str("overlay")
        .is_some_and(|version| version.starts_with("1."))
    {
        let help = "an overlay begins with `overlay: 1.0.0`, `info` and `actions`";
        wrong(
            overlay,
            &root,
            "this is not an OpenAPI Overlay 1.0 document".to_owned(),
            help,
        );
        return Vec::new();
    }
    let Some(list) = overlay.get("actions") else {
        wrong(
            overlay,
            &root,
            "the overlay has no `actions`".to_owned(),
            "add a list of actions, or take the file away",
        );
        return Vec::new();
    };
    if !matches!(list.value, Value::List(_)) {
        let message = format!("`actions` must be a list, and is {}", list.kind());
        wrong(
            list,
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
                node,
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
        node,
        pointer,
        target,
        reason,
        change,
    })
}

fn perform(root: &mut Node, action: &Action<'_>) -> Result<Vec<Pointer>, Problem> {
    let target = action.target;
    let matched = query::pointers(root, target).map_err(|error| Problem {
        code: "overlay-target",
        message: format!("`{target}` is not a JSONPath: {error}"),
        help: "targets follow RFC 9535, such as `$.paths['/usage/files'].get`".to_owned(),
    })?;
    if matched.is_empty() {
        return Err(Problem {
            code: "dead-action",
            message: format!("the action's target `{target}` matches nothing"),
            help: "the document has changed, or the target is mistyped: mend the target, or take the action away".to_owned(),
        });
    }
    let changed = match action.change {
        Change::Update(update) => apply::update(root, &matched, update),
        Change::Remove => apply::remove(root, &matched),
    };
    match changed {
        Ok(true) => Ok(matched),
        Ok(false) => Err(Problem {
            code: "dead-action",
            message: format!("the action on `{target}` changes nothing"),
            help: "the document already says so: take the action away".to_owned(),
        }),
        Err(message) => Err(Problem {
            code: "overlay-update",
            message: format!("the action on `{target}` cannot be applied: {message}"),
            help: "an update of a mapping must be a mapping; a list takes one more element"
                .to_owned(),
        }),
    }
}
