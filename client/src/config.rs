//! Configuration of a client: its builder, and what the builder makes.
//!
//! # Environment variables
//!
//! [`Client::from_env`](crate::Client::from_env) and [`ClientBuilder::from_env`](Builder::from_env) read these, as the
//! blocking client does. A variable that is blank is as if it were not set. A value that is not valid is an error that
//! names the variable.
//!
//! | variable | value | the method of the builder | if it is not set |
//! |---|---|---|---|
//! | `CONNECT_API_KEY` | the key, with or without the prefix `ApiKey ` | [`api_key`](Builder::api_key) | an error |
//! | `CONNECT_ENDPOINT` | the base URL | [`base_url`](Builder::base_url) | `https://api.connect.cloudblue.com/public/v1` |
//! | `CONNECT_TIMEOUT` | the time limit for a whole call, in seconds, such as `60` or `2.5` | [`timeout`](Builder::timeout) | 600 |
//! | `CONNECT_ATTEMPT_TIMEOUT` | the same for each attempt | [`timeouts`](Builder::timeouts) | none |
//! | `CONNECT_CONNECT_TIMEOUT` | the same for each connection to be established | [`timeouts`](Builder::timeouts) | 15 |
//! | `CONNECT_IDLE_TIMEOUT` | the same for each pause of a connection | [`timeouts`](Builder::timeouts) | 180 |
//! | `CONNECT_RETRIES` | the most retries of a call; with `0` there are none | [`retry`](Builder::retry) | 3 |
//!
//! ```no_run
//! # #[cfg(feature = "blocking")] {
//! let client = connect_usage::Builder::from_env()?.user_agent("my-connector/1.2").build()?;
//! let client = connect_usage::blocking::Builder::from_env()?.user_agent("my-connector/1.2").build()?;
//! # }
//! # Ok::<(), connect_usage::Error>(())
//! ```

mod access;
mod builder;
mod clients;
mod credential;
mod credentials;
mod endpoint;
mod environment;
mod grant;
mod key;
#[cfg(feature = "transport")]
mod network;
mod servers;
mod settings;

pub use builder::{Builder, ClientBuilder};
pub use credential::Credential;
pub use endpoint::DEFAULT_BASE_URL;
pub(crate) use endpoint::Endpoint;
pub(crate) use grant::Grant;
pub use key::ApiKey;
pub(crate) use settings::Settings;
