//! The statuses that a wait is for.

use crate::states::Status;

/// One status to wait for, or several of which any will do: `UsageFileStatus::Ready`, or
/// `[UsageFileStatus::Accepted, UsageFileStatus::Rejected]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a status that this object can have",
    label = "expected `{S}`, or an array of them"
)]
pub trait Targets<S> {
    /// The statuses.
    fn into_targets(self) -> Vec<S>;
}

impl<S: Status> Targets<S> for S {
    fn into_targets(self) -> Vec<S> {
        vec![self]
    }
}

impl<S: Status, const N: usize> Targets<S> for [S; N] {
    fn into_targets(self) -> Vec<S> {
        self.into()
    }
}

impl<S: Status> Targets<S> for Vec<S> {
    fn into_targets(self) -> Self {
        self
    }
}
