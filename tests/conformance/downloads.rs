//! Downloads: into files, writers and memory, at once and with interruptions, from the API and from
//! signed links.

use std::fs;
use std::io::{self, Write};

use connect_usage::runtime::retry::Policy;
use connect_usage::{Downloaded, Error, ErrorKind, Link, chunks, files, products};
use loopback::{Content, Fault, Reply};
use platform::{Builder, ChunkSeed, FileSeed, FileStatus, Platform};

use crate::cases;
use crate::net::{Net, Stage};
use crate::support::any::{AnyClient, with_client};
use crate::support::printed;

cases![
    content_comes_into_files_writers_and_memory,
    what_broke_off_goes_on_where_it_was,
    what_cannot_go_on_begins_anew_where_that_is_possible,
    a_writer_is_given_each_byte_once_or_the_download_fails,
    a_file_is_there_as_a_whole_or_not_at_all,
    too_much_is_refused,
    the_announced_length_is_checked,
    progress_is_told,
    an_output_that_fails_is_told_and_not_tried_again,
    refusals_come_as_errors_of_the_api,
    links_are_followed_without_the_key,
    what_is_no_safe_link_is_not_asked_for,
    redirects_to_the_storage_go_without_the_key,
];

/// Longer than what comes at a time.
const LENGTH: usize = 200_001;

/// A chunk with content of its own.
fn chunk(stage: &Stage) -> (String, Vec<u8>) {
    let content: Vec<u8> = (0..LENGTH).map(|it| (it * 31 % 251) as u8).collect();
    let file = FileSeed::new().status(FileStatus::Accepted);
    let file = stage.platform.add_file(file);
    let seed = ChunkSeed::new().content(Content::Whole(content.clone().into()));
    (stage.platform.add_chunk(&file, seed), content)
}

/// A link that the platform has signed, and what is behind it.
fn link(client: &AnyClient) -> Link {
    let template = client.send(products::template("PRD-000-000-001"));
    template.expect("a template").template_link.expect("a link")
}

/// Breaks an answer off after some thousandths of it.
fn cut(at: u16) -> Fault {
    Fault::Cut { at }
}

/// Downloads a chunk to a writer, and what that was given.
fn to_writer(client: &AnyClient, id: &str) -> (Result<Downloaded, Error>, Vec<u8>) {
    let (mut written, chunk) = (Vec::new(), chunks::download(id));
    let done = with_client!(client, it => it.download(chunk).to_writer(&mut written));
    (done, written)
}

fn ranges(stage: &Stage) -> Vec<Option<String>> {
    let range = |it: &loopback::Received| it.header("range").map(str::to_owned);
    stage.requests().iter().map(range).collect()
}

fn content_comes_into_files_writers_and_memory(net: &Net) {
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

fn what_broke_off_goes_on_where_it_was(net: &Net) {
    let faults = [cut(400), Fault::CutByReset { at: 500 }];
    let stage = net.stage(Platform::builder(), faults, []);
    let client = stage.provider();
    let (id, content) = chunk(&stage);
    let (done, written) = to_writer(&client, &id);
    assert_eq!(done.expect("the content").bytes, LENGTH as u64);
    assert!(written == content, "each byte came once");
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

fn what_cannot_go_on_begins_anew_where_that_is_possible(net: &Net) {
    let faults = || [cut(400), Fault::CutByReset { at: 900 }];
    let stage = || net.stage(Platform::builder().without_ranges(), faults(), []);

    let at_first = stage();
    let (id, content) = chunk(&at_first);
    let client = at_first.provider();
    let in_memory = with_client!(&client, it => it.download(chunks::download(&id)).bytes());
    assert!(in_memory.expect("the content").bytes == content);
    assert_eq!(ranges(&at_first), [None, None, None]);

    let at_first = stage();
    let (id, content) = chunk(&at_first);
    let (client, path) = (at_first.provider(), net.path("chunk.xlsx"));
    let done = with_client!(&client, it => it.download(chunks::download(&id)).to_file(&path));
    assert_eq!(done.expect("the content").bytes, LENGTH as u64);
    assert!(fs::read(&path).expect("the file") == content);
}

/// What a writer was given cannot be taken back.
fn a_writer_is_given_each_byte_once_or_the_download_fails(net: &Net) {
    let builder = Platform::builder().without_ranges();
    let stage = net.stage(builder, [cut(400)], []);
    let client = stage.provider();
    let (id, content) = chunk(&stage);
    let (done, written) = to_writer(&client, &id);
    let error = done.expect_err("it cannot go on");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Transport, 1),
        "{error}"
    );
    assert!(content.starts_with(&written) && written.len() < LENGTH);
    // Nothing was written yet: then it can begin once more.
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

fn a_file_is_there_as_a_whole_or_not_at_all(net: &Net) {
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

/// Before it is read, if the server announces it; else as soon as it is too much.
fn too_much_is_refused(net: &Net) {
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
        // What is kept in memory has the limit that all answers have.
        let small = host.builder("").max_response(LENGTH as u64 - 1).build();
        let done = with_client!(&small, it => it.download(chunks::download("UFC-1")).bytes());
        let error = done.expect_err("too much for an answer");
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
    // A server that goes on with another part than it was asked for, or with other content.
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
            error.to_string().contains("another part"),
            "{range}: {error}"
        );
        assert_eq!(written, b"012", "{range}");
    }
}

fn progress_is_told(net: &Net) {
    let stage = net.stage(Platform::builder(), [cut(500)], []);
    let client = stage.provider();
    let (id, _) = chunk(&stage);
    let mut told = Vec::new();
    let done = with_client!(&client, it => it
        .download(chunks::download(&id))
        .on_progress(|bytes, total| told.push((bytes, total)))
        .bytes());
    done.expect("the content");
    let all = LENGTH as u64;
    assert_eq!(told.last(), Some(&(all, Some(all))));
    assert!(told.len() > 2 && told.is_sorted(), "{told:?}");
    assert!(
        told.iter().all(|(_, total)| *total == Some(all)),
        "{told:?}"
    );
}

fn an_output_that_fails_is_told_and_not_tried_again(net: &Net) {
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
    // A folder that is not there is noticed before anything is sent.
    let path = net.path("no/such/folder.xlsx");
    let done = with_client!(&client, it => it.download(chunks::download(&id)).to_file(&path));
    assert_eq!(done.expect_err("no folder").kind(), ErrorKind::Output);
    assert_eq!(stage.requests().len(), 1);
}

fn refusals_come_as_errors_of_the_api(net: &Net) {
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

/// The storage refuses whoever sends it a key, and a link that has expired.
fn links_are_followed_without_the_key(net: &Net) {
    let expected = b"PK\x03\x04 records of PRD-000-000-001";
    let stage = net.stage(Platform::builder(), [], [Fault::ResetProcessed, cut(500)]);
    let client = stage.vendor();
    let link = link(&client);
    let path = net.path("template.xlsx");
    let done = with_client!(&client, it => it.download(&link).to_file(&path));
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
    let done = with_client!(&client, it => it.download(&link).bytes());
    let error = done.expect_err("an old link");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(403));
    let (_, token) = link.as_str().split_once("token=").expect("a token");
    assert!(!printed(&error).contains(token), "{}", printed(&error));
}

fn what_is_no_safe_link_is_not_asked_for(net: &Net) {
    let stage = net.platform();
    let client = stage.vendor();
    for unsafe_link in [
        "http://storage.example/a?token=5167e7a1",
        "ftp://storage.example/a?token=5167e7a1",
        "/signed/a?token=5167e7a1",
        "",
    ] {
        let link = Link::from(unsafe_link);
        let done = with_client!(&client, it => it.download(&link).bytes());
        let error = done.expect_err(unsafe_link);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{unsafe_link}");
        assert!(!printed(&error).contains("5167e7a1"), "{}", printed(&error));
    }
    assert!(stage.requests().is_empty() && stage.storage_requests().is_empty());
}

fn redirects_to_the_storage_go_without_the_key(net: &Net) {
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
    // Each attempt asks the API for a link that is new.
    assert!(requests[0].target != requests[1].target);
    // To another host that the API names nothing of the caller's goes either; and plain HTTP is refused.
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
