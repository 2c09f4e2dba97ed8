//! Writing of requests: serde's `Serialize` with the conventions of this API; the counterpart of
//! [`decode`](crate::decode).

pub(crate) mod object;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_core::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;
use time::{Date, OffsetDateTime};

use crate::decode::time::{write_date, write_date_time};

/// A value that can be written into a request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written into a request",
    note = "generated types implement `Encode`"
)]
pub trait Encode {
    /// Writes the value.
    ///
    /// # Errors
    /// If the serializer fails, or JSON cannot express the value.
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Adapts [`Encode`] to serde's `Serialize`.
pub struct AsSerialize<'a, T: ?Sized>(pub &'a T);

impl<T: Encode + ?Sized> Serialize for AsSerialize<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.encode(serializer)
    }
}

macro_rules! as_serde_does {
    ($($type:ty),*) => {$(
        impl Encode for $type {
            fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        }
    )*};
}

as_serde_does!(str, String, bool, i64, u64);

/// A JSON number with exactly the decimal's digits.
impl Encode for Decimal {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string())
            .map_err(S::Error::custom)?
            .serialize(serializer)
    }
}

/// RFC 3339, with the offset of the date-time.
impl Encode for OffsetDateTime {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        in_range(self.year())?;
        serializer.serialize_str(&write_date_time(*self))
    }
}

/// `2029-01-31`.
impl Encode for Date {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        in_range(self.year())?;
        serializer.serialize_str(&write_date(*self))
    }
}

/// RFC 3339 has four digits for the year and no sign.
fn in_range<E: serde_core::ser::Error>(year: i32) -> Result<(), E> {
    if (0..=9999).contains(&year) {
        return Ok(());
    }
    Err(E::custom(format_args!(
        "year {year} out of range: expected 0 to 9999"
    )))
}

impl<T: Encode> Encode for [T] {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(AsSerialize))
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().encode(serializer)
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, value)| (key, AsSerialize(value))))
    }
}

/// `None` is null: it is used where a value cannot be left out, such as in an array.
impl<T: Encode> Encode for Option<T> {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.encode(serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).encode(serializer)
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).encode(serializer)
    }
}

/// The value as JSON.
pub(crate) fn to_json<T: Encode + ?Sized>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&AsSerialize(value))
}
