//! Structs from one declaration of their fields.
//!
//! A declaration is a struct in the syntax of Rust. Its attributes are for the macros:
//!
//! - `#[wire("a-b")]`: the name in JSON, where it differs from the field's;
//! - `#[from(string)]`: the field that a bare string stands for, where the object can be sent as one;
//! - `#[part(kind)]` and `#[part(kind, "media/type")]`: how a field of a form is sent, and as what; for files also
//!   `#[part(kind, "media/type", "name.ext")]`, with the name of those that have none;
//! - `#[new(how)]`: the field is an argument of `new`;
//! - `#[set(how)]` and `#[set(how, name)]`: how the field's setter takes its value, where it is neither
//!   `into` nor the same as for `new`, and the setter's name, where it is not the field's;
//! - `#[clear(name)]`: the method that clears a nullable field;
//! - `#[rest(name: BTreeMap<String, T>)]`, of the struct: a further field, with the members that no other field has; for
//!   a form `#[rest(name: BTreeMap<String, T>, kind)]`, where `kind` says how each `T` is sent.
//!
//! `how` is `into` (any type that converts into the field's), `exact` (the field's type itself), for a list `collect`
//! (anything that holds such items) or, for `new` only, `null`: a required `Option` that is sent as null if it is `None`.
//!
//! `kind` is one of these. The plural of a kind is for a `Vec`, each item of which becomes a part of that name.
//!
//! | kind | field | part |
//! |---|---|---|
//! | `file`, `files` | an `Upload` | the file; the media type is for uploads that have none of their own, and with a name for those of its extension |
//! | `text`, `texts` | a string | the text, or JSON if that is the media type |
//! | `value`, `values` | a `ParameterValue` | its text, or JSON if that is the media type |
//! | `json` | anything | JSON |
//! | `object`, `objects` | anything | JSON with the header `Content-Type: application/json`, or with the media type; without one, a scalar is its text |
//!
//! A part has a `Content-Type` only if it is a file or an object, or if a media type is declared.
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
#[cfg(not(feature = "read-requests"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __request {
    ($($declaration:tt)*) => {
        $crate::__declared! { (__struct __setters __writing) $($declaration)* }
    };
}

/// A struct of requests: it is written, and has setters. It is read at the other end of a call.
#[cfg(feature = "read-requests")]
#[doc(hidden)]
#[macro_export]
macro_rules! __request {
    ($($declaration:tt)*) => {
        $crate::__declared! { (__struct __setters __reading __writing) $($declaration)* }
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
        $(#[rest($rest:ident: $rest_type:ty $(, $rest_part:ident)?)])?
        pub struct $name:ident {$(
            $(#[doc = $field_doc:literal])*
            $(#[wire($wire:literal)])?
            $(#[from($from:ident)])?
            $(#[part($part:ident $(, $media:literal)*)])?
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
                [$($from)?] [$($part $($media)*)?] [$($new)?] [$($($set)+)?] [$($clear)?]
                $kind ($kind $(<$($inner),+>)?) ($kind $(<$($inner),+>)?)
            })*
            $(rest { $rest ["The members that are not declared, by key."] ($rest_type) [$($rest_part)?] })?
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
        $(rest { $rest:ident [$($rest_doc:literal)*] ($rest_type:ty) $rest_part:tt })?
    ) => {
        $(#[doc = $doc])*
        #[derive($($derive),*)]
        #[non_exhaustive]
        pub struct $name {$(
            $(#[doc = $field_doc])*
            pub $field: $type,
        )* $(
            $(#[doc = $rest_doc])*
            pub $rest: $rest_type,
        )?}

        impl $name {
            #[doc = $new_doc]
            #[allow(clippy::too_many_arguments, reason = "the contract requires all of these")]
            pub fn new($($($field: $crate::__argument!($new $shape),)?)*) -> Self {
                Self {$(
                    $field: $crate::__initial!([$($new)?] $field $kind),
                )* $(
                    $rest: ::core::default::Default::default(),
                )?}
            }
        }
    };
}

/// The type of the argument for a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument {
    (collect (Option<$type:ty>)) => {
        impl ::core::iter::IntoIterator<
            Item = impl ::core::convert::Into<<$type as ::core::iter::IntoIterator>::Item>,
        >
    };
    (collect ($type:ty)) => {
        impl ::core::iter::IntoIterator<
            Item = impl ::core::convert::Into<<$type as ::core::iter::IntoIterator>::Item>,
        >
    };
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
    (collect $field:ident) => {
        ::core::iter::Iterator::collect(::core::iter::Iterator::map(
            ::core::iter::IntoIterator::into_iter($field),
            ::core::convert::Into::into,
        ))
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
        $(rest { $rest:ident $rest_docs:tt $rest_type:tt $rest_part:tt })?
    ) => {
        impl $name {
            $(
                $crate::__setter! { $set $new $field $kind $shape }
                $($crate::__clear! { $clear $field })?
            )*
            $($crate::__setter! { exact $rest $rest BTreeMap $rest_type })?
        }
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
