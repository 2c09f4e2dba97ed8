//! Which way types really travel: a schema that would be the same type in both directions is one
//! type, whether or not anything sends it.

use crate::ir::{Api, Direction, Payload, TypeId, TypeKind, TypeRef};

/// The direction of each type, by its index.
pub fn directions(api: &Api) -> Vec<Direction> {
    let mut sent = vec![false; api.types.len()];
    let mut answered = vec![false; api.types.len()];
    for operation in &api.operations {
        let parameters = operation.parameters.iter().map(|it| &it.ty);
        let filters = operation.filters.iter().map(|it| &it.ty);
        let request = operation.request.iter().map(|it| &it.ty);
        for ty in parameters.chain(filters).chain(request) {
            mark(api, ty, &mut sent);
        }
        for response in &operation.responses {
            if let Payload::Json(ty) = &response.payload {
                mark(api, ty, &mut answered);
            }
        }
    }
    let direction = |(sent, answered): (bool, bool)| match (sent, answered) {
        (true, true) => Direction::Both,
        (true, false) => Direction::Request,
        (false, _) => Direction::Answer,
    };
    sent.into_iter().zip(answered).map(direction).collect()
}

/// Marks a type, and all that it holds.
fn mark(api: &Api, ty: &TypeRef, marked: &mut [bool]) {
    let mut pending: Vec<TypeId> = named(ty).into_iter().collect();
    while let Some(id) = pending.pop() {
        if !std::mem::replace(&mut marked[id.0], true) {
            match &api.type_def(id).kind {
                TypeKind::Struct(fields) | TypeKind::Form(fields) => {
                    pending.extend(fields.iter().filter_map(|field| named(&field.ty)));
                }
                TypeKind::Union(members) => {
                    pending.extend(members.iter().filter_map(|member| named(&member.ty)));
                }
                TypeKind::OpenEnum(_) | TypeKind::OpenIntegerEnum(_) => {}
            }
        }
    }
}

fn named(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        TypeRef::List(inner) | TypeRef::Map(inner) => named(inner),
        _ => None,
    }
}
