//! What was reported of the exchanges of a request.

use std::time::Instant;

use crate::hooks::Attempt;
use crate::observe::Span;

/// The exchanges of a request that were reported so far.
#[derive(Default)]
pub(super) struct Observation {
    pub(super) open: Option<Open>,
    /// The number of exchanges that have begun.
    pub(super) exchanges: u32,
    /// The number of the attempt that began last.
    pub(super) attempt: u32,
}

/// The current exchange.
pub(super) struct Open {
    pub(super) attempt: Attempt,
    pub(super) started: Instant,
    pub(super) span: Span,
}
