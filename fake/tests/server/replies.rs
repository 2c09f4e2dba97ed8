//! Replies, correct and faulty, as bytes.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use connect_fake::Reply;
use connect_fake::reply::Content;
use connect_fake::server::Server;

use crate::support::{GET, Peer, ask};

const SOON: Duration = Duration::from_millis(60);

fn server(reply: Reply) -> Server {
    Server::start(move |_| reply.clone())
}

fn body(response: &[u8]) -> &[u8] {
    let end = response.windows(4).position(|it| it == b"\r\n\r\n");
    &response[end.expect("a head") + 4..]
}

#[test]
fn a_reply_is_sent_as_it_is() {
    let reply = Reply::json(418, "[1]")
        .header("X-A", "ü")
        .header("X-A", "b");
    let server = server(reply);
    let mut peer = Peer::new(&server);
    let head = peer.get("/").head();
    let expected = "HTTP/1.1 418 Status\r\nContent-Type: application/json\r\nX-A: ü\r\nX-A: b\r\nContent-Length: 3\r\n\r\n";
    assert_eq!(head, expected);
    assert_eq!(peer.within(SOON), b"[1]");
}

#[test]
fn bodies_are_complete_for_every_source_and_framing() {
    let content: Bytes = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
    let length = content.len() as u64;
    let whole = Reply::new(200).bytes(content.clone());
    let source = content.clone();
    let made = Reply::new(200).made(length, move |offset, bytes| {
        let offset = offset as usize;
        bytes.copy_from_slice(&source[offset..offset + bytes.len()]);
    });
    for reply in [whole, made] {
        let by_length = server(reply.clone());
        assert!(Peer::new(&by_length).get("/").response().body == content);
        let until_close = server(reply.clone().until_close());
        let (response, end) = ask(&until_close, GET);
        assert!(body(&response) == content && end.is_ok());
        let chunked = server(reply.clone().chunked().closing());
        let (response, end) = ask(&chunked, GET);
        assert!(unchunked(body(&response)).is_some_and(|it| it == content) && end.is_ok());
        let trickled = server(reply.trickled(100_000, Duration::from_millis(1)));
        assert!(Peer::new(&trickled).get("/").response().body == content);
    }
}

#[test]
fn parts_of_contents_have_the_requested_bytes() {
    let whole = Content::Whole(Bytes::from_static(b"0123456789"));
    let fill = |offset: u64, bytes: &mut [u8]| {
        for (byte, value) in bytes.iter_mut().zip(offset as u8..) {
            *byte = b'0' + value;
        }
    };
    let (length, fill) = (10, Arc::new(fill));
    for content in [whole, Content::Made { length, fill }] {
        for (offset, length, expected) in [
            (0, 10, "0123456789"),
            (3, 4, "3456"),
            (8, 9, "89"),
            (10, 1, ""),
            (11, 1, ""),
        ] {
            let part = content.part(offset, length);
            assert_eq!(part.len(), expected.len() as u64);
            assert_eq!(part.is_empty(), expected.is_empty());
            assert_eq!(part.read(0, 100), expected);
            assert_eq!(part.read(1, 1), expected.get(1..2).unwrap_or_default());
        }
    }
}

fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let end = bytes.windows(2).position(|it| it == b"\r\n")?;
        let size = usize::from_str_radix(str::from_utf8(&bytes[..end]).ok()?, 16).ok()?;
        bytes = &bytes[end + 2..];
        content.extend_from_slice(&bytes[..size]);
        bytes = bytes[size..].strip_prefix(b"\r\n")?;
        if size == 0 {
            return bytes.is_empty().then_some(content);
        }
    }
}

#[test]
fn a_raw_reply_sends_only_its_bytes() {
    let raw = server(Reply::raw("no HTTP"));
    assert_eq!(ask(&raw, GET), (b"no HTTP".to_vec(), Ok(())));
    let nothing = server(Reply::raw(""));
    assert_eq!(ask(&nothing, GET), (Vec::new(), Ok(())));
}

#[test]
fn a_reset_is_an_error() {
    let reset = server(Reply::reset());
    assert_eq!(
        ask(&reset, GET),
        (Vec::new(), Err(ErrorKind::ConnectionReset))
    );
    assert_eq!(reset.requests().len(), 1, "it was read");

    let in_the_middle = server(Reply::new(200).body("abcdef").reset_after(3));
    let (response, end) = ask(&in_the_middle, GET);
    assert_eq!(end, Err(ErrorKind::ConnectionReset));
    // The reset may discard what was sent, but nothing more is received.
    assert!(response.is_empty() || body(&response) == b"abc");
}

#[test]
fn a_cut_is_an_early_end() {
    for (reply, length, sent) in [
        (Reply::new(200).body("abcdef").cut_after(3), 6, "abc"),
        (Reply::new(200).body("abcdef").cut_after(0), 6, ""),
        (Reply::new(200).body("abcdef").cut_after(9), 6, "abcdef"),
        (Reply::new(200).body("abc").announcing(7), 7, "abc"),
    ] {
        let (response, end) = ask(&server(reply), GET);
        let text = String::from_utf8(response.clone()).expect("UTF-8");
        assert!(
            text.contains(&format!("\r\nContent-Length: {length}\r\n")),
            "{text}"
        );
        assert_eq!(body(&response), sent.as_bytes());
        assert_eq!(end, Ok(()));
    }
    let chunked = server(Reply::new(200).body("abcdef").chunked().cut_after(3));
    let (response, end) = ask(&chunked, GET);
    assert_eq!((body(&response), end), (&b"3\r\nabc\r\n"[..], Ok(())));
}

#[test]
fn a_length_that_is_too_short_leaves_the_rest_before_the_next_response() {
    let server = server(Reply::new(200).body("abcdef").announcing(4));
    let mut peer = Peer::new(&server);
    assert_eq!(peer.get("/").response().text(), "abcd");
    assert!(peer.get("/").head().starts_with("efHTTP/1.1 200 OK"));

    // A correct length behaves like an ordinary reply.
    let right = self::server(Reply::new(200).body("abcdef").announcing(6));
    let mut peer = Peer::new(&right);
    for _ in 0..2 {
        assert_eq!(peer.get("/").response().text(), "abcdef");
    }
}

#[test]
fn a_stall_stays_until_the_peer_goes() {
    let stalled = server(Reply::new(200).body("abcdef").stalled_after(3));
    let mut peer = Peer::new(&stalled);
    assert!(peer.get("/").head().contains("Content-Length: 6"));
    assert_eq!(peer.within(SOON), b"abc");
    drop(peer);

    let never = server(Reply::never());
    assert_eq!(Peer::new(&never).get("/").within(SOON), b"");
}

#[test]
fn a_response_can_be_late_and_slow() {
    let pause = Duration::from_millis(20);
    let late = server(Reply::new(200).body("x").delayed(5 * pause));
    let start = Instant::now();
    assert_eq!(Peer::new(&late).get("/").response().text(), "x");
    assert!(start.elapsed() >= 5 * pause);

    let slow = server(Reply::new(200).body("abcdef").trickled(2, pause));
    let mut peer = Peer::new(&slow);
    let start = Instant::now();
    peer.get("/").head();
    assert_eq!(peer.rest_of(6), b"abcdef");
    assert!(start.elapsed() >= 3 * pause);
}
