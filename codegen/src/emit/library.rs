//! The root of a crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{doc, file_path, ident, inner_doc};
use super::{docs, nesting};
use crate::ir::{Api, Ident, TypeKind};
use crate::markdown;

/// What is said of the module `models`.
const MODELS: &str = "The types of requests and responses.";

/// The file that declares the modules.
pub fn file(api: &Api) -> TokenStream {
    let limit = nesting::limit(api);
    let intro = inner_doc(&intro(api, limit));
    let modules = api.modules.iter().map(|(module, text)| {
        let (doc, path, name) = (doc(text), file_path("", module), ident(module));
        quote!(#doc #path pub mod #name;)
    });
    let models = doc(MODELS);
    let specification = doc("The specification that this crate was generated from.");
    let lints = allowed(api);
    let limit = limit.map(|it| it.to_string());
    let limit = limit.map(|it| quote!(#![recursion_limit = #it]));
    quote! {
        #intro
        #![deny(missing_docs)]
        #![forbid(unsafe_code)]
        #lints
        #limit
        #(#modules)*
        #models
        pub mod models;
        #specification
        pub mod specification;
    }
}

/// The lints about names of several scripts, which only the root of a crate can allow, and those about letter case, which
/// not every letter has, if there are such names.
fn allowed(api: &Api) -> Option<TokenStream> {
    let lints = quote! {
        #![allow(
            confusable_idents,
            mixed_script_confusables,
            nonstandard_style,
            uncommon_codepoints,
            reason = "names are those of the contract"
        )]
    };
    names(api).any(|it| !it.0.is_ascii()).then_some(lints)
}

/// All names that follow from the contract.
fn names(api: &Api) -> impl Iterator<Item = &Ident> {
    let operations = api.operations.iter().flat_map(|it| {
        let parameters = it.parameters.iter().map(|it| &it.rust);
        let filters = it.filters.iter().map(|it| &it.rust);
        [&it.module, &it.function]
            .into_iter()
            .chain(parameters)
            .chain(filters)
    });
    let schemes = api.schemes.iter().map(|it| &it.rust);
    let types = api.types.iter().flat_map(|it| {
        let inner: Vec<&Ident> = match &it.kind {
            TypeKind::Struct(fields) | TypeKind::Form(fields) => {
                fields.iter().map(|it| &it.rust).collect()
            }
            TypeKind::OpenEnum(variants) => variants.iter().map(|it| &it.rust).collect(),
            TypeKind::OpenIntegerEnum(variants) => variants.iter().map(|it| &it.rust).collect(),
            TypeKind::Union(variants) => variants.iter().map(|it| &it.rust).collect(),
            TypeKind::Newtype(_) => Vec::new(),
        };
        [&it.name].into_iter().chain(inner)
    });
    operations.chain(types).chain(schemes)
}

/// What all of the code is, how its calls are authorized, the recursion limit that it needs, if any, and what the
/// document says of it.
pub fn intro(api: &Api, limit: Option<usize>) -> String {
    let version = version(&api.version);
    let title = api.title.as_deref().map(markdown::carried);
    let title = title.filter(|it| !it.is_empty() && !it.contains('\n'));
    let title = title.unwrap_or_else(|| "An API".to_owned());
    let mut intro = format!(
        "{title}, version {version}: typed models and operation functions.\n\n\
         Each operation is a function that builds a [`Call`](connect_runtime::Call) or a \
         [`List`](connect_runtime::List) and does no I/O: a client sends it. The types of requests and responses are in [`models`]."
    );
    if let Some(authorized) = docs::authorized_by_default(api) {
        intro.push_str(&format!("\n\n{authorized}"));
    }
    if let Some(limit) = limit {
        intro.push_str(&format!(
            "\n\nThe types contain each other in many levels. A crate that sends values of them between threads, or \
             includes this code, may need `#![recursion_limit = \"{limit}\"]`."
        ));
    }
    // Last, since it can have headings.
    if let Some(doc) = &api.doc {
        intro.push_str(&format!("\n\n{doc}"));
    }
    intro
}

/// The version as it is written in prose: in backquotes unless it consists of plain characters.
fn version(version: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
    if version.chars().all(is_plain) {
        version.to_owned()
    } else {
        markdown::code(version)
    }
}
