//! The builder's settings of the default transport.

use std::path::Path;
use std::time::Duration;

use rustls::ClientConfig;

use super::builder::Builder;
use crate::network::{Pem, Proxy};

/// Settings of the default transport, the same for both clients. With a transport of the caller's, [`build`] fails if one
/// of them is set.
///
/// [`build`]: crate::ClientBuilder::build
impl<T: ?Sized> Builder<T> {
    /// Trusts these root certificates in addition to those of the system, for example that of a company's proxy. `pem` is
    /// the content of a PEM file with one or more certificates. Can be called several times.
    ///
    /// The certificates of the system can be set from outside, too: on Linux and other Unix systems, the environment
    /// variables `SSL_CERT_FILE` and `SSL_CERT_DIR` name a PEM file and folders that replace them.
    ///
    /// ```no_run
    /// use connect_usage::{Client, ApiKey};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let client = Client::builder()
    ///     .api_key(ApiKey::new("SU-000-000-000:secret")?)
    ///     .add_root_certificates_pem(std::fs::read("company-ca.pem")?)
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn add_root_certificates_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.network.tls.roots.push(Pem::Bytes(pem.into()));
        self
    }

    /// Does what [`add_root_certificates_pem`](Self::add_root_certificates_pem) does, with the content of a file, which
    /// is read when the client is built.
    #[must_use]
    pub fn add_root_certificates_file(mut self, path: impl AsRef<Path>) -> Self {
        let path = path.as_ref().to_owned();
        self.network.tls.roots.push(Pem::File(path));
        self
    }

    /// Sets the certificate by which the client authenticates itself to servers that ask for one: its chain, the
    /// client's own certificate first, and its private key, both as the content of a PEM file. They can be in the same
    /// file.
    #[must_use]
    pub fn client_certificate_pem(
        mut self,
        chain: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.network.tls.identity = Some((Pem::Bytes(chain.into()), Pem::Bytes(key.into())));
        self
    }

    /// Replaces the whole configuration of TLS, for what the other methods cannot express. The protocols that are
    /// offered to the server (ALPN) are set by the client. Use the types of
    /// [`transport::rustls`](crate::transport::rustls).
    #[must_use]
    pub fn tls_config(mut self, config: ClientConfig) -> Self {
        self.network.tls.config = Some(Box::new(config));
        self
    }

    /// Sends all requests through a proxy, whatever the environment says. The scheme of its URL is one of
    ///
    /// - `http`, `https`: an HTTP proxy, which is asked for a tunnel by the method `CONNECT`;
    /// - `socks5h`, `socks4a`: a SOCKS proxy, which resolves the names of hosts;
    /// - `socks5`, `socks4`: a SOCKS proxy that gets addresses. Names are resolved here.
    ///
    /// The URL can contain credentials: `http://user:password@proxy.example:3128`. In them, `@` is written as `%40`, `/`
    /// as `%2F`, `?` as `%3F`, and `#` as `%23`. Nothing that prints shows them. A path is an error when the client is
    /// built.
    ///
    /// By default, the proxy is the one of the environment variable `HTTPS_PROXY`, or otherwise of `ALL_PROXY`, in capital
    /// or small letters, with such a URL as its value. `NO_PROXY` lists what is called directly, separated by commas:
    /// hosts with their subdomains (`example.com`), addresses, networks (`10.0.0.0/8`), or `*` for all. `HTTP_PROXY` has
    /// no meaning, since plain HTTP is used for this machine only, which is always called directly.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.network.proxy = Proxy::Url(url.into());
        self
    }

    /// Uses no proxy, whatever the environment says.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.network.proxy = Proxy::Off;
        self
    }

    /// Sets how long an idle connection is kept for the next call; by default 50 seconds. It should be shorter than the
    /// time after which the server, or a load balancer in front of it, closes idle connections: 60 or 75 seconds are
    /// common. With zero, each request has a connection of its own. What has been idle for longer is closed by the next
    /// call, or when the last clone of the client is dropped.
    #[must_use]
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.network.pool_idle_timeout = Some(timeout);
        self
    }
}
