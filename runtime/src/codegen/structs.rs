//! Structs from one declaration of their fields.
//!
//! A declaration is a struct in the syntax of Rust. Its attributes are for the macros:
//!
//! - `#[wire("a-b")]`: the name in JSON, where it differs from the field's;
//! - `#[from(string)]`: the field that a bare string stands for, where the object can be sent as one;
//! - `#[part(kind)]`: how a field of a form is sent;
//! - `#[new(how)]`: the field is an argument of `new`;
//! - `#[set(how)]` and `#[set(how, name)]`: how the field's setter takes its value, where it is neither
//!   `into` nor the same as for `new`, and the setter's name, where it is not the field's;
//! - `#[clear(name)]`: the method that clears a nullable field.
//!
//! `how` is `into` (any type that converts into the field's), `exact` (the field's type itself) or, for `new`
//! only, `null`: a required `Option` that is sent as null if it is `None`.
//!
//! Every struct is expanded by `__declared!`, which passes its fields to one macro per implementation.

/// A struct of responses: it is read, written for tests, and has no setters.
#[doc(hidden)]
#[macro_export]
macro_rules! __response {
    ($($declaration:tt)*) => {
        $crate::__declared! { (__response_struct __reading __writing) $($declaration)* }
    };
}

/// A struct of requests: it is written, and has setters.
#[doc(hidden)]
#[macro_export]
macro_rules! __request {
    ($($declaration:tt)*) => {
        $crate::__declared! { (__struct __setters __writing) $($declaration)* }
    };
}

/// A struct of both requests and responses: it is read and written, and has setters.
#[doc(hidden)]
#[macro_export]
macro_rules! __both {
    ($($declaration:tt)*) => {
        $crate::__declared! { (__struct __setters __reading __writing) $($declaration)* }
    };
}

/// A form: it has setters, and becomes parts.
#[doc(hidden)]
#[macro_export]
macro_rules! __form {
    ($($declaration:tt)*) => {
        $crate::__declared! { (__struct __setters __parts) $($declaration)* }
    };
}

/// The optional parameters of an operation: they have setters.
#[doc(hidden)]
#[macro_export]
macro_rules! __parameters {
    ($($declaration:tt)*) => {
        $crate::__declared! { (__struct __setters) $($declaration)* }
    };
}

/// Passes a declaration to the macros that are named before it, in a form in which every part of a
/// field is present, possibly empty. The type comes three times: its first name, the type, and as one token.
#[doc(hidden)]
#[macro_export]
macro_rules! __declared {
    (
        $then:tt
        $(#[doc = $doc:literal])*
        #[derive($($derive:ident),* $(,)?)]
        pub struct $name:ident {$(
            $(#[doc = $field_doc:literal])*
            $(#[wire($wire:literal)])?
            $(#[from($from:ident)])?
            $(#[part($part:ident)])?
            $(#[new($new:ident)])?
            $(#[set($($set:ident),+)])?
            $(#[clear($clear:ident)])?
            pub $field:ident: $kind:ident $(<$($inner:ty),+ $(,)?>)?
        ),* $(,)?}
    ) => {
        $crate::__then! { $then {
            $name [$($doc)*] [$($derive)*]
            $({
                $field [$($field_doc)*] ($field $($wire)?)
                [$($from)?] [$($part)?] [$($new)?] [$($($set)+)?] [$($clear)?]
                $kind ($kind $(<$($inner),+>)?) ($kind $(<$($inner),+>)?)
            })*
        } }
    };
}

/// Calls each macro with the declaration.
#[doc(hidden)]
#[macro_export]
macro_rules! __then {
    (($($macro:ident)*) $declaration:tt) => {
        $($crate::$macro! $declaration)*
    };
}

/// The name of a field on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire {
    ($field:ident) => {
        ::core::stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

/// The struct itself, and `new`.
#[doc(hidden)]
#[macro_export]
macro_rules! __struct {
    ($($declaration:tt)*) => {
        $crate::__definition! {
            "Creates a value with only the required fields set."
            $($declaration)*
        }
    };
}

/// As `__struct`, for responses.
#[doc(hidden)]
#[macro_export]
macro_rules! __response_struct {
    ($($declaration:tt)*) => {
        $crate::__definition! {
            "Creates a value with only the required fields set, for use in tests."
            $($declaration)*
        }
    };
}

/// The struct itself, and `new` with its documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __definition {
    (
        $new_doc:literal
        $name:ident [$($doc:literal)*] [$($derive:ident)*]
        $({
            $field:ident [$($field_doc:literal)*] $wire:tt
            $from:tt $part:tt [$($new:ident)?] $set:tt $clear:tt
            $kind:ident ($type:ty) $shape:tt
        })*
    ) => {
        $(#[doc = $doc])*
        #[derive($($derive),*)]
        #[non_exhaustive]
        pub struct $name {$(
            $(#[doc = $field_doc])*
            pub $field: $type
        ),*}

        impl $name {
            #[doc = $new_doc]
            pub fn new($($($field: $crate::__argument!($new $shape),)?)*) -> Self {
                Self {$(
                    $field: $crate::__initial!([$($new)?] $field $kind)
                ),*}
            }
        }
    };
}

/// The type of the argument for a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument {
    (into (Option<$type:ty>)) => { impl ::core::convert::Into<$type> };
    (into (Nullable<$type:ty>)) => { impl ::core::convert::Into<$type> };
    (into ($type:ty)) => { impl ::core::convert::Into<$type> };
    (exact (Option<$type:ty>)) => { $type };
    (exact (Nullable<$type:ty>)) => { $type };
    ($how:ident ($type:ty)) => { $type };
}

/// An argument as the value that it stands for.
#[doc(hidden)]
#[macro_export]
macro_rules! __given {
    (into $field:ident) => {
        ::core::convert::Into::into($field)
    };
    ($how:ident $field:ident) => {
        $field
    };
}

/// The value of a field in `new`: its argument, or the value of an absent field.
#[doc(hidden)]
#[macro_export]
macro_rules! __initial {
    ([] $field:ident $kind:ident) => { $crate::__absent!($kind) };
    ([$how:ident] $field:ident $kind:ident) => { $crate::__given!($how $field) };
}

/// The value of an absent field.
#[doc(hidden)]
#[macro_export]
macro_rules! __absent {
    (Option) => {
        ::core::option::Option::None
    };
    (Nullable) => {
        $crate::Nullable::Leave
    };
    ($kind:ident) => {
        ::core::default::Default::default()
    };
}

/// The value of a present field.
#[doc(hidden)]
#[macro_export]
macro_rules! __present {
    (Option $value:expr) => {
        ::core::option::Option::Some($value)
    };
    (Nullable $value:expr) => {
        $crate::Nullable::Set($value)
    };
    ($kind:ident $value:expr) => {
        $value
    };
}

/// The setters of all fields.
#[doc(hidden)]
#[macro_export]
macro_rules! __setters {
    (
        $name:ident $docs:tt $derives:tt
        $({
            $field:ident $field_docs:tt $wire:tt
            $from:tt $part:tt $new:tt $set:tt [$($clear:ident)?]
            $kind:ident $type:tt $shape:tt
        })*
    ) => {
        impl $name {$(
            $crate::__setter! { $set $new $field $kind $shape }
            $($crate::__clear! { $clear $field })?
        )*}
    };
}

/// The setter of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ([] [] $field:ident $($type:tt)+) => { $crate::__setter! { into $field $field $($type)+ } };
    ([] [null] $field:ident $($type:tt)+) => { $crate::__setter! { into $field $field $($type)+ } };
    ([] [$how:ident] $field:ident $($type:tt)+) => {
        $crate::__setter! { $how $field $field $($type)+ }
    };
    ([$how:ident] $new:tt $field:ident $($type:tt)+) => {
        $crate::__setter! { $how $field $field $($type)+ }
    };
    ([$how:ident $name:ident] $new:tt $field:ident $($type:tt)+) => {
        $crate::__setter! { $how $name $field $($type)+ }
    };
    ($how:ident $name:ident $field:ident $kind:ident $shape:tt) => {
        #[doc = ::core::concat!(
            "Sets [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field), ").",
        )]
        #[must_use]
        pub fn $name(mut self, $field: $crate::__argument!($how $shape)) -> Self {
            self.$field = $crate::__present!($kind $crate::__given!($how $field));
            self
        }
    };
}

/// The method that clears a nullable field.
#[doc(hidden)]
#[macro_export]
macro_rules! __clear {
    ($name:ident $field:ident) => {
        #[doc = ::core::concat!(
            "Clears [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field),
            "): sends null.",
        )]
        #[must_use]
        pub fn $name(mut self) -> Self {
            self.$field = $crate::Nullable::Clear;
            self
        }
    };
}

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
    ) => {
        impl<'de> $crate::codegen::Object<'de> for $name {
            const NAME: &'static str = ::core::stringify!($name);

            fn read<A: $crate::serde::de::MapAccess<'de>>(
                mut fields: $crate::codegen::Fields<'de, A>,
            ) -> ::core::result::Result<Self, A::Error> {
                $(let mut $field = $crate::__slot!($kind);)*
                while let ::core::option::Option::Some(key) = fields.next_key()? {
                    match &*key {
                        $($crate::__wire! $wire => $crate::__read!(fields key $field $kind)?,)*
                        _ => fields.skip(&key)?,
                    }
                }
                ::core::result::Result::Ok(Self {$(
                    $field: $crate::__value!(fields $field $wire $kind)
                ),*})
            }
        }

        $crate::__bare_string! { [$($($from)?)*] $name $([$($from)?] $field $kind,)* }
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
    ([string] $name:ident $([$($from:ident)?] $field:ident $kind:ident,)*) => {
        impl $crate::codegen::FromString for $name {
            fn from_string(text: ::std::string::String) -> Self {
                Self {$(
                    $field: $crate::__string_or_absent!([$($from)?] text $kind)
                ),*}
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

/// Writing of an object.
#[doc(hidden)]
#[macro_export]
macro_rules! __writing {
    (
        $name:ident $docs:tt $derives:tt
        $({
            $field:ident $field_docs:tt $wire:tt
            $from:tt $part:tt $new:tt $set:tt $clear:tt
            $kind:ident $type:tt $shape:tt
        })*
    ) => {
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                #[allow(unused_imports)]
                use $crate::codegen::Unchecked as _;
                self.__check()
                    .map_err(<S::Error as $crate::serde::ser::Error>::custom)?;
                #[allow(unused_mut)]
                let mut object = $crate::codegen::write_object(serializer)?;
                $($crate::__write!(object $wire (&self.$field) $kind $new)?;)*
                object.end()
            }
        }

        $crate::serde_model!(encode $name);
    };
}

/// Writes a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __write {
    ($object:ident $wire:tt ($value:expr) Option []) => {
        $object.optional($crate::__wire! $wire, $value)
    };
    ($object:ident $wire:tt ($value:expr) Nullable []) => {
        $object.nullable($crate::__wire! $wire, $value)
    };
    ($object:ident $wire:tt ($value:expr) $kind:ident $new:tt) => {
        $object.field($crate::__wire! $wire, $value)
    };
}

/// Conversion of a form into parts.
#[doc(hidden)]
#[macro_export]
macro_rules! __parts {
    (
        $name:ident $docs:tt $derives:tt
        $({
            $field:ident $field_docs:tt $wire:tt
            $from:tt [$part:ident] $new:tt $set:tt $clear:tt
            $kind:ident $type:tt $shape:tt
        })*
    ) => {
        impl $name {
            /// The parts, in the order of the specification.
            #[must_use]
            pub fn into_multipart(self) -> $crate::Multipart {
                let form = $crate::Multipart::new();
                $(let form = $crate::__part!(form ($crate::__wire! $wire) (self.$field) $part $kind);)*
                form
            }
        }
    };
}

/// Adds a part to a form.
#[doc(hidden)]
#[macro_export]
macro_rules! __part {
    ($form:ident ($wire:expr) ($value:expr) file Option) => {
        $form.file_optional($wire, $value)
    };
    ($form:ident ($wire:expr) ($value:expr) file $kind:ident) => {
        $form.file($wire, $value)
    };
    ($form:ident ($wire:expr) ($value:expr) files Option) => {
        $form.files($wire, $value.unwrap_or_default())
    };
    ($form:ident ($wire:expr) ($value:expr) files $kind:ident) => {
        $form.files($wire, $value)
    };
    ($form:ident ($wire:expr) ($value:expr) text Option) => {
        $form.text_optional($wire, $value)
    };
    ($form:ident ($wire:expr) ($value:expr) text $kind:ident) => {
        $form.text($wire, $value)
    };
    ($form:ident ($wire:expr) ($value:expr) value Option) => {
        $form.text_optional($wire, $value.as_ref().map($crate::ParameterValue::write))
    };
    ($form:ident ($wire:expr) ($value:expr) value $kind:ident) => {
        $form.text($wire, $crate::ParameterValue::write(&$value))
    };
    ($form:ident ($wire:expr) ($value:expr) json Option) => {
        $form.json_optional($wire, $value.as_ref())
    };
    ($form:ident ($wire:expr) ($value:expr) json $kind:ident) => {
        $form.json($wire, &$value)
    };
}

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
