//! One graph of statuses, entry by entry. Everything in it must make sense: a mistyped status would
//! make a wait give up too early, or never.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{Actor, StateGraph, Transition, Variant, WireName};
use crate::lower::document::{At, Document};

/// The members of an entry that is a move.
const MEMBERS: [&str; 4] = ["from", "to", "by", "via"];
/// The member of an entry that names statuses which are one to whoever waits.
const SAME: &str = "same";

/// The form of an entry, for help.
const FORM: &str =
    "an entry is `{from: [a], to: [b, c], by: vendor, via: 'files::submit'}`, or `{same: [a, b]}`";

/// Reads a graph. What is wrong with it is reported, and left out.
pub fn read(
    document: &Document<'_>,
    at: &At<'_>,
    variants: &[Variant],
    diagnostics: &mut Diagnostics,
) -> StateGraph {
    let mut reader = Reader {
        document,
        variants,
        diagnostics,
        is_sound: true,
    };
    let mut graph = StateGraph {
        pointer: at.pointer.clone(),
        transitions: Vec::new(),
        same: Vec::new(),
    };
    for entry in at.elements() {
        if entry.node.as_map().is_none() {
            let message = format!("this is {}, and no entry of a graph", entry.node.kind());
            reader.error(message, FORM, &entry);
        } else if let Some(group) = entry.get(SAME) {
            reader.only(&entry, &[SAME]);
            graph.same.extend(reader.group(&group));
        } else {
            reader.only(&entry, &MEMBERS);
            if let Some(transition) = reader.transition(&entry) {
                reader.first(&transition, &graph.transitions, &entry);
                graph.transitions.push(transition);
            }
        }
    }
    reader.complete(&graph, at);
    graph
}

struct Reader<'r, 'a> {
    document: &'r Document<'a>,
    variants: &'r [Variant],
    diagnostics: &'r mut Diagnostics,
    is_sound: bool,
}

impl Reader<'_, '_> {
    fn error(&mut self, message: impl Into<String>, help: impl Into<String>, at: &At<'_>) {
        let diagnostic = Diagnostic::error("states", message).help(help);
        self.diagnostics.push(self.document.locate(diagnostic, at));
        self.is_sound = false;
    }

    /// No other members may be there.
    fn only(&mut self, entry: &At<'_>, known: &[&str]) {
        for (key, at) in entry.members() {
            if !known.contains(&key) {
                self.error(format!("`{key}` is no member of this entry"), FORM, &at);
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
            self.error("this move leads nowhere", "name a status in `to`", entry);
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
        let Some(list) = entry.get(key) else {
            self.error(format!("this move has no `{key}`"), FORM, entry);
            return None;
        };
        self.list(&list)
    }

    /// A list of statuses; nothing if the enum does not have each of them.
    fn list(&mut self, list: &At<'_>) -> Option<Vec<WireName>> {
        if !matches!(list.node.value, crate::node::Value::Array(_)) {
            let message = format!("this is {}", list.node.kind());
            self.error(message, "write a list of statuses", list);
            return None;
        }
        let mut statuses = Vec::new();
        let mut are_known = true;
        for at in list.elements() {
            let known = |variant: &&Variant| Some(variant.wire.0.as_str()) == at.node.as_str();
            match self.variants.iter().find(known) {
                Some(variant) if statuses.contains(&variant.wire) => {
                    let message = format!("`{}` stands here twice", variant.wire);
                    self.error(message, "remove one of them", &at);
                }
                Some(variant) => statuses.push(variant.wire.clone()),
                None => {
                    let message = match at.node.as_str() {
                        Some(text) => format!("`{text}` is no value of this enum"),
                        None => format!("this is {}, and no status", at.node.kind()),
                    };
                    let help = format!("the values are {}", self.known());
                    self.error(message, help, &at);
                    are_known = false;
                }
            }
        }
        are_known.then_some(statuses)
    }

    fn known(&self) -> String {
        let names: Vec<&str> = self.variants.iter().map(|it| it.wire.0.as_str()).collect();
        names.join(", ")
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
            let help = "`by` is vendor, provider or system";
            let at = by.as_ref().unwrap_or(entry);
            self.error("it is not said who makes this move", help, at);
        }
        actor
    }

    /// The function that makes the move. Whether there is such a one is seen when all are known.
    fn via(&mut self, entry: &At<'_>, by: Option<Actor>) -> Option<String> {
        let at = entry.get("via")?;
        let Some(via) = at.node.as_str() else {
            let message = format!("this is {}", at.node.kind());
            self.error(message, "name a function: `via: 'files::submit'`", &at);
            return None;
        };
        if by == Some(Actor::System) {
            let help = "leave `via` out, or say who calls it";
            self.error("a move of the system is made by no function", help, &at);
            return None;
        }
        Some(via.to_owned())
    }

    fn group(&mut self, at: &At<'_>) -> Option<Vec<WireName>> {
        let group = self.list(at)?;
        if group.len() < 2 {
            let help = "name two statuses at least, or remove the entry";
            self.error("a status is always the same as itself", help, at);
            return None;
        }
        Some(group)
    }

    /// A move that is there already says nothing.
    fn first(&mut self, transition: &Transition, transitions: &[Transition], entry: &At<'_>) {
        let shared = |one: &[WireName], other: &[WireName]| one.iter().any(|it| other.contains(it));
        let earlier = transitions.iter().find(|it| {
            (it.by, &it.via) == (transition.by, &transition.via)
                && shared(&it.to, &transition.to)
                && (shared(&it.from, &transition.from)
                    || it.from.is_empty() && transition.from.is_empty())
        });
        if let Some(earlier) = earlier {
            let message = format!("this move is said at {} already", earlier.pointer);
            self.error(message, "say each move once", entry);
        }
    }

    /// A status that no move names is told of: it may have been forgotten.
    fn complete(&mut self, graph: &StateGraph, at: &At<'_>) {
        let named = |status: &WireName| {
            graph
                .transitions
                .iter()
                .any(|it| it.from.contains(status) || it.to.contains(status))
        };
        // What is wrong may be the very move that is missing.
        let forgotten = self.variants.iter().filter(|it| !named(&it.wire));
        for variant in forgotten.filter(|_| self.is_sound) {
            let message = format!(
                "no move names `{}`: those who wait conclude nothing from it",
                variant.wire
            );
            let note = Diagnostic::note("states", message);
            self.diagnostics.push(self.document.locate(note, at));
        }
    }
}
