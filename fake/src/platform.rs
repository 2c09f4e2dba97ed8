//! The platform: its state, its calls, its background work.
//!
//! [`respond`](routes::respond) is the one way from a request to a response, on loopback and in memory.

mod billing;
mod builder;
mod calls;
mod clients;
mod contract;
mod date_time;
#[cfg(feature = "directory")]
mod directory;
mod drift;
mod form;
mod format;
mod instance;
mod journal;
mod json;
mod lists;
mod model;
mod names;
mod on;
mod options;
mod rate;
mod refusal;
mod routes;
mod rql;
mod script;
#[cfg(feature = "spreadsheets")]
mod spreadsheet;
mod storage;
mod system;
mod terms;
mod transitions;
mod url;
mod world;

pub use builder::Builder;
#[cfg(feature = "directory")]
pub use directory::{
    builders::{
        AccountBuilder, AssetBuilder, ContractBuilder, HubBuilder, ListingBuilder,
        MarketplaceBuilder, ProductBuilder, TierAccountBuilder,
    },
    seed::{ItemSeed, ParameterSeed},
    seeded::{Counts, Seeded},
    status::StatusError,
};
pub use drift::{Drift, DriftKind};
pub use instance::Platform;
pub use journal::{Entry, Side};
pub use model::{
    ChunkSeed, ChunkStatus, FileSeed, FileStatus, ReconciliationStatus, RecordSeed, RecordStatus,
    Uploaded,
};
pub use on::On;
pub use options::{ContentRange, Decision, ReadUsage};
pub use script::{ANY, Step};
#[cfg(feature = "spreadsheets")]
pub use spreadsheet::{Catalog, Known};
