//! Files of models.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{ident, inner_doc};
use super::{enums, states, structs, unions};
use crate::ir::{Api, Ident, TypeKind};

/// The file that gathers all groups.
pub fn index(groups: &BTreeSet<&Ident>) -> TokenStream {
    let doc = inner_doc(
        "The types of what is sent and answered.\n\n\
         What is **answered** may lack or add anything: a field is an `Option` unless every real \
         answer has it, null and absent are both `None`, and unknown members are passed over. To see \
         what was passed over, or the raw JSON, send the call \
         [observed](connect_runtime::Call::observed). An identifier that comes as a number is read as \
         its digits.\n\n\
         What is **sent** is what the contract asks for: required fields are arguments of `new`, a \
         read-only field is not there, and where null means something, \
         [`Nullable`](connect_runtime::Nullable) tells *leave* from *clear*.\n\n\
         **Enums** are open: a value that is not known yet is kept as it came, and compares, prints \
         and is sent so. **Numbers** that are no counts are exact decimals, read from the digits of \
         the JSON: what a [`Decimal`](connect_runtime::Decimal) cannot hold exactly is an error, not \
         a rounded number (read them from text or bytes: a `serde_json::Value` has rounded already). \
         **Times** keep their offset and their fraction of a second; a time without \
         an offset is UTC.",
    );
    let names: Vec<_> = groups.iter().map(|group| ident(group)).collect();
    quote! {
        #doc
        #(mod #names;)*
        #(pub use #names::*;)*
    }
}

/// The types of one group.
pub fn group(api: &Api, group: &Ident) -> TokenStream {
    api.types
        .iter()
        .filter(|def| def.group == *group)
        .map(|def| {
            let definition = match &def.kind {
                TypeKind::Struct(fields) => structs::emit(api, def, fields),
                TypeKind::Form(fields) => structs::form(api, def, fields),
                TypeKind::OpenEnum(variants) => enums::texts(api, def, variants),
                TypeKind::OpenIntegerEnum(variants) => enums::integers(def, variants),
                TypeKind::Union(members) => unions::emit(api, def, members),
            };
            let states = states::emit(api, def);
            quote!(#definition #states)
        })
        .collect()
}
