//! Streams: the records that are found in their bytes, however these come.
#![allow(missing_docs, reason = "tests")]

mod calls;
mod events;
mod json_lines;
mod splits;
