//! All lists and all of their fields.

mod directory;
mod usage;

use connect_runtime::{Filter, List};
use connect_usage_api::{files, models};

use crate::subject::{Offered, Visit};

/// Visits all lists of all slices, one after the other.
pub fn visit(visitor: &mut impl Visit) {
    usage::visit(visitor);
    directory::visit(visitor);
}

/// What each field of all slices offers.
#[must_use]
pub fn offered() -> Vec<Offered> {
    let mut offered = usage::offered();
    offered.extend(directory::offered());
    offered
}

/// A list with its own query parameter besides the filters. The contract has no such list; other parts of
/// the API do.
pub fn list_in_mode(mode: &str) -> List<files::filter::Scope, models::UsageFile> {
    List::new(connect_runtime::Request::new(&MODE).query("mode", mode))
}

static MODE: connect_runtime::Operation = connect_runtime::Operation::new(
    "files::list",
    connect_runtime::Method::GET,
    &[connect_runtime::Segment::Literal("files")],
    "/paths/~1files/get",
)
.idempotent();

/// A filter of raw RQL.
#[must_use]
pub fn raw<S>() -> Filter<S> {
    Filter::raw(r#"eq(of.their.own,"x")"#)
}
