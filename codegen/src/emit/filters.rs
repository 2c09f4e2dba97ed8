//! Filters: a module for each list, with one declaration of all its fields. A macro of the runtime expands
//! each field to a constant, a type and a trait.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::tokens::{declaration, doc, ident, path, type_tokens, word};
use crate::ir::{Api, Filter, Operation, Type, TypeRef};

/// The filter module of a paged list.
pub fn module(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let module = operation.filter_module.as_ref()?;
    let path = format!("{}::{module}", operation.module);
    let module = ident(module);
    let list = operation.name();
    let module_doc = doc(&format!(
        "Fields by which [`{}`] can be filtered and ordered.",
        operation.function.0
    ));
    let scope_doc = doc(&format!(
        "The fields of [`{}`](super::{}).",
        operation.function.0, operation.function.0
    ));
    let stable: Vec<_> = operation.stable_order.iter().map(ident).collect();
    let stable_order = (!stable.is_empty()).then(|| quote!(, stable_order = [#(#stable),*]));
    let fields = operation
        .filters
        .iter()
        .map(|filter| field(api, &path, filter));
    let fields = declaration(
        "filters",
        &quote! {
            #scope_doc
            #[list(#list #stable_order)]
            pub enum Scope {}
            #(#fields)*
        },
    );
    Some(quote! {
        #module_doc
        pub mod #module { #fields }
    })
}

/// A field with its lookups, and with the compiler's message for any other lookup.
fn field(api: &Api, path: &str, filter: &Filter) -> TokenStream {
    let (name, wire) = (ident(&filter.rust), &filter.wire.0);
    let (doc, value) = (doc(&docs::filter(api, filter)), value(api, &filter.ty));
    let message = format!("`{path}::{}` does not offer `{{Self}}`", filter.rust);
    let methods = docs::filter_methods(filter);
    let label = match methods.as_slice() {
        [] => "it offers only `search`".to_owned(),
        methods => format!("it offers {}", methods.join(", ")),
    };
    let ordering = filter.ordering.then_some("Ordering");
    let offered = filter.lookups.iter().map(|it| it.marker());
    let offered = offered.chain(ordering).map(word);
    quote! {
        #doc
        #[diagnostic::on_unimplemented(message = #message, label = #label)]
        #[offers(#(#offered),*)]
        pub const #name: #value = #wire;
    }
}

/// The type that a filter compares with, by its full path, since the module defines names of its own.
fn value(api: &Api, ty: &TypeRef) -> TokenStream {
    match ty {
        Type::Primitive(primitive) => path(primitive.row().scalar.unwrap_or("str")),
        Type::Array(_) | Type::Map(_) => quote!(str),
        Type::Named(_) => {
            let name = type_tokens(api, ty);
            quote!(crate::models::#name)
        }
    }
}
