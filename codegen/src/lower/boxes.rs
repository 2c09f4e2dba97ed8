//! Finds the types that contain themselves, whose fields have to be boxed.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// Returns the cycle of each type: two types have the same number if and only if each contains the other.
pub fn cycles(direct: &[Vec<usize>]) -> Vec<usize> {
    let mut graph = DiGraph::<(), (), usize>::default();
    for _ in direct {
        graph.add_node(());
    }
    for (holder, held) in direct.iter().enumerate() {
        for inner in held {
            graph.add_edge(NodeIndex::new(holder), NodeIndex::new(*inner), ());
        }
    }
    let mut cycle = vec![0; direct.len()];
    // Kosaraju's algorithm has its own stack: a chain of types can be as long as a document.
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for member in members {
            cycle[member.index()] = number;
        }
    }
    cycle
}
