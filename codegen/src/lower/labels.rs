//! What the members of unions that have no name of their own are called: after what they hold.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use crate::ir::{Holds, Type, TypeId};
use crate::lower::groups::Groups;
use crate::lower::instances::{Content, Held, Reference};
use crate::lower::ordinals::ORDINALS;
use crate::lower::schema::Member;

/// Returns the names of the members of all unions, by the pointers of the members.
pub fn all<'a>(groups: &Groups<'a>) -> HashMap<&'a str, String> {
    let mut labels = HashMap::new();
    for id in groups.ids() {
        if let Content::Union(members) = &groups.leader(id).content {
            label(groups, members, &mut labels);
        }
    }
    labels
}

/// The most values of an enum that is called after them.
const MOST_VALUES: usize = 3;

fn label<'a>(
    groups: &Groups<'a>,
    members: &'a [(&'a Member, Reference)],
    labels: &mut HashMap<&'a str, String>,
) {
    let mut taken = BTreeSet::new();
    let shared = shared(groups, members);
    for (member, ty) in members {
        let by_tag = member
            .tag
            .as_ref()
            .and_then(|(_, values)| values.iter().min());
        let mut name = match by_tag {
            Some(value) => value.clone(),
            None => held(groups, ty, &shared),
        };
        let plain = name.clone();
        let mut ordinals = ORDINALS.iter();
        while !taken.insert(name.clone()) {
            let Some(ordinal) = ordinals.next() else {
                break;
            };
            name = format!("{ordinal} {plain}");
        }
        labels.insert(member.pointer.as_str(), name);
    }
}

/// Returns the properties that several members have.
fn shared<'a>(groups: &Groups<'a>, members: &[(&'a Member, Reference)]) -> HashSet<&'a str> {
    let (mut all, mut shared) = (HashSet::new(), HashSet::new());
    for (_, ty) in members {
        for held in fields(groups, ty).unwrap_or_default() {
            if !all.insert(wire(held)) {
                shared.insert(wire(held));
            }
        }
    }
    shared
}

/// Returns what a member holds: the property that no other member has, one that is required before one that is not, or
/// its kind.
fn held(groups: &Groups<'_>, ty: &Reference, shared: &HashSet<&str>) -> String {
    let kind = match ty {
        Type::Array(_) => "item",
        Type::Map(_) => "value",
        Type::Optional(inner) => return held(groups, inner, shared),
        Type::Primitive(_) | Type::Named(_) => "object",
    };
    if let Some(fields) = fields(groups, ty) {
        let own = |it: &&Held<'_>| !shared.contains(wire(it));
        let required = fields
            .iter()
            .filter(own)
            .filter(|it| it.holds == Holds::Value);
        let required = required.map(wire).min();
        let own = required.or_else(|| fields.iter().filter(own).map(wire).min());
        return own.unwrap_or(kind).to_owned();
    }
    match content(groups, ty) {
        Some(Content::Strings(values)) if values.len() <= MOST_VALUES => {
            let values: BTreeSet<&str> = values.iter().map(|(it, _)| it.value.as_str()).collect();
            values.into_iter().collect::<Vec<_>>().join(" or ")
        }
        Some(Content::Strings(_)) => "known string".to_owned(),
        Some(Content::Integers(_)) => "known integer".to_owned(),
        Some(Content::Union(_)) => "choice".to_owned(),
        _ => kind.to_owned(),
    }
}

fn wire<'h>(held: &'h Held<'_>) -> &'h str {
    &held.property.wire
}

fn fields<'a>(groups: &Groups<'a>, ty: &Reference) -> Option<&'a [Held<'a>]> {
    match content(groups, ty)? {
        Content::Struct(fields) | Content::Form(fields) => Some(fields),
        _ => None,
    }
}

fn content<'a>(groups: &Groups<'a>, ty: &Reference) -> Option<&'a Content<'a>> {
    match ty {
        Type::Named(_) => {
            let ty = groups.reference(ty);
            let id: &TypeId = ty.innermost()?;
            Some(&groups.leader(*id).content)
        }
        Type::Optional(inner) => content(groups, inner),
        Type::Primitive(_) | Type::Array(_) | Type::Map(_) => None,
    }
}
