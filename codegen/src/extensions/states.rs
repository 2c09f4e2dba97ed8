//! `x-connect-states`: the transitions between the values of an enum, and which values are equivalent.
//!
//! Every entry must be valid: a mistyped status would make a wait end too early, or never.

use crate::ir::Actor;
use crate::node::{At, Value};

/// The members of an entry that is a transition.
const MEMBERS: [&str; 4] = ["from", "to", "by", "via"];
/// The member of an entry that lists equivalent statuses.
const SAME: &str = "same";

/// The form of an entry, for help.
const FORM: &str = "write an entry as `{from: [a], to: [b, c], by: vendor, via: 'files::submit'}`, or `{same: [a, b]}`";

/// What the extension says.
#[derive(Debug, Default)]
pub struct Declared<'a> {
    /// The transitions, in order.
    pub transitions: Vec<Transition<'a>>,
    /// The groups of equivalent statuses.
    pub same: Vec<Vec<&'a str>>,
    /// All functions that are named, also by transitions that are left out.
    pub functions: Vec<Function<'a>>,
    /// What is wrong. The transitions and groups that cannot be read are left out.
    pub faults: Vec<Fault<'a>>,
}

/// A transition.
#[derive(Debug)]
pub struct Transition<'a> {
    /// Its entry.
    pub at: At<'a>,
    /// The statuses before.
    pub from: Vec<&'a str>,
    /// The statuses after; at least one.
    pub to: Vec<&'a str>,
    /// Who causes it.
    pub by: Actor,
    /// The name of the function that causes it.
    pub via: Option<&'a str>,
}

/// A function that is named.
#[derive(Debug)]
pub struct Function<'a> {
    /// The name.
    pub name: &'a str,
    /// Where it is given.
    pub at: At<'a>,
}

/// What is wrong with a part of the extension.
#[derive(Debug)]
pub struct Fault<'a> {
    /// The part.
    pub at: At<'a>,
    /// The headline.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

/// Reads the extension of an enum with these values.
pub fn read<'a>(graph: &At<'a>, values: &[&str]) -> Declared<'a> {
    let mut reader = Reader {
        values,
        declared: Declared::default(),
    };
    for entry in graph.elements() {
        if entry.node.as_map().is_none() {
            let found = entry.node.kind();
            let message = format!("expected an entry of a state graph, found {found}");
            reader.fault(message, FORM, &entry);
        } else if let Some(group) = entry.get(SAME) {
            reader.only(&entry, &[SAME]);
            reader.group(&group);
        } else {
            reader.only(&entry, &MEMBERS);
            let transition = reader.transition(entry);
            reader.declared.transitions.extend(transition);
        }
    }
    reader.declared
}

struct Reader<'v, 'a> {
    values: &'v [&'v str],
    declared: Declared<'a>,
}

impl<'a> Reader<'_, 'a> {
    fn fault(&mut self, message: impl Into<String>, help: impl Into<String>, at: &At<'a>) {
        self.declared.faults.push(Fault {
            at: at.clone(),
            message: message.into(),
            help: help.into(),
        });
    }

    /// Refuses unknown members.
    fn only(&mut self, entry: &At<'a>, known: &[&str]) {
        for (key, at) in entry.members() {
            if !known.contains(&key) {
                self.fault(format!("unknown member `{key}` of an entry"), FORM, &at);
            }
        }
    }

    fn transition(&mut self, entry: At<'a>) -> Option<Transition<'a>> {
        let from = self.statuses(&entry, "from");
        let to = self.statuses(&entry, "to");
        let by = self.actor(&entry);
        let via = self.via(&entry, by);
        let (from, to, by) = (from?, to?, by?);
        if to.is_empty() {
            let message = "transition without a target status";
            self.fault(message, "list a status in `to`", &entry);
            return None;
        }
        Some(Transition {
            at: entry,
            from,
            to,
            by,
            via,
        })
    }

    fn statuses(&mut self, entry: &At<'a>, key: &str) -> Option<Vec<&'a str>> {
        let Some(array) = entry.get(key) else {
            let message = format!("missing member `{key}` of a transition");
            self.fault(message, FORM, entry);
            return None;
        };
        self.array(&array)
    }

    /// Reads an array of statuses; `None` if one of them is not a value of the enum.
    fn array(&mut self, array: &At<'a>) -> Option<Vec<&'a str>> {
        if !matches!(array.node.value, Value::Array(_)) {
            let message = format!("expected an array of statuses, found {}", array.node.kind());
            self.fault(message, "write an array of statuses", array);
            return None;
        }
        let mut statuses = Vec::new();
        let mut are_known = true;
        for at in array.elements() {
            let status = at.node.as_str();
            match status.filter(|status| self.values.contains(status)) {
                Some(status) if statuses.contains(&status) => {
                    let message = format!("duplicate status `{status}`");
                    self.fault(message, "remove one of them", &at);
                }
                Some(status) => statuses.push(status),
                None => {
                    let message = match status {
                        Some(text) => format!("unknown status `{text}`"),
                        None => format!("expected a status, found {}", at.node.kind()),
                    };
                    let help = format!("expected one of `{}`", self.values.join("`, `"));
                    self.fault(message, help, &at);
                    are_known = false;
                }
            }
        }
        are_known.then_some(statuses)
    }

    fn actor(&mut self, entry: &At<'a>) -> Option<Actor> {
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
            self.fault("transition without a valid `by`", help, at);
        }
        actor
    }

    /// Reads the name of the function that causes the transition.
    fn via(&mut self, entry: &At<'a>, by: Option<Actor>) -> Option<&'a str> {
        let at = entry.get("via")?;
        let Some(name) = at.node.as_str() else {
            let message = format!("expected a function name, found {}", at.node.kind());
            self.fault(message, "write it as `via: 'files::submit'`", &at);
            return None;
        };
        if by == Some(Actor::System) {
            let help = "remove `via`, or set `by` to `vendor` or `provider`";
            self.fault("a transition by `system` has no function", help, &at);
            return None;
        }
        self.declared.functions.push(Function { name, at });
        Some(name)
    }

    fn group(&mut self, at: &At<'a>) {
        let Some(group) = self.array(at) else {
            return;
        };
        if group.len() < 2 {
            let help = "list at least two statuses, or remove the entry";
            self.fault("`same` needs at least two statuses", help, at);
            return;
        }
        self.declared.same.push(group);
    }
}
