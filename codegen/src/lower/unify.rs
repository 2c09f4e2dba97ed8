//! Unifies equal inline schemas: those that would be the same type in Rust, are called the same and belong to the same
//! component or operation, or have the same name in the overlay.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::ir::{Access, Holds, Ident, Type};
use crate::lower::instances::{Content, Held, Instance, InstanceId, Reference};
use crate::lower::owner::{Owner, Owners};

/// What is equal for contents that generate the same Rust, apart from documentation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Structure {
    Struct(Vec<Part>),
    Form(Vec<Part>),
    // The order of values is irrelevant.
    Strings(BTreeSet<String>),
    Integers(BTreeSet<i64>),
    Union(Vec<(Reference, Option<Tag>)>),
    Newtype(Reference),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Part {
    wire: String,
    rust: Ident,
    ty: Reference,
    holds: Holds,
    access: Access,
    media_type: Option<String>,
    file_name: Option<String>,
}

/// A discriminating key and its values.
type Tag = (String, Vec<String>);

/// What an inline schema is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Label {
    /// The name from the overlay.
    Name(String),
    /// The name of its use in the document, and whom it belongs to.
    Leaf(String, Owner),
}

type Key = (Structure, Option<Reference>, Option<String>, Label);

/// Returns for each instance the one that stands for it. An instance that stands for others stands for itself.
pub fn unify(instances: &[Instance<'_>]) -> Vec<InstanceId> {
    let mut stands: Vec<InstanceId> = (0..instances.len()).map(InstanceId).collect();
    let mut known: HashMap<Key, InstanceId> = HashMap::new();
    let mut pinned: Vec<Option<String>> = Vec::new();
    let owners = Owners::new(instances);
    // An inline schema comes after the inline schemas in it.
    for (index, instance) in instances.iter().enumerate() {
        let definition = instance.definition;
        pinned.push(definition.names.schema.clone());
        if definition.component.is_some() {
            continue;
        }
        let structure = structure(&instance.content, &stands);
        let rest = instance.rest.as_ref().map(|it| represented(it, &stands));
        let key = |label| -> Key {
            let bare_string = definition.bare_string.clone();
            (structure.clone(), rest.clone(), bare_string, label)
        };
        let owner = owners.of(&definition.place);
        let leaf = key(Label::Leaf(definition.leaf.clone(), owner));
        let name = definition.names.schema.clone();
        let name = name.map(|name| key(Label::Name(name)));
        let by_name = name.as_ref().and_then(|key| known.get(key));
        let other = by_name.or_else(|| known.get(&leaf)).copied();
        // The overlay keeps types apart by names.
        let other = other.filter(|other| {
            let theirs = pinned[other.0].as_ref();
            let ours = definition.names.schema.as_ref();
            ours.is_none() || theirs.is_none() || ours == theirs
        });
        if let Some(other) = other {
            stands[index] = other;
            if pinned[other.0].is_none() {
                pinned[other.0] = definition.names.schema.clone();
            }
        }
        for key in name.into_iter().chain([leaf]) {
            known.entry(key).or_insert(stands[index]);
        }
    }
    stands
}

fn structure(content: &Content<'_>, stands: &[InstanceId]) -> Structure {
    let parts = |fields: &[Held<'_>]| fields.iter().map(|it| part(it, stands)).collect();
    match content {
        Content::Struct(fields) => Structure::Struct(parts(fields)),
        Content::Form(fields) => Structure::Form(parts(fields)),
        Content::Strings(values) => {
            Structure::Strings(values.iter().map(|(it, _)| it.value.clone()).collect())
        }
        Content::Integers(values) => {
            Structure::Integers(values.iter().map(|(it, _)| it.value).collect())
        }
        Content::Newtype(inner) => Structure::Newtype(represented(inner, stands)),
        Content::Union(members) => {
            let members = members.iter();
            let member = members.map(|(it, ty)| (represented(ty, stands), it.tag.clone()));
            Structure::Union(member.collect())
        }
    }
}

fn part(field: &Held<'_>, stands: &[InstanceId]) -> Part {
    Part {
        wire: field.property.wire.clone(),
        rust: field.rust.clone(),
        ty: represented(&field.ty, stands),
        holds: field.holds,
        access: field.property.access,
        media_type: field.media_type.clone(),
        file_name: field.file_name.clone(),
    }
}

/// Returns a reference with the instances that stand for the ones in it.
fn represented(ty: &Reference, stands: &[InstanceId]) -> Reference {
    ty.replace(&mut |id| Type::Named(stands[id.0]))
}
