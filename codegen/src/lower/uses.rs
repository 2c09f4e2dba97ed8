//! The uses of schemas by operations.

use crate::ir::{Direction, Ident};
use crate::lower::schema::Shape;

/// A use of a schema by an operation.
#[derive(Debug)]
pub struct Use {
    /// What is used.
    pub value: Value,
    /// The resource module of the operation.
    pub module: Ident,
    /// The name that the operation suggests for an inline schema.
    pub name: String,
}

/// A schema where an operation uses it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Value {
    /// The values that are used.
    pub shape: Shape,
    /// Whether it is sent or received.
    pub direction: Direction,
    /// Whether it is the body of a form.
    pub form: bool,
}

impl Value {
    /// A schema whose values are sent.
    pub fn sent(shape: Shape) -> Self {
        Self {
            shape,
            direction: Direction::Request,
            form: false,
        }
    }

    /// A schema whose values are received.
    pub fn received(shape: Shape) -> Self {
        Self {
            shape,
            direction: Direction::Response,
            form: false,
        }
    }
}
