//! How deeply types are nested, of which the compiler has a limit.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::ir::{Api, Type, TypeDef, TypeKind, TypeRef};

/// The compiler's limit, unless a crate sets another one.
const DEFAULT: usize = 128;

/// What a type counts in a field: itself, the option around it and what a box consists of.
const FIELD: usize = 6;

/// What each array or map around a type counts.
const WRAPPER: usize = 4;

/// Returns the `recursion_limit` that the compiler needs for the types, if that is more than it has by default.
pub fn limit(api: &Api) -> Option<usize> {
    let deepest = deepest(api);
    (deepest > DEFAULT).then(|| deepest.next_power_of_two())
}

/// Returns the most that the compiler can count on a way through the types. Of types that contain each other, it may
/// pass all.
fn deepest(api: &Api) -> usize {
    let mut graph = DiGraph::<(), (), usize>::default();
    for _ in &api.types {
        graph.add_node(());
    }
    for (holder, def) in api.types.iter().enumerate() {
        for inner in held(def).into_iter().filter_map(Type::innermost) {
            graph.add_edge(NodeIndex::new(holder), NodeIndex::new(inner.0), ());
        }
    }
    let mut counts = vec![0; api.types.len()];
    // The types that others contain come first.
    for cycle in kosaraju_scc(&graph) {
        let own: usize = cycle.iter().map(|it| own(&api.types[it.index()])).sum();
        let inner = cycle.iter().flat_map(|it| graph.neighbors(*it));
        let below = inner.map(|it| counts[it.index()]).max().unwrap_or(0);
        for member in cycle {
            counts[member.index()] = own + below;
        }
    }
    counts.into_iter().max().unwrap_or(0)
}

/// Returns what a type counts, with what is around the types in it.
fn own(def: &TypeDef) -> usize {
    let wrappers = held(def).into_iter().map(Type::wrappers).max().unwrap_or(0);
    FIELD + WRAPPER * wrappers
}

fn held(def: &TypeDef) -> Vec<&TypeRef> {
    let rest = def.rest.iter().map(|it| &it.ty);
    match &def.kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => {
            fields.iter().map(|it| &it.ty).chain(rest).collect()
        }
        TypeKind::Union(variants) => variants.iter().map(|it| &it.ty).chain(rest).collect(),
        TypeKind::Newtype(inner) => vec![inner],
        TypeKind::OpenEnum(_) | TypeKind::OpenIntegerEnum(_) => Vec::new(),
    }
}
