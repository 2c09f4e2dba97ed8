//! What of a response the contract does not know.

/// Something in a response that the contract does not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Unknown {
    /// Where it stands: a JSON pointer into the response's body, such as `/0/status`.
    pub pointer: String,
    /// What is unknown there.
    pub kind: UnknownKind,
}

/// What is unknown about a place of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum UnknownKind {
    /// A member of an object that the contract does not have.
    Field,
    /// A value of an enum that the contract does not list.
    Value,
    /// A form of a value that may take several, which is none of those that the contract has.
    Form,
}
