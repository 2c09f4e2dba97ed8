//! What became of a call.

/// The outcome of a call whose response was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The call took effect: the object has the status that the call leads to, or a later one.
    Happened,
    /// The call took no effect so far: the object has its previous status, or one that the call does not lead
    /// to. A call that is still in transit can take effect later.
    DidNotHappen,
    /// Both are possible.
    Unknown,
}
