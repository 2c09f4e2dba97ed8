//! Clients of a platform in memory.

use connect_client::transport::failure;
use connect_client::{ApiKey, Client, Error, blocking};

use crate::platform::instance::Platform;
use crate::platform::journal::Side;

impl Platform {
    /// An asynchronous client of a platform in memory, with the key of a side. For other settings, build one with
    /// [`url`](Self::url), [`key`](Self::key) and [`transport`](Self::transport).
    ///
    /// # Errors
    /// If the platform is on loopback, or the key cannot be sent in a header.
    pub fn client(&self, side: Side) -> Result<Client, Error> {
        self.check_in_memory()?;
        let builder = Client::builder().api_key(ApiKey::new(self.key(side))?);
        let builder = builder.base_url(self.url());
        builder.transport(self.transport()).build()
    }

    /// A blocking client of a platform in memory, as [`client`](Self::client) is an asynchronous one.
    ///
    /// # Errors
    /// As for [`client`](Self::client).
    pub fn blocking_client(&self, side: Side) -> Result<blocking::Client, Error> {
        self.check_in_memory()?;
        let builder = blocking::Client::builder().api_key(ApiKey::new(self.key(side))?);
        let builder = builder.base_url(self.url());
        builder.transport(self.transport()).build()
    }

    fn check_in_memory(&self) -> Result<(), Error> {
        match self.server() {
            None => Ok(()),
            Some(_) => Err(failure::configuration(
                "expected a platform in memory, found one on loopback; build a client with `platform.url()` and \
                 `platform.key(side)`, and without `platform.transport()`",
            )),
        }
    }
}
