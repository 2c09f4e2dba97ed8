//! Configuration of a client: its builder, and what the builder makes.

mod builder;
mod endpoint;
mod key;
#[cfg(feature = "transport")]
mod network;
mod settings;

pub use builder::{Builder, ClientBuilder};
pub use key::ApiKey;
pub(crate) use settings::Settings;
