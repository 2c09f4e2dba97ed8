//! The transitions that calls make: those of the graphs in the generated crate, so that regenerating it changes them here.

use connect_client::runtime::states::{Actor, Graph, Status, Transition};
use connect_usage_api::models::{ChunkStatus, UsageFileStatus, UsageRecordStatus};

use crate::platform::journal::Side;

pub(crate) const FILES: &Graph = UsageFileStatus::GRAPH;
pub(crate) const CHUNKS: &Graph = ChunkStatus::GRAPH;
pub(crate) const RECORDS: &Graph = UsageRecordStatus::GRAPH;

/// The transitions of an operation.
fn of(graph: &Graph, operation: &str) -> impl Iterator<Item = &'static Transition> {
    let transitions = graph.transitions.iter();
    transitions.filter(move |it| it.via == Some(operation))
}

/// Whether the operation is for this side. One without a transition is for nobody.
pub(crate) fn is_for(graph: &Graph, operation: &str, side: Side) -> bool {
    let actor = match side {
        Side::Vendor => Actor::Vendor,
        Side::Provider => Actor::Provider,
    };
    of(graph, operation).any(|it| it.by == actor)
}

/// The statuses that the operation can lead to from this one.
pub(crate) fn targets(
    graph: &Graph,
    operation: &str,
    from: &str,
) -> impl Iterator<Item = &'static str> {
    let transitions = of(graph, operation).filter(move |it| it.from.contains(&from));
    transitions.flat_map(|it| it.to.iter().copied())
}

#[cfg(test)]
mod tests {
    use connect_client::runtime::states::Status as _;
    use connect_usage_api::models;

    use super::{CHUNKS, FILES, RECORDS, is_for, targets};
    use crate::platform::journal::Side;
    use crate::platform::model::{ChunkStatus, FileStatus, ReconciliationStatus, RecordStatus};

    #[test]
    fn statuses_are_those_of_the_graphs() {
        let all = [
            (FILES, FileStatus::TEXTS),
            (CHUNKS, ChunkStatus::TEXTS),
            (RECORDS, RecordStatus::TEXTS),
            (
                models::ReconciliationStatus::GRAPH,
                ReconciliationStatus::TEXTS,
            ),
        ];
        for (graph, statuses) in all {
            for transition in graph.transitions {
                let named = transition.from.iter().chain(transition.to);
                let mut unknown = named.filter(|it| !statuses.contains(it));
                assert_eq!(unknown.next(), None, "{}", graph.name);
            }
        }
    }

    #[test]
    fn names_of_one_step_have_the_same_transitions() {
        for from in ["ready", "uploaded"] {
            let reached: Vec<_> = targets(FILES, "files::submit", from).collect();
            assert_eq!(reached, ["pending"], "{from}");
        }
        assert_eq!(targets(FILES, "files::submit", "draft").next(), None);
        assert!(is_for(FILES, "files::submit", Side::Vendor));
        assert!(!is_for(FILES, "files::submit", Side::Provider));
        assert!(!is_for(FILES, "files::get", Side::Vendor));
    }
}
