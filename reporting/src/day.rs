//! The vendor's reporting day: which time, which assets, which ids, and one report for each currency.
//!
//! Each function can be used alone. Those that read the platform are asynchronous, and take a [`Client`]; those of
//! [`blocking::day`](crate::blocking::day) do the same with a blocking client.
//!
//! [`Client`]: connect_usage::Client

mod assets;
mod currencies;
mod error;
mod groups;
mod ids;
mod items;
mod local;
mod outcomes;
mod period;
mod period_error;
mod precision;
mod span;
mod terms;
mod zone;

pub use assets::{AssetIndex, AssetQuery, LeftOut, Reason, ReportedAsset, Selection};
pub use currencies::{CurrencyError, CurrencyReport, by_currency, write_by_currency};
pub use error::DayError;
pub use groups::grouped;
pub use ids::{IdError, MAX_ID, record_id, record_id_with, report_id};
pub use items::{Items, KnownItem};
pub use outcomes::{Outcome, Outcomes, for_each, for_each_at_once};
pub use period::Period;
pub use period_error::PeriodError;
pub use precision::{Precision, PrecisionError, never_down};
pub use span::Span;
pub use terms::{contract_currency, currency, reconciliation_parameter, schema};
pub use zone::Zone;
