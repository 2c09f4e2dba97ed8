//! State graphs of objects, and how lost calls are settled.

use super::{OperationId, TypeId, WireName};
use crate::pointer::Pointer;

/// The state graph of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateGraph {
    /// The extension in the document.
    pub pointer: Pointer,
    /// The transitions.
    pub transitions: Vec<Transition>,
    /// Groups of statuses that are equivalent for a caller that waits.
    pub same: Vec<Vec<WireName>>,
}

/// One transition of a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The transition in the document.
    pub pointer: Pointer,
    /// The statuses before; empty if the transition creates the object.
    pub from: Vec<WireName>,
    /// The statuses after.
    pub to: Vec<WireName>,
    /// Who causes it.
    pub by: Actor,
    /// The operation that causes it, if it is known and generated.
    pub via: Option<OperationId>,
}

/// Who can change a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The account that reports usage.
    Vendor,
    /// The account that receives reports.
    Provider,
    /// The platform itself.
    System,
}

impl Actor {
    /// Returns the name that the overlay and the inventory use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Provider => "provider",
            Self::System => "system",
        }
    }
}

/// How to find out whether a call took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The operation that reads an object.
    pub read: OperationId,
    /// Which objects are read.
    pub subject: Subject,
    /// The status that shows the outcome, if one does.
    pub status: Option<Evidence>,
    /// Members of the object that have the values of the request.
    pub same: Vec<Same>,
    /// Whether the action returns the object itself.
    pub returns_object: bool,
}

impl Settlement {
    /// Returns whether the objects show the outcome of the call, rather than only its value.
    #[must_use]
    pub fn shows_outcome(&self) -> bool {
        self.status.is_some() || matches!(self.subject, Subject::Created { .. })
    }
}

/// Which objects show the outcome of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The one of the path.
    Path,
    /// One for each element of the request.
    Each {
        /// The member of an element with the identifier.
        id: String,
        /// The members of an object that make a row of the response.
        rows: Vec<WireName>,
    },
    /// The one that the call creates.
    Created {
        /// The operation that lists the objects.
        list: OperationId,
        /// The filters of the list.
        filter: Vec<Same>,
        /// The members of a row that say when the object was created.
        created: Vec<WireName>,
    },
}

/// A member of an object or a filter of a list, and the member of the request with the same value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Same {
    /// The member or the filter.
    pub member: WireName,
    /// The member of the request.
    pub sent: WireName,
}

/// The status that shows whether an action took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The member that holds the status.
    pub member: WireName,
    /// The enum of the statuses.
    pub graph: TypeId,
}
