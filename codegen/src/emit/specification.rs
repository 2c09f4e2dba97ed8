//! The module with what the specification says of itself: its version, its servers, its security schemes.

use proc_macro2::TokenStream;
use quote::quote;

use super::mark::Program;
use super::tokens::{doc, ident};
use crate::ir::{Api, Scheme, SchemeKind};
use crate::markdown::code;

/// The origin of the generated crate, as recorded in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The version that the specification gives itself.
    pub api_version: String,
    /// The fingerprint of the specification and its overlays.
    pub fingerprint: String,
    /// The program that generates it.
    pub program: Program,
}

/// The file of the module.
pub fn module(api: &Api, stamp: &Stamp) -> TokenStream {
    let Stamp {
        api_version,
        fingerprint,
        ..
    } = stamp;
    let version_doc = doc("The version that the specification gives itself.");
    let print_doc = doc(
        "A fingerprint of the specification and its overlays. The generator compares it to tell whether this crate is up to date.",
    );
    let product_doc = doc("The product token of this crate in the `User-Agent` header.");
    let product = match &api.product {
        Some(name) => {
            let name = format!("{name}/");
            quote!(concat!(#name, env!("CARGO_PKG_VERSION")))
        }
        None => quote!(concat!(
            env!("CARGO_PKG_NAME"),
            "/",
            env!("CARGO_PKG_VERSION")
        )),
    };
    let schemes = schemes(api);
    let servers = servers(api);
    quote! {
        #schemes
        #version_doc
        pub const API_VERSION: &str = #api_version;
        #print_doc
        pub const FINGERPRINT: &str = #fingerprint;
        #product_doc
        pub const PRODUCT: &str = #product;
        #servers
    }
}

/// The base URLs that the specification declares, if it declares any.
fn servers(api: &Api) -> Option<TokenStream> {
    let servers = &api.servers;
    let doc =
        doc("The base URLs that the specification declares, with the defaults of their variables.");
    (!servers.is_empty()).then(|| {
        quote! {
            #doc
            pub const SERVERS: &[&str] = &[#(#servers),*];
        }
    })
}

/// The security schemes that operations need.
fn schemes(api: &Api) -> TokenStream {
    if api.schemes.is_empty() {
        return TokenStream::new();
    }
    let schemes = api.schemes.iter().map(|scheme| {
        let Scheme { pointer, name, rust, kind } = scheme;
        let text = format!(
            "The security scheme {}, defined by {} in the specification. A client is given a credential for it by this name.",
            code(name),
            code(&pointer.to_string())
        );
        let (text, rust, kind) = (doc(&text), ident(rust), scheme_kind(kind));
        quote! {
            #text
            pub static #rust: SecurityScheme = SecurityScheme::new(#name, SchemeKind::#kind);
        }
    });
    quote! {
        #(#schemes)*
    }
}

fn scheme_kind(kind: &SchemeKind) -> TokenStream {
    match kind {
        SchemeKind::ApiKeyHeader(name) => quote!(ApiKeyHeader(#name)),
        SchemeKind::ApiKeyQuery(name) => quote!(ApiKeyQuery(#name)),
        SchemeKind::ApiKeyCookie(name) => quote!(ApiKeyCookie(#name)),
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::OAuth2 => quote!(OAuth2),
        SchemeKind::OpenIdConnect => quote!(OpenIdConnect),
        SchemeKind::MutualTls => quote!(MutualTls),
        SchemeKind::Other(scheme) => quote!(Other(#scheme)),
    }
}
