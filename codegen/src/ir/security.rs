//! Security schemes: how calls are authorized.

use super::Ident;
use crate::markdown::code;
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

impl SchemeKind {
    /// Returns what a client sends, in words.
    #[must_use]
    pub fn described(&self) -> String {
        match self {
            Self::ApiKeyHeader(name) => format!("an API key in the header {}", code(name)),
            Self::ApiKeyQuery(name) => format!("an API key in the query parameter {}", code(name)),
            Self::ApiKeyCookie(name) => format!("an API key in the cookie {}", code(name)),
            Self::Bearer => "a bearer token".to_owned(),
            Self::Basic => "a user and a password".to_owned(),
            Self::OAuth2 => "a token of OAuth 2".to_owned(),
            Self::OpenIdConnect => "a token of OpenID Connect".to_owned(),
            Self::MutualTls => "a certificate, which the client's transport presents".to_owned(),
            Self::Other(scheme) => format!("what {} says", code(scheme)),
        }
    }
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
    /// A certificate that the client's transport presents.
    MutualTls,
    /// Another HTTP authentication scheme.
    Other(String),
}
