//! A whole day: 1,000 assets of three products in two currencies. Some customer fails, some row is invalid, the program is killed
//! again and again; in the end the platform has each row once.
#![allow(missing_docs)]

mod killed;
mod program;
mod sockets;
mod world;
