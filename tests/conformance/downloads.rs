//! Downloads to files, writers and memory, with and without interruptions, from the API and from presigned
//! URLs.

use std::fs;
use std::io::{self, Write};

use connect_fake::Reply;
use connect_fake::faults::Fault;
use connect_fake::reply::Content;
use connect_fake::{Builder, ChunkSeed, FileSeed, FileStatus, Platform};
use connect_usage::runtime::retry::Policy;
use connect_usage::{Downloaded, Error, ErrorKind, PresignedUrl, chunks, files, products};

use crate::case::cases;
use crate::net::{Net, Stage};
use crate::support::any::{AnyClient, with_client};
use crate::support::printed;

cases![
    content_is_written_to_files_writers_and_memory,
    an_interrupted_download_resumes_where_it_stopped,
    a_download_that_cannot_resume_restarts_if_possible,
    a_writer_receives_each_byte_once_or_the_download_fails,
    a_file_appears_complete_or_not_at_all,
    content_over_the_limit_is_rejected,
    the_announced_length_is_checked,
    progress_is_reported,
    an_output_error_is_reported_and_not_retried,
    rejections_are_errors_of_the_api,
    presigned_urls_are_fetched_without_the_key,
    unsafe_presigned_urls_are_not_fetched,
    redirects_to_the_storage_are_followed_without_the_key,
];

/// Longer than one chunk.
const LENGTH: usize = 200_001;

/// A chunk with content of its own.
fn chunk(stage: &Stage) -> (String, Vec<u8>) {
    let content: Vec<u8> = (0..LENGTH).map(|it| (it * 31 % 251) as u8).collect();
    let file = FileSeed::new().status(FileStatus::Accepted);
    let file = stage.platform.add_file(file);
    let seed = ChunkSeed::new().content(Content::Whole(content.clone().into()));
    (stage.platform.add_chunk(&file, seed), content)
}

/// Returns a presigned URL of the platform.
fn presigned_url(client: &AnyClient) -> PresignedUrl {
    let template = client.send(products::template("PRD-000-000-001"));
    template
        .expect("a template")
        .template_link
        .expect("a presigned URL")
}

/// Interrupts a response after some thousandths of it.
fn cut(at: u16) -> Fault {
    Fault::Cut { at }
}

/// Downloads a chunk to a writer. Returns what was written, too.
fn to_writer(client: &AnyClient, id: &str) -> (Result<Downloaded, Error>, Vec<u8>) {
    let (mut written, chunk) = (Vec::new(), chunks::download(id));
    let done = with_client!(client, it => it.download(chunk).to_writer(&mut written));
    (done, written)
}

fn ranges(stage: &Stage) -> Vec<Option<String>> {
    let range = |it: &connect_fake::Received| it.header("range").map(str::to_owned);
    stage.requests().iter().map(range).collect()
}

fn content_is_written_to_files_writers_and_memory(net: &Net) {
    for platform in [
        Platform::builder(),
        Platform::builder().presigned_downloads(),
    ] {
        let stage = net.stage(platform, [], []);
        let client = stage.provider();
        let (id, content) = chunk(&stage);

        let in_memory = with_client!(&client, it => it.download(chunks::download(&id)).bytes());
        let in_memory = in_memory.expect("the content");
        assert!(in_memory.bytes == content);
        assert!(in_memory.media_type.is_some_and(|it| it.contains("sheet")));
        assert_eq!(in_memory.file_name, Some(format!("{id}.xlsx")));

        let (done, written) = to_writer(&client, &id);
        let done = done.expect("the content");
        assert!(written == content);
        assert_eq!(
            (done.bytes, done.file_name),
            (LENGTH as u64, Some(format!("{id}.xlsx")))
        );

        let path = net.path("chunk.xlsx");
        fs::write(&path, "what was there before").expect("a file");
        let download = chunks::download(&id);
        let done = with_client!(&client, it => it.download(download).to_file(&path));
        assert_eq!(done.expect("the content").bytes, LENGTH as u64);
        assert!(fs::read(&path).expect("the file") == content);
    }
}

fn an_interrupted_download_resumes_where_it_stopped(net: &Net) {
    let faults = [cut(400), Fault::CutByReset { at: 500 }];
    let stage = net.stage(Platform::builder(), faults, []);
    let client = stage.provider();
    let (id, content) = chunk(&stage);
    let (done, written) = to_writer(&client, &id);
    assert_eq!(done.expect("the content").bytes, LENGTH as u64);
    assert!(written == content, "each byte is written once");
    let ranges = ranges(&stage);
    assert_eq!((ranges.len(), &ranges[0]), (3, &None), "{ranges:?}");
    assert!(ranges[1].is_some() && ranges[1] != ranges[2], "{ranges:?}");
    for request in &stage.requests()[1..] {
        assert!(
            request
                .header("if-range")
                .is_some_and(|it| it.starts_with('"'))
        );
    }
}

fn a_download_that_cannot_resume_restarts_if_possible(net: &Net) {
    let faults = || [cut(400), Fault::CutByReset { at: 900 }];
    let start = || net.stage(Platform::builder().without_ranges(), faults(), []);

    let stage = start();
    let (id, content) = chunk(&stage);
    let client = stage.provider();
    let in_memory = with_client!(&client, it => it.download(chunks::download(&id)).bytes());
    assert!(in_memory.expect("the content").bytes == content);
    assert_eq!(ranges(&stage), [None, None, None]);

    let stage = start();
    let (id, content) = chunk(&stage);
    let (client, path) = (stage.provider(), net.path("chunk.xlsx"));
    let done = with_client!(&client, it => it.download(chunks::download(&id)).to_file(&path));
    assert_eq!(done.expect("the content").bytes, LENGTH as u64);
    assert!(fs::read(&path).expect("the file") == content);
}

/// Bytes that were written to a writer cannot be undone.
fn a_writer_receives_each_byte_once_or_the_download_fails(net: &Net) {
    let builder = Platform::builder().without_ranges();
    let stage = net.stage(builder, [cut(400)], []);
    let client = stage.provider();
    let (id, content) = chunk(&stage);
    let (done, written) = to_writer(&client, &id);
    let error = done.expect_err("it cannot resume");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Transport, 1),
        "{error}"
    );
    assert!(content.starts_with(&written) && written.len() < LENGTH);
    // Nothing was written yet, so the download can restart.
    let faults = [Fault::ResetProcessed, cut(0)];
    let stage = net.stage(Platform::builder().without_ranges(), faults, []);
    let client = stage.provider();
    let (id, content) = chunk(&stage);
    let (done, written) = to_writer(&client, &id);
    assert_eq!(done.expect("the content").bytes, LENGTH as u64);
    assert!(written == content);
}

fn names(net: &Net) -> Vec<String> {
    let entries = fs::read_dir(net.path("")).expect("the folder");
    let name = |it: io::Result<fs::DirEntry>| it.expect("an entry").file_name();
    let mut names: Vec<_> = entries
        .map(name)
        .map(|it| it.into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

fn a_file_appears_complete_or_not_at_all(net: &Net) {
    let path = net.path("chunk.xlsx");
    let fetch = |builder: Builder, faults: Vec<Fault>| -> Result<u64, Error> {
        let stage = net.stage(builder, faults, []);
        let client = stage.provider();
        let (id, _) = chunk(&stage);
        let done = with_client!(&client, it => it.download(chunks::download(&id)).to_file(&path));
        done.map(|it| it.bytes)
    };
    let error = fetch(Platform::builder(), vec![cut(300); 4]).expect_err("cut");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Transport, 4),
        "{error}"
    );
    assert_eq!(names(net), Vec::<String>::new(), "nothing is left");

    fs::write(&path, "what was there before").expect("a file");
    let builder = Platform::builder().without_ranges();
    fetch(builder, vec![cut(999); 4]).expect_err("cut");
    assert_eq!(names(net), ["chunk.xlsx"]);
    assert_eq!(fs::read(&path).expect("the file"), b"what was there before");

    assert_eq!(
        fetch(Platform::builder(), vec![]).expect("whole"),
        LENGTH as u64
    );
    assert_eq!(names(net), ["chunk.xlsx"]);
    assert_eq!(fs::metadata(&path).expect("the file").len(), LENGTH as u64);
}

/// Before it is read, if the server announces its length; otherwise as soon as it exceeds the limit.
fn content_over_the_limit_is_rejected(net: &Net) {
    let content = vec![7; LENGTH];
    for is_announced in [true, false] {
        let reply = Reply::new(200).body(content.clone());
        let reply = match is_announced {
            true => reply,
            false => reply.chunked(),
        };
        let host = net.serve(move |_| reply.clone());
        let client = host.client();
        let download = || chunks::download("UFC-1");
        let done =
            with_client!(&client, it => it.download(download()).max_bytes(LENGTH as u64).bytes());
        assert_eq!(done.expect("not too much").bytes.len(), LENGTH);
        let mut written = Vec::new();
        let done = with_client!(
            &client,
            it => it.download(download()).max_bytes(LENGTH as u64 - 1).to_writer(&mut written)
        );
        let error = done.expect_err("too much");
        assert!(
            error.to_string().contains("limit of 200000 bytes"),
            "{error}"
        );
        assert!(written.len() < LENGTH);
        assert!(!is_announced || written.is_empty());
        let (path, quick) = (net.path("chunk.xlsx"), Policy::new());
        let download = with_client!(
            &client,
            it => it.download(download()).retry(quick).max_bytes(LENGTH as u64 - 1).to_file(&path)
        );
        let error = download.expect_err("too much");
        assert_eq!(error.attempts(), 1);
        assert!(
            error.to_string().contains("(`max_bytes` of the download)"),
            "{error}"
        );
        assert!(names(net).is_empty());
        // Content in memory has the limit of all responses.
        let small = host.builder("").max_response(LENGTH as u64 - 1).build();
        let done = with_client!(&small, it => it.download(chunks::download("UFC-1")).bytes());
        let error = done.expect_err("too much for a response");
        assert!(
            error.to_string().contains("(`max_response` of the client"),
            "{error}"
        );
    }
}

fn the_announced_length_is_checked(net: &Net) {
    let host = net.serve(|_| Reply::new(200).body("12345").announcing(6));
    let client = host.client();
    let done = with_client!(&client, it => it.download(chunks::download("UFC-1")).bytes());
    assert_eq!(
        done.expect_err("a byte is missing").kind(),
        ErrorKind::Transport
    );
    // A server that continues with a different range than requested, or with different content.
    for range in ["bytes 3-9/11", "bytes 4-9/10", "bytes */10", "items 4-9/10"] {
        let host = net.serve(move |request| match request.header("range") {
            None => Reply::new(200)
                .header("ETag", "\"1\"")
                .header("Accept-Ranges", "bytes")
                .body("0123456789")
                .cut_after(3),
            Some(_) => Reply::new(206)
                .header("Content-Range", range)
                .body("456789"),
        });
        let client = host.builder("").retry(crate::net::QUICK).build();
        let (done, written) = to_writer(&client, "UFC-1");
        let error = done.expect_err(range);
        assert!(
            error
                .to_string()
                .contains("a different range than was requested"),
            "{range}: {error}"
        );
        assert_eq!(written, b"012", "{range}");
    }
}

fn progress_is_reported(net: &Net) {
    let stage = net.stage(Platform::builder(), [cut(500)], []);
    let client = stage.provider();
    let (id, _) = chunk(&stage);
    let mut reports = Vec::new();
    let done = with_client!(&client, it => it
        .download(chunks::download(&id))
        .on_progress(|bytes, total| reports.push((bytes, total)))
        .bytes());
    done.expect("the content");
    let all = LENGTH as u64;
    assert_eq!(reports.last(), Some(&(all, Some(all))));
    assert!(reports.len() > 2 && reports.is_sorted(), "{reports:?}");
    assert!(
        reports.iter().all(|(_, total)| *total == Some(all)),
        "{reports:?}"
    );
}

fn an_output_error_is_reported_and_not_retried(net: &Net) {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let stage = net.platform();
    let client = stage.provider();
    let (id, _) = chunk(&stage);
    let done = with_client!(&client, it => it.download(chunks::download(&id)).to_writer(Full));
    let error = done.expect_err("a full disk");
    assert_eq!(error.kind(), ErrorKind::Output);
    assert!(printed(&error).contains("the disk is full"), "{error}");
    assert_eq!(stage.requests().len(), 1);
    // A missing folder is an error before anything is sent.
    let path = net.path("no/such/folder.xlsx");
    let done = with_client!(&client, it => it.download(chunks::download(&id)).to_file(&path));
    assert_eq!(done.expect_err("no folder").kind(), ErrorKind::Output);
    assert_eq!(stage.requests().len(), 1);
}

fn rejections_are_errors_of_the_api(net: &Net) {
    let stage = net.platform();
    let client = stage.provider();
    let path = net.path("chunk.xlsx");
    let download = chunks::download("UFC-0000-00-0000-0000-000");
    let done = with_client!(&client, it => it.download(download).to_file(&path));
    let error = done.expect_err("no such chunk");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(404));
    assert_eq!(error.messages(), ["There is no such object."]);
    assert_eq!(stage.requests().len(), 1);
    assert!(names(net).is_empty());
}

/// The storage rejects requests with a key, and presigned URLs that have expired.
fn presigned_urls_are_fetched_without_the_key(net: &Net) {
    let expected = b"PK\x03\x04 records of PRD-000-000-001";
    let stage = net.stage(Platform::builder(), [], [Fault::ResetProcessed, cut(500)]);
    let client = stage.vendor();
    let presigned_url = presigned_url(&client);
    let path = net.path("template.xlsx");
    let done = with_client!(&client, it => it.download(&presigned_url).to_file(&path));
    assert_eq!(
        done.expect("the template").file_name.as_deref(),
        Some("template.xlsx")
    );
    assert_eq!(fs::read(&path).expect("the file"), expected);
    let requests = stage.storage_requests();
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert_eq!(request.header("authorization"), None);
        assert!(!format!("{:?}", request.headers).contains("vendor"));
    }
    let rest = format!("bytes={}-", expected.len() / 2);
    assert_eq!(requests[2].header("range"), Some(rest.as_str()));

    stage.platform.advance(std::time::Duration::from_secs(601));
    let done = with_client!(&client, it => it.download(&presigned_url).bytes());
    let error = done.expect_err("an expired URL");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(403));
    let (_, token) = presigned_url
        .as_str()
        .split_once("token=")
        .expect("a token");
    assert!(!printed(&error).contains(token), "{}", printed(&error));
}

fn unsafe_presigned_urls_are_not_fetched(net: &Net) {
    let stage = net.platform();
    let client = stage.vendor();
    for unsafe_url in [
        "http://storage.example/a?token=5167e7a1",
        "ftp://storage.example/a?token=5167e7a1",
        "/signed/a?token=5167e7a1",
        "",
    ] {
        let presigned_url = PresignedUrl::from(unsafe_url);
        let done = with_client!(&client, it => it.download(&presigned_url).bytes());
        let error = done.expect_err(unsafe_url);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{unsafe_url}");
        assert!(!printed(&error).contains("5167e7a1"), "{}", printed(&error));
    }
    assert!(stage.requests().is_empty() && stage.storage_requests().is_empty());
}

fn redirects_to_the_storage_are_followed_without_the_key(net: &Net) {
    let builder = Platform::builder().presigned_downloads();
    let stage = net.stage(
        builder,
        [],
        [
            cut(500),
            Fault::ServerError {
                status: 502,
                processed: true,
            },
        ],
    );
    let client = stage.provider();
    let (id, content) = chunk(&stage);
    let done = with_client!(&client, it => it.download(chunks::download(&id)).bytes());
    assert!(done.expect("the content").bytes == content);
    let requests = stage.storage_requests();
    assert_eq!((stage.requests().len(), requests.len()), (3, 3));
    assert!(
        requests
            .iter()
            .all(|it| it.header("authorization").is_none())
    );
    // Each attempt requests a new presigned URL from the API.
    assert!(requests[0].target != requests[1].target);
    // A redirect to another host is followed without the key, too; a redirect to plain HTTP is rejected.
    let elsewhere = Fault::RedirectElsewhere { status: 307 };
    let plain = Fault::RedirectPlain { status: 302 };
    let stage = net.stage(Platform::builder(), [elsewhere, plain], []);
    let client = stage.vendor();
    let id = stage.platform.add_file(FileSeed::new());
    let error = client.send(files::get(&id)).expect_err("404 there");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(404));
    let requests = stage.elsewhere.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].header("authorization"), None);
    let error = client.send(files::get(&id)).expect_err("plain HTTP");
    assert!(error.to_string().contains("not followed"), "{error}");
}
