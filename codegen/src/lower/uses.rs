//! The uses of schemas by operations.

use crate::ir::{Direction, Ident};
use crate::lower::schema::Shape;
use crate::pointer::Pointer;

/// A use of a schema by an operation.
#[derive(Debug)]
pub struct Use {
    /// What is used.
    pub value: Value,
    /// Where it is declared.
    pub pointer: Pointer,
    /// The resource module of the operation.
    pub module: Ident,
    /// The part of the operation that uses it; `None` if several operations share the part.
    pub root: Option<Root>,
}

/// A part of an operation, after which the inline schemas in it are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Where it is.
    pub pointer: Pointer,
    /// What it is called.
    pub name: String,
    /// What it is called where another part of the operation is called so.
    pub longer: String,
    /// Whether the elements of a list are called so as well.
    pub names_elements: bool,
}

impl Root {
    /// A parameter or a header.
    pub fn parameter(pointer: Pointer, name: String) -> Self {
        Self {
            pointer,
            longer: name.clone(),
            name,
            names_elements: false,
        }
    }

    /// A body.
    pub fn body(pointer: Pointer, name: String, longer: String) -> Self {
        Self {
            pointer,
            name,
            longer,
            names_elements: true,
        }
    }
}

/// A schema where an operation uses it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Value {
    /// The values that are used.
    pub shape: Shape,
    /// Whether it is sent or received.
    pub direction: Direction,
    /// The form that it is the body of, if it is that of one.
    pub form: Option<Form>,
}

/// A form with files: what the contract says of its parts, by their names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Form(pub Vec<(String, Encoding)>);

/// What the contract says of a part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Encoding {
    /// The media types that it allows, in its order. There is none if it does not say.
    pub media_types: Vec<String>,
    /// The name of a file without one.
    pub file_name: Option<String>,
}

impl Form {
    /// Returns what the contract says of a part, if anything.
    pub fn encoding(&self, part: &str) -> Option<&Encoding> {
        let part = self.0.iter().find(|(name, _)| name == part);
        part.map(|(_, encoding)| encoding)
    }
}

impl Value {
    /// A schema whose values are sent.
    pub fn sent(shape: Shape) -> Self {
        Self {
            shape,
            direction: Direction::Request,
            form: None,
        }
    }

    /// A schema whose values are received.
    pub fn received(shape: Shape) -> Self {
        Self {
            shape,
            direction: Direction::Response,
            form: None,
        }
    }
}
