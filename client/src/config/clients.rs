//! How clients are made.

use connect_runtime::Error;

use super::builder::{Builder, ClientBuilder};
use super::key::ApiKey;
use crate::blocking;
use crate::client::Client;
use crate::transport::{self, Transport};

impl Client {
    /// Creates a client with a key and default settings.
    ///
    /// # Errors
    /// When TLS cannot be set up, or the crate is built without a default transport.
    pub fn new(key: ApiKey) -> Result<Self, Error> {
        Self::builder().api_key(key).build()
    }

    /// Creates a client with the key of the environment variable `CONNECT_API_KEY`, and the settings of
    /// [other variables](crate::config#environment-variables) that are set.
    ///
    /// # Errors
    /// When there is no key, a variable is not valid, TLS cannot be set up, or the crate is built without a
    /// default transport.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Returns a builder, for settings other than the defaults.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

impl blocking::Client {
    /// Creates a client with a key and default settings.
    ///
    /// # Errors
    /// When TLS cannot be set up, or the crate is built without a default transport.
    pub fn new(key: ApiKey) -> Result<Self, Error> {
        Self::builder().api_key(key).build()
    }

    /// Creates a client with the key of the environment variable `CONNECT_API_KEY`, and the settings of
    /// [other variables](crate::config#environment-variables) that are set.
    ///
    /// # Errors
    /// When there is no key, a variable is not valid, TLS cannot be set up, or the crate is built without a
    /// default transport.
    pub fn from_env() -> Result<Self, Error> {
        blocking::ClientBuilder::from_env()?.build()
    }

    /// Returns a builder, for settings other than the defaults.
    pub fn builder() -> blocking::ClientBuilder {
        blocking::ClientBuilder::default()
    }
}

impl Builder<dyn Transport> {
    /// Creates the client.
    ///
    /// # Errors
    /// When there is neither a key nor a credential, a credential, the base URL, that of a server, the rate limit or the
    /// name of the application is not valid, TLS or the proxy cannot be set up, a setting of the default transport is
    /// set together with another transport, or no
    /// transport is set and the crate is built without a default transport (its feature `transport` is off).
    pub fn build(self) -> Result<Client, Error> {
        let network = self.network.clone();
        let (settings, transport) = self.settings()?;
        let transport = match transport {
            Some(transport) => {
                network.check_unused()?;
                transport
            }
            None => transport::default_transport(&network)?,
        };
        Ok(Client::from_parts(settings.into(), transport))
    }
}

impl Builder<dyn blocking::Transport> {
    /// Creates the client.
    ///
    /// # Errors
    /// When there is neither a key nor a credential, a credential, the base URL, that of a server, the rate limit or the
    /// name of the application is not valid, TLS or the proxy cannot be set up, a setting of the default transport is
    /// set together with another transport, or no
    /// transport is set and the crate is built without a default transport (its feature `blocking` is off).
    pub fn build(self) -> Result<blocking::Client, Error> {
        let network = self.network.clone();
        let (settings, transport) = self.settings()?;
        match transport {
            Some(transport) => {
                network.check_unused()?;
                Ok(blocking::Client::over(settings, transport))
            }
            None => {
                let transport = blocking::default_transport(&network)?;
                Ok(blocking::Client::from_parts(settings, transport))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_what_is_missing_or_invalid() {
        let key = || ApiKey::new("SU-1:x").expect("a key");
        let builder = Client::builder()
            .api_key(key())
            .base_url("https://u:secret@x.example");
        assert!(!format!("{builder:?}").contains("secret"));
        assert!(builder.build().is_err());
        let error = Client::builder().build().expect_err("no key");
        for remedy in ["`api_key(…)`", "CONNECT_API_KEY"] {
            assert!(error.to_string().contains(remedy), "{error}");
        }
        assert!(
            Client::builder()
                .api_key(key())
                .user_agent("a\nb")
                .build()
                .is_err()
        );
    }
}
