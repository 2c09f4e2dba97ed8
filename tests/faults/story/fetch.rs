//! Downloads: from the API and from presigned URLs, to memory and to files.

use std::fs;
use std::path::Path;
use std::time::Duration;

use connect_fake::faults::Kind;
use connect_fake::reply::Content;
use connect_fake::{ChunkSeed, FileSeed, FileStatus};
use connect_usage::download::Downloadable;
use connect_usage::{Error, chunks, files};

use super::uploads::{compare_uploads, upload, workbook};
use crate::breach::{Breach, Finding};
use crate::client;
use crate::habit::Habit;
use crate::stage::Stage;
use crate::support::any::AnyClient;

/// The content of the target file before a download, in every other run.
const BEFORE: &[u8] = b"what was there before";

/// The provider downloads a chunk.
pub fn chunk(stage: &mut Stage) {
    let provider = stage.provider.clone();
    let file = FileSeed::new().status(FileStatus::Accepted);
    let file = stage.platform.add_file(file);
    let content = workbook(stage);
    let seed = ChunkSeed::new().content(Content::Whole(content.clone().into()));
    let chunk = stage.platform.add_chunk(&file, seed);
    match stage.below(13, 3) {
        0 => into_memory(stage, &provider, chunks::download(&chunk), &content),
        _ => into_file(stage, &provider, chunks::download(&chunk), &content),
    };
}

/// The vendor downloads a spreadsheet that they have uploaded, from the presigned URL of its report.
pub fn presigned_url(stage: &mut Stage) {
    let vendor = stage.vendor.clone();
    let id = stage.platform.add_file(FileSeed::new());
    let content = workbook(stage);
    let sent = upload(stage, &content);
    let path = format!("/files/{id}/upload");
    let uploaded = stage.act(&vendor, path, || files::upload(&id, sent.clone()));
    compare_uploads(stage, &id, &content, uploaded.is_some());

    let file = stage.timed(Duration::ZERO, || vendor.send(files::get(&id)));
    // After a failed upload there is no presigned URL.
    let Some(url) = file.ok().and_then(|it| it.usage_file_uri) else {
        return;
    };
    if stage.habit == Habit::SendsKeyToPresignedUrls {
        let _ = stage.storage_client.send(files::list());
    }
    let is_done = match stage.below(13, 3) {
        0 => into_memory(stage, &vendor, url, &content),
        _ => into_file(stage, &vendor, url, &content),
    };
    stage.tally.presigned_downloads += u64::from(is_done);
}

/// Returns whether the download succeeded.
fn into_memory(
    stage: &mut Stage,
    client: &AnyClient,
    what: impl Into<Downloadable>,
    content: &[u8],
) -> bool {
    let begun = events(stage);
    let download = stage.timed(Duration::ZERO, || client::download(client, what));
    let Ok(download) = download else { return false };
    let mut bytes = download.bytes.to_vec();
    if stage.habit == Habit::AltersDownloads
        && let Some(byte) = bytes.last_mut()
    {
        *byte ^= 1;
    }
    compare(stage, begun, &bytes, content);
    true
}

/// Returns whether the download succeeded. If it failed, the target must be unchanged. In any case there must be no
/// other file.
fn into_file(
    stage: &mut Stage,
    client: &AnyClient,
    what: impl Into<Downloadable>,
    content: &[u8],
) -> bool {
    let folder = stage.folder.join("downloads");
    fs::create_dir(&folder).expect("a folder");
    let path = folder.join("usage.xlsx");
    let before = (stage.below(14, 2) == 0).then_some(BEFORE);
    if let Some(before) = before {
        fs::write(&path, before).expect("a file");
    }
    let begun = events(stage);
    let done = stage.timed(Duration::ZERO, || {
        client::download_to_file(client, what, &path)
    });
    misbehave(stage.habit, &done.as_ref().map(|it| it.bytes), &path);

    let content_after = fs::read(&path).ok();
    let is_changed = done.is_err() && content_after.as_deref() != before;
    let names: Vec<_> = fs::read_dir(&folder)
        .expect("the folder")
        .map(|it| it.expect("an entry").file_name())
        .collect();
    if is_changed || names.len() != usize::from(content_after.is_some()) {
        let length = content_after.as_ref().map(Vec::len);
        let message = format!("{names:?}, {length:?} bytes in the target, after {done:?}");
        stage.findings.push(Finding::new(Breach::Parts, message));
    }
    match done {
        Ok(_) => {
            compare(stage, begun, &content_after.unwrap_or_default(), content);
            stage.tally.files += 1;
        }
        Err(_) => stage.tally.files_unchanged += u64::from(!is_changed),
    }
    done.is_ok()
}

/// Does with a file what a client of this habit does.
fn misbehave(habit: Habit, done: &Result<u64, &Error>, path: &Path) {
    let write_part = |path: &Path| fs::write(path, "a part of it").expect("a file");
    match habit {
        Habit::AltersFiles if done.is_ok() => {
            let mut bytes = fs::read(path).expect("the file");
            bytes.reverse();
            fs::write(path, bytes).expect("a file");
        }
        Habit::LeavesPartialFiles if done.is_err() => write_part(&path.with_extension("part")),
        Habit::WritesInPlace if done.is_err() => write_part(path),
        _ => {}
    }
}

/// Returns the numbers of requests to the API and to the storage so far.
fn events(stage: &Stage) -> (usize, usize) {
    (stage.faults.log().len(), stage.storage_faults.log().len())
}

/// Compares downloaded bytes with the content of the server. The download began after `begun` requests.
fn compare(stage: &mut Stage, begun: (usize, usize), bytes: &[u8], content: &[u8]) {
    stage.tally.downloads += 1;
    // A client cannot detect that a server announces a wrong length, or sends different content of the same form.
    let (api, storage) = (stage.faults.log(), stage.storage_faults.log());
    let mut of_download = api[begun.0..].iter().chain(&storage[begun.1..]);
    let undetectable = [Some(Kind::TooShort), Some(Kind::GarbageBody)];
    let is_excused = of_download.any(|it| undetectable.contains(&it.fault.kind()));
    if bytes != content && !is_excused {
        let message = format!("{} bytes instead of {}", bytes.len(), content.len());
        stage.findings.push(Finding::new(Breach::Download, message));
    }
}
