//! Lowers state graphs: the transitions of statuses, the objects that have a status, and the
//! actions whose outcome a status shows.

mod functions;
mod graph;

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::ir::{
    Actor, Direction, Evidence, Field, Method, Operation, OperationId, Primitive, Settlement,
    StateGraph, Subject, Success, Type, TypeDef, TypeId, TypeKind, TypeRef, WireName,
};
use crate::lower::context::Context;
use crate::lower::paths::{is_action_on, is_same_path};
use crate::lower::settle;
use crate::node::At;
use crate::pointer::Pointer;

use functions::Functions;

/// What the overlay says of statuses, and what follows from it.
#[derive(Debug, Default)]
pub struct Tables {
    /// See [`Api::states`](crate::ir::Api::states).
    pub states: BTreeMap<TypeId, StateGraph>,
    /// See [`Api::statuses`](crate::ir::Api::statuses).
    pub statuses: BTreeMap<TypeId, WireName>,
    /// See [`Api::details`](crate::ir::Api::details).
    pub details: BTreeMap<TypeId, Vec<WireName>>,
    /// See [`Api::settlements`](crate::ir::Api::settlements).
    pub settlements: BTreeMap<OperationId, Settlement>,
}

/// Reads the overlay's state graphs, and finds the objects and actions that they are about. If only a part of the
/// operations is there, those that are not are not missed.
pub fn lower(
    context: &Context<'_>,
    operations: &[Operation],
    types: &[TypeDef],
    is_part: bool,
) -> Tables {
    let functions = Functions {
        operations,
        is_part,
    };
    let mut states = BTreeMap::new();
    for def in types {
        if let TypeKind::OpenEnum(variants) = &def.kind
            && let Some(at) = given(context, def, Extension::States)
        {
            let graph = graph::lower(context, &at, variants, &functions);
            states.insert(def.id, graph);
        }
    }
    let mut given_details = BTreeMap::new();
    for def in types {
        if let Some(at) = given(context, def, Extension::ErrorDetail) {
            given_details.insert(def.id, at);
        }
    }
    let details = given_details.iter().map(|(id, at)| {
        let names = detail(context, at, &types[id.0], &given_details);
        (*id, names)
    });
    let details: Vec<(TypeId, Vec<WireName>)> = details.collect();
    let objects = objects(context, operations, types, &states);
    let mut settlements = BTreeMap::new();
    for operation in operations {
        let node = context.root.node.find(&operation.pointer);
        let settlement = match node.and_then(|it| Extension::Settle.entry(it)) {
            // Problems are reported by the checks.
            Some(entry) => settle::read(operations, types, &states, operation, entry).ok(),
            None => settlement(operation, operations, &states, &objects)
                .or_else(|| replaced(operation, operations)),
        };
        settlements.extend(settlement.map(|it| (operation.id, it)));
    }
    Tables {
        statuses: objects.into_iter().map(|it| (it.ty, it.status)).collect(),
        states,
        details: details
            .into_iter()
            .filter(|(_, it)| !it.is_empty())
            .collect(),
        settlements,
    }
}

/// Returns the value of an extension on a type. Several equal inline schemas can be one type; only
/// one of them may have the extension.
fn given<'a>(context: &Context<'a>, def: &TypeDef, extension: Extension) -> Option<At<'a>> {
    let key = extension.key();
    let at = |pointer: &Pointer| {
        let node = context.root.node.find(pointer)?;
        At {
            node,
            pointer: pointer.clone(),
        }
        .get(key)
        .filter(|at| !at.node.items().is_empty())
    };
    let mut given = def.pointers.iter().filter_map(at);
    let first = given.next()?;
    for other in given.filter(|other| other.node != first.node) {
        let message = format!(
            "conflicting `{key}` for `{}`, here and at {}",
            def.name, first.pointer,
        );
        let diagnostic = Diagnostic::error(Code::Extension, message)
            .help("these schemas are one type: set the extension on one of them only");
        context.report(diagnostic, &other);
    }
    Some(first)
}

/// Returns the fields that say why an object failed. Each must be a string, an array of strings,
/// any JSON, or an object that has such fields.
fn detail(
    context: &Context<'_>,
    at: &At<'_>,
    def: &TypeDef,
    nested: &BTreeMap<TypeId, At<'_>>,
) -> Vec<WireName> {
    let fields: &[Field] = match &def.kind {
        TypeKind::Struct(fields) => fields,
        _ => &[],
    };
    let mut found = Vec::new();
    for name in at.elements() {
        // Anything else is reported by the checks.
        let Some(wire) = name.node.as_str() else {
            continue;
        };
        let field = fields.iter().find(|field| field.wire.0 == wire);
        let problem = match field {
            None => format!("unknown property `{wire}`"),
            Some(field) if !is_detail(&field.ty, nested) => {
                format!(
                    "`{wire}` is neither a string nor an object with `{}`",
                    Extension::ErrorDetail.key()
                )
            }
            Some(field) => {
                found.push(field.wire.clone());
                continue;
            }
        };
        let known: Vec<&str> = fields.iter().map(|field| field.wire.0.as_str()).collect();
        let diagnostic = Diagnostic::error(Code::UnknownProperty, problem)
            .help(format!("expected one of `{}`", known.join("`, `")));
        context.report(diagnostic, &name);
    }
    // A type that is only sent cannot report a failure.
    if def.direction == Direction::Request {
        found.clear();
    }
    found
}

fn is_detail(ty: &TypeRef, nested: &BTreeMap<TypeId, At<'_>>) -> bool {
    match ty {
        Type::Primitive(Primitive::String | Primitive::Json) => true,
        Type::Array(inner) => is_detail(inner, nested),
        Type::Named(id) => nested.contains_key(id),
        _ => false,
    }
}

/// An object that can be read, and that has a status with known transitions.
struct Object {
    ty: TypeId,
    read: OperationId,
    status: WireName,
    graph: TypeId,
}

fn objects(
    context: &Context<'_>,
    operations: &[Operation],
    types: &[TypeDef],
    states: &BTreeMap<TypeId, StateGraph>,
) -> Vec<Object> {
    let mut objects = Vec::new();
    for operation in operations {
        let Success::Json(Type::Named(ty)) = operation.success else {
            continue;
        };
        if operation.method != Method::Get {
            continue;
        }
        match statuses(&types[ty.0], states).as_slice() {
            [] => {}
            [(status, graph)] => objects.push(Object {
                ty,
                read: operation.id,
                status: status.clone(),
                graph: *graph,
            }),
            several => {
                let names: Vec<String> = several.iter().map(|(it, _)| format!("`{it}`")).collect();
                let message = format!(
                    "{} all have a state graph, so `{}` cannot be waited for",
                    names.join(", "),
                    types[ty.0].name,
                );
                let note = Diagnostic::note(Code::States, message);
                context.report_at(note, &types[ty.0].pointer);
            }
        }
    }
    objects
}

/// Returns the fields of an object that hold a status with known transitions.
fn statuses(def: &TypeDef, states: &BTreeMap<TypeId, StateGraph>) -> Vec<(WireName, TypeId)> {
    let TypeKind::Struct(fields) = &def.kind else {
        return Vec::new();
    };
    let status = |field: &Field| match field.ty {
        Type::Named(id) if states.contains_key(&id) => Some((field.wire.clone(), id)),
        _ => None,
    };
    fields.iter().filter_map(status).collect()
}

/// Returns how to find out whether an action took effect: the action is below the path of an
/// object, and the state graph has a transition that it causes. Idempotent actions do not need it.
fn settlement(
    action: &Operation,
    operations: &[Operation],
    states: &BTreeMap<TypeId, StateGraph>,
    objects: &[Object],
) -> Option<Settlement> {
    let object = objects.iter().find(|object| {
        let graph = states.get(&object.graph);
        let transitions = graph.iter().flat_map(|graph| &graph.transitions);
        let mut made = transitions.filter(|it| it.by != Actor::System && !it.from.is_empty());
        !action.idempotent
            && is_action_on(action, &operations[object.read.0])
            && made.any(|it| it.via == Some(action.id))
    })?;
    Some(Settlement {
        read: object.read,
        subject: Subject::Path,
        status: Some(Evidence {
            member: object.status.clone(),
            graph: object.graph,
        }),
        same: Vec::new(),
        returns_object: action.success == Success::Json(Type::Named(object.ty)),
    })
}

/// Returns how to read the value of an operation that replaces or changes an object, and returns it:
/// it is the object at the same path.
fn replaced(action: &Operation, operations: &[Operation]) -> Option<Settlement> {
    if !matches!(action.method, Method::Put | Method::Patch) {
        return None;
    }
    let is_read = |it: &Operation| {
        let is_same = is_same_path(&action.path.segments, &it.path.segments);
        it.method == Method::Get && is_same && it.success == action.success
    };
    match action.success {
        Success::Json(_) => Some(Settlement {
            read: operations.iter().find(|it| is_read(it))?.id,
            subject: Subject::Path,
            status: None,
            same: Vec::new(),
            returns_object: true,
        }),
        _ => None,
    }
}
