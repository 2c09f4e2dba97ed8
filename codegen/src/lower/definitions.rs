//! Makes the complete definitions of the types, once all of them have names.

use crate::ir::{
    Field, Ident, IntegerVariant, Presence, Rest, Type, TypeDef, TypeId, TypeKind, TypeRef,
    Variant, WireName,
};
use crate::lower::boxes::Boxes;
use crate::lower::groups::Groups;
use crate::lower::instances::{Content, Held};
use crate::lower::members::{self, Known};
use crate::lower::reach::Reach;
use crate::lower::schema::{Known as Value, Property};
use crate::markdown;

/// What the definitions are made of.
pub struct Definitions<'g> {
    groups: &'g Groups<'g>,
    reach: &'g Reach,
    /// The name of each type, and how it is recognized.
    known: Vec<Known>,
    boxes: Boxes,
}

impl<'g> Definitions<'g> {
    /// Prepares the definitions of types with these names.
    pub fn new(groups: &'g Groups<'g>, reach: &'g Reach, names: Vec<Ident>) -> Self {
        let named = names.into_iter().zip(members::signs(groups));
        let direct: Vec<Vec<usize>> = groups.ids().map(|id| directly(groups, id)).collect();
        Self {
            groups,
            reach,
            known: named.map(|(name, signs)| Known { name, signs }).collect(),
            boxes: Boxes::new(&direct),
        }
    }

    /// Returns the definitions of all types, in the order of their ids.
    pub fn all(&self) -> Vec<TypeDef> {
        self.groups.ids().map(|id| self.definition(id)).collect()
    }

    fn definition(&self, id: TypeId) -> TypeDef {
        let groups = self.groups;
        let bare_string = groups.leader(id).definition.bare_string.clone();
        TypeDef {
            id,
            pointer: groups.pointer(id).clone(),
            pointers: groups.pointers(id).into_iter().cloned().collect(),
            named_at: groups.named_at(id).into_iter().cloned().collect(),
            name: self.known[id.0].name.clone(),
            group: self.reach.group(id),
            direction: self.reach.direction(id, groups.direction(id)),
            kind: self.kind(id),
            bare_string: bare_string.map(WireName),
            rest: self.rest(id),
            doc: groups.doc(id),
        }
    }

    fn kind(&self, id: TypeId) -> TypeKind {
        match &self.groups.leader(id).content {
            Content::Struct(fields) => {
                TypeKind::Struct(fields.iter().map(|it| self.field(id, it)).collect())
            }
            Content::Form(fields) => {
                TypeKind::Form(fields.iter().map(|it| self.field(id, it)).collect())
            }
            Content::Newtype(inner) => TypeKind::Newtype(self.groups.reference(inner)),
            Content::Strings(values) => TypeKind::OpenEnum(values.iter().map(variant).collect()),
            Content::Integers(values) => {
                TypeKind::OpenIntegerEnum(values.iter().map(integer_variant).collect())
            }
            Content::Union(list) => {
                let list = list.iter();
                let list = list.map(|(member, ty)| ((*member).clone(), self.groups.reference(ty)));
                TypeKind::Union(members::variants(&self.known[id.0].name, list, &self.known))
            }
        }
    }

    /// The field for members that are not declared. No declared field has its name.
    fn rest(&self, id: TypeId) -> Option<Rest> {
        let leader = self.groups.leader(id);
        let ty = self.groups.reference(leader.rest.as_ref()?);
        let (Content::Struct(fields) | Content::Form(fields)) = &leader.content else {
            return None;
        };
        let mut name = "additional_properties".to_owned();
        while fields.iter().any(|it| it.rust.0 == name) {
            name.push('_');
        }
        Some(Rest {
            rust: Ident(name),
            ty,
        })
    }

    fn field(&self, holder: TypeId, held: &Held<'_>) -> Field {
        let property = held.property;
        let ty = self.groups.reference(&held.ty);
        Field {
            pointer: property.pointer.clone(),
            wire: WireName(property.wire.clone()),
            rust: held.rust.clone(),
            boxed: self.is_boxed(holder, &ty),
            ty,
            presence: Presence::new(property.required, property.nullable),
            access: property.access,
            holds: held.holds,
            deprecated: property.deprecated,
            media_type: held.media_type.clone(),
            file_name: held.file_name.clone(),
            doc: documentation(property),
        }
    }

    /// Returns whether a field is boxed.
    fn is_boxed(&self, holder: TypeId, held: &TypeRef) -> bool {
        match held {
            Type::Named(id) => self.boxes.is_boxed(holder.0, id.0),
            Type::Optional(inner) => self.is_boxed(holder, inner),
            Type::Primitive(_) | Type::Array(_) | Type::Map(_) => false,
        }
    }
}

fn variant((known, rust): &(&Value<String>, Ident)) -> Variant {
    Variant {
        wire: WireName(known.value.clone()),
        rust: rust.clone(),
        doc: known.doc.clone(),
    }
}

fn integer_variant((known, rust): &(&Value<i64>, Ident)) -> IntegerVariant {
    IntegerVariant {
        wire: known.value,
        rust: rust.clone(),
        doc: known.doc.clone(),
    }
}

/// Returns what the overlay says of a property, and the limits of its value.
fn documentation(property: &Property) -> Option<String> {
    match (property.doc.clone(), &property.limits) {
        (Some(mut doc), Some(limits)) => {
            markdown::add(&mut doc, limits);
            Some(doc)
        }
        (doc, limits) => doc.or_else(|| limits.clone()),
    }
}

/// Returns the types that a value contains directly, without an array or a map in between. Members of unions are
/// boxed already.
fn directly(groups: &Groups<'_>, id: TypeId) -> Vec<usize> {
    let (Content::Struct(fields) | Content::Form(fields)) = &groups.leader(id).content else {
        return Vec::new();
    };
    let types = fields.iter().map(|it| groups.reference(&it.ty));
    types
        .filter_map(|ty| match ty {
            Type::Named(id) => Some(id.0),
            _ => None,
        })
        .collect()
}
