//! The functions that transitions name: each must exist, and must be able to change something.

use crate::ir::{Operation, OperationId};
use crate::near::did_you_mean;

/// All functions.
pub struct Functions<'a> {
    /// The operations that are generated.
    pub operations: &'a [Operation],
    /// Whether other operations exist that are not generated now.
    pub is_part: bool,
}

impl Functions<'_> {
    /// Returns the operation of the function that causes a transition; `None` if it is not generated now.
    ///
    /// # Errors
    /// What is wrong with the name, and how to fix it.
    pub fn find(&self, via: &str) -> Result<Option<OperationId>, (String, String)> {
        match self.operations.iter().find(|it| it.is_named(via)) {
            Some(operation) if operation.method.only_reads() => Err((
                format!("`{via}` only reads, so it cannot cause a transition"),
                "name the function that changes the status".to_owned(),
            )),
            Some(operation) => Ok(Some(operation.id)),
            None if self.is_part => Ok(None),
            None => {
                let names = self.operations.iter().map(Operation::name);
                let message = format!("unknown function `{via}`");
                Err((message, did_you_mean(via, names)))
            }
        }
    }
}
