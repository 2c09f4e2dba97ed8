//! `cargo xtask fetch` over HTTP: whatever the network does, `specs/` is whole.

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use connect_fake::Reply;
use connect_fake::server::Server;
use flate2::Compression;
use flate2::write::GzEncoder;
use support::{DOCUMENT, Root, Run};

/// A server that gives these replies one after the other.
fn serve(replies: impl IntoIterator<Item = Reply>) -> Server {
    let replies: Vec<Reply> = replies.into_iter().collect();
    let replies = Mutex::new(replies.into_iter());
    Server::start(move |_| {
        let next = replies.lock().unwrap().next();
        next.unwrap_or_else(|| Reply::new(410).body("asked once too often"))
    })
}

/// A reply whose head is written by the test, so that nothing is added to it.
fn raw(head: &str, body: impl AsRef<[u8]>) -> Reply {
    let mut bytes = format!("HTTP/1.1 {head}\nConnection: close\n\n")
        .replace('\n', "\r\n")
        .into_bytes();
    bytes.extend_from_slice(body.as_ref());
    Reply::raw(bytes)
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn gzipped(body: impl Into<Vec<u8>>) -> Reply {
    Reply::new(200)
        .header("Content-Encoding", "gzip")
        .body(body)
}

/// Fetches from a server with these replies, which has to fail with `status`.
#[track_caller]
fn fails(status: i32, replies: impl IntoIterator<Item = Reply>) -> Run {
    fails_with(status, &[], replies)
}

#[track_caller]
fn fails_with(status: i32, options: &[&str], replies: impl IntoIterator<Item = Reply>) -> Run {
    let root = Root::fetched();
    let server = serve(replies);
    let url = server.url("/spec.yml");
    root.fails(status, &[&["fetch", "--from", &url], options].concat())
}

#[test]
fn a_document_is_fetched_and_pinned() {
    let root = Root::empty();
    let server = serve([Reply::new(200).header("ETag", "W/\"abc-1\"").body(DOCUMENT)]);
    let url = server.url("/spec.yml");
    let run = root
        .start(
            "usage",
            "/usage*",
            &format!("{url}?version=1&sig=secret#secret"),
        )
        .ends_with(0)
        .prints(&["2 operations"]);
    assert!(!format!("{}{}", run.stdout, run.stderr).contains("secret"));
    let lock = root.read("specs/usage/lock.toml");
    assert!(!lock.contains("secret"), "{lock}");
    let lock: toml::Table = lock.parse().unwrap();
    assert_eq!(lock["source"].as_str(), Some(url.as_str()));
    assert_eq!(lock["etag"].as_str(), Some("W/\"abc-1\""));
    let request = &server.requests()[0];
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("GET", "/spec.yml?version=1&sig=secret")
    );
    assert_eq!(request.header("accept-encoding"), Some("gzip"));
}

#[test]
fn the_way_it_came_does_not_change_what_is_written() {
    let from_file = Root::fetched();
    let (one, two) = DOCUMENT.split_at(10);
    let chunks = format!(
        "{:x}\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n",
        one.len(),
        two.len()
    );
    for reply in [
        Reply::new(200).body(DOCUMENT),
        raw("200 OK\nTransfer-Encoding: chunked", chunks),
        gzipped(gzip(DOCUMENT)),
        raw("200 OK\nContent-Encoding: gzip", gzip(DOCUMENT)),
    ] {
        let root = Root::empty();
        let server = serve([reply]);
        root.start("usage", "/usage*", &server.url("/spec.yml"))
            .ends_with(0);
        let slice = "specs/usage/contract.yml";
        assert_eq!(root.read(slice), from_file.read(slice));
        let facts = |root: &Root| {
            let mut lock: toml::Table = root.read("specs/usage/lock.toml").parse().unwrap();
            lock.remove("source");
            lock
        };
        assert_eq!(facts(&root), facts(&from_file));
    }
}

#[test]
fn redirects_are_followed_up_to_five() {
    let root = Root::empty();
    let hops = [
        (301, "/1"),
        (302, "2"),
        (303, "/3"),
        (307, "/4"),
        (308, "/5"),
    ];
    let mut replies: Vec<Reply> = hops
        .iter()
        .map(|&(status, to)| Reply::redirect(status, to))
        .collect();
    replies.push(Reply::new(200).body(DOCUMENT));
    let server = serve(replies);
    let url = server.url("/spec.yml");
    root.start("usage", "/usage*", &url).ends_with(0);
    assert_eq!(server.requests()[5].target, "/5");
    let lock = root.read("specs/usage/lock.toml");
    assert!(
        lock.contains(&url),
        "the lock names the address that was given: {lock}"
    );

    fails(3, (0..6).map(|_| Reply::redirect(302, "/again"))).says(&["more than 5 redirects"]);
}

#[test]
fn other_redirects_are_rejected() {
    let run = fails(
        3,
        [Reply::redirect(302, "ftp://127.0.0.1/x?signature=secret")],
    )
    .says(&["ftp://127.0.0.1/x:", "only http and https"]);
    assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    fails(3, [Reply::new(301)]).says(&["no `Location` header"]);
}

#[test]
fn an_error_for_another_status_does_not_quote_the_response() {
    let run = fails(
        3,
        [Reply::json(404, "{\"error\": \"no /spec.yml?sig=secret\"}")],
    )
    .says(&["404 Not Found", "/spec.yml", "--from"]);
    assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    fails(3, [Reply::new(500).body(b"\xff\x1b[2J")]).says(&["500"]);
    fails(3, [Reply::new(503).body("x".repeat(100_000))]).says(&["503"]);
    fails(3, [Reply::new(204)]).says(&["204"]);
    fails(3, [Reply::raw("no HTTP at all\r\n\r\n")]).says(&["cannot download"]);
}

#[test]
fn a_web_page_instead_of_the_document_is_recognised() {
    let page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>";
    fails(
        2,
        [Reply::new(200)
            .header("Content-Type", "text/html")
            .body(page)],
    )
    .says(&["HTML", "help"]);
}

#[test]
fn a_connection_that_closes_early_is_an_error() {
    let (half, length) = (&DOCUMENT[..DOCUMENT.len() / 2], DOCUMENT.len());
    fails(3, [Reply::new(200).body(DOCUMENT).cut_after(half.len())])
        .says(&["was closed after", "run the command again"]);

    let chunked = "200 OK\nTransfer-Encoding: chunked";
    fails(3, [raw(chunked, format!("{length:x}\r\n{half}"))]).says(&["was closed after"]);
    fails(3, [raw(chunked, format!("{:x}\r\n{half}\r\n", half.len()))]).says(&["was closed after"]);

    let packed = gzip(DOCUMENT);
    let cut = packed.len() - 4;
    fails(3, [gzipped(packed.clone()).cut_after(cut)]).says(&["was closed after"]);
    fails(3, [raw("200 OK\nContent-Encoding: gzip", &packed[..cut])]).says(&["was closed after"]);

    fails(3, [Reply::raw("")]).says(&["was closed after"]);
    fails(3, [Reply::raw("HTTP/1.1 200 OK\r\nContent-Le")]).says(&["was closed after"]);
}

#[test]
fn a_body_without_a_known_end_is_rejected() {
    fails(3, [raw("200 OK", DOCUMENT)]).says(&["neither a length nor chunks", "--from FILE"]);
}

#[test]
fn an_invalid_gzip_stream_is_rejected() {
    fails(3, [gzipped(DOCUMENT)]).says(&["invalid gzip stream"]);
    let mut packed = gzip(DOCUMENT);
    let middle = packed.len() / 2;
    packed[middle] ^= 0xff;
    fails(3, [gzipped(packed)]).says(&["invalid gzip stream"]);
    fails(
        3,
        [Reply::new(200).header("Content-Encoding", "br").body("x")],
    )
    .says(&["`br`"]);
}

#[test]
fn the_size_limit_counts_what_is_unpacked() {
    let large = format!("{DOCUMENT}# {}\n", "x".repeat(1024 * 1024));
    fails_with(
        3,
        &["--max-size", "1"],
        [Reply::new(200).body(large.as_str())],
    )
    .says(&["1.0 MiB", "--max-size"]);
    let packed = gzip(&large);
    assert!(packed.len() < 10_000);
    fails_with(3, &["--max-size", "1"], [gzipped(packed)]).says(&["1.0 MiB"]);
}

#[test]
fn the_time_out_covers_all_of_it() {
    let started = Instant::now();
    let options = ["--timeout", "1"];
    fails_with(3, &options, [Reply::never()]).says(&["within 1 s", "--timeout"]);
    let late = Duration::from_millis(700);
    fails_with(
        3,
        &options,
        (0..3).map(|_| Reply::redirect(302, "/again").delayed(late)),
    )
    .says(&["within 1 s"]);

    let root = Root::fetched();
    let url = stall();
    root.fails(3, &["fetch", "--from", &url, "--timeout", "1"])
        .says(&["within 1 s"]);
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "took {:?}",
        started.elapsed()
    );
}

/// The URL of a server that sends a byte now and then, and so is never silent for long.
fn stall() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/spec.yml", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 1024]);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        for _ in 0..100 {
            if stream.write_all(b"#").is_err() {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
    });
    url
}

#[test]
fn errors_do_not_show_what_gives_access() {
    let root = Root::fetched();
    for (status, replies) in [
        (3, vec![Reply::new(403)]),
        (
            3,
            vec![Reply::redirect(302, "//me:secret@127.0.0.1:1/x?secret")],
        ),
        (
            3,
            vec![Reply::redirect(
                302,
                "gopher://me:secret@127.0.0.1:1/x?secret",
            )],
        ),
        (3, vec![Reply::redirect(302, "/x?secret"), Reply::reset()]),
        (2, vec![Reply::new(200).body("<html>")]),
        (2, vec![Reply::new(200).body("a: [")]),
    ] {
        let server = serve(replies);
        let run = root.fails(
            status,
            &["fetch", "--from", &server.url("/spec.yml?sig=secret")],
        );
        assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    }
}

#[test]
fn an_unreachable_server_is_a_network_failure() {
    let root = Root::fetched();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/spec.yml", listener.local_addr().unwrap());
    drop(listener);
    root.fails(3, &["fetch", "--from", &url])
        .says(&["cannot download", "NO_PROXY"]);
}
