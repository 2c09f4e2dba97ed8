//! The macro that makes structs of arrays and maps.

/// A struct around an array or a map that may hold the struct itself: `pub struct Node(pub Vec<Node>);`. It is read and
/// written like what it holds.
#[doc(hidden)]
#[macro_export]
macro_rules! __newtype {
    ($(#[doc = $doc:literal])* pub struct $name:ident(pub $inner:ty $(,)?);) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name(
            /// What it holds.
            pub $inner,
        );

        impl ::core::convert::From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl ::core::ops::DerefMut for $name {
            fn deref_mut(&mut self) -> &mut $inner {
                &mut self.0
            }
        }

        impl<'de> $crate::decode::Decode<'de> for $name {
            fn decode<__D: $crate::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                <$inner as $crate::decode::Decode<'de>>::decode(deserializer).map(Self)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<__S: $crate::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::encode::Encode::encode(&self.0, serializer)
            }
        }

        $crate::serde_model!($name);
    };
}
