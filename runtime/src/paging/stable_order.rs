//! Orderings in which no two rows are equal.

use crate::filter::{Order, Scope};

/// A list that the API can order so that each row has a place of its own, also between two pages.
///
/// Generated code implements it for the lists of which the specification says so, by a field that no
/// two rows share.
#[diagnostic::on_unimplemented(
    message = "the list of `{Self}` has no stable ordering",
    label = "no field that the API orders this list by tells all of its rows apart",
    note = "rows of such a list can change places between two pages; `order_by` with a time of creation at least puts new rows last"
)]
pub trait StableOrder: Scope + Sized {
    /// The ordering.
    fn stable_order() -> Vec<Order<Self>>;
}
