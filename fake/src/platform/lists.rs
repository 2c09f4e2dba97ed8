//! Lists: filters, ordering and pages.

mod aggregates;
mod chunks;
mod files;
pub(crate) mod filter;
pub(crate) mod page;
mod reconciliations;
mod records;

pub(crate) use aggregates::aggregates;
pub(crate) use chunks::chunks;
pub(crate) use files::{categories, files};
pub(crate) use reconciliations::reconciliations;
pub(crate) use records::records;
