//! Statuses: how they move, which objects have one, and which actions can be settled by it.

mod graph;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{
    Actor, Direction, Field, Operation, Segment, Settlement, Success, TypeDef, TypeId, TypeKind,
    TypeRef, WireName,
};
use crate::lower::document::{At, Document};
use crate::pointer::Pointer;

/// Which status follows which, on the enum of the statuses.
pub const STATES: &str = "x-connect-states";
/// The properties that tell why an object failed.
pub const DETAIL: &str = "x-connect-error-detail";

/// Reads what the overlay says of statuses into types and operations.
pub fn lower(
    document: &Document<'_>,
    operations: &mut [Operation],
    types: &mut [TypeDef],
    diagnostics: &mut Diagnostics,
) {
    for def in types.iter_mut() {
        if let TypeKind::OpenEnum(variants) = &def.kind {
            let given = given(document, def, STATES, diagnostics);
            def.states = given.map(|at| graph::read(document, &at, variants, diagnostics));
        }
    }
    let tells: Vec<Option<At<'_>>> = types
        .iter()
        .map(|def| given(document, def, DETAIL, diagnostics))
        .collect();
    for (index, at) in tells.iter().enumerate() {
        if let Some(at) = at {
            types[index].detail = detail(document, at, index, types, &tells, diagnostics);
        }
    }
    let objects = objects(document, operations, types, diagnostics);
    for object in &objects {
        types[object.ty.0].status = Some(object.status.clone());
    }
    let settlements: Vec<Option<Settlement>> = operations
        .iter()
        .map(|operation| settlement(operation, operations, types, &objects))
        .collect();
    for (operation, settlement) in operations.iter_mut().zip(settlements) {
        operation.settlement = settlement;
    }
}

/// What the overlay gives to a type under a key. Equal schemas in place are one type, so it may stand
/// on any of them, but on one alone.
fn given<'a>(
    document: &Document<'a>,
    def: &TypeDef,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Option<At<'a>> {
    let at = |pointer: &Pointer| {
        let node = document.root.node.find(pointer)?;
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
            "`{key}` of `{}` is given in two ways, here and at {}",
            def.name, first.pointer,
        );
        let diagnostic = Diagnostic::error("extension", message)
            .help("these schemas are one type: give it to one of them alone");
        diagnostics.push(document.locate(diagnostic, &other));
    }
    Some(first)
}

/// The fields that tell why an object failed. Each must be able to: a text, a list of texts, any
/// JSON, or an object that has such fields itself.
fn detail(
    document: &Document<'_>,
    at: &At<'_>,
    index: usize,
    types: &[TypeDef],
    tells: &[Option<At<'_>>],
    diagnostics: &mut Diagnostics,
) -> Vec<WireName> {
    let def = &types[index];
    let fields: &[Field] = match &def.kind {
        TypeKind::Struct(fields) => fields,
        _ => &[],
    };
    let mut told = Vec::new();
    for name in at.elements() {
        let wire = name.node.as_str().unwrap_or_default();
        let field = fields.iter().find(|field| field.wire.0 == wire);
        let problem = match field {
            None => format!("`{wire}` is no property here"),
            Some(field) if !can_tell(&field.ty, tells) => {
                format!("`{wire}` holds no text, nor an object that has `{DETAIL}` itself")
            }
            Some(field) => {
                told.push(field.wire.clone());
                continue;
            }
        };
        let known: Vec<&str> = fields.iter().map(|field| field.wire.0.as_str()).collect();
        let diagnostic = Diagnostic::error("unknown-property", problem)
            .help(format!("the properties are {}", known.join(", ")));
        diagnostics.push(document.locate(diagnostic, &name));
    }
    // What is only sent has nothing to tell.
    if def.direction == Direction::Request {
        told.clear();
    }
    told
}

fn can_tell(ty: &TypeRef, tells: &[Option<At<'_>>]) -> bool {
    match ty {
        TypeRef::String | TypeRef::Json => true,
        TypeRef::Array(inner) => can_tell(inner, tells),
        TypeRef::Named(id) => tells[id.0].is_some(),
        _ => false,
    }
}

/// An object that an operation reads, and that has a status whose moves are known.
struct Object {
    ty: TypeId,
    read: usize,
    status: WireName,
    graph: TypeId,
}

fn objects(
    document: &Document<'_>,
    operations: &[Operation],
    types: &[TypeDef],
    diagnostics: &mut Diagnostics,
) -> Vec<Object> {
    let mut objects = Vec::new();
    for (read, operation) in operations.iter().enumerate() {
        let Success::Json(TypeRef::Named(ty)) = operation.success else {
            continue;
        };
        if operation.method != "GET" {
            continue;
        }
        match statuses(&types[ty.0], types).as_slice() {
            [] => {}
            [(status, graph)] => objects.push(Object {
                ty,
                read,
                status: status.clone(),
                graph: *graph,
            }),
            several => {
                let names: Vec<String> = several.iter().map(|(it, _)| format!("`{it}`")).collect();
                let message = format!(
                    "{} all have a graph: `{}` cannot be waited for, since it is not known by which",
                    names.join(", "),
                    types[ty.0].name,
                );
                let note = Diagnostic::note("states", message);
                diagnostics.push(document.locate_at(note, &types[ty.0].pointer));
            }
        }
    }
    objects
}

/// The fields of an object that have a status whose moves are known.
fn statuses(def: &TypeDef, types: &[TypeDef]) -> Vec<(WireName, TypeId)> {
    let TypeKind::Struct(fields) = &def.kind else {
        return Vec::new();
    };
    let status = |field: &Field| match field.ty {
        TypeRef::Named(id) if types[id.0].states.is_some() => Some((field.wire.clone(), id)),
        _ => None,
    };
    fields.iter().filter_map(status).collect()
}

/// How an action is settled: one below the path of an object, by which the graph of its status has
/// somebody's move. An action that may be repeated needs no settling.
fn settlement(
    action: &Operation,
    operations: &[Operation],
    types: &[TypeDef],
    objects: &[Object],
) -> Option<Settlement> {
    let name = action.name();
    let object = objects.iter().find(|object| {
        let graph = &types[object.graph.0].states;
        let transitions = graph.iter().flat_map(|graph| &graph.transitions);
        let mut made = transitions.filter(|it| it.by != Actor::System && !it.from.is_empty());
        !action.idempotent
            && is_action_on(action, &operations[object.read])
            && made.any(|it| it.via.as_ref() == Some(&name))
    })?;
    Some(Settlement {
        read: object.read,
        status: object.status.clone(),
        graph: object.graph,
        returns_object: action.success == Success::Json(TypeRef::Named(object.ty)),
    })
}

/// Whether a path is that of an object and one segment more. Parameters may have other names.
fn is_action_on(action: &Operation, read: &Operation) -> bool {
    let Some((Segment::Literal(_), object)) = action.path.segments.split_last() else {
        return false;
    };
    let same = |pair: (&Segment, &Segment)| match pair {
        (Segment::Literal(one), Segment::Literal(other)) => one == other,
        (Segment::Parameter(_), Segment::Parameter(_)) => true,
        _ => false,
    };
    object.len() == read.path.segments.len() && object.iter().zip(&read.path.segments).all(same)
}
