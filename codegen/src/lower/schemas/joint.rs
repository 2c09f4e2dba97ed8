//! Schemas that one value satisfies together.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use super::ranges::Integers;
use crate::node::At;
use crate::pointer::Pointer;

/// Schemas that one value satisfies together.
#[derive(Debug)]
pub struct Together<'a> {
    /// What they have in common: the outermost schema, and the keys that lead from it to a property or an element.
    pub place: Pointer,
    /// The schemas.
    pub schemas: Vec<At<'a>>,
    /// The first `type` of one of them.
    pub kind: Option<&'a str>,
    /// The type of the integers that they allow, once it is found out.
    pub integer: OnceCell<Integers>,
    /// Whether it is said that no usual type holds them.
    pub is_integer_reported: Cell<bool>,
}

impl<'a> Together<'a> {
    /// Creates them, with their place.
    pub fn new(place: Pointer, schemas: Vec<At<'a>>) -> Rc<Self> {
        let kind = schemas.iter().find_map(|it| it.node.get_str("type"));
        Rc::new(Self {
            place,
            schemas,
            kind,
            integer: OnceCell::new(),
            is_integer_reported: Cell::new(false),
        })
    }
}
