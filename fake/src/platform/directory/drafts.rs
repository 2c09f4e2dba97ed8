//! Objects that are not yet in the directory: what a test says of them, and the rest made up, with what they refer to.

pub(crate) mod asset;
pub(crate) mod changes;
pub(crate) mod contract;
pub(crate) mod listing;
pub(crate) mod market;
pub(crate) mod partners;
pub(crate) mod product;
pub(crate) mod stats;
