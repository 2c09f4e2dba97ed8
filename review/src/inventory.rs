//! The inventory: which item of the document became which Rust item, for tools and for searching.
//!
//! CONTRIBUTING.md documents its members.

use serde_json::{Value, json};

use connect_codegen::ir::{
    Api, Field, Operation, Payload, Role, StateGraph, Success, TypeDef, TypeKind, WireName,
};
use connect_codegen::stages::field_type;

/// Returns the inventory of everything that was lowered.
#[must_use]
pub fn inventory(api: &Api) -> Value {
    json!({
        "api_version": api.version,
        "operations": api.operations.iter().map(|operation| self::operation(api, operation)).collect::<Vec<_>>(),
        "types": api.types.iter().map(|def| type_def(api, def)).collect::<Vec<_>>(),
        "security_schemes": api.schemes.iter().map(|scheme| json!({
            "name": scheme.name,
            "rust": format!("specification::{}", scheme.rust),
            "sent_as": scheme.kind.described(),
            "pointer": scheme.pointer.as_str(),
        })).collect::<Vec<_>>(),
        "servers": api.servers,
        "skipped": api.skipped.iter().map(|skipped| json!({
            "pointer": skipped.pointer.as_str(),
            "reason": skipped.reason,
        })).collect::<Vec<_>>(),
    })
}

fn operation(api: &Api, operation: &Operation) -> Value {
    json!({
        "method": operation.method.as_str(),
        "path": operation.path.to_string(),
        "function": operation.name(),
        "pointer": operation.pointer.as_str(),
        "idempotent": operation.idempotent,
        "settled_by": read_by(api, operation, true),
        "value_read_by": read_by(api, operation, false),
        "success": success(api, &operation.success),
        "parameters": operation.parameters.iter().map(|parameter| json!({
            "name": parameter.wire.0,
            "in": parameter.location.as_str(),
            "required": parameter.required,
            "type": api.type_text(&parameter.ty),
            "rust": match parameter.role {
                Role::Argument => parameter.rust.0.clone(),
                Role::Paging if parameter.wire.0 == "limit" => "List::page_size".to_owned(),
                Role::Paging => format!("List::{}", parameter.rust),
            },
            "pointer": parameter.pointer.as_str(),
        })).collect::<Vec<_>>(),
        "filters": filters(api, operation),
        "stable_order": operation.stable_order.iter().filter_map(|constant| {
            let field = operation.filters.iter().find(|it| it.rust == *constant)?;
            Some(field.wire.0.clone())
        }).collect::<Vec<_>>(),
        "security": operation.security,
        "server": operation.server,
        "headers": operation.headers.iter().map(|header| json!({
            "wire": header.wire.0,
            "rust": header.rust.0,
            "type": api.type_text(&header.ty),
        })).collect::<Vec<_>>(),
        "request": operation.request.as_ref().map(|request| json!({
            "media_type": request.media_type,
            "type": api.type_text(&request.ty),
            "pointer": request.pointer.as_str(),
        })),
        "responses": operation.responses.iter().map(|response| json!({
            "status": response.status.to_string(),
            "media_type": response.media_type,
            "type": match &response.payload {
                Payload::Empty => None,
                Payload::Text => Some("String".to_owned()),
                Payload::Binary => Some("Binary".to_owned()),
                Payload::Stream => Some("StreamCall".to_owned()),
                Payload::Json(ty) => Some(api.type_text(ty)),
            },
        })).collect::<Vec<_>>(),
    })
}

fn filters(api: &Api, operation: &Operation) -> Vec<Value> {
    let filters = operation.filters.iter();
    filters
        .map(|filter| {
            json!({
                "name": filter.wire.0,
                "lookups": filter.lookups.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
                "search": filter.search,
                "ordering": filter.ordering,
                "select": filter.select.map(|it| it.as_str()),
                "type": api.type_text(&filter.ty),
                "rust": operation.filter_module.as_ref().map(|module| {
                    format!("{}::{}", operation.path_of(module), filter.rust.plain())
                }),
                "pointer": filter.pointer.as_str(),
            })
        })
        .collect()
}

/// Returns the Rust type that a successful call returns.
pub fn success(api: &Api, success: &Success) -> String {
    match success {
        Success::Empty => "()".to_owned(),
        Success::Text => "String".to_owned(),
        Success::Binary => "Binary".to_owned(),
        Success::Redirect => "Redirect".to_owned(),
        Success::Json(ty) => api.type_text(ty),
        Success::OptionalJson(ty) => format!("Option<{}>", api.type_text(ty)),
        Success::Stream => "StreamCall".to_owned(),
        Success::Several(cases) => {
            let bodies = cases.iter().map(|case| match &case.payload {
                Payload::Json(ty) => api.type_text(ty),
                Payload::Text => "String".to_owned(),
                Payload::Binary | Payload::Stream => "Binary".to_owned(),
                Payload::Empty => "()".to_owned(),
            });
            bodies.collect::<Vec<_>>().join(" | ")
        }
        Success::Page(row) => format!("Page<{}>", api.type_text(row)),
    }
}

fn type_def(api: &Api, def: &TypeDef) -> Value {
    let mut value = json!({
        "name": def.name.0,
        "kind": def.kind.as_str(),
        "pointer": def.pointer.as_str(),
        "pointers": def.pointers.iter().map(|pointer| pointer.as_str()).collect::<Vec<_>>(),
    });
    let (key, list) = match &def.kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => (
            "fields",
            fields.iter().map(|it| field(api, it)).collect(),
        ),
        TypeKind::Newtype(inner) => ("holds", vec![json!(api.type_text(inner))]),
        TypeKind::OpenEnum(variants) => (
            "values",
            variants.iter().map(|variant| json!({ "wire": variant.wire.0, "rust": variant.rust.0 })).collect(),
        ),
        TypeKind::OpenIntegerEnum(variants) => (
            "values",
            variants.iter().map(|variant| json!({ "wire": variant.wire, "rust": variant.rust.0 })).collect(),
        ),
        TypeKind::Union(members) => (
            "members",
            members
                .iter()
                .map(|member| json!({ "rust": member.rust.0, "type": api.type_text(&member.ty), "pointer": member.pointer.as_str() }))
                .collect::<Vec<_>>(),
        ),
    };
    if let Value::Object(members) = &mut value {
        members.insert(key.to_owned(), Value::Array(list));
        match &def.kind {
            TypeKind::OpenEnum(_) => {
                members.insert(
                    "states".to_owned(),
                    json!(api.states.get(&def.id).map(|graph| states(api, graph))),
                );
            }
            TypeKind::Struct(_) => {
                if let Some(rest) = &def.rest {
                    members.insert("further_members".to_owned(), json!(api.type_text(&rest.ty)));
                }
                let status = api.statuses.get(&def.id).map(|it| &it.0);
                members.insert("status".to_owned(), json!(status));
                members.insert(
                    "error_detail".to_owned(),
                    json!(wires(api.details.get(&def.id).map_or(&[], Vec::as_slice))),
                );
            }
            _ => {}
        }
    }
    value
}

fn field(api: &Api, field: &Field) -> Value {
    json!({
        "wire": field.wire.0,
        "rust": field.rust.0,
        "type": field_type(api, field),
        "presence": field.presence.as_str(),
        "access": field.access.as_str(),
        "pointer": field.pointer.as_str(),
    })
}

/// The function that reads the objects of a call: to find out its outcome, or only for its value.
fn read_by(api: &Api, operation: &Operation, shows_outcome: bool) -> Option<String> {
    let settlement = api.settlements.get(&operation.id)?;
    let read = api.operation(settlement.read);
    (settlement.shows_outcome() == shows_outcome).then(|| read.name())
}

fn states(api: &Api, graph: &StateGraph) -> Value {
    json!({
        "transitions": graph.transitions.iter().map(|it| json!({
            "from": wires(&it.from),
            "to": wires(&it.to),
            "by": it.by.as_str(),
            "via": it.via.map(|id| api.operation(id).name()),
            "pointer": it.pointer.as_str(),
        })).collect::<Vec<_>>(),
        "same": graph.same.iter().map(|group| wires(group)).collect::<Vec<_>>(),
    })
}

fn wires(names: &[WireName]) -> Vec<&str> {
    names.iter().map(|name| name.0.as_str()).collect()
}
