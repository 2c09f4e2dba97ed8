//! Settings of a builder for operations that declare security schemes and servers.

use super::builder::Builder;
use super::credential::Credential;
use super::servers::Replacement;

impl<T: ?Sized> Builder<T> {
    /// Sets the credential for a security scheme, by the name that the scheme has in the API's document. It replaces
    /// an earlier one for the same scheme.
    ///
    /// A call of an operation that [declares security](crate::runtime::Operation::security) is sent with the credentials
    /// of the first alternative for which the client has all. They take the place of the [API key](Self::api_key), which
    /// is not sent with such a call. An alternative may also need no credential, but one for which the client has
    /// credentials is preferred. If there is none, and for an operation that declares nothing, the API key is sent as
    /// always. A client that has credentials need not have an API key.
    ///
    /// - An [API key](Credential::api_key) stands in the header, the query parameter or the cookie that the scheme names.
    /// - A [bearer token](Credential::bearer) serves the schemes of HTTP's `Bearer`, OAuth 2.0 and OpenID Connect. It
    ///   stands in `Authorization`, as [a user and a password](Credential::basic) do.
    /// - A header, query parameter or cookie of the same name that the call or a hook sets itself takes precedence.
    ///
    /// Credentials are sent to the server of the operation only: not to presigned URLs, and not with a redirect to
    /// another scheme, host or port. Nothing that prints shows them, and hooks do not see them. A server sees the URL
    /// with an API key in its query, and may write it to a log of its own.
    ///
    /// The call fails before it is sent, with an error of the kind
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) that names the scheme, if the credential does not fit to
    /// the scheme (such as a password for a scheme that takes an API key), or cannot be sent in its place.
    ///
    /// ```
    /// # #[cfg(feature = "transport")] {
    /// use connect_usage::{Client, Credential};
    ///
    /// let client = Client::builder()
    ///     .credential("lantern", Credential::api_key("5f3a9c"))
    ///     .credential("harbor", Credential::bearer("eyJhbGciOiJub25lIn0.e30."))
    ///     .credential("staff", Credential::basic("ada", "analytical engine"))
    ///     .build()?;
    /// # }
    /// # Ok::<(), connect_usage::Error>(())
    /// ```
    #[must_use]
    pub fn credential(mut self, scheme_name: impl Into<String>, credential: Credential) -> Self {
        self.credentials.add(scheme_name.into(), credential);
        self
    }

    /// Sets the base URL for operations whose document [declares another server](crate::runtime::Operation::server) than
    /// for the rest, in place of that server: such as for a proxy, or the server of a test. The URLs are compared as
    /// URLs, so that a slash at the end or the default port makes no difference.
    ///
    /// Without this, calls of such an operation go to the server that is declared. Like the [base URL](Self::base_url), it
    /// must be HTTPS, or HTTP to this machine; otherwise the call fails with an error of the kind
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
    ///
    /// The [API key](Self::api_key) is sent to the scheme, host and port of the base URL only. On another one, the
    /// operation gets the [credentials](Self::credential) for the schemes that it declares, and the headers that the call
    /// sets. Headers that [hooks](Self::on_request) add are not sent there.
    ///
    /// ```
    /// # #[cfg(feature = "transport")] {
    /// use connect_usage::{Client, Credential};
    ///
    /// let client = Client::builder()
    ///     .credential("harbor", Credential::bearer("eyJhbGciOiJub25lIn0.e30."))
    ///     .base_url("http://127.0.0.1:8080/public/v1")
    ///     .server("https://uploads.example/v2", "http://127.0.0.1:8081/v2")
    ///     .build()?;
    /// # }
    /// # Ok::<(), connect_usage::Error>(())
    /// ```
    #[must_use]
    pub fn server(
        mut self,
        declared_url: impl Into<String>,
        replacement_url: impl Into<String>,
    ) -> Self {
        self.servers.push(Replacement {
            declared: declared_url.into(),
            url: replacement_url.into(),
        });
        self
    }
}
