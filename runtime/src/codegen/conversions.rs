//! The macros that make structs of values.

/// Conversions for an object that is made of one required string.
#[doc(hidden)]
#[macro_export]
macro_rules! __from_string {
    ($name:ident) => {
        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::new(text)
            }
        }

        impl ::core::convert::From<&::std::string::String> for $name {
            fn from(text: &::std::string::String) -> Self {
                Self::new(text.as_str())
            }
        }
    };
}

/// The conversion for a form whose only required part is a file.
#[doc(hidden)]
#[macro_export]
macro_rules! __from_upload {
    ($name:ident) => {
        impl ::core::convert::From<$crate::Upload> for $name {
            fn from(file: $crate::Upload) -> Self {
                Self::new(file)
            }
        }
    };
}

/// The constructor of an object that is made of two dates.
#[doc(hidden)]
#[macro_export]
macro_rules! __days {
    ($name:ident { $first:ident, $second:ident }) => {
        impl $name {
            /// Creates a value with both days set, each from a date or from text such as `2029-01-31`.
            ///
            /// # Errors
            /// If a text is not a date, or a day `to` is before the day `from`.
            pub fn days(
                $first: impl $crate::IntoDate,
                $second: impl $crate::IntoDate,
            ) -> $crate::Result<Self> {
                let mut days = Self::new();
                days.$first = ::core::option::Option::Some($first.into_date()?);
                days.$second = ::core::option::Option::Some($second.into_date()?);
                days.__check()?;
                ::core::result::Result::Ok(days)
            }

            /// Checks a value before it is written, since its days can also be set one by one.
            #[doc(hidden)]
            pub fn __check(&self) -> $crate::Result<()> {
                match (::core::stringify!($first), ::core::stringify!($second)) {
                    ("from", "to") => $crate::codegen::check_period(self.$first, self.$second),
                    _ => ::core::result::Result::Ok(()),
                }
            }
        }
    };
}
