//! What was handed over, to be stored between two rounds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bill::Bill;

/// What was handed over and not closed yet. It is stored by the caller, in any format of serde, whenever it changes.
///
/// ```
/// use connect_reporting::provider::Progress;
///
/// let stored = serde_json::to_string(&Progress::default())?;
/// let progress: Progress = serde_json::from_str(&stored)?;
/// assert!(progress.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    chunks: BTreeMap<String, HandedOver>,
}

/// A chunk that was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HandedOver {
    pub bill: Bill,
    /// The reconciliation that was created of it.
    pub reconciliation: Option<String>,
    /// Whether the reconciliation was processed. The chunk can still be ready then.
    pub is_reconciled: bool,
}

impl Progress {
    /// Whether nothing is left to be closed.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The ids of the chunks, and what they were billed with.
    pub fn chunks(&self) -> impl ExactSizeIterator<Item = (&str, &Bill)> {
        self.chunks.iter().map(|(id, it)| (id.as_str(), &it.bill))
    }

    pub(super) fn get(&self, chunk: &str) -> Option<&HandedOver> {
        self.chunks.get(chunk)
    }

    pub(super) fn insert(&mut self, chunk: &str, handed_over: HandedOver) {
        self.chunks.insert(chunk.to_owned(), handed_over);
    }

    pub(super) fn remove(&mut self, chunk: &str) {
        self.chunks.remove(chunk);
    }
}
