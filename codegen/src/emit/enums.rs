//! Open enums: known values, and whatever else may come.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::tokens::{doc, ident, word};
use super::{docs, states};
use crate::ir::{Api, IntegerVariant, TypeDef, Variant};
use crate::markdown::code;

/// The variant for other values; a known value of that name steps aside.
const FALLBACK: &str = "Unrecognized";

fn variant(name: &crate::ir::Ident) -> proc_macro2::Ident {
    if name.0 == FALLBACK {
        word("UnrecognizedValue")
    } else {
        ident(name)
    }
}

fn type_doc(def: &TypeDef, more: Option<String>) -> TokenStream {
    let more = more.map(|it| format!("\n\n{it}")).unwrap_or_default();
    doc(&format!(
        "{}\n\nA value that is not known yet is kept in `{FALLBACK}`: it compares, prints and is sent as it came.{more}",
        docs::type_def(def)
    ))
}

/// An enum of texts.
pub fn texts(api: &Api, def: &TypeDef, variants: &[Variant]) -> TokenStream {
    let (name, fallback) = (ident(&def.name), word(FALLBACK));
    let type_doc = type_doc(def, states::moves(api, def));
    let names: Vec<_> = variants.iter().map(|known| variant(&known.rust)).collect();
    let values: Vec<&str> = variants.iter().map(|known| known.wire.0.as_str()).collect();
    let docs = variants.iter().map(|known| {
        doc(known
            .doc
            .as_deref()
            .unwrap_or(&format!("The value {}.", code(&known.wire.0))))
    });
    let fallback_doc = doc("A value that this version of the crate does not know.");
    quote! {
        #type_doc
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #names,)*
            #fallback_doc
            #fallback(UnrecognizedText),
        }
        impl OpenEnum for #name {
            type Raw = str;

            const KNOWN: &'static [Self] = &[#(Self::#names),*];

            fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #values,)*
                    Self::#fallback(value) => value.as_str(),
                }
            }

            fn known(text: &str) -> Option<Self> {
                match text {
                    #(#values => Some(Self::#names),)*
                    _ => None,
                }
            }

            fn unrecognized(value: UnrecognizedText) -> Self {
                Self::#fallback(value)
            }
        }
        connect_runtime::open_enum!(#name);
    }
}

/// An enum of whole numbers.
pub fn integers(def: &TypeDef, variants: &[IntegerVariant]) -> TokenStream {
    let (name, type_doc, fallback) = (ident(&def.name), type_doc(def, None), word(FALLBACK));
    let names: Vec<_> = variants.iter().map(|known| variant(&known.rust)).collect();
    let values: Vec<Literal> = variants
        .iter()
        .map(|known| Literal::i64_unsuffixed(known.wire))
        .collect();
    let docs = variants.iter().map(|known| {
        doc(known
            .doc
            .as_deref()
            .unwrap_or(&format!("The value `{}`.", known.wire)))
    });
    let fallback_doc = doc("A value that this version of the crate does not know.");
    quote! {
        #type_doc
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #names,)*
            #fallback_doc
            #fallback(UnrecognizedInteger),
        }
        impl OpenIntegerEnum for #name {
            type Raw = i64;

            const KNOWN: &'static [Self] = &[#(Self::#names),*];

            fn as_i64(&self) -> i64 {
                match self {
                    #(Self::#names => #values,)*
                    Self::#fallback(value) => value.get(),
                }
            }

            fn known(number: i64) -> Option<Self> {
                match number {
                    #(#values => Some(Self::#names),)*
                    _ => None,
                }
            }

            fn unrecognized(value: UnrecognizedInteger) -> Self {
                Self::#fallback(value)
            }
        }
        connect_runtime::open_integer_enum!(#name);
    }
}
