//! The filter fields of a list, from one declaration.
//!
//! A declaration is an enum, the scope of the list, and a constant for each field: its type is that of
//! the values, its value is the name on the wire. `#[offers(…)]` lists the lookups. The compiler's message for any other
//! lookup is part of the declaration too, since a macro cannot generate a string in an attribute. `#[search(Searched)]` says
//! that the list's `search` includes the field.
//!
//! The constant, the type of the field and the trait of its lookups have one name, in separate
//! modules, so the compiler's messages use the same name for the field as the user does.

/// The scope of a list, and its fields.
#[doc(hidden)]
#[macro_export]
macro_rules! __filters {
    (
        $(#[doc = $doc:literal])*
        #[list($list:literal $(, stable_order = [$($stable:ident),+])?)]
        pub enum $scope:ident {}
        $(
            $(#[doc = $field_doc:literal])*
            #[diagnostic::on_unimplemented($($unimplemented:tt)*)]
            #[offers($($lookup:ident),*)]
            $(#[search($search:ident)])?
            pub const $field:ident: $value:ty = $wire:literal;
        )*
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub enum $scope {}

        impl $crate::filter::Scope for $scope {
            const NAME: &'static str = $list;
            const FIELDS: &'static [$crate::contract::DeclaredFilter] = &[$(
                $crate::contract::DeclaredFilter::new::<<field::$field as $crate::filter::FilterField>::Value>(
                    $wire,
                    &[
                        $($crate::filter::lookup::$lookup::CAPABILITY,)*
                        $($crate::contract::Capability::$search,)?
                    ],
                ),
            )*];
        }

        $(
            impl $crate::paging::StableOrder for $scope {
                fn stable_order() -> ::std::vec::Vec<$crate::filter::Order<Self>> {
                    ::std::vec![$($stable.asc()),+]
                }
            }
        )?

        $(
            $(#[doc = $field_doc])*
            pub const $field: $crate::filter::Field<field::$field> = $crate::filter::Field::new();
        )*

        /// The types of the fields, each with the name of its constant.
        #[allow(non_camel_case_types)]
        pub mod field {
            $(
                #[doc = ::core::concat!("`", $wire, "` on the wire.")]
                pub enum $field {}

                impl $crate::filter::FilterField for $field {
                    type Scope = super::$scope;
                    type Value = $value;
                    const WIRE: &'static str = $wire;
                }

                impl<Lookup: super::offers::$field> $crate::filter::Offers<Lookup> for $field {}
            )*
        }

        /// The lookups of the fields: for each field a trait with the name of its constant, which its lookups
        /// implement. The compiler's messages come from here.
        #[allow(non_camel_case_types)]
        pub mod offers {
            $(
                #[doc = ::core::concat!("What `", $wire, "` offers.")]
                #[diagnostic::on_unimplemented($($unimplemented)*)]
                pub trait $field {}

                $(impl $field for $crate::filter::lookup::$lookup {})*
            )*
        }
    };
}
