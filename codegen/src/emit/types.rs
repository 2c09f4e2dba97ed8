//! Types as they stand in the generated code.

use super::nodes::{generic, named};
use super::tokens::{ident, word};
use crate::ir::{Api, Field, Holds, Type, TypeRef};

/// A type by name.
pub fn of(api: &Api, ty: &TypeRef) -> syn::Type {
    match ty {
        Type::Primitive(primitive) => named(word(primitive.row().rust)),
        Type::Array(inner) => generic("Vec", [of(api, inner)]),
        Type::Optional(inner) => generic("Option", [of(api, inner)]),
        Type::Map(inner) => generic("BTreeMap", [named(word("String")), of(api, inner)]),
        Type::Named(id) => named(ident(&api.type_def(*id).name)),
    }
}

/// The type of a field, with its `Option` or `Nullable`.
pub fn of_field(api: &Api, field: &Field) -> syn::Type {
    let inner = of_value(api, field);
    match field.holds {
        Holds::Value => inner,
        Holds::Option | Holds::NullOption => generic("Option", [inner]),
        Holds::Nullable => generic("Nullable", [inner]),
    }
}

/// The type of a field's value, boxed where it must be.
fn of_value(api: &Api, field: &Field) -> syn::Type {
    let inner = of(api, &field.ty);
    if field.boxed {
        generic("Box", [inner])
    } else {
        inner
    }
}
