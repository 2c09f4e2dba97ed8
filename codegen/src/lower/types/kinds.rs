//! Turns definitions into kinds of types: fields, variants and members, with their Rust names.

use super::{Site, Types};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    Access, Direction, Field, Holds, Ident, IntegerVariant, Presence, Sign, TypeKind, TypeRef,
    UnionVariant, Variant, WireName,
};
use crate::lower::shape::{Body, Definition, Known, Member, Property};
use crate::markdown;
use crate::names;
use crate::pointer::Pointer;

impl Types<'_, '_> {
    /// Returns what a definition becomes at a site.
    pub(super) fn kind(&mut self, definition: &Definition, site: &Site) -> TypeKind {
        match &definition.body {
            Body::Object(properties) => {
                let fields = self.fields(properties, site);
                if site.form {
                    TypeKind::Form(fields)
                } else {
                    TypeKind::Struct(fields)
                }
            }
            Body::Strings(values) => TypeKind::OpenEnum(self.variants(definition, values)),
            Body::Integers(values) => {
                TypeKind::OpenIntegerEnum(self.integer_variants(definition, values))
            }
            Body::Union(members) => TypeKind::Union(self.members(members, site)),
        }
    }

    fn fields(&mut self, properties: &[Property], site: &Site) -> Vec<Field> {
        let inner = Site {
            form: false,
            leaf: None,
            ..site.clone()
        };
        let kept: Vec<&Property> = properties
            .iter()
            .filter(|property| self.travels(property, site.direction))
            .collect();
        let named: Vec<(&str, Option<&str>)> = kept
            .iter()
            .map(|property| (property.wire.as_str(), property.name.as_deref()))
            .collect();
        let idents = self.distinct(&named, names::snake, names::spelled_snake, &|index| {
            kept.get(index).map(|property| property.pointer.clone())
        });
        kept.iter()
            .zip(idents)
            .filter_map(|(property, rust)| Some(self.field(property, rust?, &inner, site)))
            .collect()
    }

    /// Returns whether a property is used in a direction. Records the property as withheld if not.
    fn travels(&mut self, property: &Property, direction: Direction) -> bool {
        let reason = match (property.access, direction) {
            (Access::WriteOnly, Direction::Response) => "write-only, and used in no request",
            (Access::ReadOnly, Direction::Request) => "read-only, and used in no response",
            _ => {
                self.emitted.insert(property.pointer.clone());
                return true;
            }
        };
        self.withheld.insert(property.pointer.clone(), reason);
        false
    }

    fn field(&mut self, property: &Property, rust: Ident, inner: &Site, site: &Site) -> Field {
        let presence = Presence::new(property.required, property.nullable);
        let doc = match (property.doc.clone(), &property.limits) {
            (Some(mut doc), Some(limits)) => {
                markdown::add(&mut doc, limits);
                Some(doc)
            }
            (doc, limits) => doc.or_else(|| limits.clone()),
        };
        Field {
            pointer: property.pointer.clone(),
            wire: WireName(property.wire.clone()),
            rust,
            ty: self.instantiate(&property.shape, inner),
            presence,
            access: property.access,
            holds: holds(presence, property.always, site),
            boxed: false,
            deprecated: property.deprecated,
            doc,
        }
    }

    fn variants(&mut self, definition: &Definition, values: &[Known<String>]) -> Vec<Variant> {
        let named: Vec<(&str, Option<&str>)> = values
            .iter()
            .map(|known| (known.value.as_str(), known.name.as_deref()))
            .collect();
        let idents = self.distinct(
            &named,
            names::variant_ident,
            names::spelled_variant_ident,
            &|_| Some(definition.pointer.clone()),
        );
        values
            .iter()
            .zip(idents)
            .filter_map(|(known, rust)| {
                Some(Variant {
                    wire: WireName(known.value.clone()),
                    rust: rust?,
                    doc: known.doc.clone(),
                })
            })
            .collect()
    }

    fn integer_variants(
        &mut self,
        definition: &Definition,
        values: &[Known<i64>],
    ) -> Vec<IntegerVariant> {
        let texts: Vec<String> = values
            .iter()
            .map(|known| known.value.to_string().replace('-', "minus "))
            .collect();
        let named: Vec<(&str, Option<&str>)> = texts
            .iter()
            .zip(values)
            .map(|(text, known)| (text.as_str(), known.name.as_deref()))
            .collect();
        let idents = self.distinct(
            &named,
            names::variant_ident,
            names::spelled_variant_ident,
            &|_| Some(definition.pointer.clone()),
        );
        values
            .iter()
            .zip(idents)
            .filter_map(|(known, rust)| {
                Some(IntegerVariant {
                    wire: known.value,
                    rust: rust?,
                    doc: known.doc.clone(),
                })
            })
            .collect()
    }

    fn members(&mut self, members: &[Member], site: &Site) -> Vec<UnionVariant> {
        let types: Vec<TypeRef> = members
            .iter()
            .map(|member| self.instantiate(&member.shape, site))
            .collect();
        members
            .iter()
            .zip(types)
            .map(|(member, ty)| UnionVariant {
                pointer: member.pointer.clone(),
                // Set when all types have names.
                rust: Ident(String::new()),
                ty,
                sign: Sign {
                    tag: member.tag.clone(),
                    ..Sign::default()
                },
            })
            .collect()
    }

    /// Returns distinct Rust names for names of the document. Reports names that are equal or
    /// cannot be made as errors.
    fn distinct(
        &mut self,
        named: &[(&str, Option<&str>)],
        simple: fn(&str) -> Option<Ident>,
        spelled: fn(&str) -> Option<Ident>,
        pointer: &dyn Fn(usize) -> Option<Pointer>,
    ) -> Vec<Option<Ident>> {
        let (idents, problems) = names::distinct(named, simple, spelled);
        for (index, problem) in problems {
            if let Some(pointer) = pointer(index) {
                let diagnostic = Diagnostic::error(Code::Name, problem)
                    .help("add a name in the overlay: `x-connect-field`, `x-connect-variants`");
                self.problems.push((pointer, diagnostic));
            }
        }
        idents
    }
}

/// Returns how Rust represents the presence of a field.
fn holds(presence: Presence, always: bool, site: &Site) -> Holds {
    match (site.direction, presence) {
        (Direction::Response, _) if always => Holds::Value,
        (Direction::Response, _) => Holds::Option,
        // A form has no null: a part is present or absent.
        (_, Presence::Required | Presence::RequiredNullable) if site.form => Holds::Value,
        (_, Presence::Optional | Presence::OptionalNullable) if site.form => Holds::Option,
        (_, Presence::Required) => Holds::Value,
        (_, Presence::RequiredNullable) => Holds::NullOption,
        (_, Presence::Optional) => Holds::Option,
        (_, Presence::OptionalNullable) => Holds::Nullable,
    }
}
