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

/// The constructor and the check of an object that is made of the dates `from` and `to`.
#[doc(hidden)]
#[macro_export]
macro_rules! __days {
    ($name:ident) => {
        impl $name {
            /// Creates a value with both days set, each from a date or from text such as `2029-01-31`.
            ///
            /// # Errors
            /// If a text is not a date, or the day `to` is before the day `from`.
            pub fn days(
                from: impl $crate::IntoDate,
                to: impl $crate::IntoDate,
            ) -> $crate::Result<Self> {
                let mut days = Self::new();
                days.from = ::core::option::Option::Some(from.into_date()?);
                days.to = ::core::option::Option::Some(to.into_date()?);
                days.__check()?;
                ::core::result::Result::Ok(days)
            }

            /// Checks a value before it is written, since its days can also be set one by one.
            #[doc(hidden)]
            pub fn __check(&self) -> $crate::Result<()> {
                $crate::codegen::check_period(self.from, self.to)
            }
        }
    };
}
