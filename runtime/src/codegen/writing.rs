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
