//! Model files.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;

use super::tokens::{file_path, ident, inner_doc};
use super::{enums, newtypes, nodes, states, structs, unions};
use crate::ir::{Api, Ident, TypeDef, TypeKind};

/// The documentation of the module.
pub const ABOUT: &str = "The types of requests and responses.\n\n\
     In **responses**, a field is an `Option` unless every observed response has it, \
     null and absent are both `None`, and unknown members are ignored. Send the call \
     [observed](connect_runtime::Call::observed) to see the ignored members and the raw JSON. An \
     identifier that is sent as a number is read as a string of its digits.\n\n\
     In **requests**, required fields are arguments of `new`, read-only fields are \
     left out, and where null has a meaning, [`Nullable`](connect_runtime::Nullable) distinguishes \
     an unchanged field from a cleared one.\n\n\
     All **enums** are open: an unknown value is kept as it was received, and is compared, printed and \
     sent unchanged. **Numbers** other than integers are exact decimals, read from the digits of the \
     JSON and never rounded: a [`Decimal`](connect_runtime::Decimal) keeps the text of a number that is \
     too long to calculate with. An integer beyond 64 bits is an error that names its path. \
     **Date-times** keep their offset and their fraction of a second; one without an offset is UTC.\n\n\
     All models implement serde's `Serialize` and `Deserialize`, for JSON and other formats that describe \
     themselves, such as YAML, CBOR and MessagePack. There, a number of more digits than a float \
     keeps is written as a string of its digits. Behind `#[serde(flatten)]` and in untagged enums serde reads numbers of JSON as \
     floats before a model sees them.";

/// The file that re-exports all groups.
pub fn index(groups: &[&Ident]) -> TokenStream {
    let doc = inner_doc(ABOUT);
    let exports = exports(groups);
    let modules = groups.iter().map(|group| {
        let (path, name) = (file_path("models/", group), ident(group));
        quote!(#path mod #name;)
    });
    quote! {
        #doc
        #(#modules)*
        #exports
    }
}

/// The re-exports of all groups.
pub fn exports(groups: &[&Ident]) -> TokenStream {
    let names = groups.iter().map(|group| ident(group));
    quote!(#(pub use #names::*;)*)
}

/// The types of one group.
///
/// # Errors
/// If they do not parse, which would be a bug in the generator.
pub fn group(api: &Api, types: &[&TypeDef]) -> syn::Result<Vec<Item>> {
    let mut items = Vec::new();
    for def in types {
        match &def.kind {
            TypeKind::Struct(fields) => structs::emit(api, def, fields, &mut items)?,
            TypeKind::Form(fields) => structs::form(api, def, fields, &mut items)?,
            TypeKind::Newtype(inner) => items.push(newtypes::emit(api, def, inner)),
            TypeKind::OpenEnum(variants) => items.push(enums::strings(api, def, variants)),
            TypeKind::OpenIntegerEnum(variants) => items.push(enums::integers(def, variants)),
            TypeKind::Union(members) => {
                nodes::parse_into(&mut items, unions::emit(api, def, members))?;
            }
        }
        nodes::parse_into(&mut items, states::emit(api, def))?;
    }
    Ok(items)
}
