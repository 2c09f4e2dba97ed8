//! The assets to be reported for a period.

mod index;
mod parts;
mod query;
mod reported;
mod selection;

pub use index::AssetIndex;
pub use query::AssetQuery;
pub use reported::ReportedAsset;
pub use selection::{LeftOut, Reason, Selection};
