//! What rows hold.

use std::fmt;
use std::marker::PhantomData;

/// A field that rows are to have or to lack; from [`Field::include`](super::Field::include) or
/// [`Field::exclude`](super::Field::exclude).
pub struct Selection<S> {
    name: &'static str,
    excluded: bool,
    scope: PhantomData<fn() -> S>,
}

impl<S> Selection<S> {
    pub(crate) fn new(name: &'static str, excluded: bool) -> Self {
        Self {
            name,
            excluded,
            scope: PhantomData,
        }
    }
}

/// A [`Selection`] of a field of the scope `S`. No other type is one: the trait is there for the
/// compiler's message about a field of another list.
#[diagnostic::on_unimplemented(
    message = "rows of the list of `{S}` cannot be selected by this `{Self}`",
    label = "not a selection of a field of this list",
    note = "a list has fields of its own: they stand in the module of `{S}`"
)]
pub trait IntoSelection<S> {
    /// The selection.
    fn into_selection(self) -> Selection<S>;
}

impl<S> IntoSelection<S> for Selection<S> {
    fn into_selection(self) -> Selection<S> {
        self
    }
}

impl<S> Clone for Selection<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Selection<S> {}

/// As in RQL: the name, with a minus in front when rows are to lack it.
impl<S> fmt::Display for Selection<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.excluded { "-" } else { "" }, self.name)
    }
}

impl<S> fmt::Debug for Selection<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Selection({self})")
    }
}
