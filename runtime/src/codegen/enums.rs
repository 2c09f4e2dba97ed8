//! Open enums from one declaration of their values.
//!
//! A declaration is an enum in the syntax of Rust, whose discriminants are the values on the wire.

/// An open enum of strings.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {$(
            $(#[doc = $value_doc:literal])*
            $variant:ident = $value:literal
        ),* $(,)?}
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $value_doc])* $variant,)*
            /// A value that this version of the crate does not know.
            Unrecognized($crate::UnrecognizedString),
        }

        impl $crate::OpenEnum for $name {
            type Raw = str;

            const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }

            fn known(text: &str) -> ::core::option::Option<Self> {
                match text {
                    $($value => ::core::option::Option::Some(Self::$variant),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn unrecognized(value: $crate::UnrecognizedString) -> Self {
                Self::Unrecognized(value)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::OpenEnum::as_str(self))
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(<Self as ::core::convert::From<&str>>::from(text))
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::codegen::from_str(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::codegen::from_str(text)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                $crate::OpenEnum::as_str(self)
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                $crate::OpenEnum::as_str(self) == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                $crate::OpenEnum::as_str(self) == *other
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::OpenEnum::as_str(self))
            }
        }

        $crate::__decode! { $name by $crate::codegen::decode_string }
        $crate::serde_model!(encode $name);
        $crate::__enum_parameter! { $name of strings }
        $crate::__enum_header! { $name by ::std::string::String }
    };
}

/// An open enum of integers.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_integer_enum {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {$(
            $(#[doc = $value_doc:literal])*
            $variant:ident = $value:literal
        ),* $(,)?}
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $value_doc])* $variant,)*
            /// A value that this version of the crate does not know.
            Unrecognized($crate::UnrecognizedInteger),
        }

        impl $crate::OpenIntegerEnum for $name {
            type Raw = i64;

            const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unrecognized(value) => value.get(),
                }
            }

            fn known(number: i64) -> ::core::option::Option<Self> {
                match number {
                    $($value => ::core::option::Option::Some(Self::$variant),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn unrecognized(value: $crate::UnrecognizedInteger) -> Self {
                Self::Unrecognized(value)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&$crate::OpenIntegerEnum::as_i64(self), f)
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(number: i64) -> Self {
                $crate::codegen::from_integer(number)
            }
        }

        impl ::core::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                $crate::OpenIntegerEnum::as_i64(&value)
            }
        }

        impl ::core::cmp::PartialEq<i64> for $name {
            fn eq(&self, other: &i64) -> bool {
                $crate::OpenIntegerEnum::as_i64(self) == *other
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64($crate::OpenIntegerEnum::as_i64(self))
            }
        }

        $crate::__decode! { $name by $crate::codegen::decode_integer }
        $crate::serde_model!(encode $name);
        $crate::__enum_parameter! { $name of integers }
        $crate::__enum_header! { $name by i64 }
    };
}

/// An enum as a parameter of a request, and as the value of a filter.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum_parameter {
    ($name:ident of $choices:ident) => {
        impl $crate::filter::declared::DeclaredValue for $name {
            const VALUE: $crate::contract::FilterValue = $crate::contract::FilterValue::Choice;

            fn choices() -> ::std::vec::Vec<::std::string::String> {
                $crate::filter::declared::$choices::<Self>()
            }
        }

        impl $crate::ParameterValue for $name {
            fn write(&self) -> ::std::string::String {
                ::std::string::ToString::to_string(self)
            }
        }
    };
}

/// An enum as a header of a response, by the type of its value on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum_header {
    ($name:ident by $raw:ty) => {
        impl $crate::codegen::FromHeader for $name {
            const EXPECTED: &'static str = <$raw as $crate::codegen::FromHeader>::EXPECTED;

            fn from_header(text: &str) -> ::core::option::Option<Self> {
                <$raw as $crate::codegen::FromHeader>::from_header(text)
                    .map(<Self as ::core::convert::From<$raw>>::from)
            }
        }
    };
}
