//! What the test of the advice is made of: edits of a contract, crates that are compiled from it, and
//! three judges that know nothing of the comparison.
//!
//! | module | subject |
//! |---|---|
//! | `tree` | finding and changing places of a document |
//! | `edits` | single edits of a contract, of every kind, by a seed |
//! | `crates` | generated crates, given to the compiler and to rustdoc |
//! | `caller` | a crate that uses every public item of another one |
//! | `recorder` | a program that calls every function of another crate and records what is sent and read |
//! | `responses` | the responses that it is given |
//! | `judges` | what two crates ask of callers, and what they send, by rustdoc, the compiler and recordings |

pub mod caller;
pub mod crates;
pub mod edits;
pub mod judges;
pub mod recorder;
pub mod responses;
pub mod tree;
