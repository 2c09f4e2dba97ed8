//! The round over the chunks of a hub.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use connect_usage::chunks::{self, filter};
use connect_usage::models::{Chunk, ChunkStatus, UsageFileSchema};
use connect_usage::{Client, OpenEnum};

use super::bill::Bill;
use super::chunk_error::ChunkError;
use super::error::ProviderError;
use super::handover::Handover;
use super::progress::Progress;
use super::settle::{Desk, Settled, settle};
use crate::day::Outcomes;
use crate::listing;
use crate::returned::Limits;

/// What became of the chunks of a round, by their ids.
type Settlements<E> = Outcomes<String, Settled, ChunkError<E>>;

/// A round over the chunks of a hub that are ready. For each of them, in turn:
///
/// 1. the workbook is downloaded and read;
/// 2. the external id is noted on the platform;
/// 3. the chunk is handed over to the function of the caller, which returns a [`Bill`];
/// 4. the chunk is closed with the bill, or reconciled with the bills of its records.
///
/// A chunk that fails stops none of the others. A round that ended early, by a crash or an error, is continued by another
/// one. A chunk whose external id was noted, but that is still open, is handed over as
/// [one that may be repeated](Handover::may_be_repeated): so the function finds out in its own system, by the key, whether
/// it has the chunk already. With a stored [`Progress`], what was handed over is not handed over again at all.
///
/// A hub has one round at a time: two of them would not know of each other.
#[derive(Clone)]
#[must_use = "a round does nothing until it is run"]
pub struct Round {
    hub: String,
    key: Arc<dyn Fn(&Chunk) -> String + Send + Sync>,
    skips_quantities: bool,
    folder: Option<PathBuf>,
    limits: Limits,
}

impl Round {
    /// A round over the chunks of a hub, `HB-…`. The external ids that it notes are the ids of the chunks.
    pub fn new(hub: impl Into<String>) -> Self {
        Self {
            hub: hub.into(),
            key: Arc::new(|it| it.id.clone()),
            skips_quantities: false,
            folder: None,
            limits: Limits::new(),
        }
    }

    /// Sets which external id is noted for a chunk. It must be the same whenever it is asked for.
    pub fn external_ids(mut self, key: impl Fn(&Chunk) -> String + Send + Sync + 'static) -> Self {
        self.key = Arc::new(key);
        self
    }

    /// Leaves out chunks of the schema `qt`, for providers that read quantities from [`counters`](super::counters()).
    ///
    /// The records of these chunks are then closed without them. List the approved records of the hub and of the schema `qt`
    /// (`connect_usage::records::filter`: `STATUS`, `HUB_ID`, `USAGEFILE_SCHEMA`) before the counters are read, take the
    /// counters over, and close those records whose asset and item were counted, by their ids `UR-…`:
    /// [`close_records`](super::close_records). Counters are totals over the reports of all schemas, not of `qt` alone, and over
    /// all time. `examples/provider.rs` in the repository is the whole program.
    pub fn skip_quantities(mut self) -> Self {
        self.skips_quantities = true;
        self
    }

    /// Also keeps the workbooks in a folder, as `ID.xlsx`.
    pub fn folder(mut self, path: impl Into<PathBuf>) -> Self {
        self.folder = Some(path.into());
        self
    }

    /// Reads workbooks within these limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Runs the round without a stored progress: what was handed over is only known by the external ids on the platform.
    ///
    /// # Errors
    /// If the list of chunks cannot be read. What goes wrong with a chunk is in the outcomes.
    pub async fn run<E>(
        &self,
        client: &Client,
        hand_over: impl AsyncFnMut(&Handover) -> Result<Bill, E>,
    ) -> Result<Settlements<E>, ProviderError> {
        let mut progress = Progress::default();
        self.resume(client, &mut progress, |_| Ok(()), hand_over)
            .await
    }

    /// Runs the round, and goes on where an earlier one ended. The progress is that which was stored last; `store` is
    /// called whenever it changes, before the next request, and must have stored it when it returns.
    ///
    /// # Errors
    /// As for [`run`](Self::run).
    pub async fn resume<E>(
        &self,
        client: &Client,
        progress: &mut Progress,
        store: impl FnMut(&Progress) -> Result<(), E>,
        hand_over: impl AsyncFnMut(&Handover) -> Result<Bill, E>,
    ) -> Result<Settlements<E>, ProviderError> {
        let mut desk = Desk {
            client,
            folder: self.folder.as_deref(),
            limits: &self.limits,
            progress,
            store,
            hand_over,
        };
        let ready = filter::STATUS.eq(ChunkStatus::Ready) & filter::BINDING_HUB_ID.eq(&self.hub);
        // The whole list is read first: a closed chunk leaves it, which would shift the others.
        let list = || chunks::list().filter(ready.clone());
        let found = listing::read(client, list, |it| it.id.clone()).await?;
        let mut outcomes = Vec::new();
        for error in found.unreadable {
            let row = error.row().unwrap_or_default();
            outcomes.push((format!("row {row} of the list"), Err(error.into())));
        }
        let mut ids = Vec::new();
        for chunk in found.rows {
            let id = chunk.id.clone();
            ids.push(id.clone());
            outcomes.push((id, self.settle(&mut desk, chunk).await));
        }
        outcomes.extend(desk.forget_closed(&ids).await);
        Ok(Outcomes::new(outcomes))
    }

    async fn settle<E>(
        &self,
        desk: &mut Desk<
            '_,
            impl FnMut(&Progress) -> Result<(), E>,
            impl AsyncFnMut(&Handover) -> Result<Bill, E>,
        >,
        chunk: Chunk,
    ) -> Result<Settled, ChunkError<E>> {
        let status = chunk.status.as_ref();
        if status.and_then(OpenEnum::known_ignoring_case) != Some(ChunkStatus::Ready) {
            return Ok(Settled::NotReady);
        }
        let hub = chunk.binding.as_ref().and_then(|it| it.hub.as_ref());
        match hub.and_then(|it| it.id.as_deref()) {
            Some(other) if other != self.hub => return Err(ChunkError::OtherHub(other.to_owned())),
            _ => {}
        }
        let schema = chunk.usagefile.as_ref().and_then(|it| it.schema.as_ref());
        let schema = schema.and_then(OpenEnum::known_ignoring_case);
        if self.skips_quantities && schema == Some(UsageFileSchema::Qt) {
            return Ok(Settled::Skipped);
        }
        let key = (self.key)(&chunk);
        if key.is_empty() {
            return Err(ChunkError::NoExternalId);
        }
        // The list need not say what the workbook does.
        let skips_quantities = self.skips_quantities && schema.is_none();
        settle(desk, chunk, key, skips_quantities).await
    }
}

impl fmt::Debug for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Round")
            .field("hub", &self.hub)
            .field("skips_quantities", &self.skips_quantities)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}
