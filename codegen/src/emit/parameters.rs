//! Required parameters: the arguments of operation functions, and how each value gets into the request.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{ident, is_collected, word};
use super::types;
use crate::ir::{Api, Location, Operation, Parameter, Primitive, Style, Type};

/// A required parameter as an argument.
pub fn argument(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.rust);
    let ty = types::of(api, &parameter.ty);
    match &parameter.ty {
        Type::Primitive(Primitive::String) => quote!(#name: impl AsRef<str>),
        Type::Array(item) if is_collected(&parameter.ty) => {
            let item = types::of(api, item);
            quote!(#name: impl IntoIterator<Item = impl Into<#item>>)
        }
        _ => quote!(#name: #ty),
    }
}

/// Sets a required parameter.
pub fn set_required(api: &Api, parameter: &Parameter) -> TokenStream {
    let (wire, value) = (&parameter.wire.0, required_value(api, parameter));
    let style = style(parameter);
    match (parameter.location, parameter.style) {
        (Location::Path, Style::Plain) => quote!(.path(#wire, #value)),
        (Location::Query, Style::Plain) => quote!(.query(#wire, #value)),
        (Location::Header, Style::Plain) => quote!(.header(#wire, #value)),
        (Location::Path, _) => quote!(.path_styled(#wire, #style, #value)),
        (Location::Query, _) => quote!(.query_styled(#wire, #style, Some(#value))),
        (Location::Header, _) => quote!(.header_styled(#wire, #style, Some(#value))),
        (Location::Cookie, _) => quote!(.cookie(#wire, #style, Some(#value))),
    }
}

/// A reference to the value of a required parameter.
pub fn required_value(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.rust);
    match &parameter.ty {
        Type::Primitive(Primitive::String) => quote!(#name.as_ref()),
        Type::Array(item) if is_collected(&parameter.ty) => {
            let item = types::of(api, item);
            quote!(&#name.into_iter().map(Into::into).collect::<Vec<#item>>())
        }
        _ => quote!(&#name),
    }
}

/// The style of a parameter.
pub fn style(parameter: &Parameter) -> TokenStream {
    let style = match (parameter.location, parameter.style) {
        // A cookie always has a style.
        (Location::Cookie, Style::Plain) => Style::Form,
        (_, style) => style,
    };
    let style = word(style.as_str());
    quote!(codegen::Style::#style)
}

/// Members of the response that are filled in from path parameters where they are absent.
pub fn filled(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let filled = operation.filled.iter().filter_map(|filled| {
        let mut parameters = operation.required();
        let parameter = parameters.find(|it| it.wire == filled.parameter)?;
        let (member, value) = (&filled.member.0, required_value(api, parameter));
        Some(quote!(.fills(#member, #value)))
    });
    filled.collect()
}
