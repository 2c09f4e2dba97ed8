//! Responses: the enums of several successes, and the structs of headers.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;

use super::tokens::{doc, ident, word};
use super::{nodes, text, types};
use crate::ir::{Api, Operation, Payload, StatusSelector, Success, SuccessCase, Type};
use crate::markdown::code;

/// The enum of the bodies of several successes, told apart by the status.
pub fn several(api: &Api, operation: &Operation) -> TokenStream {
    let Success::Several(cases) = &operation.success else {
        return TokenStream::new();
    };
    let name = ident(&operation.local.response);
    let function = operation.function.plain();
    let type_doc = doc(&format!(
        "What [`{function}`] returns, told apart by the status."
    ));
    let variants = cases.iter().map(|case| {
        let (variant, text) = (ident(&case.rust), doc(&case_doc(case)));
        match held(api, &case.payload) {
            Some(ty) => quote!(#text #variant(#ty)),
            None => quote!(#text #variant),
        }
    });
    let arms = cases.iter().map(arm);
    let declared = cases.iter().flat_map(|it| &it.statuses);
    let declared = declared.filter_map(|status| match status {
        StatusSelector::Code(code) => Some(*code),
        StatusSelector::Range(_) | StatusSelector::Default => None,
    });
    let is_complete = cases
        .iter()
        .flat_map(|it| &it.statuses)
        .any(|it| !matches!(it, StatusSelector::Code(_)));
    let other = (!is_complete).then(|| quote!(_ => answer.unexpected(),));
    quote! {
        #type_doc
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }
        impl codegen::ByStatus for #name {
            const DECLARED: &'static [u16] = &[#(#declared),*];
            fn read(answer: codegen::Answer) -> connect_runtime::Result<Self> {
                match answer.status() {
                    #(#arms,)*
                    #other
                }
            }
        }
    }
}

/// Reads the body of a case.
fn arm(case: &SuccessCase) -> TokenStream {
    let variant = ident(&case.rust);
    let read = match &case.payload {
        Payload::Json(Type::Named(_)) => {
            quote!(answer.json().map(Box::new).map(Self::#variant))
        }
        Payload::Json(_) => quote!(answer.json().map(Self::#variant)),
        Payload::Text => quote!(answer.text().map(Self::#variant)),
        Payload::Binary | Payload::Stream => quote!(answer.binary().map(Self::#variant)),
        Payload::Empty => quote!(Ok(Self::#variant)),
    };
    let pattern = case.statuses.iter().map(|status| match status {
        StatusSelector::Code(code) => quote!(#code),
        StatusSelector::Range(_) | StatusSelector::Default => quote!(_),
    });
    quote!(#(#pattern)|* => #read)
}

fn case_doc(case: &SuccessCase) -> String {
    let statuses: Vec<String> = case
        .statuses
        .iter()
        .map(|it| code(&it.to_string()))
        .collect();
    format!("The response of status {}.", statuses.join(", "))
}

/// What a variant holds. Generated types are boxed, which keeps the enum small.
fn held(api: &Api, payload: &Payload) -> Option<syn::Type> {
    match payload {
        Payload::Empty => None,
        Payload::Text => Some(nodes::named(word("String"))),
        Payload::Binary | Payload::Stream => Some(nodes::named(word("Binary"))),
        Payload::Json(ty @ Type::Named(_)) => Some(nodes::generic("Box", [types::of(api, ty)])),
        Payload::Json(ty) => Some(types::of(api, ty)),
    }
}

/// The struct of the headers that a success response declares.
pub fn headers(api: &Api, operation: &Operation) -> Option<Item> {
    if operation.headers.is_empty() {
        return None;
    }
    let function = operation.function.plain();
    let name = ident(&operation.local.headers);
    let summary = match operation.success {
        Success::Stream => format!(
            "Headers of the response of [`{function}`].\n\nOnce a client has opened the stream, \
             `read_headers::<{module}::{name}>()` reads them.",
            module = operation.module,
        ),
        _ => format!(
            "Headers of the response of [`{function}`], read by [`with_headers`](connect_runtime::Call::with_headers)."
        ),
    };
    let fields = operation.headers.iter().map(|header| {
        let ruled = || format!("The header {}.", code(&header.wire.0));
        let doc = nodes::doc(&header.doc.clone().unwrap_or_else(ruled));
        let wire = &header.wire.0;
        let attributes = vec![doc, nodes::list(word("wire"), quote!(#wire))];
        let ty = nodes::generic("Option", [types::of(api, &header.ty)]);
        nodes::field(attributes, ident(&header.rust), ty)
    });
    let item = nodes::structure(vec![nodes::doc(&summary)], name, fields.collect());
    Some(nodes::declaration("headers", vec![item]))
}

/// What a function returns, in words.
pub fn described(api: &Api, operation: &Operation) -> String {
    let linked = |ty| text::linked(api, ty);
    match &operation.success {
        Success::Empty => "The response is empty.".to_owned(),
        Success::Json(ty) => format!("Returns {}.", linked(ty)),
        Success::OptionalJson(ty) => format!("Returns {}, or nothing.", linked(ty)),
        Success::Page(row) => format!("Returns pages of {}.", linked(row)),
        Success::Text => "Returns a string.".to_owned(),
        Success::Binary => "Returns a file.".to_owned(),
        Success::Stream => "Returns a stream that is read while it comes.".to_owned(),
        Success::Several(_) => {
            format!("Returns [`{}`], by the status.", operation.local.response)
        }
        Success::Redirect => "Returns the URL of the result.".to_owned(),
    }
}
