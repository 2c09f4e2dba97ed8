//! Work that waits for the disk, which async runtimes have threads of their own for.
#![cfg(feature = "transport")]
#![allow(missing_docs)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_fake::Reply;
use connect_fake::server::Server;
use connect_usage::transport::{BoxFuture, HttpTransport, Request, Response, Transport};
use connect_usage::{ApiKey, Client, Error, ErrorKind};
use support::{SECRET, get, printed};

/// The names in a folder before and after each piece of work. `drops` is whether the work is not done.
struct Watching {
    transport: HttpTransport,
    folder: PathBuf,
    seen: Arc<Mutex<Vec<[usize; 2]>>>,
    drops: bool,
}

impl Transport for Watching {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        self.transport.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.transport.sleep(duration)
    }

    fn offload(&self, work: Box<dyn FnOnce() + Send>) -> BoxFuture<'static, ()> {
        if !self.drops {
            let before = names(&self.folder).len();
            work();
            let seen = [before, names(&self.folder).len()];
            self.seen.lock().expect("numbers").push(seen);
        }
        Box::pin(std::future::ready(()))
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |it: fs::DirEntry| it.file_name().to_string_lossy().into_owned();
    entries.map(|it| name(it.expect("an entry"))).collect()
}

/// Downloads to a file. Returns the numbers of files that were seen, and those that are there in the end.
fn download(name: &str, drops: bool) -> (Vec<[usize; 2]>, Vec<String>, Result<u64, Error>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    // Another download of the same target was killed.
    fs::write(folder.join(".a.xlsx.0123456789abcdef.part"), "x").expect("a file");
    let server = Server::start(|_| Reply::new(200).body("content"));
    let seen = Arc::default();
    let transport = Watching {
        transport: HttpTransport::without_proxy().expect("a transport"),
        folder: folder.clone(),
        seen: Arc::clone(&seen),
        drops,
    };
    let client = Client::builder()
        .api_key(ApiKey::new(SECRET).expect("a key"))
        .base_url(server.url(""))
        .transport(transport)
        .build()
        .expect("a client");
    let target = folder.join("a.xlsx");
    let result = support::run(client.download(get().returns_binary()).to_file(&target));
    let seen = seen.lock().expect("numbers").clone();
    (seen, names(&folder), result.map(|it| it.bytes))
}

#[test]
fn temporary_files_are_created_and_moved_on_threads_for_blocking_work() {
    let (seen, names, result) = download("offload-done", false);
    assert_eq!(result.expect("a file"), 7);
    // One was removed and one was created; that was moved to the target.
    assert_eq!(
        (seen, names),
        (vec![[1, 1], [1, 1]], vec!["a.xlsx".to_owned()])
    );
}

#[test]
fn a_runtime_that_shuts_down_does_no_work() {
    let (_, names, result) = download("offload-dropped", true);
    let error = result.expect_err("no file");
    assert_eq!(error.kind(), ErrorKind::Output, "{}", printed(&error));
    assert!(
        error
            .to_string()
            .contains("the async runtime is shutting down")
    );
    assert_eq!(names, [".a.xlsx.0123456789abcdef.part"]);
}
