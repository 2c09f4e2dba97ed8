//! What the provider's system made of a chunk.

use serde::{Deserialize, Serialize};

/// What the provider's system made of a chunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Bill {
    /// One bill for all records: the chunk is closed with it.
    Whole {
        /// The id of the bill.
        id: String,
        /// A note about it.
        note: Option<String>,
    },
    /// Bills for single records: they are filled into the chunk's workbook, which becomes a reconciliation. Records without
    /// a bill stay open.
    Records(Vec<RecordBill>),
}

/// The bill of a record. The platform closes a record when both texts are given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecordBill {
    /// The vendor's id of the record, as the workbook has it.
    pub record_id: String,
    /// The id of the bill.
    pub id: String,
    /// A note about it.
    pub note: String,
}

impl Bill {
    /// One bill for all records.
    pub fn whole(id: impl Into<String>) -> Self {
        Self::Whole {
            id: id.into(),
            note: None,
        }
    }
}

impl RecordBill {
    /// Creates the bill of a record.
    pub fn new(
        record_id: impl Into<String>,
        id: impl Into<String>,
        note: impl Into<String>,
    ) -> Self {
        Self {
            record_id: record_id.into(),
            id: id.into(),
            note: note.into(),
        }
    }
}
