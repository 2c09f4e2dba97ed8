//! Which types a type refers to, and what a type looks like without its name.

use std::collections::BTreeSet;

use connect_codegen::ir::{
    Api, Operation, Payload, Success, Type, TypeDef, TypeId, TypeKind, TypeRef,
};

/// Returns all types that a definition refers to.
pub fn referred(def: &TypeDef) -> Vec<&TypeRef> {
    let mut types: Vec<&TypeRef> = match &def.kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => {
            fields.iter().map(|field| &field.ty).collect()
        }
        TypeKind::Union(members) => members.iter().map(|member| &member.ty).collect(),
        TypeKind::Newtype(inner) => vec![inner],
        TypeKind::OpenEnum(_) | TypeKind::OpenIntegerEnum(_) => Vec::new(),
    };
    types.extend(def.rest.iter().map(|rest| &rest.ty));
    types
}

/// Returns the types that an operation refers to: in parameters, filters, bodies and headers.
pub fn of_operation(operation: &Operation) -> Vec<&TypeRef> {
    let mut types: Vec<&TypeRef> = Vec::new();
    types.extend(operation.parameters.iter().map(|it| &it.ty));
    types.extend(operation.filters.iter().map(|it| &it.ty));
    types.extend(operation.request.iter().map(|it| &it.ty));
    types.extend(operation.headers.iter().map(|it| &it.ty));
    types.extend(
        operation
            .responses
            .iter()
            .filter_map(|it| body(&it.payload)),
    );
    types.extend(of_success(&operation.success));
    types
}

/// Returns the types that the result of a call refers to.
pub fn of_success(success: &Success) -> Vec<&TypeRef> {
    match success {
        Success::Json(ty) | Success::OptionalJson(ty) | Success::Page(ty) => vec![ty],
        Success::Several(cases) => cases.iter().filter_map(|it| body(&it.payload)).collect(),
        Success::Empty | Success::Text | Success::Binary | Success::Stream | Success::Redirect => {
            Vec::new()
        }
    }
}

/// Returns the type of a body that is read from JSON.
pub fn body(payload: &Payload) -> Option<&TypeRef> {
    match payload {
        Payload::Json(ty) => Some(ty),
        Payload::Empty | Payload::Text | Payload::Binary | Payload::Stream => None,
    }
}

/// Returns the types, and those that they refer to.
pub fn closure(api: &Api, types: &[TypeId]) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    let mut open = types.to_vec();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            let inner = referred(api.type_def(id));
            open.extend(inner.into_iter().filter_map(TypeRef::innermost));
        }
    }
    found
}

/// Describes a type without names in Rust, so that copies of one schema under several names are equal.
pub fn shape(api: &Api, ty: &TypeRef) -> String {
    match ty {
        Type::Primitive(primitive) => primitive.row().rust.to_owned(),
        Type::Array(inner) => format!("[{}]", shape(api, inner)),
        Type::Map(inner) => format!("map of {}", shape(api, inner)),
        Type::Optional(inner) => format!("{} or null", shape(api, inner)),
        Type::Named(id) => {
            let def = api.type_def(*id);
            format!("{} of {}", def.kind.as_str(), members(def).join(", "))
        }
    }
}

/// Returns what tells the parts of a type apart on the wire: members of objects, values of enums.
pub fn members(def: &TypeDef) -> Vec<String> {
    match &def.kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => {
            fields.iter().map(|it| it.wire.0.clone()).collect()
        }
        TypeKind::OpenEnum(variants) => variants.iter().map(|it| it.wire.0.clone()).collect(),
        TypeKind::OpenIntegerEnum(variants) => {
            variants.iter().map(|it| it.wire.to_string()).collect()
        }
        TypeKind::Union(members) => members
            .iter()
            .map(|it| it.rust.plain().to_owned())
            .collect(),
        TypeKind::Newtype(_) => Vec::new(),
    }
}
