//! What rows are ordered by.

use std::fmt;
use std::marker::PhantomData;

/// A field to order rows by, and the direction; from [`Field::asc`](super::Field::asc) or
/// [`Field::desc`](super::Field::desc).
pub struct Order<S> {
    name: &'static str,
    descending: bool,
    scope: PhantomData<fn() -> S>,
}

impl<S> Order<S> {
    pub(crate) fn new(name: &'static str, descending: bool) -> Self {
        Self {
            name,
            descending,
            scope: PhantomData,
        }
    }
}

/// An [`Order`] by a field of the scope `S`. No other type is one: the trait is there for the
/// compiler's message about a field of another list.
#[diagnostic::on_unimplemented(
    message = "the list of `{S}` cannot be ordered by this `{Self}`",
    label = "not by a field of this list",
    note = "a list is ordered by its own fields: they stand in the module of `{S}`"
)]
pub trait IntoOrder<S> {
    /// The order.
    fn into_order(self) -> Order<S>;
}

impl<S> IntoOrder<S> for Order<S> {
    fn into_order(self) -> Order<S> {
        self
    }
}

impl<S> Clone for Order<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Order<S> {}

/// As in RQL: the name, with a minus in front when descending.
impl<S> fmt::Display for Order<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.name)
    }
}

impl<S> fmt::Debug for Order<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Order({self})")
    }
}
