//! Closing records without workbooks.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::{error, fmt};

use connect_usage::models::{CloseManyRecord, CloseManyResult, UsageRecordStatus};
use connect_usage::{Client, Error, OpenEnum, records};

use crate::day::Outcomes;
use crate::usage::text::short;

/// The number of records of a request: for so many, a client finds out what became of them if the response is lost.
const AT_ONCE: usize = 100;

/// Why a record is not closed, or not known to be.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum CloseError {
    /// The request with this record and others failed. Whether they were closed is not known.
    Call(Arc<Error>),
    /// The platform refused to close the record.
    Refused {
        /// The codes of the errors, as the platform has them.
        codes: String,
        /// What is wrong.
        details: String,
    },
    /// The response does not mention the record.
    NoResult,
    /// The response says that the record has another status.
    Status(String),
}

impl fmt::Display for CloseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Refused { codes, details } => {
                write!(f, "not closed: {} ({})", short(details), short(codes))
            }
            Self::NoResult => f.write_str("the response does not say whether it was closed"),
            Self::Status(status) => write!(f, "not closed: it is {}", short(status)),
        }
    }
}

impl error::Error for CloseError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            // It is printed as a whole, with what it has as its source.
            Self::Call(error) => error.source(),
            _ => None,
        }
    }
}

/// Closes records with their bills, such as those of chunks whose quantities a provider reads from
/// [`counters`](super::counters()). The outcomes have the ids of the records: the platform can refuse some of them and
/// close the others. A request that fails stops none of the others.
pub async fn close_records(
    client: &Client,
    records: Vec<CloseManyRecord>,
) -> Outcomes<String, (), CloseError> {
    let mut outcomes = Vec::new();
    for batch in records.chunks(AT_ONCE) {
        let ids = batch.iter().map(|it| it.id.clone());
        match client.send(records::close_many(batch.to_vec())).await {
            Ok(results) => {
                let results = by_id(results);
                outcomes.extend(ids.map(|id| {
                    let result = results.get(&id).map_or(Err(CloseError::NoResult), closed);
                    (id, result)
                }));
            }
            Err(error) => {
                let error = Arc::new(error);
                let failed = ids.map(|id| (id, Err(CloseError::Call(Arc::clone(&error)))));
                outcomes.extend(failed);
            }
        }
    }
    Outcomes::new(outcomes)
}

fn by_id(results: Vec<CloseManyResult>) -> BTreeMap<String, CloseManyResult> {
    let with_ids = results.into_iter();
    with_ids
        .filter_map(|it| Some((it.id.clone()?, it)))
        .collect()
}

/// What became of a record. Rows of records that were closed may have no status.
fn closed(result: &CloseManyResult) -> Result<(), CloseError> {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let (codes, details) = (text(&result.error_codes), text(&result.error_details));
    if !codes.is_empty() || !details.is_empty() {
        return Err(CloseError::Refused { codes, details });
    }
    match &result.status {
        Some(status) if status.known_ignoring_case() != Some(UsageRecordStatus::Closed) => {
            Err(CloseError::Status(status.as_str().to_owned()))
        }
        _ => Ok(()),
    }
}
