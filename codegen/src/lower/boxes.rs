//! Finds out which fields are boxed: those of types that would contain themselves, and some of types that contain many
//! others within each other.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// The number of types, each within the one before, after which a field is boxed. The compiler computes the size of
/// that many at once without complaint.
const TALLEST: usize = 32;

/// Which types are boxed where other types contain them.
pub struct Boxes {
    /// The cycle of each type: two types have the same if and only if each contains the other.
    cycles: Vec<usize>,
    /// The number of types within each type, down to those that are boxed.
    heights: Vec<usize>,
}

impl Boxes {
    /// Finds the boxes for types, given which others each contains directly.
    pub fn new(direct: &[Vec<usize>]) -> Self {
        let mut graph = DiGraph::<(), (), usize>::default();
        for _ in direct {
            graph.add_node(());
        }
        for (holder, held) in direct.iter().enumerate() {
            for inner in held {
                graph.add_edge(NodeIndex::new(holder), NodeIndex::new(*inner), ());
            }
        }
        let mut boxes = Self {
            cycles: vec![0; direct.len()],
            heights: vec![0; direct.len()],
        };
        // Kosaraju's algorithm has its own stack: a chain of types can be as long as a document. It gives the types
        // that others contain first.
        for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
            for member in &members {
                boxes.cycles[member.index()] = number;
            }
            for member in members {
                boxes.heights[member.index()] =
                    boxes.height(member.index(), &direct[member.index()]);
            }
        }
        boxes
    }

    fn height(&self, holder: usize, held: &[usize]) -> usize {
        let by_value = held.iter().filter(|inner| !self.is_boxed(holder, **inner));
        by_value
            .map(|inner| self.heights[*inner] + 1)
            .max()
            .unwrap_or(0)
    }

    /// Returns whether a type is boxed in a field of another one.
    pub fn is_boxed(&self, holder: usize, held: usize) -> bool {
        self.cycles[holder] == self.cycles[held] || self.heights[held] >= TALLEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_contains_itself_is_boxed() {
        let boxes = Boxes::new(&[vec![1], vec![0, 2], vec![]]);
        assert!(boxes.is_boxed(0, 1) && boxes.is_boxed(1, 0));
        assert!(!boxes.is_boxed(1, 2));
    }

    #[test]
    fn a_long_chain_is_boxed_now_and_then() {
        let chain: Vec<Vec<usize>> = (1..=100).map(|next| vec![next]).chain([vec![]]).collect();
        let boxes = Boxes::new(&chain);
        let boxed: Vec<usize> = (0..100).filter(|it| boxes.is_boxed(*it, it + 1)).collect();
        assert_eq!(boxed, [1, 34, 67]);
    }
}
