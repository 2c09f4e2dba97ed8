//! The slice `directory` of a platform, as clients with the generated crate see it.
#![allow(missing_docs)]

mod assets;
mod filters;
mod operations;
mod paging;
mod partners;
mod products;
mod reports;
mod seeded;
mod statuses;
mod support;
