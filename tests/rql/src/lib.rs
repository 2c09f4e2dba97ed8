//! Proof that filters mean to the vendor's parser what they mean in Rust.
//!
//! Random filters are made through the public, typed functions, with values that look like
//! conditions. The intended meaning of each is recorded independently. The query strings, as they are sent,
//! are passed to `judge.py`, which parses them with the vendor's own parser (`lib-rql`, from PyPI), and
//! compares the tree with the intended meaning.

pub mod case;
pub mod contract;
pub mod judge;
pub mod leaves;
pub mod meaning;
pub mod random;
pub mod subject;
pub mod subjects;
