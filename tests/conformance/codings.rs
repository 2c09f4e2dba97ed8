//! Content codings: what requests ask for, and what becomes of responses that are coded.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use connect_fake::{Received, Reply};
use connect_usage::runtime::{Binary, Operation, Request};
use connect_usage::{Error, ErrorKind, Outcome, PresignedUrl, files};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::case::cases;
use crate::net::{Host, Net, QUICK};
use crate::support::any::AnyClient;
use crate::support::{get, post};

cases![
    requests_say_what_they_accept,
    identical_content_has_several_names,
    an_unknown_coding_is_an_error_that_names_it,
    the_status_of_an_error_counts_whatever_its_coding,
    gzip_is_decoded_or_named,
    limits_count_decoded_bytes,
    coded_bytes_without_content_are_limited,
    damaged_gzip_is_a_failure,
    a_download_with_a_coding_is_decoded_or_fails,
    a_resumed_download_asks_for_the_bytes_as_they_are,
    a_coded_part_of_a_download_is_an_error,
    an_action_with_a_coded_response_is_settled,
];

/// Whether the client decodes gzip.
fn decodes() -> bool {
    cfg!(feature = "gzip")
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

fn coded(coding: &str, content: &[u8]) -> Reply {
    let body = match coding.to_ascii_lowercase().contains("gzip") {
        true => gzip(content),
        false => content.to_vec(),
    };
    Reply::new(200)
        .header("Content-Encoding", coding)
        .body(body)
}

fn client(server: &Host) -> AnyClient {
    server.builder("").retry(QUICK).build()
}

fn text(server: &Host) -> Result<String, Error> {
    client(server).send(get().returns_text())
}

/// Downloads what an operation returns, or a presigned URL.
fn download(server: &Host, is_presigned: bool) -> Result<Binary, Error> {
    match is_presigned {
        true => client(server).download(PresignedUrl::from(server.url("/stored?signature=1"))),
        false => {
            static FILE: Operation = Operation::new(
                "chunks::download",
                connect_usage::runtime::Method::GET,
                &[],
                "",
            )
            .idempotent();
            client(server).download(Request::new(&FILE).returns_binary())
        }
    }
}

fn accepted(request: &Received) -> Vec<&str> {
    request.headers_named("accept-encoding")
}

fn requests_say_what_they_accept(net: &Net) {
    let server = net.serve(|_| Reply::new(200).body("ok"));
    text(&server).expect("a response");
    download(&server, false).expect("content");
    download(&server, true).expect("content");
    let call = get().header("Accept-Encoding", "br;q=0").returns_text();
    client(&server).send(call).expect("a response");
    let requests = server.requests();
    let own = if decodes() { "gzip" } else { "identity" };
    assert_eq!(accepted(&requests[0]), [own]);
    // It may have to be resumed.
    assert_eq!(accepted(&requests[1]), ["identity"]);
    assert_eq!(accepted(&requests[2]), ["identity"]);
    assert_eq!(accepted(&requests[3]), ["br;q=0"]);
}

fn identical_content_has_several_names(net: &Net) {
    for coding in ["", "identity", "Identity", "identity, identity"] {
        let server = net.serve(move |_| coded(coding, b"content"));
        assert_eq!(text(&server).expect("content"), "content", "{coding:?}");
        for is_presigned in [false, true] {
            let content = download(&server, is_presigned).expect("content");
            assert_eq!(&content.bytes[..], b"content", "{coding:?}");
        }
    }
}

fn an_unknown_coding_is_an_error_that_names_it(net: &Net) {
    for (coding, name) in [("br", "`br`"), ("ZSTD", "`ZSTD`"), ("identity, br", "`br`")] {
        let server = net.serve(move |_| coded(coding, b"noise"));
        let results = [
            text(&server).map(drop),
            download(&server, false).map(drop),
            download(&server, true).map(drop),
        ];
        for result in results {
            let error = result.expect_err("it is not the content");
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(error.to_string().contains(name), "{error}");
            assert!(!error.to_string().contains("noise"), "{error}");
        }
        assert_eq!(server.requests().len(), 3, "another attempt would not help");
    }
}

fn the_status_of_an_error_counts_whatever_its_coding(net: &Net) {
    let server = net.serve(|_| {
        Reply::new(404)
            .header("Content-Encoding", "br")
            .body("noise")
    });
    for result in [text(&server).map(drop), download(&server, true).map(drop)] {
        let error = result.expect_err("not found");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(404), "{error}");
        assert!(error.to_string().contains("`br`"), "{error}");
        assert!(error.body().is_empty());
    }
    // And decides on retries.
    let count = AtomicUsize::new(0);
    let server = net.serve(move |_| match count.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::new(502)
            .header("Content-Encoding", "br")
            .body("noise"),
        _ => Reply::new(200).body("ok"),
    });
    assert_eq!(text(&server).expect("the second response"), "ok");
}

fn gzip_is_decoded_or_named(net: &Net) {
    let content: Vec<u8> = (0..200_000u32)
        .map(|it| b'a' + (it / 7 % 20) as u8)
        .collect();
    for coding in ["gzip", "X-GZip", "identity, GZIP"] {
        let sent = content.clone();
        let server = net.serve(move |_| coded(coding, &sent));
        match text(&server) {
            Ok(found) => assert!(decodes() && found.as_bytes() == content, "{coding}"),
            Err(error) => {
                assert!(!decodes(), "{error}");
                assert!(error.to_string().contains("feature `gzip`"), "{error}");
            }
        }
    }
    let server = net.serve(|_| {
        let twice = gzip(&gzip(b"content"));
        Reply::new(200)
            .header("Content-Encoding", "gzip, gzip")
            .body(twice)
    });
    assert_eq!(text(&server).ok(), decodes().then(|| "content".to_owned()));
    // An error says what it says, decoded.
    let server = net.serve(|_| {
        let body = gzip(br#"{"error_code": "VAL_001"}"#);
        Reply::new(400)
            .header("Content-Encoding", "gzip")
            .body(body)
    });
    let error = text(&server).expect_err("an error");
    assert_eq!(error.code(), decodes().then_some("VAL_001"), "{error}");
    // A response without a body has no coding to undo.
    let server = net.serve(|_| Reply::new(204).header("Content-Encoding", "gzip"));
    assert_eq!(text(&server).expect("nothing"), "");
}

fn limits_count_decoded_bytes(net: &Net) {
    if !decodes() {
        return;
    }
    let content = vec![b'a'; 2_000_000];
    let sent = content.clone();
    let server = net.serve(move |_| coded("gzip", &sent));
    let send = |limit| {
        let client = server.builder("").max_response(limit).build();
        client.send(get().returns_text())
    };
    assert_eq!(send(2_000_000).expect("content").len(), 2_000_000);
    let error = send(1_999_999).expect_err("too long");
    assert!(
        error.to_string().contains("limit of 1999999 bytes"),
        "{error}"
    );
    // The other way round, a coded content can be longer than what it stands for.
    let server = net.serve(|_| {
        let body = gzip(b"abc");
        assert!(body.len() > 20);
        Reply::new(200)
            .header("Content-Encoding", "gzip")
            .body(body)
    });
    let client = server.builder("").max_response(3).build();
    assert_eq!(client.send(get().returns_text()).expect("content"), "abc");
}

/// Members without content, one after the other, would never reach a limit of decoded bytes.
fn coded_bytes_without_content_are_limited(net: &Net) {
    if !decodes() {
        return;
    }
    for (status, coding) in [(200, "gzip"), (200, "gzip, gzip"), (400, "gzip")] {
        let body = gzip(b"").repeat(20_000);
        let body = match coding {
            "gzip" => body,
            _ => gzip(&body),
        };
        let server = net.serve(move |_| {
            let reply = Reply::new(status).header("Content-Encoding", coding);
            reply.body(body.clone())
        });
        let builder = server.builder("").retry(QUICK);
        let client = builder.max_response(1000).max_error_body(1000).build();
        let error = client.send(get().returns_text()).expect_err("too long");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        let message = match status {
            200 => "longer than the limit of 1000 bytes",
            _ => "its body is cut after 0 bytes",
        };
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(
            (error.attempts(), server.requests().len()),
            (1, 1),
            "{error}"
        );
    }
}

fn damaged_gzip_is_a_failure(net: &Net) {
    if !decodes() {
        return;
    }
    let content: Vec<u8> = (0..50_000u32).map(|it| (it * it % 251) as u8).collect();
    let whole = gzip(&content);
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x55;
    let mut checksum = whole.clone();
    let end = checksum.len() - 6;
    checksum[end] ^= 1;
    let damaged = [
        whole[..whole.len() / 2].to_vec(),
        whole[..whole.len() - 1].to_vec(),
        whole[..5].to_vec(),
        flipped,
        checksum,
        b"no gzip at all".to_vec(),
        [&whole[..], b"something behind it"].concat(),
    ];
    for body in damaged {
        let sent = body.clone();
        let server = net.serve(move |_| {
            Reply::new(200)
                .header("Content-Encoding", "gzip")
                .body(sent.clone())
        });
        let results = [
            client(&server).send(get().returns_binary()),
            download(&server, false),
            download(&server, true),
        ];
        for result in results {
            let error = result.expect_err("damaged");
            assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
            assert!(error.to_string().contains("gzip"), "{error}");
        }
        // It is retried as any interrupted response is.
        assert_eq!(server.requests().len(), 12, "{} bytes", body.len());
    }
}

/// Objects in a storage can have a coding that they were stored with, which the storage does not undo.
fn a_download_with_a_coding_is_decoded_or_fails(net: &Net) {
    let server = net.serve(|_| {
        coded("gzip", b"the content")
            .header("ETag", "\"a\"")
            .header("Accept-Ranges", "bytes")
    });
    for is_presigned in [false, true] {
        match download(&server, is_presigned) {
            Ok(found) => assert!(decodes() && &found.bytes[..] == b"the content"),
            Err(error) => {
                assert!(!decodes(), "{error}");
                assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
                assert!(error.to_string().contains("`gzip`"), "{error}");
            }
        }
    }
}

const CONTENT: &[u8] = b"0123456789abcdefghij";

fn part(request: &Received) -> Option<usize> {
    let range = request.header("range")?;
    range
        .strip_prefix("bytes=")?
        .strip_suffix('-')?
        .parse()
        .ok()
}

fn a_resumed_download_asks_for_the_bytes_as_they_are(net: &Net) {
    let server = net.serve(|request| {
        let reply = match part(request) {
            None => Reply::new(200).body(CONTENT).cut_after(12),
            Some(from) => Reply::new(206)
                .header("Content-Range", &format!("bytes {from}-19/20"))
                .body(&CONTENT[from..]),
        };
        reply
            .header("ETag", "\"a\"")
            .header("Accept-Ranges", "bytes")
    });
    let found = download(&server, true).expect("the content");
    assert_eq!(&found.bytes[..], CONTENT);
    let requests = server.requests();
    assert!(
        requests.iter().any(|it| part(it).is_some()),
        "it was resumed"
    );
    assert!(requests.iter().all(|it| accepted(it) == ["identity"]));
}

fn a_coded_part_of_a_download_is_an_error(net: &Net) {
    let server = net.serve(|request| {
        let reply = match part(request) {
            None => Reply::new(200).body(CONTENT).cut_after(12),
            Some(from) => Reply::new(206)
                .header("Content-Range", &format!("bytes {from}-19/20"))
                .header("Content-Encoding", "gzip")
                .body(gzip(&CONTENT[from..])),
        };
        reply
            .header("ETag", "\"a\"")
            .header("Accept-Ranges", "bytes")
    });
    let error = download(&server, true).expect_err("a coded part");
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(error.to_string().contains("coded"), "{error}");
}

fn an_action_with_a_coded_response_is_settled(net: &Net) {
    let server = |status: &'static str| {
        net.serve(move |request| match request.method.as_str() {
            "POST" => coded("br", b"noise"),
            _ => Reply::json(200, format!(r#"{{"id": "UF-1", "status": "{status}"}}"#)),
        })
    };
    let it = server("pending");
    client(&it).send(files::submit("UF-1")).expect("submitted");
    // The API has confirmed it, although the report does not show it.
    let it = server("ready");
    let error = client(&it).send(files::submit("UF-1"));
    let error = error.expect_err("the report does not show it");
    assert_eq!(error.outcome(), Some(Outcome::Unknown), "{error}");
    // Without an object, the same.
    let error = client(&it).send(post().returns_text()).expect_err("coded");
    assert_eq!(error.outcome(), Some(Outcome::Unknown), "{error}");
}
