//! The server and its faults, byte by byte.
#![allow(missing_docs)]

mod connections;
mod faults;
mod replies;
mod requests;
mod support;
