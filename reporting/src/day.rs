//! The vendor's reporting day: which time, which assets, which ids, and one report for each currency.

mod local;
mod period;
mod period_error;
mod span;
mod zone;

pub use period::Period;
pub use period_error::PeriodError;
pub use span::Span;
pub use zone::Zone;
