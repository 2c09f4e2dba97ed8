//! Documentation of statuses.

use crate::ir::{
    Actor, Api, Method, Operation, Settlement, Subject, Success, Transition, Type, TypeDef,
    WireName,
};

/// How an operation relates to statuses: a paragraph for the end of its documentation, or nothing.
pub fn notes(api: &Api, operation: &Operation) -> Option<String> {
    if let Some(settlement) = api.settlements.get(&operation.id) {
        return Some(settled(api, settlement));
    }
    match &operation.success {
        Success::Json(Type::Named(id)) if operation.method == Method::Get => {
            let status = api.statuses.get(id)?;
            Some(format!(
                "A client can wait with this call for a value of `{status}`."
            ))
        }
        _ => None,
    }
}

/// What the client does when the response is lost, or has no content.
fn settled(api: &Api, settlement: &Settlement) -> String {
    let read = api.operation(settlement.read).name();
    match &settlement.subject {
        Subject::Path if settlement.status.is_some() => format!(
            "If the response is lost, the client calls `{read}` to find out whether the action took effect."
        ),
        Subject::Path => {
            format!("If the response has no content, the client calls `{read}` for the value.")
        }
        Subject::Each { .. } => format!(
            "If the response is lost, the client calls `{read}` for each object, up to a hundred, to find out whether \
             the call took effect."
        ),
        Subject::Created {
            list,
            filter,
            created: _,
        } => {
            let list = api.operation(*list).name();
            let by = if filter.is_empty() {
                &settlement.same
            } else {
                filter
            };
            let names: Vec<WireName> = by.iter().map(|it| it.sent.clone()).collect();
            format!(
                "If the response is lost, the client looks for the object by {} in `{list}`, among those created since \
                 the call began. Without {} nothing is found out.",
                quoted(&names, "and"),
                if names.len() == 1 { "it" } else { "them" },
            )
        }
    }
}

/// The transitions between the values of an enum, for the end of its documentation; nothing if they
/// are not known.
pub fn transitions(api: &Api, def: &TypeDef) -> Option<String> {
    let graph = api.states.get(&def.id)?;
    let mut text = "# Transitions\n".to_owned();
    for transition in &graph.transitions {
        text.push_str(&format!("\n- {}", line(api, transition)));
    }
    for group in &graph.same {
        text.push_str(&format!(
            "\n\nA wait treats {} as the same status.",
            quoted(group, "and")
        ));
    }
    Some(text)
}

/// ``- `draft` or `ready` → `uploading`: the vendor, by `files::upload` ``
fn line(api: &Api, transition: &Transition) -> String {
    let from = if transition.from.is_empty() {
        "created".to_owned()
    } else {
        quoted(&transition.from, "or")
    };
    let by = match transition.by {
        Actor::Vendor => "the vendor",
        Actor::Provider => "the provider",
        Actor::System => "the platform",
    };
    let via = transition.via;
    let via = via.map(|id| format!(", by `{}`", api.operation(id).name()));
    format!(
        "{from} → {}: {by}{}",
        quoted(&transition.to, "or"),
        via.unwrap_or_default()
    )
}

fn quoted(statuses: &[WireName], last: &str) -> String {
    let names: Vec<String> = statuses.iter().map(|it| format!("`{it}`")).collect();
    match names.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
        None => String::new(),
    }
}
