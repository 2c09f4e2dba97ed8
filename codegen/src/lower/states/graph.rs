//! Reads one state graph, entry by entry. Every entry must be valid: a mistyped status would make a
//! wait end too early, or never.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Actor, OperationId, StateGraph, Transition, Variant, WireName};
use crate::lower::context::Context;
use crate::node::At;
use crate::pointer::Pointer;

use super::functions::Functions;

/// The members of an entry that is a transition.
const MEMBERS: [&str; 4] = ["from", "to", "by", "via"];
/// The member of an entry that lists equivalent statuses.
const SAME: &str = "same";

/// The form of an entry, for help.
const FORM: &str = "write an entry as `{from: [a], to: [b, c], by: vendor, via: 'files::submit'}`, or `{same: [a, b]}`";

/// Reads a graph. Reports invalid entries and skips them.
pub fn read(
    context: &Context<'_>,
    at: &At<'_>,
    variants: &[Variant],
    functions: &Functions<'_>,
) -> StateGraph {
    let mut reader = Reader {
        context,
        variants,
        functions,
        is_sound: true,
    };
    let mut graph = StateGraph {
        pointer: at.pointer.clone(),
        transitions: Vec::new(),
        same: Vec::new(),
    };
    for entry in at.elements() {
        if entry.node.as_map().is_none() {
            let message = format!(
                "expected an entry of a state graph, found {}",
                entry.node.kind()
            );
            reader.error(message, FORM, &entry);
        } else if let Some(group) = entry.get(SAME) {
            reader.only(&entry, &[SAME]);
            graph.same.extend(reader.group(&group));
        } else {
            reader.only(&entry, &MEMBERS);
            if let Some(transition) = reader.transition(&entry) {
                reader.first(&transition, &entry, &graph.transitions, at);
                graph.transitions.push(transition);
            }
        }
    }
    reader.complete(&graph, at);
    graph
}

struct Reader<'r, 'a> {
    context: &'r Context<'a>,
    variants: &'r [Variant],
    functions: &'r Functions<'r>,
    is_sound: bool,
}

impl Reader<'_, '_> {
    fn error(&mut self, message: impl Into<String>, help: impl Into<String>, at: &At<'_>) {
        let diagnostic = Diagnostic::error(Code::States, message).help(help);
        self.context.report(diagnostic, at);
        self.is_sound = false;
    }

    /// Reports unknown members.
    fn only(&mut self, entry: &At<'_>, known: &[&str]) {
        for (key, at) in entry.members() {
            if !known.contains(&key) {
                self.error(format!("unknown member `{key}` of an entry"), FORM, &at);
            }
        }
    }

    fn transition(&mut self, entry: &At<'_>) -> Option<Transition> {
        let from = self.statuses(entry, "from");
        let to = self.statuses(entry, "to");
        let by = self.actor(entry);
        let via = self.via(entry, by);
        let (from, to, by) = (from?, to?, by?);
        if to.is_empty() {
            self.error(
                "transition without a target status",
                "list a status in `to`",
                entry,
            );
            return None;
        }
        Some(Transition {
            pointer: entry.pointer.clone(),
            from,
            to,
            by,
            via,
        })
    }

    fn statuses(&mut self, entry: &At<'_>, key: &str) -> Option<Vec<WireName>> {
        let Some(array) = entry.get(key) else {
            self.error(
                format!("missing member `{key}` of a transition"),
                FORM,
                entry,
            );
            return None;
        };
        self.array(&array)
    }

    /// Reads an array of statuses; `None` if one of them is not a value of the enum.
    fn array(&mut self, array: &At<'_>) -> Option<Vec<WireName>> {
        if !matches!(array.node.value, crate::node::Value::Array(_)) {
            let message = format!("expected an array of statuses, found {}", array.node.kind());
            self.error(message, "write an array of statuses", array);
            return None;
        }
        let mut statuses = Vec::new();
        let mut are_known = true;
        for at in array.elements() {
            let known = |variant: &&Variant| Some(variant.wire.0.as_str()) == at.node.as_str();
            match self.variants.iter().find(known) {
                Some(variant) if statuses.contains(&variant.wire) => {
                    let message = format!("duplicate status `{}`", variant.wire);
                    self.error(message, "remove one of them", &at);
                }
                Some(variant) => statuses.push(variant.wire.clone()),
                None => {
                    let message = match at.node.as_str() {
                        Some(text) => format!("unknown status `{text}`"),
                        None => format!("expected a status, found {}", at.node.kind()),
                    };
                    let help = format!("expected one of `{}`", self.known());
                    self.error(message, help, &at);
                    are_known = false;
                }
            }
        }
        are_known.then_some(statuses)
    }

    fn known(&self) -> String {
        let names: Vec<&str> = self.variants.iter().map(|it| it.wire.0.as_str()).collect();
        names.join("`, `")
    }

    fn actor(&mut self, entry: &At<'_>) -> Option<Actor> {
        let by = entry.get("by");
        let actor = by.as_ref().and_then(|at| {
            let named = |it: &Actor| at.node.as_str() == Some(it.as_str());
            [Actor::Vendor, Actor::Provider, Actor::System]
                .into_iter()
                .find(named)
        });
        if actor.is_none() {
            let help = "`by` is `vendor`, `provider` or `system`";
            let at = by.as_ref().unwrap_or(entry);
            self.error("transition without a valid `by`", help, at);
        }
        actor
    }

    /// Reads the function that causes the transition.
    fn via(&mut self, entry: &At<'_>, by: Option<Actor>) -> Option<OperationId> {
        let at = entry.get("via")?;
        let Some(via) = at.node.as_str() else {
            let message = format!("expected a function name, found {}", at.node.kind());
            self.error(message, "write it as `via: 'files::submit'`", &at);
            return None;
        };
        if by == Some(Actor::System) {
            let help = "remove `via`, or set `by` to `vendor` or `provider`";
            self.error("a transition by `system` has no function", help, &at);
            return None;
        }
        self.functions.find(via).unwrap_or_else(|(message, help)| {
            self.error(message, help, &at);
            None
        })
    }

    fn group(&mut self, at: &At<'_>) -> Option<Vec<WireName>> {
        let group = self.array(at)?;
        if group.len() < 2 {
            let help = "list at least two statuses, or remove the entry";
            self.error("`same` needs at least two statuses", help, at);
            return None;
        }
        Some(group)
    }

    /// Reports a transition that is already listed.
    fn first(
        &mut self,
        transition: &Transition,
        entry: &At<'_>,
        earlier: &[Transition],
        graph: &At<'_>,
    ) {
        let shared = |one: &[WireName], other: &[WireName]| one.iter().any(|it| other.contains(it));
        // Functions are compared by name: not all of them need be generated now.
        let via = |pointer: &Pointer| {
            let mut entries = graph.elements();
            let entry = entries.find(|it| it.pointer == *pointer)?;
            entry.node.get_str("via")
        };
        let earlier = earlier.iter().find(|it| {
            it.by == transition.by
                && via(&it.pointer) == entry.node.get_str("via")
                && shared(&it.to, &transition.to)
                && (shared(&it.from, &transition.from)
                    || it.from.is_empty() && transition.from.is_empty())
        });
        if let Some(earlier) = earlier {
            let message = format!("duplicate transition, first listed at {}", earlier.pointer);
            self.error(message, "remove one of the two", entry);
        }
    }

    /// Reports a status that is in no transition: it may have been forgotten.
    fn complete(&mut self, graph: &StateGraph, at: &At<'_>) {
        let named = |status: &WireName| {
            graph
                .transitions
                .iter()
                .any(|it| it.from.contains(status) || it.to.contains(status))
        };
        // If there are errors, one of them may be in the missing transition.
        let unused = self.variants.iter().filter(|it| !named(&it.wire));
        for variant in unused.filter(|_| self.is_sound) {
            let message = format!(
                "no transition lists `{}`, so waiting cannot conclude anything from it",
                variant.wire
            );
            let note = Diagnostic::note(Code::States, message);
            self.context.report(note, at);
        }
    }
}
