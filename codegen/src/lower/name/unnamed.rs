//! Types without names.

use crate::ir::Direction;
use crate::pointer::Pointer;

/// A type without a name, and what its name can be made of.
#[derive(Debug)]
pub struct Unnamed<'a> {
    /// The schema that it is made from.
    pub pointer: &'a Pointer,
    /// All places that it stands for.
    pub places: Vec<&'a Pointer>,
    /// The component that it is, if it is one.
    pub component: Option<&'a str>,
    /// The name that the overlay gives to its schemas, if any.
    pub pinned: Option<&'a str>,
    /// The name that the overlay gives to it alone, and not to the other types of its schemas.
    pub pinned_alone: Option<&'a str>,
    /// The direction in which it is used.
    pub direction: Direction,
    /// Whether it is a form.
    pub is_form: bool,
    /// What its values are, for a name that is taken.
    pub kind: &'static str,
}

impl Unnamed<'_> {
    /// Returns whether the overlay names it.
    pub fn is_pinned(&self) -> bool {
        self.pinned.is_some() || self.pinned_alone.is_some()
    }
}
