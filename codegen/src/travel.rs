//! The directions in which types are really used: a schema that is the same in both directions is
//! one type, even if it is only used in one of them.

use crate::ir::{Api, Direction, Payload, TypeId, TypeKind, TypeRef};

/// Returns the direction of each type, by index.
pub fn directions(api: &Api) -> Vec<Direction> {
    let mut sent = vec![false; api.types.len()];
    let mut received = vec![false; api.types.len()];
    for operation in &api.operations {
        let parameters = operation.parameters.iter().map(|it| &it.ty);
        let filters = operation.filters.iter().map(|it| &it.ty);
        let request = operation.request.iter().map(|it| &it.ty);
        for ty in parameters.chain(filters).chain(request) {
            mark(api, ty, &mut sent);
        }
        for response in &operation.responses {
            if let Payload::Json(ty) = &response.payload {
                mark(api, ty, &mut received);
            }
        }
    }
    let direction = |(sent, received): (bool, bool)| match (sent, received) {
        (true, true) => Direction::Both,
        (true, false) => Direction::Request,
        (false, _) => Direction::Response,
    };
    sent.into_iter().zip(received).map(direction).collect()
}

/// Marks a type and everything in it.
fn mark(api: &Api, ty: &TypeRef, marked: &mut [bool]) {
    let mut pending: Vec<TypeId> = ty.innermost().copied().into_iter().collect();
    while let Some(id) = pending.pop() {
        if !std::mem::replace(&mut marked[id.0], true) {
            match &api.type_def(id).kind {
                TypeKind::Struct(fields) | TypeKind::Form(fields) => {
                    pending.extend(fields.iter().filter_map(|field| field.ty.innermost()));
                }
                TypeKind::Union(members) => {
                    pending.extend(members.iter().filter_map(|member| member.ty.innermost()));
                }
                TypeKind::OpenEnum(_) | TypeKind::OpenIntegerEnum(_) => {}
            }
        }
    }
}
