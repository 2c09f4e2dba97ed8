//! Security schemes: how a call shows who makes it, as data in the generated code.

/// A security scheme that a document declares: where a credential stands in a request.
///
/// Generated code holds one `static` for each scheme of its document. Operations point to those that they need; see
/// [`Operation::security`](crate::Operation::security). A client is given the credential for a scheme under the name of
/// the scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityScheme {
    /// The name of the scheme in the document.
    pub name: &'static str,
    /// How the credential is sent.
    pub kind: SchemeKind,
}

/// How the credential of a [`SecurityScheme`] is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// An API key in the header of this name.
    ApiKeyHeader(&'static str),
    /// An API key in the query parameter of this name.
    ApiKeyQuery(&'static str),
    /// An API key in the cookie of this name.
    ApiKeyCookie(&'static str),
    /// A bearer token in the header `Authorization`.
    Bearer,
    /// A user and a password in the header `Authorization`, by HTTP's `Basic` scheme.
    Basic,
    /// A token of OAuth 2.0. It is sent as a bearer token.
    OAuth2,
    /// A token of OpenID Connect. It is sent as a bearer token.
    OpenIdConnect,
    /// A certificate of the caller, by mutual TLS. It is no credential: the transport of a client presents it.
    MutualTls,
    /// Any other scheme, such as `http digest`, by its name. No credential serves it.
    Other(&'static str),
}

impl SecurityScheme {
    /// For generated code: a scheme of this name.
    #[doc(hidden)]
    pub const fn new(name: &'static str, kind: SchemeKind) -> Self {
        Self { name, kind }
    }
}
