//! Which members the rows of a list have: `select(template,-items)`.

use connect_client::runtime::contract::{Capability, DeclaredFilter};
use serde_json::Value;

use super::members;
use crate::platform::rql::Selected;

/// The members that responses lack, by what is declared and what a query selects.
#[derive(Debug)]
pub(crate) struct Selection(Vec<&'static str>);

impl Selection {
    /// The members that a list lacks. A member that is only sent if it is selected is also sent if one of its own members
    /// is selected.
    pub fn new(declared: &'static [DeclaredFilter], selected: &[Selected]) -> Self {
        let is_selected = |name: &str| {
            let mut wanted = selected.iter().filter(|it| !it.excluded);
            wanted.any(|it| {
                let rest = it.field.strip_prefix(name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };
        let is_excluded = |name: &str| selected.iter().any(|it| it.excluded && it.field == name);
        let lacking = declared.iter().filter(|it| {
            let is_hidden = it.has(Capability::Included) && !is_selected(it.name);
            let can_go = it.has(Capability::Included) || it.has(Capability::Excluded);
            is_hidden || (can_go && is_excluded(it.name))
        });
        Self(lacking.map(|it| it.name).collect())
    }

    pub fn apply(&self, json: &mut Value) {
        for name in &self.0 {
            members::remove(json, name);
        }
    }
}
