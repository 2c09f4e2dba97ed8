//! A network in memory, without sockets, threads or a runtime: hosts that are functions, and a transport to them for both
//! clients.
//!
//! To a client it behaves as a [`Server`](crate::server::Server) that sends the same [`Reply`](crate::Reply), with the
//! failures that [`Faults`](crate::faults::Faults) plan. A [platform in memory](crate::Builder::in_memory) is two hosts
//! of such a network.
//!
//! ```
//! use connect_fake::Reply;
//! use connect_fake::memory::Network;
//! use connect_usage::blocking::Client;
//! use connect_usage::{ApiKey, files};
//!
//! let network = Network::new();
//! let host = network.serve("api.example", |_| Reply::json(200, r#"{"id": "UF-1", "name": "January"}"#));
//! let client = Client::builder()
//!     .api_key(ApiKey::new("SU-000-000-001:secret")?)
//!     .base_url("https://api.example/public/v1")
//!     .transport(network)
//!     .build()?;
//!
//! let file = client.send(files::get("UF-1"))?;
//! assert_eq!(file.name.as_deref(), Some("January"));
//! assert_eq!(host.requests()[0].target, "/public/v1/usage/files/UF-1");
//! # Ok::<(), connect_usage::Error>(())
//! ```
//!
//! # Time
//!
//! Nothing in it waits. A pause, whether of the client before it tries again or of a host before it responds, advances
//! the clock of the network and is over at once, and a reply that comes later than a time limit is a time-out at once. So
//! tests take no time, and [`elapsed`](Network::elapsed) says how long the program would have taken. Time limits are
//! counted for each exchange: one that spans several of them, such as the limit of a whole call, does not see the time
//! that passed in the earlier ones.

mod arrival;
mod host;
mod network;
mod time;
mod transport;

pub use host::Host;
pub use network::Network;
