//! Compares the paths of operations: which of them are about the same object.

use crate::ir::{Operation, Segment};

/// Returns whether an operation acts on the object that another one reads: it has the same path, or one more
/// segment.
pub fn is_below(action: &Operation, read: &Operation) -> bool {
    is_same_path(&action.path.segments, &read.path.segments) || is_action_on(action, read)
}

/// Returns whether a path is that of an object plus one segment. The parameters may have other
/// names.
pub fn is_action_on(action: &Operation, read: &Operation) -> bool {
    let Some((Segment::Literal(_), object)) = action.path.segments.split_last() else {
        return false;
    };
    is_same_path(object, &read.path.segments)
}

/// Returns whether two paths are equal up to the names of their parameters.
pub fn is_same_path(one: &[Segment], other: &[Segment]) -> bool {
    let same = |pair: (&Segment, &Segment)| match pair {
        (Segment::Literal(one), Segment::Literal(other)) => one == other,
        (Segment::Parameter(_), Segment::Parameter(_)) => true,
        (Segment::Mixed(one), Segment::Mixed(other)) => is_same_path(one, other),
        _ => false,
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}
