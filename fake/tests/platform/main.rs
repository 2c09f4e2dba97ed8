//! The platform: what it responds, and that it is as the contract and the graphs of states say.
#![allow(missing_docs)]

mod billing;
mod contract;
mod life;
mod lists;
mod support;
mod transfers;
