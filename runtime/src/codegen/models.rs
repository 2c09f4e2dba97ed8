//! The macro that gives models serde's traits.

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
