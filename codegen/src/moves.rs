//! Where the nodes of a document stand now, if they are not where the document has them.

use hashbrown::{HashMap, HashSet};

use crate::pointer::Pointer;

/// The moves of nodes within a document, by the schema in which they are, their base.
///
/// Schemas are rewritten from the innermost to the outermost, so the pointer of a base is the one that it has in the
/// document. The steps of a base come one after the other.
#[derive(Debug, Clone, Default)]
pub struct Moves(HashMap<Pointer, Vec<Step>>);

/// Moves that happen at once.
#[derive(Debug, Clone, Default)]
pub struct Step(Vec<Move>);

#[derive(Debug, Clone)]
struct Move {
    from: Pointer,
    to: Pointer,
    /// Whether there is a node of the document that moved. Otherwise something was put around it.
    is_moved: bool,
}

impl Step {
    /// Adds the move of a node.
    pub fn moved(&mut self, from: Pointer, to: Pointer) {
        let is_moved = true;
        self.0.push(Move { from, to, is_moved });
    }

    /// Adds a node that was made of what the document has at `from`.
    pub fn made(&mut self, from: Pointer, to: Pointer) {
        let is_moved = false;
        self.0.push(Move { from, to, is_moved });
    }

    /// Returns where a node is after the step.
    fn after(&self, pointer: &Pointer) -> Option<Pointer> {
        let moves = self.0.iter().filter(|it| it.is_moved);
        let moves = moves.filter(|it| pointer.is_within(&it.from));
        let nearest = moves.max_by_key(|it| it.from.depth())?;
        pointer.moved(&nearest.from, &nearest.to)
    }

    /// Returns where a node was before the step.
    fn before(&self, pointer: &Pointer) -> Option<Pointer> {
        let moves = self.0.iter().filter(|it| pointer.is_within(&it.to));
        // Of several nodes that became one, the first is shown.
        let nearest = moves.rev().max_by_key(|it| it.to.depth())?;
        pointer.moved(&nearest.to, &nearest.from)
    }
}

impl Moves {
    /// Remembers a step within a base.
    pub fn add(&mut self, base: &Pointer, step: Step) {
        self.0.entry(base.clone()).or_default().push(step);
    }

    /// Returns where a node of the document is now.
    #[must_use]
    pub fn now(&self, original: &Pointer) -> Pointer {
        let mut pointer = original.clone();
        if self.0.is_empty() {
            return pointer;
        }
        for base in original.ancestors().iter().rev() {
            for step in self.0.get(base).into_iter().flatten() {
                pointer = step.after(&pointer).unwrap_or(pointer);
            }
        }
        pointer
    }

    /// Returns where the document has a node.
    #[must_use]
    pub fn original(&self, now: &Pointer) -> Pointer {
        let mut pointer = now.clone();
        if self.0.is_empty() {
            return pointer;
        }
        let mut depth = 0;
        // What is made of itself, by a detour, leads nowhere: each base leads elsewhere once.
        let mut left = HashSet::new();
        let mut around = pointer.ancestors();
        while let Some(base) = around.get(depth).cloned() {
            let mut before = pointer.clone();
            for step in self.0.get(&base).into_iter().flatten().rev() {
                before = step.before(&before).unwrap_or(before);
            }
            // What is made of something elsewhere is looked for there.
            depth = match before.is_within(&base) {
                true => depth + 1,
                false if left.insert(base) => 0,
                false => return pointer,
            };
            if before != pointer {
                around = before.ancestors();
                pointer = before;
            }
        }
        pointer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Pointer {
        Pointer::from_reference(&format!("#{text}")).unwrap()
    }

    #[test]
    fn what_is_made_of_itself_is_looked_for_once() {
        let mut moves = Moves::default();
        for (base, from) in [("/x", "/y/in"), ("/y", "/x/in")] {
            let mut step = Step::default();
            step.made(at(from), at(base));
            moves.add(&at(base), step);
        }
        assert_eq!(moves.original(&at("/x/a")), at("/x/in/in/a"));
    }

    #[test]
    fn moves_within_each_other_lead_there_and_back() {
        let mut moves = Moves::default();
        let mut add = |base: &str, all: &[(bool, &str, &str)]| {
            let mut step = Step::default();
            for (is_moved, from, to) in all {
                match is_moved {
                    true => step.moved(at(from), at(to)),
                    false => step.made(at(from), at(to)),
                }
            }
            moves.add(&at(base), step);
        };
        // The inner schema is rewritten first, and twice.
        let (inner, first) = (at("/a/properties/b"), at("/a/properties/b/x"));
        add(
            "/a/properties/b",
            &[
                (true, "/a/properties/b/x", "/a/properties/b/y/anyOf/0"),
                (true, "/a/properties/b/y", "/a/properties/b/y/anyOf/1"),
                (false, "/a/properties/b/x", "/a/properties/b/y"),
            ],
        );
        add(
            "/a/properties/b",
            &[
                (false, "/a/properties/b", "/a/properties/b/anyOf/0"),
                (true, "/a/properties/b/y", "/a/properties/b/anyOf/0/y"),
            ],
        );
        add("/a", &[(true, "/a/properties", "/a/anyOf/1/properties")]);
        add("/c", &[(false, "/a", "/c")]);
        let last = at("/a/anyOf/1/properties/b/anyOf/0/y/anyOf/0/z");
        assert_eq!(moves.now(&first.key("z")), last);
        assert_eq!(moves.original(&last), first.key("z"));
        let other = at("/a/properties/b/y");
        assert_eq!(moves.original(&moves.now(&other)), other);
        assert_eq!(moves.original(&at("/c/anyOf/1/properties/b")), inner);
        // What was put around something leads to the schema, but not the other way.
        assert_eq!(
            moves.original(&at("/a/anyOf/1/properties/b/anyOf/0")),
            inner
        );
        assert_eq!(moves.now(&inner), at("/a/anyOf/1/properties/b"));
        for same in ["", "/a", "/a/x", "/ab/properties/b"] {
            assert_eq!(moves.now(&at(same)), at(same));
            assert_eq!(moves.original(&at(same)), at(same));
        }
    }
}
