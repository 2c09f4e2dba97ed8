//! One chunk of a round: downloaded, noted, handed over, closed.

use std::path::{Path, PathBuf};

use connect_usage::models::{self, ChunkStatus, CloseChunk, UpdateChunk, UsageFileSchema};
use connect_usage::{Client, OpenEnum, chunks};

use super::bill::{Bill, RecordBill};
use super::chunk_error::ChunkError;
use super::handover::Handover;
use super::progress::{HandedOver, Progress};
use super::reconcile::{self, Reconciled};
use crate::returned::{Chunk, Limits};

/// What became of a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Settled {
    /// It is closed with this bill.
    Closed(Bill),
    /// Its records are closed by a reconciliation, as far as they have a bill.
    Reconciled(Reconciled),
    /// An earlier round reconciled it. It has records that are still open.
    Earlier,
    /// It was left out, since the round skips quantities.
    Skipped,
    /// It is no longer ready, or never was.
    NotReady,
}

/// What a round works with.
pub(super) struct Desk<'a, S, H> {
    pub client: &'a Client,
    pub folder: Option<&'a Path>,
    pub limits: &'a Limits,
    pub progress: &'a mut Progress,
    pub store: S,
    pub hand_over: H,
}

/// Settles a chunk that is ready. The key is its external id.
pub(super) async fn settle<E>(
    desk: &mut Desk<
        '_,
        impl FnMut(&Progress) -> Result<(), E>,
        impl AsyncFnMut(&Handover) -> Result<Bill, E>,
    >,
    chunk: models::Chunk,
    key: String,
    skips_quantities: bool,
) -> Result<Settled, ChunkError<E>> {
    let id = chunk.id.clone();
    if let Some(earlier) = desk.progress.get(&id).cloned() {
        return desk.finish(&id, &key, earlier, None).await;
    }
    if chunk.outdated == Some(true) {
        return Err(ChunkError::Outdated);
    }
    let (workbook, path) = desk.download(&id).await?;
    if skips_quantities && workbook.general().schema()? == Some(UsageFileSchema::Qt) {
        return Ok(Settled::Skipped);
    }
    let may_be_repeated = desk.note(&chunk, &key).await?;
    let handover = Handover {
        key,
        chunk,
        workbook,
        path,
        may_be_repeated,
    };
    let bill = (desk.hand_over)(&handover).await;
    let handed_over = HandedOver {
        bill: bill.map_err(ChunkError::HandOver)?,
        reconciliation: None,
        is_reconciled: false,
    };
    desk.remember(&id, handed_over.clone())?;
    let Handover { key, workbook, .. } = handover;
    desk.finish(&id, &key, handed_over, Some(workbook)).await
}

impl<E, S, H> Desk<'_, S, H>
where
    S: FnMut(&Progress) -> Result<(), E>,
    H: AsyncFnMut(&Handover) -> Result<Bill, E>,
{
    /// Downloads the workbook, to a file as well if the round has a folder.
    async fn download(&self, id: &str) -> Result<(Chunk, Option<PathBuf>), ChunkError<E>> {
        let download = self.client.download(chunks::download(id));
        let Some(folder) = self.folder else {
            let content = download.bytes().await?.bytes;
            return Ok((Chunk::read_with(content, self.limits)?, None));
        };
        // What a server sends must not lead out of the folder.
        let is_name = id
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'-');
        if !is_name || id.is_empty() {
            return Err(ChunkError::FileName(id.to_owned()));
        }
        let path = folder.join(format!("{id}.xlsx"));
        download.to_file(&path).await?;
        let content = std::fs::read(&path).map_err(ChunkError::File)?;
        Ok((Chunk::read_with(content, self.limits)?, Some(path)))
    }

    /// Notes the external id. Returns whether an earlier round has noted it.
    async fn note(&self, chunk: &models::Chunk, key: &str) -> Result<bool, ChunkError<E>> {
        match chunk.external_id.as_deref().filter(|it| !it.is_empty()) {
            Some(noted) if noted == key => Ok(true),
            Some(other) => Err(ChunkError::OtherExternalId {
                expected: key.to_owned(),
                found: other.to_owned(),
            }),
            None => {
                let update = chunks::update(&chunk.id, UpdateChunk::new(key));
                self.client.send(update).await?;
                Ok(false)
            }
        }
    }

    /// Closes a chunk that was handed over, or reconciles it.
    async fn finish(
        &mut self,
        id: &str,
        key: &str,
        handed_over: HandedOver,
        workbook: Option<Chunk>,
    ) -> Result<Settled, ChunkError<E>> {
        if handed_over.is_reconciled {
            return Ok(Settled::Earlier);
        }
        match &handed_over.bill {
            Bill::Whole { id: bill, note } => {
                let mut close = CloseChunk::new(bill);
                if let Some(note) = note {
                    close = close.external_billing_note(note);
                }
                self.client.send(chunks::close(id, close)).await?;
                self.forget(id)?;
                Ok(Settled::Closed(handed_over.bill))
            }
            Bill::Records(bills) => {
                let reconciliation = match &handed_over.reconciliation {
                    Some(reconciliation) => reconciliation.clone(),
                    None => self.upload(id, key, bills, workbook).await?,
                };
                self.reconcile(id, handed_over, reconciliation).await
            }
        }
    }

    /// Waits for a reconciliation, and remembers what became of it.
    async fn reconcile(
        &mut self,
        id: &str,
        mut handed_over: HandedOver,
        reconciliation: String,
    ) -> Result<Settled, ChunkError<E>> {
        handed_over.reconciliation = Some(reconciliation.clone());
        self.remember(id, handed_over.clone())?;
        let reconciled = match reconcile::reconciled(self.client, &reconciliation).await {
            Ok(reconciled) => reconciled,
            Err(error) => {
                if error.has_failed() {
                    // The next round uploads another one.
                    handed_over.reconciliation = None;
                    self.remember(id, handed_over)?;
                }
                return Err(error.into());
            }
        };
        handed_over.is_reconciled = true;
        self.remember(id, handed_over)?;
        match reconciled.rejected.is_empty() {
            true => Ok(Settled::Reconciled(reconciled)),
            false => Err(ChunkError::Rejected(reconciled)),
        }
    }

    /// Uploads a reconciliation, unless an earlier round has uploaded it. Returns its id.
    async fn upload(
        &self,
        id: &str,
        key: &str,
        bills: &[RecordBill],
        workbook: Option<Chunk>,
    ) -> Result<String, ChunkError<E>> {
        if let Some(found) = reconcile::find(self.client, id, key).await? {
            return Ok(found);
        }
        let mut workbook = match workbook {
            Some(workbook) => workbook,
            None => self.download(id).await?.0,
        };
        for it in bills {
            let billed = workbook.bill(&it.record_id, &it.id, &it.note);
            billed.map_err(ChunkError::Bill)?;
        }
        Ok(reconcile::upload(self.client, &workbook, Some(key)).await?)
    }

    fn remember(&mut self, id: &str, handed_over: HandedOver) -> Result<(), ChunkError<E>> {
        self.progress.insert(id, handed_over);
        (self.store)(self.progress).map_err(ChunkError::Save)
    }

    fn forget(&mut self, id: &str) -> Result<(), ChunkError<E>> {
        self.progress.remove(id);
        (self.store)(self.progress).map_err(ChunkError::Save)
    }

    /// Forgets chunks that an earlier round closed, but whose response it did not see.
    pub async fn forget_closed(
        &mut self,
        ready: &[String],
    ) -> Vec<(String, Result<Settled, ChunkError<E>>)> {
        let known = self.progress.chunks().map(|(id, _)| id.to_owned());
        let gone: Vec<_> = known.filter(|it| !ready.contains(it)).collect();
        let mut outcomes = Vec::new();
        for id in gone {
            if let Some(result) = self.look_at(&id).await.transpose() {
                outcomes.push((id, result));
            }
        }
        outcomes
    }

    async fn look_at(&mut self, id: &str) -> Result<Option<Settled>, ChunkError<E>> {
        let chunk = self.client.send(chunks::get(id)).await?;
        let status = chunk.status.as_ref();
        if status.and_then(OpenEnum::known_ignoring_case) != Some(ChunkStatus::Closed) {
            return Ok(None);
        }
        let bill = self.progress.get(id).map(|it| it.bill.clone());
        self.forget(id)?;
        Ok(bill.map(Settled::Closed))
    }
}
