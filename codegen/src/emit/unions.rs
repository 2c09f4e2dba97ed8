//! Unions: one of several types, distinguished by the content of the JSON.

use hashbrown::HashMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::nodes::generic;
use super::tokens::{doc, ident};
use super::types;
use crate::ir::{Api, Direction, JsonKind, Sign, TagForm, Type, TypeDef, TypeRef, UnionVariant};
use crate::markdown::code;

/// A union with its implementations.
pub fn emit(api: &Api, def: &TypeDef, members: &[UnionVariant]) -> TokenStream {
    let name = ident(&def.name);
    let type_doc = doc(&docs::type_def(def));
    let names: Vec<_> = members.iter().map(|member| ident(&member.rust)).collect();
    let types: Vec<syn::Type> = members.iter().map(|member| held(api, &member.ty)).collect();
    let docs = members.iter().map(|member| {
        doc(&format!(
            "{} in the specification.",
            code(&member.pointer.to_string())
        ))
    });
    let fallback_doc = doc("A value of none of the known types.");
    let reading = reading(def, members);
    let reading = match def.direction {
        Direction::Request => quote!(connect_runtime::codegen::request_reading! { #reading }),
        Direction::Response | Direction::Both => reading,
    };
    let conversions = conversions(api, def, members);
    let writing = members.iter().map(writing);
    quote! {
        #type_doc
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #names(#types),)*
            #fallback_doc
            Unrecognized(Json),
        }
        #conversions
        #reading
        impl codegen::Serialize for #name {
            fn serialize<S: codegen::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#writing,)*
                    Self::Unrecognized(value) => codegen::Encode::encode(value, serializer),
                }
            }
        }
        codegen::serde_model!(encode #name);
    }
}

/// Generated types are boxed, which keeps the union at the size of a pointer or two.
fn held(api: &Api, ty: &TypeRef) -> syn::Type {
    let plain = types::of(api, ty);
    match ty {
        Type::Named(_) => generic("Box", [plain]),
        _ => plain,
    }
}

/// `From` for each generated type that only one member holds.
fn conversions(api: &Api, def: &TypeDef, members: &[UnionVariant]) -> TokenStream {
    let name = ident(&def.name);
    let mut counts: HashMap<&TypeRef, usize> = HashMap::new();
    for member in members {
        *counts.entry(&member.ty).or_default() += 1;
    }
    let only = |ty: &TypeRef| counts.get(ty) == Some(&1);
    // A union may hold itself; `From<Self>` exists already.
    let is_other =
        |ty: &TypeRef| matches!(ty, Type::Named(id) if api.type_def(*id).name != def.name);
    members
        .iter()
        .filter(|member| is_other(&member.ty) && only(&member.ty))
        .map(|member| {
            let (variant, ty) = (ident(&member.rust), types::of(api, &member.ty));
            quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#variant(Box::new(value))
                    }
                }
            }
        })
        .collect()
}

/// Writes a member. One with a discriminator is written with its tag.
fn writing(member: &UnionVariant) -> TokenStream {
    let variant = ident(&member.rust);
    let tag = member.signs.first().and_then(|it| it.tag.as_ref());
    let tag = tag.zip(member.writes_tag);
    match tag {
        Some(((key, values), form)) => {
            let encode = match form {
                TagForm::String => quote!(codegen::encode_tagged),
                TagForm::Literal => quote!(codegen::encode_tagged_literal),
            };
            quote!(Self::#variant(value) => #encode(value, #key, &[#(#values),*], serializer))
        }
        None => quote!(Self::#variant(value) => codegen::Encode::encode(value, serializer)),
    }
}

fn reading(def: &TypeDef, members: &[UnionVariant]) -> TokenStream {
    let name = ident(&def.name);
    let signs = members.iter().flat_map(|member| &member.signs).map(sign);
    let mut next = 0_usize..;
    let arms = members.iter().map(|member| {
        let variant = ident(&member.rust);
        let own = next.by_ref().take(member.signs.len());
        quote!(#(#own)|* => json.read().map(Self::#variant).ok())
    });
    let arms: Vec<TokenStream> = arms.collect();
    quote! {
        impl<'de> codegen::Decode<'de> for #name {
            fn decode<D: codegen::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                const SIGNS: &[codegen::Sign] = &[#(#signs),*];
                let json = Json::decode(deserializer)?;
                let known = codegen::read_union(&json, SIGNS, |index| match index {
                    #(#arms,)*
                    _ => None,
                });
                Ok(known.unwrap_or_else(|| Self::Unrecognized(codegen::unrecognized(json))))
            }
        }
        codegen::serde_model!(decode #name);
    }
}

fn sign(sign: &Sign) -> TokenStream {
    let Sign {
        json,
        keys,
        required,
        tag,
    } = sign;
    let json = json.map(JsonKind::as_str).unwrap_or_default();
    let tag = match tag {
        Some((key, values)) => quote!(Some((#key, &[#(#values),*]))),
        None => quote!(None),
    };
    quote!(codegen::Sign { json: #json, keys: &[#(#keys),*], required: &[#(#required),*], tag: #tag })
}
