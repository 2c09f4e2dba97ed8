//! A distributor's round: list the chunks that are ready, download each, record the number of the invoice, and close it
//! with the bill.
//!
//! `cargo run --example distributor` needs neither a key nor a network: it runs with a fake of the platform in memory,
//! which has two reports. For the real platform, replace `platform.client(…)` by `Client::from_env()`.

use std::error::Error;
use std::path::Path;

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed, Side};
use connect_usage::models::{ChunkStatus, CloseChunk, UpdateChunk};
use connect_usage::{Client, chunks};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let platform = platform();
    let client = platform.client(Side::Provider)?;
    let folder = std::env::temp_dir().join(format!("distributor-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let closed = round(&client, &folder).await;
    std::fs::remove_dir_all(&folder)?;
    println!("{} chunks are closed.", closed?);
    Ok(())
}

/// Downloads and closes all chunks that are ready. Returns how many there were.
async fn round(client: &Client, folder: &Path) -> Result<usize, Box<dyn Error>> {
    // The whole list is read first: a closed chunk leaves it, which would shift the others.
    let ready = chunks::list().filter(chunks::filter::STATUS.eq(ChunkStatus::Ready));
    let ready: Vec<_> = client.stream(ready).collect().await?;

    for (number, chunk) in (1..).zip(&ready) {
        let id = &chunk.id;
        // The file name is chosen here: a name from the server must not be used as a path.
        let path = folder.join(format!("{id}.xlsx"));
        let done = client.download(chunks::download(id)).to_file(&path).await?;
        println!("{id}: {} bytes are downloaded.", done.bytes);

        let (invoice, bill) = (format!("INV-{number}"), format!("B-{number}"));
        let update = chunks::update(id, UpdateChunk::new(&invoice));
        client.send(update).await?;
        let close = chunks::close(id, CloseChunk::new(&bill));
        client.send(close).await?;
        println!("{id}: closed with the invoice {invoice} and the bill {bill}.");
    }
    Ok(ready.len())
}

/// Two reports: one is closed, the other is accepted and has two chunks.
fn platform() -> Platform {
    let platform = Platform::builder().hubs(2).in_memory();
    let records = [RecordSeed::new(), RecordSeed::new().item(2)];
    for status in [FileStatus::Closed, FileStatus::Accepted] {
        platform.add_file(FileSeed::new().status(status).records(records.clone()));
    }
    platform
}
