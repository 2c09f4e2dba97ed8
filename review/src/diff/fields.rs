//! Compares the fields of structs and the parts of forms.

use super::finding::{Claim, Finding, documentation, shift, sides};
use super::kinds::ChangeKind;
use super::limits;
use super::names::key;
use super::parameters;
use super::reach::shape;
use super::side::Pair;
use connect_codegen::ir::{
    Access, Api, Direction, Field, Holds, Operation, Presence, Type, TypeDef, TypeKind,
};
use connect_codegen::stages::field_type;

/// Compares the fields of a type.
pub fn compare(
    pair: &Pair,
    (old, before): (&TypeDef, &[Field]),
    (new, now): (&TypeDef, &[Field]),
    findings: &mut Vec<Finding>,
) {
    let direction = new.direction;
    for sides in sides(before, now, |field| field.wire.clone()) {
        match sides {
            (Some(before), Some(now)) => Both {
                pair,
                old,
                before,
                new,
                now,
            }
            .compare(findings),
            (Some(gone), None) => findings.push(
                Finding::new(ChangeKind::FieldRemoved, what(gone), removed(direction))
                    .of(new.name.0.clone())
                    .drops([&gone.ty])
                    .was_at(&gone.pointer)
                    .claims(claims(old, gone))
                    .claims(constructor(&pair.old.api, old, is_needed(gone)))
                    .misleads(format!("{}::new", key(new))),
            ),
            (None, Some(fresh)) => findings.push(
                Finding::new(ChangeKind::FieldAdded, what(fresh), added(direction, fresh))
                    .of(new.name.0.clone())
                    .same(shape(&pair.new.api, &fresh.ty))
                    .brings([&fresh.ty])
                    .now_at(&fresh.pointer)
                    .claims(claims(new, fresh))
                    .claims(constructor(&pair.new.api, new, is_needed(fresh)))
                    .misleads(format!("{}::new", key(new))),
            ),
            (None, None) => {}
        }
    }
}

fn what(field: &Field) -> String {
    format!("field `{}`", field.wire)
}

fn removed(direction: Direction) -> &'static str {
    match direction {
        Direction::Response => {
            "Responses no longer declare it. If it is still received, it is ignored."
        }
        Direction::Request => "Requests no longer declare it, and it is no longer sent.",
        Direction::Both => {
            "It is no longer declared: it is no longer sent, and is ignored if it is received."
        }
    }
}

fn added(direction: Direction, field: &Field) -> &'static str {
    let needed = is_needed(field);
    match direction {
        Direction::Response => "Responses can have it.",
        Direction::Request if needed => "Requests must have it.",
        Direction::Request => "Requests can have it.",
        Direction::Both if needed => "Requests must have it, and responses can.",
        Direction::Both => "Requests and responses can have it.",
    }
}

/// Returns whether the constructor takes it.
fn is_needed(field: &Field) -> bool {
    matches!(field.holds, Holds::Value | Holds::NullOption)
}

/// Returns the Rust items of a field: the field and its setters.
fn claims(def: &TypeDef, field: &Field) -> Vec<Claim> {
    let owner = key(def);
    let rust = field.rust.plain();
    vec![
        Claim::Item(format!("{owner}.{rust}")),
        Claim::Item(format!("{owner}::{rust}")),
        Claim::Item(format!("{owner}::set_{rust}")),
        Claim::Item(format!("{owner}::clear_{rust}")),
    ]
}

/// Returns the setters of all fields, where only one of the two types has setters: a type of requests that
/// becomes two, one for each direction, leaves its setters with the other.
fn all_setters(old: &TypeDef, new: &TypeDef) -> Vec<Claim> {
    let has_setters = |def: &TypeDef| def.direction != Direction::Response;
    if has_setters(old) == has_setters(new) {
        return Vec::new();
    }
    let fields = [old, new].into_iter().flat_map(|def| match &def.kind {
        TypeKind::Struct(fields) => fields.iter().map(|field| claims(def, field)).collect(),
        _ => Vec::new(),
    });
    fields.flatten().collect()
}

/// Returns the items that depend on the required fields: `new`, `Default`, conversions from a single one or from two
/// dates, and the functions that take the type as an argument only if it has required fields.
fn constructor(api: &Api, def: &TypeDef, concerned: bool) -> Vec<Claim> {
    let owner = key(def);
    let mut claims: Vec<Claim> = ["&str", "String", "&String", "Upload"]
        .iter()
        .map(|from| Claim::Item(format!("{owner}: From<{from}>")))
        .collect();
    claims.push(Claim::Item(format!("{owner}::days")));
    if concerned {
        let takes = |operation: &&Operation| match &operation.request {
            Some(request) => match request.ty {
                Type::Named(id) => api.type_def(id).name == def.name,
                _ => false,
            },
            None => false,
        };
        let functions = api.operations.iter().filter(takes);
        claims.extend(functions.flat_map(parameters::functions));
        claims.extend([
            Claim::Item(format!("{owner}::new")),
            Claim::Item(format!("{owner}: Default")),
        ]);
    }
    claims
}

/// A field on both sides.
struct Both<'a> {
    pair: &'a Pair,
    /// The type that has the field.
    old: &'a TypeDef,
    before: &'a Field,
    new: &'a TypeDef,
    now: &'a Field,
}

impl Both<'_> {
    fn compare(&self, findings: &mut Vec<Finding>) {
        if self.before.rust != self.now.rust {
            findings.push(self.in_rust(ChangeKind::FieldRenamed, "Nothing."));
        }
        let was = self.pair.old_type(&self.before.ty);
        let is = self.pair.new_type(&self.now.ty);
        if was != is {
            let wire = format!("It is {}.", shift(&was, &is));
            findings.push(self.in_rust(ChangeKind::FieldType, wire));
        }
        findings.extend(self.presence());
        findings.extend(self.access());
        findings.extend(self.deprecated());
        self.beside(findings);
    }

    fn finding(&self, kind: ChangeKind, wire: impl Into<String>) -> Finding {
        Finding::new(kind, what(self.now), wire)
            .of(self.new.name.0.clone())
            .drops([&self.before.ty])
            .brings([&self.now.ty])
            .at(&self.before.pointer, &self.now.pointer)
    }

    /// A finding that changes the items of the field in Rust.
    fn in_rust(&self, kind: ChangeKind, wire: impl Into<String>) -> Finding {
        self.claiming(self.finding(kind, wire))
    }

    fn claiming(&self, finding: Finding) -> Finding {
        let concerned = is_needed(self.before) || is_needed(self.now);
        finding
            .claims(claims(self.old, self.before))
            .claims(claims(self.new, self.now))
            .claims(constructor(&self.pair.new.api, self.new, concerned))
    }

    /// Compares whether it is required and may be null, in the contract and in Rust.
    fn presence(&self) -> Option<Finding> {
        let (before, now) = (self.before, self.now);
        let is_held_otherwise = before.holds != now.holds;
        if before.presence == now.presence {
            let was = field_type(&self.pair.old.api, before);
            let is = field_type(&self.pair.new.api, now);
            let wire = format!("Nothing. In Rust it is {}.", shift(&was, &is));
            return is_held_otherwise.then(|| self.in_rust(ChangeKind::Held, wire));
        }
        let direction = self.new.direction;
        let wire = presence(direction, before.presence, now.presence);
        let otherwise = match direction {
            Direction::Response => "Nothing: a response may lack any field, whatever is declared.",
            _ => "Nothing.",
        };
        let finding = self.finding(ChangeKind::Presence, wire);
        let finding = finding
            .otherwise(otherwise)
            .claims(all_setters(self.old, self.new));
        Some(match is_held_otherwise {
            true => self
                .claiming(finding)
                .misleads(format!("{}::new", key(self.new))),
            false => finding,
        })
    }

    fn access(&self) -> Option<Finding> {
        let (was, is) = (self.before.access, self.now.access);
        let wire = format!("It is {}.", shift(access(was), access(is)));
        let finding = || {
            self.finding(ChangeKind::Access, wire)
                .otherwise("Nothing: the field of this type stays the same.")
                .claims(all_setters(self.old, self.new))
        };
        (was != is).then(finding)
    }

    fn deprecated(&self) -> Option<Finding> {
        let wire = match (self.before.deprecated, self.now.deprecated) {
            (false, true) => "It is deprecated now.",
            (true, false) => "It is no longer deprecated.",
            _ => return None,
        };
        let finding = self.finding(ChangeKind::Deprecated, wire);
        Some(finding.otherwise("Nothing but its documentation."))
    }

    /// Compares what no Rust item depends on: limits, extensions and documentation.
    fn beside(&self, findings: &mut Vec<Finding>) {
        let pair = self.pair;
        let (before, now) = (&self.before.pointer, &self.now.pointer);
        let (name, of) = (what(self.now), &self.new.name.0);
        findings.extend(limits::compare(pair, &name, of, before, now));
        findings.extend(limits::extensions(pair, &name, Some(of), before, now));
        // The sentence about limits is part of the text, but limits are reported separately.
        findings.extend(documentation(
            name,
            Some(of),
            (pair.old.doc(before), before),
            (pair.new.doc(now), now),
        ));
    }
}

/// Describes a change of presence.
fn presence(direction: Direction, old: Presence, new: Presence) -> String {
    let words = |presence| match presence {
        Presence::Required => "required",
        Presence::RequiredNullable => "required, perhaps null",
        Presence::Optional => "optional",
        Presence::OptionalNullable => "optional, perhaps null",
    };
    let whose = match direction {
        Direction::Response => "In responses",
        Direction::Request => "In requests",
        Direction::Both => "In requests and responses",
    };
    format!("{whose} it is {}.", shift(words(old), words(new)))
}

fn access(access: Access) -> &'static str {
    match access {
        Access::ReadWrite => "sent and received",
        Access::ReadOnly => "received only",
        Access::WriteOnly => "sent only",
    }
}
