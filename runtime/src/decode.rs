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

/// Implements further traits for generated types by their own `Decode` and `Serialize`:
///
/// - `serde_model!(T)`: `Deserialize` by `T: Decode`, and `Encode` by `T: Serialize`;
/// - `serde_model!(decode T)`: only the first; `serde_model!(encode T)`: only the second;
/// - `serde_model!(object T)`: `Decode` and `Deserialize` by `T: decode::Object`.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_model {
    (decode $type:ty) => {
        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <Self as $crate::decode::Decode<'de>>::decode(deserializer)
            }
        }
    };
    (encode $type:ty) => {
        impl $crate::encode::Encode for $type {
            fn encode<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(self, serializer)
            }
        }
    };
    (object $name:ident) => {
        $crate::__decode! { $name by $crate::codegen::object }
    };
    ($type:ty) => {
        $crate::serde_model!(decode $type);
        $crate::serde_model!(encode $type);
    };
}
