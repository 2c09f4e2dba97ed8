//! The functions of [`crate::provider`] that call the platform.

use connect_usage::blocking::Client;
use connect_usage::models::CloseManyRecord;
use connect_usage::{Error, Filter, aggregates};

use crate::day::Outcomes;
use crate::provider::{
    self, Bill, ChunkError, CloseError, Counter, Handover, Progress, ProviderError, Reconciled,
    Round, Settled,
};
use crate::returned::Chunk;

/// Runs a round without a stored progress: [`Round::run`].
///
/// # Errors
/// If the list of chunks cannot be read. What goes wrong with a chunk is in the outcomes.
pub fn run<E>(
    client: &Client,
    round: &Round,
    mut hand_over: impl FnMut(&Handover) -> Result<Bill, E>,
) -> Result<Outcomes<String, Settled, ChunkError<E>>, ProviderError> {
    client.run(async |client| round.run(client, async |it: &Handover| hand_over(it)).await)
}

/// Runs a round, and goes on where an earlier one ended: [`Round::resume`].
///
/// # Errors
/// If the list of chunks cannot be read. What goes wrong with a chunk is in the outcomes.
pub fn resume<E>(
    client: &Client,
    round: &Round,
    progress: &mut Progress,
    store: impl FnMut(&Progress) -> Result<(), E>,
    mut hand_over: impl FnMut(&Handover) -> Result<Bill, E>,
) -> Result<Outcomes<String, Settled, ChunkError<E>>, ProviderError> {
    client.run(async |client| {
        let hand_over = async |it: &Handover| hand_over(it);
        round.resume(client, progress, store, hand_over).await
    })
}

/// Uploads a workbook with bills and reads what became of it: [`provider::reconcile`].
///
/// # Errors
/// If a request fails, the platform cannot process the workbook, or a workbook cannot be read. Rows that the platform rejects
/// are not errors: the result has them.
pub fn reconcile(
    client: &Client,
    workbook: &Chunk,
    note: Option<&str>,
) -> Result<Reconciled, ProviderError> {
    client.run(async |client| provider::reconcile(client, workbook, note).await)
}

/// Reads what became of a reconciliation: [`provider::reconciled`].
///
/// # Errors
/// If a request fails, the platform cannot process the workbook, or a workbook cannot be read. Rows that the platform rejects
/// are not errors: the result has them.
pub fn reconciled(client: &Client, id: &str) -> Result<Reconciled, ProviderError> {
    client.run(async |client| provider::reconciled(client, id).await)
}

/// Reads what assets have used altogether: [`provider::counters`].
///
/// # Errors
/// If a request fails, a row cannot be read, or the list changes while it is read.
pub fn counters(
    client: &Client,
    filter: Option<Filter<aggregates::filter::Scope>>,
) -> Result<Vec<Counter>, ProviderError> {
    client.run(async |client| provider::counters(client, filter).await)
}

/// Closes records with their bills: [`provider::close_records`].
///
/// # Errors
/// Only if the client's transport does not block. What goes wrong with records is in the outcomes.
pub fn close_records(
    client: &Client,
    records: Vec<CloseManyRecord>,
) -> Result<Outcomes<String, (), CloseError>, Error> {
    client.run(async |client| Ok(provider::close_records(client, records).await))
}
