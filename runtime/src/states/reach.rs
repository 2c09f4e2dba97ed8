//! Reachability in a graph.

use super::graph::{Actor, Graph, Transition, names};

/// A set of statuses of a graph. Graphs have about a dozen statuses, so a `Vec` is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reach(Vec<&'static str>);

impl Reach {
    /// The statuses of the graph that are among these.
    pub(crate) fn of(graph: &Graph, statuses: &[&str]) -> Self {
        let mut reach = Self(Vec::new());
        for transition in graph.transitions {
            for status in transition.from.iter().chain(transition.to) {
                if names(statuses, status) {
                    reach.add(status);
                }
            }
        }
        reach
    }

    /// These statuses, and all that are reachable from them by the allowed transitions.
    pub(crate) fn forward(mut self, graph: &Graph, allowed: impl Fn(&Transition) -> bool) -> Self {
        while let Some(next) = graph
            .transitions
            .iter()
            .filter(|it| allowed(it))
            .find_map(|it| {
                let fresh = || it.to.iter().find(|to| !self.has(to)).copied();
                self.has_any(it.from).then(fresh).flatten()
            })
        {
            self.add(next);
        }
        self
    }

    /// These statuses, and all from which they are reachable by the allowed transitions. A transition with
    /// several outcomes counts if one of them leads here.
    pub(crate) fn backward(mut self, graph: &Graph, allowed: impl Fn(&Transition) -> bool) -> Self {
        while let Some(next) = graph
            .transitions
            .iter()
            .filter(|it| allowed(it))
            .find_map(|it| {
                let fresh = || it.from.iter().find(|from| !self.has(from)).copied();
                self.has_any(it.to).then(fresh).flatten()
            })
        {
            self.add(next);
        }
        self
    }

    /// The union with other statuses.
    pub(crate) fn and(mut self, others: impl IntoIterator<Item = &'static str>) -> Self {
        others.into_iter().for_each(|it| self.add(it));
        self
    }

    pub(crate) fn has(&self, status: &str) -> bool {
        names(&self.0, status)
    }

    pub(crate) fn has_any(&self, statuses: &[&str]) -> bool {
        statuses.iter().any(|it| self.has(it))
    }

    fn add(&mut self, status: &'static str) {
        if !self.has(status) {
            self.0.push(status);
        }
    }
}

impl Graph {
    /// Whether a wait can expect the transition without the caller's own action.
    fn is_awaited(transition: &Transition, awaited: &[Actor]) -> bool {
        transition.by == Actor::System || awaited.contains(&transition.by)
    }

    /// The transitions that an actor must cause next so that one of the targets can be reached from a status,
    /// on paths with the fewest actions. `None` if the targets can be reached without an action (or by the
    /// awaited actors), or if the status or one of the targets is not in the graph; empty if no path leads
    /// to a target.
    pub(crate) fn stuck(
        &self,
        status: &str,
        targets: &[&str],
        awaited: &[Actor],
    ) -> Option<Vec<&'static Transition>> {
        if !self.knows(status) || !targets.iter().all(|it| self.knows(it)) {
            return None;
        }
        let allowed = |it: &Transition| Self::is_awaited(it, awaited);
        let here = Reach::of(self, &[status]).forward(self, allowed);
        let mut goal = Reach::of(self, targets).backward(self, allowed);
        if goal.has(status) {
            return None;
        }
        loop {
            // The actions that lead to the goal or to what leads there.
            let acts: Vec<&'static Transition> = self
                .transitions
                .iter()
                .filter(|it| !allowed(it) && goal.has_any(it.to))
                .collect();
            let next: Vec<&'static Transition> = acts
                .iter()
                .copied()
                .filter(|it| here.has_any(it.from))
                .collect();
            let before = goal.clone();
            goal = goal
                .and(acts.iter().flat_map(|it| it.from.iter().copied()))
                .backward(self, allowed);
            if !next.is_empty() || goal == before {
                return Some(next);
            }
        }
    }
}
