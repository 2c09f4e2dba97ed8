//! Reports, on a fake platform in memory and on loopback.

mod network;
mod support;

mod cut;
mod errors;
mod gone;
mod invalid;
mod lag;
mod lookup;
mod parts;
mod progress;
mod sockets;
mod statuses;
