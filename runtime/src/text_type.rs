//! What all types have in common whose values are strings in JSON and in parameters.

/// Implements a type around another one that has a form as text: parsing, printing, reading and writing.
///
/// - `parse` makes a value of its text, or `None`.
/// - `write` gives the text.
/// - `check` says why a value has no form that the API understands, before it is written.
/// - `expected` describes the text in messages.
macro_rules! text_type {
    (
        $name:ident($inner:ty),
        parse: $parse:expr,
        write: $write:expr,
        check: $check:expr,
        expected: $expected:literal,
    ) => {
        impl ::std::str::FromStr for $name {
            type Err = $crate::ParseError;

            fn from_str(text: &str) -> Result<Self, $crate::ParseError> {
                match $parse(text) {
                    Some(value) => Ok(Self(value)),
                    None => Err($crate::ParseError::new($expected, text)),
                }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::ParseError;

            fn try_from(text: &str) -> Result<Self, $crate::ParseError> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::ParseError;

            fn try_from(text: String) -> Result<Self, $crate::ParseError> {
                text.parse()
            }
        }

        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl PartialEq<$inner> for $name {
            fn eq(&self, other: &$inner) -> bool {
                self.0 == *other
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(&$write(&self.0))
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&$write(&self.0))
            }
        }

        impl $crate::ParameterValue for $name {
            fn write(&self) -> String {
                $write(&self.0)
            }
        }

        impl<'de> $crate::decode::Decode<'de> for $name {
            fn decode<D: ::serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                let text = $crate::decode::scalar::string(deserializer)?;
                let parsed = text.parse();
                parsed.map_err(|it: $crate::ParseError| {
                    ::serde_core::de::Error::custom(it.of_response(&text))
                })
            }
        }

        impl<'de> ::serde_core::Deserialize<'de> for $name {
            fn deserialize<D: ::serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::decode::Decode::decode(deserializer)
            }
        }

        impl ::serde_core::Serialize for $name {
            fn serialize<S: ::serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                let checked: Result<(), String> = $check(&self.0);
                checked.map_err(::serde_core::ser::Error::custom)?;
                serializer.serialize_str(&$write(&self.0))
            }
        }

        impl $crate::encode::Encode for $name {
            fn encode<S: ::serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                ::serde_core::Serialize::serialize(self, serializer)
            }
        }
    };
}

pub(crate) use text_type;
