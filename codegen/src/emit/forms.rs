//! Forms: types that are sent as parts of `multipart/form-data`.

use proc_macro2::TokenStream;
use quote::quote;

use super::structs;
use super::tokens::{doc, ident, is_enum};
use crate::ir::{Api, Field, Holds, TypeDef, TypeRef};

/// A form with all that belongs to it.
pub fn emit(api: &Api, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let definition = structs::definition(api, def, fields, true);
    let constructor = structs::constructor(api, def, fields);
    let name = ident(&def.name);
    let parts = fields.iter().map(|field| part(api, field));
    let form_doc = doc("The parts, in the order of the specification.");
    let conversion = conversion(def, fields);
    quote! {
        #definition
        #constructor
        impl #name {
            #form_doc
            #[must_use]
            pub fn into_multipart(self) -> Multipart {
                Multipart::new() #(#parts)*
            }
        }
        #conversion
    }
}

/// A form that needs nothing but a file can be made from the file alone.
fn conversion(def: &TypeDef, fields: &[Field]) -> Option<TokenStream> {
    let mut required = fields.iter().filter(|field| field.holds == Holds::Value);
    let (Some(only), None) = (required.next(), required.next()) else {
        return None;
    };
    if only.ty != TypeRef::Upload || fields.iter().any(|field| field.holds == Holds::NullOption) {
        return None;
    }
    let name = ident(&def.name);
    Some(quote! {
        impl From<Upload> for #name {
            fn from(file: Upload) -> Self {
                Self::new(file)
            }
        }
    })
}

/// The call that adds a part.
fn part(api: &Api, field: &Field) -> TokenStream {
    let (wire, rust) = (&field.wire.0, ident(&field.rust));
    let is_optional = field.holds == Holds::Option;
    let is_text = |ty: &TypeRef| {
        let plain = matches!(
            ty,
            TypeRef::Boolean
                | TypeRef::Integer
                | TypeRef::Decimal
                | TypeRef::DateTime
                | TypeRef::Date
        );
        plain || is_enum(api, ty)
    };
    match &field.ty {
        TypeRef::Upload if is_optional => quote!(.file_optional(#wire, self.#rust)),
        TypeRef::Upload => quote!(.file(#wire, self.#rust)),
        TypeRef::Array(inner) if **inner == TypeRef::Upload && is_optional => {
            quote!(.files(#wire, self.#rust.unwrap_or_default()))
        }
        TypeRef::Array(inner) if **inner == TypeRef::Upload => quote!(.files(#wire, self.#rust)),
        TypeRef::String if is_optional => quote!(.text_optional(#wire, self.#rust)),
        TypeRef::String => quote!(.text(#wire, self.#rust)),
        ty if is_text(ty) && is_optional => {
            quote!(.text_optional(#wire, self.#rust.as_ref().map(ParameterValue::write)))
        }
        ty if is_text(ty) => quote!(.text(#wire, ParameterValue::write(&self.#rust))),
        _ if is_optional => quote!(.json_optional(#wire, self.#rust.as_ref())),
        _ => quote!(.json(#wire, &self.#rust)),
    }
}
