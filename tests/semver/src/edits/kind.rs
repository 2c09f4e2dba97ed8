//! A kind of edits.

use serde_yaml::Value;

use crate::tree::Way;

/// A kind of edit: where it can be made, and how.
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// The places where it can be made.
    pub places: fn(&Value) -> Vec<Way>,
    /// Makes it in one of them.
    pub make: fn(&mut Value, &Way),
}
