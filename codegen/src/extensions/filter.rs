//! `x-connect-filter`: the lookups that a field offers, whether `search` and ordering include it, and whether `select` does.

use super::{Extension, Problem};
use crate::ir::{Lookup, Selectable};
use crate::near::suggestion;
use crate::node::{Entry, Node, Value};

/// What a query parameter is as a filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// The lookups that it offers.
    pub lookups: Vec<Lookup>,
    /// Whether `search` includes it.
    pub search: bool,
    /// Whether the list can be ordered by it.
    pub ordering: bool,
    /// What a request can select about its presence in rows.
    pub select: Option<Selectable>,
}

impl Declared {
    /// Returns whether there is nothing to the field but that it can be selected.
    pub fn is_selectable_alone(&self) -> bool {
        self.select.is_some() && self.lookups.is_empty() && !self.ordering
    }
}

/// All members of the extension.
const MEMBERS: [&str; 4] = ["lookups", "ordering", "search", "select"];

/// Reads the extension.
///
/// # Errors
/// The first part that has not the right form.
pub fn read(entry: &Entry) -> Result<Declared, Problem> {
    let Value::Map(map) = &entry.node.value else {
        let what = format!("`{}`", Extension::Filter.key());
        let message = expected(&what, "a mapping", &entry.node);
        let help = "write a mapping, such as `{lookups: [eq, in]}`";
        return Err(Problem::new(entry.span, message, help));
    };
    let mut declared = Declared::default();
    for member in map.entries() {
        match member.key.as_str() {
            "lookups" => declared.lookups = lookups(&member.node)?,
            "ordering" => declared.ordering = flag(member)?,
            "search" => declared.search = flag(member)?,
            "select" => declared.select = Some(selectable(member)?),
            key => {
                let message = format!("unknown member `{key}` of `{}`", Extension::Filter.key());
                return Err(Problem::new(member.span, message, help(key, &MEMBERS)));
            }
        }
    }
    Ok(declared)
}

fn flag(member: &Entry) -> Result<bool, Problem> {
    member.node.as_bool().ok_or_else(|| {
        let what = format!("`{}`", member.key);
        let message = expected(&what, "a boolean", &member.node);
        Problem::new(member.span, message, "write `true` or `false`")
    })
}

fn selectable(member: &Entry) -> Result<Selectable, Problem> {
    let named = member.node.as_str().and_then(Selectable::of_name);
    named.ok_or_else(|| {
        let known = Selectable::ALL.map(Selectable::as_str).join("` or `");
        let message = format!("expected `select` to be `{known}`");
        let help = "`hidden`: rows lack the field unless it is selected; `shown`: they have it unless it is left out";
        Problem::new(member.span, message, help)
    })
}

fn lookups(node: &Node) -> Result<Vec<Lookup>, Problem> {
    let Value::Array(items) = &node.value else {
        let message = expected("`lookups`", "an array", node);
        let help = "write an array, such as `[eq, in]`";
        return Err(Problem::new(node.span, message, help));
    };
    let mut lookups = Vec::new();
    for item in items {
        let Some(name) = item.as_str() else {
            let message = expected("a lookup", "a string", item);
            let help = "write a string; the lookup `null` needs quotes";
            return Err(Problem::new(item.span, message, help));
        };
        let Some(lookup) = Lookup::of_name(name) else {
            let known = Lookup::ALL.map(Lookup::as_str);
            let message = format!("unknown lookup `{name}`");
            return Err(Problem::new(item.span, message, help(name, &known)));
        };
        if lookups.contains(&lookup) {
            let message = format!("lookup `{name}` is given twice");
            return Err(Problem::new(item.span, message, "remove one of them"));
        }
        lookups.push(lookup);
    }
    Ok(lookups)
}

fn expected(what: &str, wanted: &str, found: &Node) -> String {
    format!("expected {what} to be {wanted}, found {}", found.kind())
}

/// What is possible in place of a name, and what was probably meant.
fn help(name: &str, known: &[&str]) -> String {
    let lower = name.to_lowercase();
    let meant = suggestion(&lower, known.iter().copied());
    let meant = match known.contains(&lower.as_str()) {
        true => format!("; did you mean `{lower}`?"),
        false if meant.contains("did you mean") => meant,
        false => String::new(),
    };
    format!("expected one of `{}`{meant}", known.join("`, `"))
}
