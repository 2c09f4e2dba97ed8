//! The directory: what reports are about. Assets, contracts, products with their items and parameters, marketplaces,
//! hubs, listings, accounts and tier accounts, as JSON; one implementation lists all of them.

pub(crate) mod builders;
pub(crate) mod calls;
pub(crate) mod defaults;
pub(crate) mod drafts;
pub(crate) mod filters;
#[cfg(test)]
mod full;
pub(crate) mod kind;
pub(crate) mod members;
pub(crate) mod seed;
pub(crate) mod seeded;
pub(crate) mod selection;
pub(crate) mod status;
pub(crate) mod store;
