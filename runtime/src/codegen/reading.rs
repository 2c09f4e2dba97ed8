//! The macros that read structs.

/// Reading of an object.
#[doc(hidden)]
#[macro_export]
macro_rules! __reading {
    (
        $name:ident $docs:tt $derives:tt
        $({
            $field:ident $field_docs:tt $wire:tt
            [$($from:ident)?] $part:tt $new:tt $set:tt $clear:tt
            $kind:ident $type:tt $shape:tt
        })*
        $(rest { $rest:ident $rest_docs:tt ($rest_type:ty) $rest_part:tt })?
    ) => {
        impl<'de> $crate::codegen::Object<'de> for $name {
            const NAME: &'static str = ::core::stringify!($name);

            fn read<__A: $crate::serde::de::MapAccess<'de>>(
                mut fields: $crate::codegen::Fields<'de, __A>,
            ) -> ::core::result::Result<Self, __A::Error> {
                $(let mut $field = $crate::__slot!($kind);)*
                $(let mut $rest = <$rest_type as ::core::default::Default>::default();)?
                while let ::core::option::Option::Some(key) = fields.next_key()? {
                    match &*key {
                        $($crate::__wire! $wire => $crate::__read!(fields key $field $kind)?,)*
                        _ => $crate::__other!(fields key $($rest)?)?,
                    }
                }
                ::core::result::Result::Ok(Self {
                    $($field: $crate::__value!(fields $field $wire $kind),)*
                    $($rest,)?
                })
            }
        }

        $crate::__bare_string! {
            [$($($from)?)*] $name $([$($from)?] $field $kind,)* $(rest $rest)?
        }
    };
}

/// The variable for a field that is being read.
#[doc(hidden)]
#[macro_export]
macro_rules! __slot {
    (Nullable) => {
        $crate::Nullable::Leave
    };
    ($kind:ident) => {
        ::core::option::Option::None
    };
}

/// Reads a field into its variable.
#[doc(hidden)]
#[macro_export]
macro_rules! __read {
    ($fields:ident $key:ident $field:ident Nullable) => {
        $fields.read_nullable(&$key, &mut $field)
    };
    ($fields:ident $key:ident $field:ident $kind:ident) => {
        $fields.read(&$key, &mut $field)
    };
}

/// Reads a member that no field has.
#[doc(hidden)]
#[macro_export]
macro_rules! __other {
    ($fields:ident $key:ident) => {
        $fields.skip(&$key)
    };
    ($fields:ident $key:ident $rest:ident) => {
        $fields.rest(&$key, &mut $rest)
    };
}

/// The value of a field, from its variable.
#[doc(hidden)]
#[macro_export]
macro_rules! __value {
    ($fields:ident $field:ident $wire:tt Option) => { $field };
    ($fields:ident $field:ident $wire:tt Nullable) => { $field };
    ($fields:ident $field:ident $wire:tt $kind:ident) => {
        $fields.always($crate::__wire! $wire, $field)?
    };
}

/// `Decode` and `Deserialize` of an object, which can also be a bare string.
#[doc(hidden)]
#[macro_export]
macro_rules! __bare_string {
    ([] $name:ident $($fields:tt)*) => {
        $crate::__decode! { $name by $crate::codegen::object }
    };
    (
        [string] $name:ident
        $([$($from:ident)?] $field:ident $kind:ident,)*
        $(rest $rest:ident)?
    ) => {
        impl $crate::codegen::FromString for $name {
            fn from_string(text: ::std::string::String) -> Self {
                Self {
                    $($field: $crate::__string_or_absent!([$($from)?] text $kind),)*
                    $($rest: ::core::default::Default::default(),)?
                }
            }
        }

        $crate::__decode! { $name by $crate::codegen::object_or_string }
    };
}

/// The value of a field of an object that was received as a bare string.
#[doc(hidden)]
#[macro_export]
macro_rules! __string_or_absent {
    ([] $text:ident $kind:ident) => { $crate::__absent!($kind) };
    ([string] $text:ident $kind:ident) => { $crate::__present!($kind $text) };
}

/// `Decode` by a function, and `Deserialize` by `Decode`.
#[doc(hidden)]
#[macro_export]
macro_rules! __decode {
    ($name:ident by $decode:path) => {
        impl<'de> $crate::decode::Decode<'de> for $name {
            fn decode<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $decode(deserializer)
            }
        }

        $crate::serde_model!(decode $name);
    };
}

/// The items that read what is only sent. They exist for the other end of a call.
#[cfg(feature = "read-requests")]
#[doc(hidden)]
#[macro_export]
macro_rules! __request_reading {
    ($($item:item)*) => { $($item)* };
}

/// The items that read what is only sent: none, since a client does not.
#[cfg(not(feature = "read-requests"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __request_reading {
    ($($item:item)*) => {};
}
