//! Security schemes: how calls are authorized.

use super::Ident;
use crate::pointer::Pointer;

/// A security scheme of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its component.
    pub pointer: Pointer,
    /// Its name in the document.
    pub name: String,
    /// The name of its constant.
    pub rust: Ident,
    /// What a client sends for it.
    pub kind: SchemeKind,
}

/// What a client sends for a security scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in this header.
    ApiKeyHeader(String),
    /// A key in this query parameter.
    ApiKeyQuery(String),
    /// A key in this cookie.
    ApiKeyCookie(String),
    /// A bearer token.
    Bearer,
    /// A user and a password.
    Basic,
    /// A bearer token of OAuth 2.
    OAuth2,
    /// A bearer token of OpenID Connect.
    OpenIdConnect,
    /// Another HTTP authentication scheme.
    Other(String),
}
