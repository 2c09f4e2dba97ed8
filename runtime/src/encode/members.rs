//! The members of an object as JSON text.

use std::fmt;

use serde_core::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

/// Reads the members of an object in their order.
pub(super) struct Members;

impl<'j> Visitor<'j> for Members {
    type Value = Vec<(String, &'j RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}
