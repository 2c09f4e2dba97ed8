//! How the default transport connects: TLS, proxies, idle connections. Data, which [`Builder`](crate::Builder) collects.

#[cfg(feature = "transport")]
mod enabled;

#[cfg(feature = "transport")]
pub(crate) use self::enabled::{Network, Pem, Proxy, Tls};

/// Nothing, since there is no default transport.
#[cfg(not(feature = "transport"))]
#[derive(Debug, Clone, Default)]
pub(crate) struct Network {}

#[cfg(not(feature = "transport"))]
impl Network {
    pub(crate) fn check_unused(&self) -> Result<(), connect_runtime::Error> {
        Ok(())
    }
}
