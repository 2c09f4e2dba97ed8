//! A distributor's round: list the chunks that are ready, download each, record the number of the invoice, and close it
//! with the bill.
//!
//! `cargo run --example distributor` runs with a fake of the platform on this machine, which has two reports. For the
//! real platform, replace `client` by `Client::from_env()`.

use std::error::Error;
use std::path::Path;

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed};
use connect_usage::models::{ChunkStatus, CloseChunk, UpdateChunk};
use connect_usage::{ApiKey, Client, chunks};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let platform = platform();
    let client = Client::builder()
        .api_key(ApiKey::new(platform.provider_key())?)
        .base_url(platform.url())
        .build()?;
    let folder = std::env::temp_dir().join(format!("distributor-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let done = round(&client, &folder).await;
    std::fs::remove_dir_all(&folder)?;
    println!("{} chunks are closed.", done?);
    Ok(())
}

async fn round(client: &Client, folder: &Path) -> Result<u32, Box<dyn Error>> {
    // Read the whole list first: closed chunks leave the list, which would shift the other rows.
    let ready = chunks::list().filter(chunks::filter::STATUS.eq(ChunkStatus::Ready));
    let mut waiting = Vec::new();
    let mut rows = client.stream(ready);
    while let Some(chunk) = rows.try_next().await? {
        waiting.push(chunk.id);
    }

    let mut closed = 0;
    for (number, id) in (1..).zip(&waiting) {
        // The file name is chosen here: a name from the server must not be used as a path.
        let path = folder.join(format!("{id}.xlsx"));
        let done = client.download(chunks::download(id)).to_file(&path).await?;
        println!("{id}: {} bytes.", done.bytes);

        let invoice = format!("INV-{number}");
        client
            .send(chunks::update(id, UpdateChunk::new(&invoice)))
            .await?;
        let chunk = client
            .send(chunks::close(id, CloseChunk::new(format!("B-{number}"))))
            .await?;
        println!("{id}: {invoice}, {:?}.", chunk.status);
        closed += 1;
    }
    Ok(closed)
}

/// Two reports: one is closed, the other is accepted and has two chunks.
fn platform() -> Platform {
    let platform = Platform::builder().hubs(2).start();
    let records = [RecordSeed::new(), RecordSeed::new().item(2)];
    for status in [FileStatus::Closed, FileStatus::Accepted] {
        platform.add_file(FileSeed::new().status(status).records(records.clone()));
    }
    platform
}
