//! Filters: a module for each list, with a constant, a type and a trait for each field.
//!
//! All three have the field's name, in modules of their own: so the compiler's messages call the field
//! what the user calls it.

use heck::ToUpperCamelCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::tokens::{doc, ident, type_tokens, word};
use crate::ir::{Api, Filter, Operation, TypeRef};
use crate::markdown::code;

/// The filter module of a paged list.
pub fn module(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let module = operation.filter_module.as_ref()?;
    let path = format!("{}::{module}", operation.module);
    let module = ident(module);
    let scope = operation.name();
    let module_doc = doc(&format!(
        "What [`{}`] can be filtered and ordered by.",
        operation.function.0
    ));
    let scope_doc = doc(&format!(
        "The fields of [`{}`](super::{}).",
        operation.function.0, operation.function.0
    ));
    let fields = (!operation.filters.is_empty()).then(|| fields(api, &path, &operation.filters));
    let uses = fields.is_some().then(|| {
        quote!(
            use connect_runtime::filter::Field;
        )
    });
    let stable_order = stable_order(operation);
    Some(quote! {
        #module_doc
        pub mod #module {
            #uses
            #scope_doc
            #[derive(Debug)]
            pub enum Scope {}
            impl connect_runtime::filter::Scope for Scope {
                const NAME: &'static str = #scope;
            }
            #stable_order
            #fields
        }
    })
}

/// The ordering by which no two rows are equal.
fn stable_order(operation: &Operation) -> Option<TokenStream> {
    let fields: Vec<_> = operation.stable_order.iter().map(ident).collect();
    (!fields.is_empty()).then(|| {
        quote! {
            impl connect_runtime::paging::StableOrder for Scope {
                fn stable_order() -> ::std::vec::Vec<connect_runtime::filter::Order<Self>> {
                    ::std::vec![#(#fields.asc()),*]
                }
            }
        }
    })
}

/// The constants, and the modules of the types and the traits behind them.
fn fields(api: &Api, path: &str, filters: &[Filter]) -> TokenStream {
    let constants = filters.iter().map(|filter| constant(api, filter));
    let types = filters.iter().map(|filter| field_type(api, filter));
    let offers = filters.iter().map(|filter| offer(path, filter));
    let types_doc = doc("The types of the fields, each with the name of its constant.");
    let offers_doc = doc(
        "What the fields offer: for each a trait with the name of its constant, which its lookups \
         implement. The compiler's messages come from here.",
    );
    quote! {
        #(#constants)*
        #types_doc
        #[allow(non_camel_case_types)]
        pub mod field {
            use connect_runtime::filter::{FilterField, Offers};
            #(#types)*
        }
        #offers_doc
        #[allow(non_camel_case_types)]
        pub mod offers {
            use connect_runtime::filter::lookup;
            #(#offers)*
        }
    }
}

fn constant(api: &Api, filter: &Filter) -> TokenStream {
    let name = ident(&filter.rust);
    let doc = doc(&docs::filter(api, filter));
    quote! {
        #doc
        pub const #name: Field<field::#name> = Field::new();
    }
}

fn field_type(api: &Api, filter: &Filter) -> TokenStream {
    let name = ident(&filter.rust);
    let wire = &filter.wire.0;
    let value = value(api, &filter.ty);
    let doc = doc(&format!("{} on the wire.", code(wire)));
    quote! {
        #doc
        pub enum #name {}
        impl FilterField for #name {
            type Scope = super::Scope;
            type Value = #value;
            const WIRE: &'static str = #wire;
        }
        impl<Lookup: super::offers::#name> Offers<Lookup> for #name {}
    }
}

fn offer(path: &str, filter: &Filter) -> TokenStream {
    let name = ident(&filter.rust);
    let doc = doc(&format!("What {} offers.", code(&filter.wire.0)));
    let message = format!("`{path}::{}` does not offer `{{Self}}`", filter.rust);
    let methods = docs::filter_methods(filter);
    let label = match methods.as_slice() {
        [] => "it offers nothing but the search".to_owned(),
        methods => format!("it offers {}", methods.join(", ")),
    };
    let ordering = filter.ordering.then_some("ordering");
    let offered = filter.lookups.iter().map(String::as_str).chain(ordering);
    let impls = offered.map(|lookup| {
        let lookup = word(&lookup.to_upper_camel_case());
        quote!(impl #name for lookup::#lookup {})
    });
    quote! {
        #doc
        #[diagnostic::on_unimplemented(message = #message, label = #label)]
        pub trait #name {}
        #(#impls)*
    }
}

fn value(api: &Api, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::DateTime => quote!(connect_runtime::OffsetDateTime),
        TypeRef::Date => quote!(connect_runtime::Date),
        TypeRef::Integer => quote!(i64),
        TypeRef::Boolean => quote!(bool),
        TypeRef::Decimal => quote!(connect_runtime::Decimal),
        // By its path: the module has names of its own.
        TypeRef::Named(_) => {
            let name = type_tokens(api, ty);
            quote!(crate::models::#name)
        }
        _ => quote!(str),
    }
}
