//! Reading of responses.
//!
//! [`Decode`] is serde's `Deserialize` with the conventions of this API: an integer may be in quotes, and a
//! string may be an integer. It is a trait of its own because these conventions apply to types of the standard library,
//! whose `Deserialize` cannot be changed. Generated types implement both.
//!
//! JSON is read with `serde_json`, numbers from their digits. Other formats that describe themselves work too (YAML,
//! CBOR, MessagePack, `serde_json::Value`); numbers are then as exact as the format holds them.

pub(crate) mod collection;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod raw;
pub(crate) mod scalar;
pub(crate) mod trace;
pub(crate) mod unknown;
pub(crate) mod watch;

use serde_core::de::Deserializer;

pub(crate) use self::object::{KeySeed, OptionSeed, Seed};

/// A value that can be read from a response.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a response",
    note = "the generated types of responses implement `Decode`"
)]
pub trait Decode<'de>: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// If the JSON does not have the form that the type expects.
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// A [`Decode`] that borrows nothing from the JSON it is read from.
pub trait DecodeOwned: for<'de> Decode<'de> + 'static {}

impl<T: for<'de> Decode<'de> + 'static> DecodeOwned for T {}
