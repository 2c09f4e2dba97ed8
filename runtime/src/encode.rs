//! Writing of requests: serde's `Serialize` with the conventions of this API; the counterpart of
//! [`decode`](crate::decode).

mod members;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod tagged;

use std::collections::BTreeMap;

use serde_core::ser::{Serialize, Serializer};

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

as_serde_does!(str, String, bool, i32, i64, u64);

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
