//! What can be reached in a graph.

use super::{Actor, Graph, Transition, names};

/// A set of statuses, as far as a graph knows them. Graphs have a dozen statuses, so a list will do.
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

    /// These and all that follow, by the transitions that are allowed.
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

    /// These and all that lead to them, by the transitions that are allowed. A transition of which one of several
    /// outcomes leads here is counted in: it can.
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

    /// These and others.
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
    /// Whether the move happens by itself, as far as whoever waits is concerned.
    fn is_awaited(transition: &Transition, awaited: &[Actor]) -> bool {
        transition.by == Actor::System || awaited.contains(&transition.by)
    }

    /// The transitions that somebody must make next for one of the targets to come from a status, on a way
    /// that takes as few acts as can be. None if the targets can come by themselves (or by the actors
    /// whose acts are awaited), or if the graph does not know the status or one of the targets; an empty
    /// list if nothing at all leads there.
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
            // The acts by which the goal comes one act nearer.
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
