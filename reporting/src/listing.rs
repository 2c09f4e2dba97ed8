//! Reads a list to its end, without losing a row.

use std::collections::BTreeSet;
use std::fmt;

use connect_usage::filter::Scope;
use connect_usage::paging::TotalChange;
use connect_usage::runtime::decode::DecodeOwned;
use connect_usage::{Client, Error, List};

/// The number of attempts to read a list that changes.
const ATTEMPTS: usize = 3;

/// The rows of a list.
pub(crate) struct Found<T> {
    pub rows: Vec<T>,
    /// Rows that cannot be read.
    pub unreadable: Vec<Error>,
    /// The total of the list, as it was said last.
    total: Option<u64>,
    /// Whether the total became smaller while the list was read.
    has_lost: bool,
}

/// Why a list was not read.
pub(crate) enum ListError {
    Call(Error),
    /// It changed during each attempt: how many rows there were by the platform, and how many were found.
    Unstable {
        expected: u64,
        found: u64,
    },
}

impl From<Error> for ListError {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

/// The message about a list that changed during each attempt.
pub(crate) fn write_unstable(f: &mut fmt::Formatter<'_>, expected: u64, found: u64) -> fmt::Result {
    write!(
        f,
        "the list changed while it was read: expected {expected} rows, found {found}; read it again"
    )
}

impl<T> Found<T> {
    /// All rows, for lists in which a row that cannot be read is an error.
    pub fn into_rows(self) -> Result<Vec<T>, Error> {
        match self.unreadable.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(self.rows),
        }
    }

    fn len(&self) -> u64 {
        (self.rows.len() + self.unreadable.len()) as u64
    }

    /// Whether no row can be missing: every place of the list had another row.
    fn is_complete(&self) -> bool {
        !self.has_lost && self.total.is_none_or(|it| it <= self.len())
    }
}

/// Reads a list, again if it loses rows or if rows change places meanwhile. The function returns the id of a row.
pub(crate) async fn read<S: Scope, T: DecodeOwned + Send>(
    client: &Client,
    list: impl Fn() -> List<S, T>,
    id: impl Fn(&T) -> String,
) -> Result<Found<T>, ListError> {
    let (mut expected, mut found) = (0, 0);
    for _ in 0..ATTEMPTS {
        let attempt = read_once(client, list(), &id).await?;
        if attempt.is_complete() {
            return Ok(attempt);
        }
        expected = attempt.total.unwrap_or_default();
        found = attempt.len();
    }
    Err(ListError::Unstable { expected, found })
}

async fn read_once<S: Scope, T: DecodeOwned + Send>(
    client: &Client,
    list: List<S, T>,
    id: impl Fn(&T) -> String,
) -> Result<Found<T>, Error> {
    let mut found = Found {
        rows: Vec::new(),
        unreadable: Vec::new(),
        total: None,
        has_lost: false,
    };
    let mut ids = BTreeSet::new();
    let mut rows = client.stream(list);
    while let Some(row) = rows.next().await {
        match row {
            // Rows that are equal to the ordering can change places, so that one comes twice and another not at all.
            Ok(row) if !ids.insert(id(&row)) => {}
            Ok(row) => found.rows.push(row),
            Err(error) if error.row().is_some() => found.unreadable.push(error),
            Err(error) => return Err(error),
        }
        found.has_lost |= has_lost(rows.total_change());
    }
    found.has_lost |= has_lost(rows.total_change());
    found.total = rows.total();
    Ok(found)
}

fn has_lost(change: Option<TotalChange>) -> bool {
    change.is_some_and(|it| it.after < it.before)
}
