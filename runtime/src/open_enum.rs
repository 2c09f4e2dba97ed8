//! Enums that take values which are not known yet.
//!
//! A generated enum has a variant for each known value and one, `Unrecognized`, for any other. The
//! macros [`open_enum!`](crate::open_enum!) and [`open_integer_enum!`](crate::open_integer_enum!) give
//! it what users expect of such a type.

use std::fmt;

use serde_core::de::Deserializer;

/// An enum over texts that keeps a text which it does not know.
pub trait OpenEnum: Clone + PartialEq + Sized + 'static {
    /// What the API has on the wire: `str`.
    type Raw: ?Sized;

    /// The known values, in the specification's order.
    const KNOWN: &'static [Self];

    /// The text on the wire.
    fn as_str(&self) -> &str;

    /// The known value with exactly this text.
    fn known(text: &str) -> Option<Self>;

    /// Wraps a text that is not known.
    fn unrecognized(value: UnrecognizedText) -> Self;

    /// The known value that this one means if letter case is ignored, as in `READY` for `ready`.
    /// Answers were seen with either.
    fn known_ignoring_case(&self) -> Option<Self> {
        Self::KNOWN
            .iter()
            .find(|it| it.as_str().eq_ignore_ascii_case(self.as_str()))
            .cloned()
    }
}

/// An enum over whole numbers that keeps a number which it does not know.
pub trait OpenIntegerEnum: Clone + PartialEq + Sized + 'static {
    /// What the API has on the wire: `i64`.
    type Raw: ?Sized;

    /// The known values, in the specification's order.
    const KNOWN: &'static [Self];

    /// The number on the wire.
    fn as_i64(&self) -> i64;

    /// The known value with this number.
    fn known(number: i64) -> Option<Self>;

    /// Wraps a number that is not known.
    fn unrecognized(value: UnrecognizedInteger) -> Self;
}

/// A text that an open enum does not know. It cannot be made by hand, so an enum never holds a known
/// value in its `Unrecognized` variant: convert the text into the enum instead.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnrecognizedText(Box<str>);

impl UnrecognizedText {
    #[doc(hidden)]
    pub fn __new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnrecognizedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A number that an open enum does not know. It cannot be made by hand, for the same reason as
/// [`UnrecognizedText`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnrecognizedInteger(i64);

impl UnrecognizedInteger {
    #[doc(hidden)]
    pub fn __new(number: i64) -> Self {
        Self(number)
    }

    /// The number as it came.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for UnrecognizedInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[doc(hidden)]
pub fn __from_text<T: OpenEnum>(text: impl AsRef<str> + Into<Box<str>>) -> T {
    T::known(text.as_ref()).unwrap_or_else(|| {
        crate::decode::watch::unknown_value();
        T::unrecognized(UnrecognizedText::__new(text))
    })
}

#[doc(hidden)]
pub fn __decode_text<'de, T: OpenEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    crate::decode::scalar::text(deserializer).map(__from_text)
}

#[doc(hidden)]
pub fn __from_integer<T: OpenIntegerEnum>(number: i64) -> T {
    T::known(number).unwrap_or_else(|| {
        crate::decode::watch::unknown_value();
        T::unrecognized(UnrecognizedInteger::__new(number))
    })
}

/// For a type that is [`OpenEnum`]: conversions from and to text, comparison with text, reading and
/// writing, and its use as a parameter and in filters.
#[macro_export]
macro_rules! open_enum {
    ($type:ty) => {
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::OpenEnum::as_str(self))
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                $crate::open_enum::__from_text(text)
            }
        }

        impl From<String> for $type {
            fn from(text: String) -> Self {
                $crate::open_enum::__from_text(text)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                $crate::OpenEnum::as_str(self)
            }
        }

        impl PartialEq<str> for $type {
            fn eq(&self, other: &str) -> bool {
                $crate::OpenEnum::as_str(self) == other
            }
        }

        impl PartialEq<&str> for $type {
            fn eq(&self, other: &&str) -> bool {
                $crate::OpenEnum::as_str(self) == *other
            }
        }

        impl<'de> $crate::decode::Decode<'de> for $type {
            fn decode<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::open_enum::__decode_text(deserializer)
            }
        }

        impl $crate::serde::Serialize for $type {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::OpenEnum::as_str(self))
            }
        }

        $crate::serde_model!($type);
        $crate::__enum_parameter!($type);
    };
}

/// For a type that is [`OpenIntegerEnum`]: conversions from and to numbers, reading and writing, and
/// its use as a parameter and in filters.
#[macro_export]
macro_rules! open_integer_enum {
    ($type:ty) => {
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&$crate::OpenIntegerEnum::as_i64(self), f)
            }
        }

        impl From<i64> for $type {
            fn from(number: i64) -> Self {
                $crate::open_enum::__from_integer(number)
            }
        }

        impl From<$type> for i64 {
            fn from(value: $type) -> Self {
                $crate::OpenIntegerEnum::as_i64(&value)
            }
        }

        impl PartialEq<i64> for $type {
            fn eq(&self, other: &i64) -> bool {
                $crate::OpenIntegerEnum::as_i64(self) == *other
            }
        }

        impl<'de> $crate::decode::Decode<'de> for $type {
            fn decode<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <i64 as $crate::decode::Decode<'de>>::decode(deserializer).map(Self::from)
            }
        }

        impl $crate::serde::Serialize for $type {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64($crate::OpenIntegerEnum::as_i64(self))
            }
        }

        $crate::serde_model!($type);
        $crate::__enum_parameter!($type);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __enum_parameter {
    ($type:ty) => {
        impl $crate::ParameterValue for $type {
            fn write(&self) -> String {
                self.to_string()
            }
        }
    };
}
