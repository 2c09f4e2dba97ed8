//! The settings, with a default transport.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use connect_runtime::Error;
use connect_runtime::driver::failure;
use rustls::ClientConfig;

/// How long an idle connection is kept. Common servers and load balancers close theirs after 60 or 75 seconds, and a
/// connection that both sides give up at the same time makes a call fail.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// The settings. By default: the certificates of the system, and the proxy of the environment.
#[derive(Clone, Default)]
pub(crate) struct Network {
    pub(crate) tls: Tls,
    pub(crate) proxy: Proxy,
    pub(crate) pool_idle_timeout: Option<Duration>,
}

/// The settings of TLS.
#[derive(Clone, Default)]
pub(crate) struct Tls {
    pub(crate) roots: Vec<Pem>,
    /// The certificates and the key of the client.
    pub(crate) identity: Option<(Pem, Pem)>,
    /// Replaces all other settings.
    pub(crate) config: Option<Box<ClientConfig>>,
}

/// Text with certificates or a key.
#[derive(Clone)]
pub(crate) enum Pem {
    Bytes(Vec<u8>),
    File(PathBuf),
}

/// Which proxy is used.
#[derive(Clone, Default)]
pub(crate) enum Proxy {
    /// That of the environment, if there is one.
    #[default]
    Environment,
    Off,
    /// Its URL, which may contain credentials.
    Url(String),
}

impl Tls {
    /// Returns the builder's method by which certificates were set, if there are any.
    pub(crate) fn certificates(&self) -> Option<&'static str> {
        match (self.roots.first(), &self.identity) {
            (Some(Pem::Bytes(_)), _) => Some("add_root_certificates_pem"),
            (Some(Pem::File(_)), _) => Some("add_root_certificates_file"),
            (None, Some(_)) => Some("client_certificate_pem"),
            (None, None) => None,
        }
    }
}

impl Network {
    pub(crate) fn pool_idle_timeout(&self) -> Duration {
        self.pool_idle_timeout.unwrap_or(POOL_IDLE_TIMEOUT)
    }

    /// Checks that nothing is set, since only the default transport has these settings.
    pub(crate) fn check_unused(&self) -> Result<(), Error> {
        match self.first_set() {
            None => Ok(()),
            Some(name) => Err(failure::configuration(format!(
                "`{name}` is a setting of the default transport, but the client has another one: set up that transport \
             instead"
            ))),
        }
    }

    /// Returns the builder's method of a setting that is not the default.
    fn first_set(&self) -> Option<&'static str> {
        let set = [
            (self.tls.config.is_some(), "tls_config"),
            (matches!(self.proxy, Proxy::Url(_)), "proxy"),
            (matches!(self.proxy, Proxy::Off), "no_proxy"),
            (self.pool_idle_timeout.is_some(), "pool_idle_timeout"),
        ];
        let other = set
            .into_iter()
            .find_map(|(is_set, name)| is_set.then_some(name));
        self.tls.certificates().or(other)
    }
}

/// Shows neither keys nor credentials.
impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = match self.proxy {
            Proxy::Environment => "environment",
            Proxy::Off => "off",
            Proxy::Url(_) => "explicit",
        };
        f.debug_struct("Network")
            .field("root_certificates", &self.tls.roots.len())
            .field("client_certificate", &self.tls.identity.is_some())
            .field("tls_config", &self.tls.config.is_some())
            .field("proxy", &proxy)
            .field("pool_idle_timeout", &self.pool_idle_timeout())
            .finish()
    }
}
