//! Compares types: removed and added ones, and their members.

use super::finding::{Claim, Finding, documentation, shift, sides};
use super::kinds::ChangeKind;
use super::names::key;
use super::reach::referred;
use super::side::Pair;
use super::{fields, limits};
use connect_codegen::ir::{IntegerVariant, Type, TypeDef, TypeKind, UnionVariant, Variant};

/// Compares all types.
pub fn compare(pair: &Pair, findings: &mut Vec<Finding>) {
    let old: Vec<(String, &TypeDef)> = pair
        .old
        .api
        .types
        .iter()
        .map(|def| (pair.renamed_type(&def.name.0).to_owned(), def))
        .collect();
    let new: Vec<(String, &TypeDef)> = pair
        .new
        .api
        .types
        .iter()
        .map(|def| (def.name.0.clone(), def))
        .collect();
    for sides in sides(&old, &new, |(name, _)| name.clone()) {
        match sides {
            (Some((_, old)), Some((_, new))) => both(pair, old, new, findings),
            (Some((_, old)), None) => findings.push(
                Finding::new(
                    ChangeKind::TypeRemoved,
                    format!("type `{}`", old.name),
                    "No call uses it any more.",
                )
                .was_at(&old.pointer)
                .drops([&Type::Named(old.id)])
                .claims([Claim::Whole(key(old)), Claim::Item("models".to_owned())]),
            ),
            (None, Some((_, new))) => findings.push(
                Finding::new(
                    ChangeKind::TypeAdded,
                    format!("type `{}`", new.name),
                    "Calls use it now.",
                )
                .now_at(&new.pointer)
                .brings([&Type::Named(new.id)])
                .claims([Claim::Whole(key(new)), Claim::Item("models".to_owned())]),
            ),
            (None, None) => {}
        }
    }
}

fn both(pair: &Pair, old: &TypeDef, new: &TypeDef, findings: &mut Vec<Finding>) {
    let what = format!("type `{}`", new.name);
    let finding =
        |kind, wire: String| Finding::new(kind, what.clone(), wire).at(&old.pointer, &new.pointer);
    if old.name != new.name {
        findings.push(
            finding(ChangeKind::TypeRenamed, "Nothing.".to_owned())
                .claims([Claim::Whole(key(old)), Claim::Whole(key(new))])
                .claim(Claim::Renamed(old.name.0.clone(), new.name.0.clone())),
        );
    }
    if old.bare_string != new.bare_string {
        let wire = match &new.bare_string {
            Some(name) => {
                format!("In responses, a bare string can stand for it: its `{name}`.")
            }
            None => "In responses, no bare string stands for it any more.".to_owned(),
        };
        findings.push(
            finding(ChangeKind::BareString, wire).otherwise("Nothing: the type is the same."),
        );
    }
    if old.kind.as_str() == new.kind.as_str() {
        kinds(pair, old, new, findings);
    } else {
        let wire = format!("It is {}.", shift(old.kind.as_str(), new.kind.as_str()));
        findings.push(
            finding(ChangeKind::TypeKind, wire)
                .drops(referred(old))
                .brings(referred(new))
                .claims([Claim::Whole(key(new)), Claim::Whole(key(old))]),
        );
    }
    findings.extend(limits::extensions(
        pair,
        &what,
        None,
        &old.pointer,
        &new.pointer,
    ));
    findings.extend(documentation(
        what,
        None,
        (old.doc.as_deref(), &old.pointer),
        (new.doc.as_deref(), &new.pointer),
    ));
}

fn kinds(pair: &Pair, old: &TypeDef, new: &TypeDef, findings: &mut Vec<Finding>) {
    match (&old.kind, &new.kind) {
        (TypeKind::Struct(before), TypeKind::Struct(now))
        | (TypeKind::Form(before), TypeKind::Form(now)) => {
            fields::compare(pair, (old, before), (new, now), findings);
        }
        (TypeKind::OpenEnum(before), TypeKind::OpenEnum(now)) => {
            let value = |it: &Variant| Value::new(&it.wire.0, &it.rust.0, it.doc.as_deref());
            let before: Vec<Value> = before.iter().map(value).collect();
            let now: Vec<Value> = now.iter().map(value).collect();
            values(pair, (old, &before), (new, &now), findings);
        }
        (TypeKind::OpenIntegerEnum(before), TypeKind::OpenIntegerEnum(now)) => {
            let value = |it: &IntegerVariant| {
                Value::new(&it.wire.to_string(), &it.rust.0, it.doc.as_deref())
            };
            let before: Vec<Value> = before.iter().map(value).collect();
            let now: Vec<Value> = now.iter().map(value).collect();
            values(pair, (old, &before), (new, &now), findings);
        }
        (TypeKind::Union(before), TypeKind::Union(now)) => {
            members(pair, (old, before), (new, now), findings)
        }
        _ => {}
    }
}

/// A value of an enum.
struct Value {
    wire: String,
    rust: String,
    doc: Option<String>,
}

impl Value {
    fn new(wire: &str, rust: &str, doc: Option<&str>) -> Self {
        Self {
            wire: wire.to_owned(),
            rust: rust.trim_start_matches("r#").to_owned(),
            doc: doc.map(str::to_owned),
        }
    }
}

fn values(
    pair: &Pair,
    (old, before): (&TypeDef, &[Value]),
    (new, now): (&TypeDef, &[Value]),
    findings: &mut Vec<Finding>,
) {
    let what = |value: &Value| format!("value `{}`", value.wire);
    let name = new.name.0.as_str();
    let claim = |def: &TypeDef, value: &Value| Claim::Item(format!("{}::{}", key(def), value.rust));
    let was_at = |value: &Value| pair.old.known_value(old, &value.wire);
    let is_at = |value: &Value| pair.new.known_value(new, &value.wire);
    for sides in sides(before, now, |value| value.wire.clone()) {
        match sides {
            (Some(gone), None) => findings.push(
                Finding::new(
                    ChangeKind::ValueRemoved,
                    what(gone),
                    "The contract no longer has it. If it is still received, it is read as unrecognized; if it is sent, it may be refused.",
                )
                .of(name)
                .was_at(&was_at(gone))
                .claim(claim(old, gone)),
            ),
            (None, Some(fresh)) => findings.push(
                Finding::new(ChangeKind::ValueAdded, what(fresh), "It can be received and sent. Before, it was read as unrecognized.")
                    .of(name)
                    .now_at(&is_at(fresh))
                    .claim(claim(new, fresh)),
            ),
            (Some(was), Some(is)) => {
                if was.rust != is.rust {
                    findings.push(
                        Finding::new(ChangeKind::VariantRenamed, what(is), "Nothing.")
                            .of(name)
                            .at(&was_at(was), &is_at(is))
                            .claims([claim(old, was), claim(new, is)]),
                    );
                }
                findings.extend(documentation(what(is), Some(name), (was.doc.as_deref(), &was_at(was)), (is.doc.as_deref(), &is_at(is))));
            }
            (None, None) => {}
        }
    }
}

fn members(
    pair: &Pair,
    (old, before): (&TypeDef, &[UnionVariant]),
    (new, now): (&TypeDef, &[UnionVariant]),
    findings: &mut Vec<Finding>,
) {
    let owner = key(new);
    let claims = |name: &str, ty: &str| {
        vec![
            Claim::Item(format!("{owner}::{name}")),
            Claim::Item(format!("{owner}: From<{ty}>")),
        ]
    };
    // By type: the name of a variant follows from it.
    let text = |side: &dyn Fn(&connect_codegen::ir::TypeRef) -> String,
                members: &[UnionVariant]|
     -> Vec<(String, UnionVariant)> {
        members
            .iter()
            .map(|member| (side(&member.ty), member.clone()))
            .collect()
    };
    let before = text(&|ty| pair.old_type(ty), before);
    let now = text(&|ty| pair.new_type(ty), now);
    let finding = |kind, ty: &str, wire: &str| {
        Finding::new(kind, format!("form `{ty}`"), wire).of(new.name.0.clone())
    };
    let mut signs = Vec::new();
    for sides in sides(&before, &now, |(ty, _)| ty.clone()) {
        match sides {
            (Some((ty, gone)), None) => {
                let wire = "It is no longer declared. If it is still received, it is read as unrecognized.";
                let finding = finding(ChangeKind::MemberRemoved, ty, wire);
                let finding = finding.was_at(&gone.pointer).drops([&gone.ty]);
                findings.push(finding.claims(claims(&gone.rust.0, ty)));
            }
            (None, Some((ty, fresh))) => {
                let wire = "It can be received. Before, it was read as unrecognized.";
                let finding = finding(ChangeKind::MemberAdded, ty, wire);
                let finding = finding.now_at(&fresh.pointer).brings([&fresh.ty]);
                findings.push(finding.claims(claims(&fresh.rust.0, ty)));
            }
            (Some((ty, was)), Some((_, is)))
                if tags(was) != tags(is)
                    || was.writes_tag != is.writes_tag
                    || was.rust != is.rust =>
            {
                let claims = [claims(&was.rust.0, ty), claims(&is.rust.0, ty)];
                signs.push((format!("`{ty}`"), claims.concat()));
            }
            _ => {}
        }
    }
    findings.extend(discriminator(old, new, signs));
}

/// Reports members that are told apart in another way, with the items that they have on both sides.
fn discriminator(
    old: &TypeDef,
    new: &TypeDef,
    signs: Vec<(String, Vec<Claim>)>,
) -> Option<Finding> {
    let names: Vec<String> = signs.iter().map(|(name, _)| name.clone()).collect();
    let what = format!("discriminator of {}", names.join(", "));
    let wire = "The forms are told apart in another way.";
    (!signs.is_empty()).then(|| {
        Finding::new(ChangeKind::MemberSign, what, wire)
            .of(new.name.0.clone())
            .at(&old.pointer, &new.pointer)
            .claims(signs.into_iter().flat_map(|(_, claims)| claims))
            .otherwise("Nothing: the variants are the same.")
    })
}

/// The tags by which a member of a union is told.
fn tags(member: &UnionVariant) -> Vec<Option<&(String, Vec<String>)>> {
    member.signs.iter().map(|it| it.tag.as_ref()).collect()
}
