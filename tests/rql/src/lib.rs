//! Proof that filters mean to the vendor's parser what they mean in Rust.
//!
//! Random filters are made through the public, typed functions, with values that would like to become
//! conditions. Beside each stands what it is meant to say, written down independently. The query
//! strings, as they go over the wire, are given to `judge.py`, which has the vendor's own parser
//! (`lib-rql`, from PyPI) read them, and compares the tree with what was meant.

pub mod case;
pub mod contract;
pub mod judge;
pub mod leaves;
pub mod meaning;
pub mod random;
pub mod subjects;
