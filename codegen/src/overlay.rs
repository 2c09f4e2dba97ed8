//! OpenAPI Overlay 1.0: corrections, names and documentation that are applied to the document.
//!
//! An action that matches nothing, or that changes nothing, is an error. Otherwise a correction
//! that the document no longer needs would go unnoticed.

mod apply;
mod dead;
mod invented;
mod patterns;
mod plain;
mod query;

use crate::diagnostics::{Code, Diagnostic, Span};
use crate::findings::Findings;
use crate::load::{MAX_DEPTH, load};
use crate::near::suggestion;
use crate::node::{Node, Sources, Value};
use crate::pointer::Pointer;
use crate::source::Source;
use invented::Invented;

/// The maximum number of nodes that all overlays together may add, since actions can multiply what
/// earlier actions added.
const MOST_ADDED: usize = 50_000;

/// The maximum number of `..` steps in a target. Each one multiplies the work by the depth of the
/// document.
const MOST_DESCENTS: usize = 2;

/// An action that was applied, and the nodes it touched.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The overlay file.
    pub overlay: String,
    /// The span of the action's target.
    pub span: Option<Span>,
    /// The target.
    pub target: String,
    /// The action's description, which gives its reason.
    pub reason: Option<String>,
    /// The nodes that the target matched.
    pub touched: Vec<Pointer>,
    /// The nodes that the update sets: the innermost members of its mappings.
    pub set: Vec<Pointer>,
    /// Whether the action removed the nodes.
    pub removed: bool,
}

/// Applies overlays in order, and returns the actions that were applied.
pub fn apply_all(
    root: &mut Node,
    overlays: &[Source],
    sources: &mut Sources,
    findings: &Findings,
) -> Vec<Applied> {
    let mut applied = Vec::new();
    let mut remaining = MOST_ADDED;
    sources.begin_overlays();
    for source in overlays {
        let Some(overlay) = load(source, sources, findings) else {
            continue;
        };
        for action in actions(&overlay, sources, findings) {
            match perform(root, &action, &mut remaining) {
                Ok((touched, invented)) => {
                    for property in invented {
                        findings.push(about(&property, root, sources));
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
                    let is_end = diagnostic.code == Code::OverlaySize;
                    findings.push(diagnostic);
                    // Later actions would have to search everything that was added.
                    if is_end {
                        return applied;
                    }
                }
            }
        }
    }
    applied
}

/// Reports a property that an action describes but does not define.
fn about(property: &Invented, root: &Node, sources: &Sources) -> Diagnostic {
    let name = property.pointer.last().unwrap_or_default();
    let segments: Vec<String> = property.pointer.segments().collect();
    let above = segments.iter().rev().skip(1).rev();
    let owner = above.fold(Pointer::root(), |pointer, key| pointer.key(key));
    let owner = root.find(&owner).map(Node::entries);
    let keys = owner.unwrap_or_default().iter();
    let instead = suggestion(&name, keys.map(|entry| entry.key.as_str()));
    let message = "the action describes a property that the document does not define";
    let mut diagnostic = Diagnostic::error(Code::DeadAction, message)
        .label(format!("there is no `{name}`{instead}"))
        .about(&property.pointer)
        .help("fix the name or remove the member; to add a property, give it a `type`");
    diagnostic.span = sources.span(property.span);
    diagnostic
}

/// An action of an overlay document.
struct Action<'a> {
    pointer: Pointer,
    target: &'a str,
    reason: Option<&'a str>,
    change: Change<'a>,
}

impl Action<'_> {
    /// Returns the nodes that the update sets below the matched nodes.
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

/// Collects the pointers of everything except non-empty mappings.
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
    code: Code,
    /// The headline, the same for all problems of this sort.
    message: &'static str,
    /// The details of this one.
    label: String,
    help: &'static str,
}

fn actions<'a>(overlay: &'a Node, sources: &Sources, findings: &Findings) -> Vec<Action<'a>> {
    let root = Pointer::root();
    let wrong = |pointer: &Pointer, message: String, help: &str| {
        let diagnostic = Diagnostic::error(Code::Overlay, message).help(help);
        findings.push(sources.locate(diagnostic, overlay, pointer));
    };
    if !overlay
        .get_str("overlay")
        .is_some_and(|version| version.starts_with("1."))
    {
        let help = "write an OpenAPI Overlay 1.0 document: `overlay: 1.0.0`, `info` and `actions`";
        wrong(
            &root,
            "not an OpenAPI Overlay 1.0 document".to_owned(),
            help,
        );
        return Vec::new();
    }
    let Some(list) = overlay.get("actions") else {
        wrong(
            &root,
            "missing member `actions`".to_owned(),
            "add an array of actions, or delete the file",
        );
        return Vec::new();
    };
    if !matches!(list.value, Value::Array(_)) {
        let message = format!("expected `actions` to be an array, found {}", list.kind());
        wrong(&root.key("actions"), message, "start each action with `-`");
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
                "an action has `target`, and either `update` or `remove: true`",
            ),
        }
    }
    actions
}

fn action(node: &Node, pointer: Pointer) -> Result<Action<'_>, String> {
    const KNOWN: [&str; 4] = ["target", "description", "update", "remove"];
    for entry in node.entries() {
        if !KNOWN.contains(&entry.key.as_str()) && !entry.key.starts_with("x-") {
            return Err(format!("unknown member `{}` of an action", entry.key));
        }
    }
    let target = node
        .get_str("target")
        .ok_or("missing member `target` of an action")?;
    let remove = node.get("remove").is_some_and(Node::is_true);
    let change = match (node.get("update"), remove) {
        (Some(update), false) => Change::Update(update),
        (None, true) => Change::Remove,
        (Some(_), true) => {
            return Err("expected either `update` or `remove` in an action, found both".to_owned());
        }
        (None, false) => {
            return Err(
                "expected `update` or `remove: true` in an action, found neither".to_owned(),
            );
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

/// Returns the number of nodes that may still be added after an update, if its size and depth are allowed.
fn left_after(update: &Node, matched: &[Pointer], remaining: usize) -> Result<usize, Problem> {
    let size = update.size();
    let max_depth = matched.iter().map(|at| at.depth()).max();
    if max_depth.unwrap_or_default() + size.depth > MAX_DEPTH {
        return Err(Problem {
            code: Code::TooDeep,
            message: "the action nests the document too deeply",
            label: format!("nested more than {MAX_DEPTH} levels deep"),
            help: "move parts of the schema into components, and refer to them",
        });
    }
    let added = matched.len().saturating_mul(size.nodes);
    remaining.checked_sub(added).ok_or_else(|| Problem {
        code: Code::OverlaySize,
        message: "the overlays add too many nodes to the document",
        label: format!("with this action, more than {MOST_ADDED} nodes are added"),
        help: "narrow the target, and check what earlier actions have added",
    })
}

/// Returns what a target matches, which is not nothing.
fn matched(root: &Node, target: &str) -> Result<Vec<Pointer>, Problem> {
    if query::descents(target) > MOST_DESCENTS {
        return Err(Problem {
            code: Code::OverlayTarget,
            message: "too many `..` in the target of an action",
            label: format!("at most {MOST_DESCENTS} `..` are allowed"),
            help: "replace `..` with the members in between",
        });
    }
    patterns::check(target).map_err(|label| Problem {
        code: Code::OverlayTarget,
        message: "the regular expression in the target of an action is not bounded",
        label,
        help: "use a shorter pattern, or name the members that are meant",
    })?;
    let matched = query::pointers(root, target).map_err(|error| Problem {
        code: Code::OverlayTarget,
        message: "invalid JSONPath in the target of an action",
        label: error,
        help: "write a JSONPath as in RFC 9535, such as `$.paths['/orders'].get`",
    })?;
    if matched.is_empty() {
        return Err(Problem {
            code: Code::DeadAction,
            message: "the action matches nothing in the document",
            label: dead::missing(root, target).unwrap_or_else(|| "no match".to_owned()),
            help: "fix the target, or remove the action if the document has changed",
        });
    }
    Ok(matched)
}

/// Applies an action. Returns what it touched, and the properties it would have invented. `room` is
/// the number of nodes that may still be added.
fn perform(
    root: &mut Node,
    action: &Action<'_>,
    remaining: &mut usize,
) -> Result<(Vec<Pointer>, Vec<Invented>), Problem> {
    let matched = matched(root, action.target)?;
    if let Change::Update(update) = action.change {
        *remaining = left_after(update, &matched, *remaining)?;
    }
    let invented = match action.change {
        Change::Update(update) => invented::find(root, &matched, update),
        Change::Remove => Vec::new(),
    };
    let changed = match action.change {
        Change::Update(update) => apply::update(root, &matched, update),
        Change::Remove => apply::remove(root, &matched),
    };
    invented::remove_all(root, &invented);
    match changed {
        Ok(true) => Ok((matched, invented)),
        Ok(false) => Err(Problem {
            code: Code::DeadAction,
            message: "the action changes nothing in the document",
            label: "the document already has these values".to_owned(),
            help: "remove the action: the document has been fixed",
        }),
        Err(message) => Err(Problem {
            code: Code::OverlayUpdate,
            message: "the action cannot be applied",
            label: message,
            help: "update a mapping with a mapping; update an array with one element to append",
        }),
    }
}
