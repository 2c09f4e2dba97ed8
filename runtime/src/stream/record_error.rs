//! Why a record of a stream cannot be read.

use std::fmt;

/// Why a record of a stream cannot be read. The stream goes on behind the record.
///
/// Records are counted from 1. Nothing of the record's content is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordError {
    /// The record is longer than the limit. The rest of it is passed over.
    TooLong {
        /// The number of the record.
        record: u64,
        /// The limit in bytes.
        limit: usize,
    },
    /// The record is not JSON.
    NotJson {
        /// The number of the record.
        record: u64,
        /// What is wrong with it, and where in it.
        reason: String,
    },
}

impl RecordError {
    /// The number of the record, from 1.
    pub fn record(&self) -> u64 {
        match self {
            Self::TooLong { record, .. } | Self::NotJson { record, .. } => *record,
        }
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { record, limit } => {
                write!(
                    f,
                    "record {record} is longer than the limit of {limit} bytes"
                )
            }
            Self::NotJson { record, reason } => write!(f, "record {record} is not JSON: {reason}"),
        }
    }
}

impl std::error::Error for RecordError {}
