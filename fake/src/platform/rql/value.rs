//! Values of fields.

use std::borrow::Cow;

use rust_decimal::Decimal;
use time::OffsetDateTime;

/// The value of a field of a row.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub(crate) enum Value<'a> {
    String(Cow<'a, str>),
    DateTime(OffsetDateTime),
    Number(Decimal),
    Boolean(bool),
    /// Last, so that rows without a value come last.
    Null,
}
