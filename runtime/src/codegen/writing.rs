//! The macros that write structs.

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
        $(rest { $rest:ident $rest_docs:tt $rest_type:tt $rest_part:tt })?
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
                $crate::__write_rest!(object [$($wire)*] $((&self.$rest))?);
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

/// Writes the members that no field has.
#[doc(hidden)]
#[macro_export]
macro_rules! __write_rest {
    ($object:ident $wires:tt) => {};
    ($object:ident [$($wire:tt)*] ($value:expr)) => {
        $object.rest($value, &[$($crate::__wire! $wire),*])?
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
            $from:tt [$part:ident $($media:literal)*] $new:tt $set:tt $clear:tt
            $kind:ident $type:tt $shape:tt
        })*
        $(rest { $rest:ident $rest_docs:tt $rest_type:tt [$rest_part:ident] })?
    ) => {
        impl $name {
            /// The parts, in the order of the specification.
            #[must_use]
            pub fn into_multipart(self) -> $crate::Multipart {
                let form = $crate::Multipart::new();
                $(let form = $crate::__part!(form ($crate::__wire! $wire) (self.$field) $part [$($media)*] $kind);)*
                $crate::__part_rest!(form [$($wire)*] $((self.$rest) $rest_part)?)
            }
        }
    };
}

/// Adds the parts of a form that no field has. Those that have the name of a field are left out.
#[doc(hidden)]
#[macro_export]
macro_rules! __part_rest {
    ($form:ident $wires:tt) => {
        $form
    };
    ($form:ident [$($wire:tt)*] ($value:expr) $part:ident) => {
        $crate::codegen::parts::rest(
            $form,
            &[$($crate::__wire! $wire),*],
            $value,
            |form, name, value| $crate::__part!(form (name) (value) $part [] Value),
        )
    };
}

/// Adds the part of a field to a form, or its parts.
#[doc(hidden)]
#[macro_export]
macro_rules! __part {
    ($form:ident $wire:tt $value:tt file $media:tt $kind:ident) => {
        $crate::__add_parts!($form $wire files $media ($crate::__one! { $kind $value }))
    };
    ($form:ident $wire:tt $value:tt files $media:tt $kind:ident) => {
        $crate::__add_parts!($form $wire files $media ($crate::__many! { $kind $value }))
    };
    ($form:ident $wire:tt $value:tt text $media:tt $kind:ident) => {
        $crate::__add_parts!($form $wire texts $media ($crate::__one! { $kind $value }))
    };
    ($form:ident $wire:tt $value:tt texts $media:tt $kind:ident) => {
        $crate::__add_parts!($form $wire texts $media ($crate::__many! { $kind $value }))
    };
    ($form:ident $wire:tt $value:tt value $media:tt $kind:ident) => {
        $crate::__add_parts!($form $wire values $media ($crate::__one! { $kind $value }))
    };
    ($form:ident $wire:tt $value:tt values $media:tt $kind:ident) => {
        $crate::__add_parts!($form $wire values $media ($crate::__many! { $kind $value }))
    };
    ($form:ident $wire:tt $value:tt json $media:tt $kind:ident) => {
        $crate::__add_parts!($form $wire json $media ($crate::__one! { $kind $value }))
    };
    ($form:ident $wire:tt $value:tt object $media:tt $kind:ident) => {
        $crate::__add_parts!($form $wire objects $media ($crate::__one! { $kind $value }))
    };
    ($form:ident $wire:tt $value:tt objects $media:tt $kind:ident) => {
        $crate::__add_parts!($form $wire objects $media ($crate::__many! { $kind $value }))
    };
}

/// Adds parts to a form by a function.
#[doc(hidden)]
#[macro_export]
macro_rules! __add_parts {
    ($form:ident ($wire:expr) $function:ident [] ($items:expr)) => {
        $crate::codegen::parts::$function($form, $wire, ::core::option::Option::None, $items)
    };
    ($form:ident ($wire:expr) $function:ident [$media:literal] ($items:expr)) => {
        $crate::codegen::parts::$function(
            $form,
            $wire,
            ::core::option::Option::Some($media),
            $items,
        )
    };
    ($form:ident ($wire:expr) files [$media:literal $name:literal] ($items:expr)) => {
        $crate::codegen::parts::named_files($form, $wire, $media, $name, $items)
    };
}

/// The items of a field that makes one part at most.
#[doc(hidden)]
#[macro_export]
macro_rules! __one {
    (Option ($value:expr)) => {
        $value
    };
    ($kind:ident ($value:expr)) => {
        [$value]
    };
}

/// The items of a field that makes a part for each.
#[doc(hidden)]
#[macro_export]
macro_rules! __many {
    (Option ($value:expr)) => {
        $value.unwrap_or_default()
    };
    ($kind:ident ($value:expr)) => {
        $value
    };
}
