//! The macro that makes structs of the headers of responses.

/// A struct of headers, each an `Option` that is `None` if the header is absent. The attribute `#[wire("X-A")]` of a
/// field is the header's name.
#[doc(hidden)]
#[macro_export]
macro_rules! __headers {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident {$(
            $(#[doc = $field_doc:literal])*
            #[wire($wire:literal)]
            pub $field:ident: Option<$type:ty>
        ),* $(,)?}
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Default)]
        #[non_exhaustive]
        pub struct $name {$(
            $(#[doc = $field_doc])*
            pub $field: ::core::option::Option<$type>
        ),*}

        impl $crate::codegen::ReadHeaders for $name {
            fn read(
                headers: &$crate::HeaderMap,
            ) -> ::core::result::Result<Self, $crate::codegen::UnreadableHeader> {
                ::core::result::Result::Ok(Self {$(
                    $field: $crate::codegen::read_header(headers, $wire)?
                ),*})
            }
        }

        /// Which headers are present, not their values.
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let headers = [$(($wire, self.$field.is_some())),*];
                $crate::codegen::debug_headers(f, ::core::stringify!($name), &headers)
            }
        }
    };
}
