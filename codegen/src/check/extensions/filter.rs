//! The form of `x-connect-filter`: its members, and the lookups that a field offers.

use super::problem::Exact;
use crate::ir::Lookup;
use crate::near::suggestion;
use crate::node::{Entry, Node, Value};
use crate::select::FILTER;

/// All members of the extension.
const MEMBERS: [&str; 3] = ["lookups", "ordering", "search"];

/// What is wrong with the extension, and where.
pub fn check(entry: &Entry) -> Option<Exact> {
    if entry.node.as_map().is_none() {
        let help = "write a mapping, such as `{lookups: [eq, in]}`".to_owned();
        return Some((
            entry.span,
            (
                expected(&format!("`{FILTER}`"), "a mapping", &entry.node),
                help,
            ),
        ));
    }
    entry.node.entries().iter().find_map(member)
}

fn member(member: &Entry) -> Option<Exact> {
    match member.key.as_str() {
        "lookups" => lookups(&member.node),
        key @ ("ordering" | "search") => member.node.as_bool().is_none().then(|| {
            let help = "write `true` or `false`".to_owned();
            (
                member.span,
                (
                    expected(&format!("`{key}`"), "a boolean", &member.node),
                    help,
                ),
            )
        }),
        key => {
            let message = format!("unknown member `{key}` of `{FILTER}`");
            Some((member.span, (message, help(key, &MEMBERS))))
        }
    }
}

fn lookups(node: &Node) -> Option<Exact> {
    let Value::Array(items) = &node.value else {
        let help = "write an array, such as `[eq, in]`".to_owned();
        return Some((node.span, (expected("`lookups`", "an array", node), help)));
    };
    items.iter().enumerate().find_map(|(index, item)| {
        let problem = match item.as_str() {
            None => {
                let help = "write a string; the lookup `null` needs quotes".to_owned();
                (expected("a lookup", "a string", item), help)
            }
            Some(name) if Lookup::of_name(name).is_none() => {
                let known = Lookup::ALL.map(Lookup::as_str);
                (format!("unknown lookup `{name}`"), help(name, &known))
            }
            Some(name) if items.iter().take(index).any(|it| it == item) => (
                format!("lookup `{name}` is given twice"),
                "remove one of them".to_owned(),
            ),
            Some(_) => return None,
        };
        Some((item.span, problem))
    })
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
