//! Writing of requests: serde's `Serialize` with this API's manners, as [`decode`](crate::decode) is
//! for reading.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_core::ser::{Error as _, Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use time::{Date, OffsetDateTime};

use crate::Nullable;
use crate::decode::time::{write_date, write_time};

/// A value that can be written into a request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written into a request",
    note = "generated types implement `Encode` through `connect_runtime::serde_model!`"
)]
pub trait Encode {
    /// Writes the value.
    ///
    /// # Errors
    /// When the serializer fails, or JSON cannot express the value.
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Lets serde's serializers write what is [`Encode`].
pub struct AsSerialize<'a, T: ?Sized>(pub &'a T);

impl<T: Encode + ?Sized> Serialize for AsSerialize<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.encode(serializer)
    }
}

/// Begins a JSON object.
///
/// # Errors
/// When the serializer fails.
pub fn object<S: Serializer>(serializer: S) -> Result<Object<S::SerializeMap>, S::Error> {
    serializer.serialize_map(None).map(Object)
}

/// A JSON object that is being written.
pub struct Object<M>(M);

impl<M: SerializeMap> Object<M> {
    /// Writes a field that is always sent.
    ///
    /// # Errors
    /// When the value cannot be written.
    pub fn field<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &AsSerialize(value))
    }

    /// Writes a field that is left out when there is no value.
    ///
    /// # Errors
    /// When the value cannot be written.
    pub fn optional<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        value: Option<&T>,
    ) -> Result<(), M::Error> {
        value.map_or(Ok(()), |value| self.field(name, value))
    }

    /// Writes a field that can be left out, null or set.
    ///
    /// # Errors
    /// When the value cannot be written.
    pub fn nullable<T: Encode>(
        &mut self,
        name: &'static str,
        value: &Nullable<T>,
    ) -> Result<(), M::Error> {
        match value {
            Nullable::Leave => Ok(()),
            Nullable::Clear => self.0.serialize_entry(name, &()),
            Nullable::Set(value) => self.field(name, value),
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// When the serializer fails.
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.0.end()
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

/// RFC 3339, with the offset that the time has.
impl Encode for OffsetDateTime {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        in_range(self.year())?;
        serializer.serialize_str(&write_time(*self))
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
        "the year {year} cannot be written: it is not from 0 to 9999"
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

/// `None` is null: it stands where a field cannot be left out, such as in a list.
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

/// The value as JSON text.
pub(crate) fn to_json<T: Encode + ?Sized>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&AsSerialize(value))
}
