//! The memory that large bodies take: 500 MB that are uploaded, refused at their head, and downloaded.
//!
//! Prints the largest size of the heap while each of them is done, above the size before. The server is part of the same
//! process, and keeps nothing. Both clients must stay below a limit that has nothing to do with the size of the body.
//!
//! `cargo run --release -p benches --example memory`

#![allow(missing_docs, reason = "a program")]

use std::error::Error as StdError;
use std::fs::File;
use std::path::PathBuf;

use connect_fake::Reply;
use connect_fake::faults::{Fault, Faults};
use connect_fake::server::Server;
use connect_usage::retry::Policy;
use connect_usage::{ApiKey, Client, Upload, blocking, chunks, files};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

type Result<T> = std::result::Result<T, Box<dyn StdError>>;

const SIZE: u64 = 500_000_000;

/// What a body may take, in megabytes.
const LIMIT: f32 = 8.0;

/// A client of either kind, for one server.
enum AnyClient {
    Async(tokio::runtime::Runtime, Client),
    Blocking(blocking::Client),
}

impl AnyClient {
    fn both(server: &Server) -> Result<[(&'static str, Self); 2]> {
        let (key, url) = (ApiKey::new("SU-1:secret")?, server.url("/public/v1"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let client = Client::builder().api_key(key.clone()).base_url(url.clone());
        let blocking = blocking::Client::builder().api_key(key).base_url(url);
        Ok([
            (
                "asynchronous",
                Self::Async(runtime, client.retry(Policy::none()).build()?),
            ),
            (
                "blocking",
                Self::Blocking(blocking.retry(Policy::none()).build()?),
            ),
        ])
    }

    fn upload(&self, upload: Upload) -> std::result::Result<(), connect_usage::Error> {
        let call = files::upload("UF-1", upload);
        match self {
            Self::Async(runtime, client) => runtime.block_on(client.send(call)).map(drop),
            Self::Blocking(client) => client.send(call).map(drop),
        }
    }

    fn download(&self, path: &PathBuf) -> Result<u64> {
        let call = chunks::download("UCH-1");
        let done = match self {
            Self::Async(runtime, client) => {
                runtime.block_on(client.download(call).to_file(path))?
            }
            Self::Blocking(client) => client.download(call).to_file(path)?,
        };
        Ok(done.bytes)
    }
}

/// Measures a step, and checks its limit.
fn measured<T>(what: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage_as_mb();
    let result = step()?;
    let more = HEAP.peak_usage_as_mb() - before;
    println!("| {what} | {more:.2} MB |");
    assert!(more < LIMIT, "{what}: {more:.2} MB");
    Ok(result)
}

fn main() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("connect-usage-memory-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = run(&folder.join("upload.xlsx"), &folder.join("download.xlsx"));
    std::fs::remove_dir_all(&folder)?;
    result
}

fn run(source: &PathBuf, target: &PathBuf) -> Result<()> {
    // Without content on disk.
    File::create(source)?.set_len(SIZE)?;
    let server = Server::builder().keep_requests(false).keep_bodies(false);
    let server = server.start(|request| match request.method.as_str() {
        "POST" => Reply::json(200, r#"{"id": "UF-1"}"#),
        _ => Reply::new(200).made(SIZE, |_, bytes| bytes.fill(7)),
    });
    let faults = Faults::scripted((0..4).map(|_| Fault::RefuseEarly { status: 413 }));
    let refusing = Server::builder().faults(&faults).keep_bodies(false);
    let refusing = refusing.start(|_| Reply::new(404));
    println!("| 500 MB, by the client that is | more heap |\n|---|---:|");
    for (kind, client) in AnyClient::both(&server)? {
        // Opens the connection.
        client.upload(Upload::bytes("x"))?;
        measured(&format!("{kind}, uploaded"), || {
            Ok(client.upload(Upload::path(source))?)
        })?;
        let bytes = measured(&format!("{kind}, downloaded"), || client.download(target))?;
        assert_eq!(bytes, SIZE);
    }
    for (kind, client) in AnyClient::both(&refusing)? {
        measured(&format!("{kind}, refused"), || {
            let error = client.upload(Upload::path(source)).expect_err("refused");
            assert_eq!(error.status().map(|it| it.as_u16()), Some(413), "{error}");
            Ok(())
        })?;
    }
    Ok(())
}
