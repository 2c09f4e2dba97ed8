//! The assets to be reported for a period.

mod parts;
mod query;
mod reported;
mod selection;

pub use query::AssetQuery;
pub use reported::ReportedAsset;
pub use selection::{LeftOut, Reason, Selection};
