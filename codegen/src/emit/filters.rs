//! Filters: a module for each list, with a type and a constant for each field.

use heck::ToUpperCamelCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::tokens::{doc, ident, type_tokens, word};
use crate::ir::{Api, Filter, Operation, TypeRef};

/// The filter module of a paged list.
pub fn module(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let module = ident(operation.filter_module.as_ref()?);
    let scope = operation.name();
    let fields = operation.filters.iter().map(|filter| field(api, filter));
    let module_doc = doc(&format!(
        "What [`{}`] can be filtered and ordered by.",
        operation.function.0
    ));
    let scope_doc = doc(&format!(
        "The fields of [`{}`](super::{}).",
        operation.function.0, operation.function.0
    ));
    let uses = (!operation.filters.is_empty()).then(|| {
        let kinds = operation
            .filters
            .iter()
            .any(|filter| value(api, &filter.ty).to_string().starts_with("filter"));
        let kinds = kinds.then(|| quote!(self,));
        quote! {
            use connect_runtime::filter::{#kinds Field, FilterField, Offers, lookup};
        }
    });
    let uses_orders = operation
        .filters
        .iter()
        .any(|filter| filter.ordering)
        .then(|| {
            quote!(
                use connect_runtime::filter::Orders;
            )
        });
    Some(quote! {
        #module_doc
        pub mod #module {
            #uses
            #uses_orders
            #scope_doc
            #[derive(Debug)]
            pub enum Scope {}
            impl connect_runtime::filter::Scope for Scope {
                const NAME: &'static str = #scope;
            }
            #(#fields)*
        }
    })
}

fn field(api: &Api, filter: &Filter) -> TokenStream {
    let constant = ident(&filter.rust);
    let marker = marker(&filter.rust.0);
    let wire = &filter.wire.0;
    let value = value(api, &filter.ty);
    let constant_doc = doc(&docs::filter(api, filter));
    let marker_doc = doc(&format!(
        "The type of [`{}`], `{wire}` on the wire.\n\n{}",
        filter.rust,
        docs::filter_offer(api, filter)
    ));
    let offers = filter.lookups.iter().map(|lookup| {
        let name = word(&lookup.to_upper_camel_case());
        quote!(impl Offers<lookup::#name> for #marker {})
    });
    let orders = filter.ordering.then(|| quote!(impl Orders for #marker {}));
    quote! {
        #constant_doc
        pub const #constant: Field<#marker> = Field::new();
        #marker_doc
        #[derive(Debug)]
        pub enum #marker {}
        impl FilterField for #marker {
            type Scope = Scope;
            type Value = #value;
            const WIRE: &'static str = #wire;
        }
        #(#offers)*
        #orders
    }
}

/// `CREATED_AT` is of type `CreatedAtField`; doubled underscores stay a difference.
fn marker(constant: &str) -> proc_macro2::Ident {
    let spelt = constant.replace("___", "_WITHIN_").replace("__", "_OF_");
    format_ident!("{}Field", spelt.to_upper_camel_case())
}

fn value(api: &Api, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Instant => quote!(filter::Instant),
        TypeRef::Day => quote!(filter::Day),
        TypeRef::Integer => quote!(i64),
        TypeRef::Bool => quote!(bool),
        TypeRef::Decimal => quote!(connect_runtime::Decimal),
        // By its path: the module has names of its own.
        TypeRef::Named(_) => {
            let name = type_tokens(api, ty);
            quote!(crate::models::#name)
        }
        _ => quote!(filter::Text),
    }
}
