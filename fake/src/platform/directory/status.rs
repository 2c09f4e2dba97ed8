//! Changes of a status: what a test asks for, and what the platform does by itself.

use std::fmt;

use connect_client::runtime::states::Graph;
use serde_json::Value;
use time::OffsetDateTime;

use super::kind::Kind;
use super::members;
use super::store::Stored;
use crate::platform::date_time::{Style, write_date_time};
use crate::platform::instance::Platform;
use crate::platform::world::World;

/// Why a status does not change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusError {
    /// The directory has no object of this id. Reports and their parts are not in it.
    Missing {
        /// The id.
        id: String,
    },
    /// No transitions of such objects are known.
    Stateless {
        /// The id of the object.
        id: String,
    },
    /// No transition leads from the one status to the other.
    Transition {
        /// The id of the object.
        id: String,
        /// Its status.
        from: String,
        /// The status that it was to get.
        to: String,
    },
}

impl fmt::Display for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { id } => write!(f, "the directory has no object `{id}`"),
            Self::Stateless { id } => {
                write!(f, "no transitions are known of objects such as `{id}`")
            }
            Self::Transition { id, from, to } => {
                write!(f, "no transition of `{id}` leads from `{from}` to `{to}`")
            }
        }
    }
}

impl std::error::Error for StatusError {}

impl Platform {
    /// Changes the status of an asset, a contract, a product or a listing, as the platform or another account does. The
    /// platform's clock sets the date-times of the object.
    ///
    /// The status is one that the generated crate knows, spelt as it is there.
    ///
    /// An asset that is `processing` or `terminating` then is in work, as an uploaded report is.
    ///
    /// ```
    /// use connect_fake::{Platform, StatusError};
    ///
    /// let platform = Platform::in_memory();
    /// let id = platform.asset("AS-1").add();
    /// platform.change_status(&id, "suspended")?;
    /// assert_eq!(platform.status(&id), Some("suspended"));
    ///
    /// let error = platform.change_status(&id, "terminated").unwrap_err();
    /// assert_eq!(error.to_string(), "no transition of `AS-1` leads from `suspended` to `terminated`");
    /// # Ok::<(), StatusError>(())
    /// ```
    ///
    /// # Errors
    /// If there is no such object, if it has no status, or if the graph in the generated crate has no such transition.
    pub fn change_status(&self, id: &str, status: &str) -> Result<(), StatusError> {
        self.world().change_status(id, status)
    }
}

impl World {
    fn change_status(&mut self, id: &str, to: &str) -> Result<(), StatusError> {
        let owned = || id.to_owned();
        let Some(object) = self.directory.find(id) else {
            return Err(StatusError::Missing { id: owned() });
        };
        let kind = object.kind;
        let Some(graph) = kind.graph() else {
            return Err(StatusError::Stateless { id: owned() });
        };
        let from = object.string("status").unwrap_or_default();
        if kind.status(to).is_none() || !leads(graph, from, to) {
            let from = from.to_owned();
            let to = to.to_owned();
            let id = owned();
            return Err(StatusError::Transition { id, from, to });
        }
        self.set_status(kind, id, to);
        Ok(())
    }

    /// The status of an object of the directory, if it is known to the generated crate.
    pub fn directory_status(&self, id: &str) -> Option<&'static str> {
        let object = self.directory.find(id)?;
        object.kind.status(object.string("status")?)
    }

    /// Sets a status and its date-times, and begins the work that it stands for.
    fn set_status(&mut self, kind: Kind, id: &str, to: &str) {
        let at = self.clock.tick();
        if let Some(object) = self.directory.get_mut(kind, id) {
            members::set(&mut object.json, "status", &to.into());
            stamp(object, to, at);
        }
        // No object has the status of an asset.
        if kind != Kind::Asset {
            self.directory.refresh(id, "status", &to.into());
        }
        self.begin_in_directory(id);
    }

    /// Begins the work on an asset, if its status stands for any.
    pub fn begin_in_directory(&mut self, id: &str) {
        let asset = self.directory.get(Kind::Asset, id);
        if asset.and_then(next_status).is_some() {
            self.begin(id);
        }
    }

    /// Ends the work on an asset. Returns whether it is one.
    pub fn advance_in_directory(&mut self, id: &str) -> bool {
        let Some(asset) = self.directory.get(Kind::Asset, id) else {
            return false;
        };
        if let Some(next) = next_status(asset) {
            self.set_status(Kind::Asset, id, next);
        }
        true
    }
}

/// The status that the platform gives an asset by itself.
fn next_status(asset: &Stored) -> Option<&'static str> {
    match asset.string("status")? {
        "processing" if asset.fails => Some("terminated"),
        "processing" => Some("active"),
        "terminating" => Some("terminated"),
        _ => None,
    }
}

/// Whether a transition leads from one status to the other. Some statuses have two spellings.
fn leads(graph: &Graph, from: &str, to: &str) -> bool {
    let has = |names: &[&str], status: &str| names.iter().any(|it| graph.is_same(it, status));
    let mut transitions = graph.transitions.iter();
    transitions.any(|it| has(it.from, from) && has(it.to, to))
}

/// Sets the date-times that tell of a new status.
fn stamp(object: &mut Stored, status: &str, at: OffsetDateTime) {
    let at = Value::from(write_date_time(at, Style::Micros));
    let paths: &[&str] = match (object.kind, status) {
        (Kind::Listing, _) => &["updated"],
        (Kind::Product, "published") => {
            &["events.updated.at", "events.published.at", "published_at"]
        }
        (Kind::Contract, "terminated") => &["events.updated.at", "events.terminated.at"],
        (Kind::Contract, "pending") => &["events.updated.at", "events.signed.at", "enrolled"],
        (Kind::Contract, "active") => &[
            "events.updated.at",
            "events.countersigned.at",
            "activation.date",
        ],
        _ => &["events.updated.at"],
    };
    for path in paths {
        members::set(&mut object.json, path, &at);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{leads, next_status};
    use crate::platform::directory::kind::Kind;
    use crate::platform::directory::store::Stored;

    /// What the platform does by itself follows the graph.
    #[test]
    fn work_leads_along_the_graph() {
        let graph = Kind::Asset.graph().expect("a graph");
        for (status, fails, expected) in [
            ("processing", false, Some("active")),
            ("processing", true, Some("terminated")),
            ("terminating", false, Some("terminated")),
            ("active", false, None),
            ("suspended", true, None),
        ] {
            let mut asset = Stored::new(Kind::Asset, "AS-1", json!({"status": status}));
            asset.fails = fails;
            assert_eq!(next_status(&asset), expected, "{status}");
            assert!(
                expected.is_none_or(|it| leads(graph, status, it)),
                "{status}"
            );
        }
    }

    #[test]
    fn spellings_of_one_status_have_the_same_transitions() {
        let graph = Kind::Product.graph().expect("a graph");
        assert!(leads(graph, "end of sale", "published"));
        assert!(leads(graph, "endofsale", "published"));
        assert!(leads(graph, "published", "endofsale"));
        assert!(leads(graph, "published", "end of sale"));
        assert!(!leads(graph, "draft", "endofsale"));
    }
}
