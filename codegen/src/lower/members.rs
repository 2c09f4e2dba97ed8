//! Names the variants of unions, and determines how their values are recognized in JSON.

use hashbrown::HashSet;

use crate::ir::{Holds, Ident, JsonKind, Primitive, Sign, Type, TypeId, TypeRef, UnionVariant};
use crate::lower::groups::Groups;
use crate::lower::instances::{Content, Held, Reference};
use crate::lower::ordinals::ORDINALS;
use crate::lower::schema::Member;
use crate::names;

/// A type as a member of unions.
#[derive(Debug)]
pub struct Known {
    /// Its name.
    pub name: Ident,
    /// How its values are recognized: by one of these.
    pub signs: Vec<Sign>,
}

/// Returns the variants of a union, whose name is `union`. `known` are all types, by id.
pub fn variants(
    union: &Ident,
    members: impl Iterator<Item = (Member, TypeRef)>,
    known: &[Known],
) -> Vec<UnionVariant> {
    // The variant for values of no known type.
    let mut taken: HashSet<String> = HashSet::from(["Unrecognized".to_owned()]);
    let variant = |(member, ty): (Member, TypeRef)| {
        let name = describe(&ty, known, &union.0);
        let signs = signs_of(&ty, &|id| known[id.0].signs.clone());
        let mut unique = name.clone();
        let mut ordinals = ORDINALS.iter();
        while !taken.insert(unique.clone()) {
            unique = match ordinals.next() {
                Some(ordinal) => format!("{}{name}", names::pascal(ordinal).unwrap_or_default()),
                None => format!("{unique}Too"),
            };
        }
        UnionVariant {
            pointer: member.pointer,
            rust: names::escape(&unique),
            ty,
            writes_tag: member.writes_tag,
            signs: tagged(member.tag, signs),
        }
    };
    members.map(variant).collect()
}

/// Returns the signs of a member that may have a tag, which alone is enough.
fn tagged(tag: Option<(String, Vec<String>)>, mut signs: Vec<Sign>) -> Vec<Sign> {
    let Some(tag) = tag else {
        return signs;
    };
    let sign = match signs.pop() {
        Some(only) if signs.is_empty() => only,
        _ => of_kind(None),
    };
    vec![Sign {
        tag: Some(tag),
        ..sign
    }]
}

/// Returns the name of the variant that holds a type.
fn describe(ty: &TypeRef, known: &[Known], union: &str) -> String {
    match ty {
        Type::Named(id) => {
            let name = &known[id.0].name;
            // `Payment` is no `ment` of `Pay`.
            let is_word = |rest: &&str| rest.starts_with(char::is_uppercase);
            let short = name.0.strip_prefix(union).filter(is_word);
            short.unwrap_or(&name.0).to_owned()
        }
        Type::Primitive(primitive) => primitive.row().variant.to_owned(),
        Type::Map(inner) if !inner.is(Primitive::Json) => {
            format!("{}Map", describe(inner, known, union))
        }
        Type::Map(_) => "Map".to_owned(),
        Type::Optional(inner) => describe(inner, known, union),
        Type::Array(inner) => format!("{}List", describe(inner, known, union)),
    }
}

/// Returns how the values of a type are recognized, given the signs of the types that have names.
fn signs_of(ty: &TypeRef, named: &dyn Fn(TypeId) -> Vec<Sign>) -> Vec<Sign> {
    match ty {
        Type::Named(id) => named(*id),
        Type::Primitive(primitive) => vec![of_kind(primitive.json())],
        Type::Map(_) => vec![of_kind(Some(JsonKind::Object))],
        Type::Optional(inner) => signs_of(inner, named),
        // An array of objects is told by the keys of its elements.
        Type::Array(inner) => match signs_of(inner, named).as_slice() {
            [only] => vec![of_array(Sign {
                tag: None,
                ..only.clone()
            })],
            _ => vec![of_kind(Some(JsonKind::Array))],
        },
    }
}

/// Returns how the values of each type are recognized, in the order of the types.
///
/// A union has the signs of its members, and unions hold each other. So the signs of all unions begin empty, and what
/// their members add is added in rounds until nothing changes.
pub fn signs(groups: &Groups<'_>) -> Vec<Vec<Sign>> {
    let begin = |id| match &groups.leader(id).content {
        Content::Union(_) => Vec::new(),
        other => vec![sign(other)],
    };
    let mut table: Vec<Vec<Sign>> = groups.ids().map(begin).collect();
    for round in 0..=ROUNDS {
        let mut changed = Vec::new();
        for id in groups.ids() {
            if let Content::Union(members) = &groups.leader(id).content {
                let signs = union_signs(groups, members, &table);
                if signs != table[id.0] {
                    changed.push((id, signs));
                }
            }
        }
        if changed.is_empty() {
            break;
        }
        for (id, signs) in changed {
            // What is nested more deeply is tried for any value.
            table[id.0] = if round == ROUNDS { Vec::new() } else { signs };
        }
    }
    for signs in table.iter_mut().filter(|it| it.is_empty()) {
        signs.push(of_kind(None));
    }
    table
}

/// The most rounds: so deeply do unions without tags stand within each other.
const ROUNDS: usize = 8;

/// The most signs of a union. One with more is tried for any value.
const MOST: usize = 64;

/// Returns the signs of the members of a union, each once, given those of all types.
fn union_signs(
    groups: &Groups<'_>,
    members: &[(&Member, Reference)],
    table: &[Vec<Sign>],
) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::new();
    for (member, ty) in members {
        let own = signs_of(&groups.reference(ty), &|id| table[id.0].clone());
        for sign in tagged(member.tag.clone(), own) {
            if !signs.contains(&sign) {
                signs.push(sign);
            }
        }
        if signs.len() > MOST {
            return vec![of_kind(None)];
        }
    }
    signs
}

/// Returns how the values of a type that is no union are recognized.
fn sign(content: &Content<'_>) -> Sign {
    match content {
        Content::Struct(fields) | Content::Form(fields) => {
            let keys = |fields: &mut dyn Iterator<Item = &Held<'_>>| {
                fields.map(|it| it.property.wire.clone()).collect()
            };
            Sign {
                keys: keys(&mut fields.iter()),
                required: keys(&mut fields.iter().filter(|it| it.holds == Holds::Value)),
                ..of_kind(Some(JsonKind::Object))
            }
        }
        Content::Strings(values) => Sign {
            tag: itself(values.iter().map(|(known, _)| known.value.clone())),
            ..of_kind(Some(JsonKind::String))
        },
        Content::Integers(values) => Sign {
            tag: itself(values.iter().map(|(known, _)| known.value.to_string())),
            ..of_kind(Some(JsonKind::Integer))
        },
        Content::Newtype(Type::Array(_)) => of_kind(Some(JsonKind::Array)),
        Content::Newtype(_) => of_kind(Some(JsonKind::Object)),
        Content::Union(_) => of_kind(None),
    }
}

/// The tag of a value that is told by itself: it has no key.
fn itself(values: impl Iterator<Item = String>) -> Option<(String, Vec<String>)> {
    Some((String::new(), values.collect()))
}

/// Returns how an array is recognized whose elements are recognized so.
fn of_array(elements: Sign) -> Sign {
    match elements.json {
        Some(JsonKind::Object) => Sign {
            json: Some(JsonKind::Array),
            ..elements
        },
        _ => of_kind(Some(JsonKind::Array)),
    }
}

fn of_kind(json: Option<JsonKind>) -> Sign {
    Sign {
        json,
        ..Sign::default()
    }
}
