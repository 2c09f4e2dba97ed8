//! How the server reads requests, valid and hostile.

use std::io::ErrorKind;
use std::time::Duration;

use connect_fake::Reply;
use connect_fake::server::Server;

use crate::support::{Peer, ask};

fn quiet() -> Server {
    Server::start(|_| Reply::new(200))
}

#[test]
fn a_request_is_kept_as_it_was_sent() {
    let server = quiet();
    let mut peer = Peer::new(&server);
    peer.send(b"PUT /a%20b/?x=%22&y HTTP/1.1\r\nX-One: 1\r\nx-one:  2 \r\nX-Bytes: \xff\r\nContent-Length: 4\r\n\r\n\0\xff\r\n");
    peer.response();
    let requests = server.requests();
    let request = &requests[0];
    assert_eq!(request.method, "PUT");
    assert_eq!(request.target, "/a%20b/?x=%22&y");
    assert_eq!(
        (request.path(), request.query()),
        ("/a%20b/", Some("x=%22&y"))
    );
    assert_eq!(request.headers_named("X-ONE"), ["1", "2"]);
    assert_eq!(request.header("x-bytes"), None);
    assert_eq!(request.headers[2], ("X-Bytes".to_owned(), vec![0xff]));
    assert_eq!((&request.body[..], request.length), (&b"\0\xff\r\n"[..], 4));
    assert_eq!(request.text(), "\0\u{fffd}\r\n");
}

#[test]
fn a_request_is_printed_without_its_key_and_cut_short() {
    let server = quiet();
    let mut peer = Peer::new(&server);
    let head = "POST /a HTTP/1.1\r\nAuthorization: ApiKey SU-1:c10be9d7\r\nContent-Length: 2001";
    peer.send(format!("{head}\r\n\r\n\n{}", "a".repeat(2000)));
    peer.response();
    let printed = format!("{:?}", server.requests());
    assert!(printed.contains("Authorization: (hidden)"));
    assert!(printed.contains(r"body: \naaa") && printed.contains("length: 2001"));
    assert!(
        !printed.contains("c10be9d7") && printed.len() < 1300,
        "{printed}"
    );
}

#[test]
fn a_request_may_arrive_in_any_pieces() {
    let server = Server::start(|request| Reply::new(200).body(request.text()));
    let mut peer = Peer::new(&server);
    for byte in b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" {
        peer.send([*byte]);
    }
    assert_eq!(peer.response().text(), "abc");
}

#[test]
fn malformed_requests_are_refused() {
    let server = quiet();
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(70_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(101));
    let length = |value: &str| format!("POST / HTTP/1.1\r\nContent-Length: {value}\r\n\r\nabc");
    let chunk = |line: &str| format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{line}");
    for (request, status) in [
        ("nonsense\r\n\r\n".to_owned(), 400),
        ("\x16\x03\x01\x02\0\x01\0".to_owned(), 400),
        ("GET / HTTP/3.7\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\nno header\r\n\r\n".to_owned(), 400),
        (long, 431),
        (many, 431),
        (length("-1"), 400),
        (length("+3"), 400),
        (length("0x3"), 400),
        (length(""), 400),
        (length("99999999999999999999999"), 400),
        (length("3\r\nContent-Length: 4"), 400),
        (length("3\r\nTransfer-Encoding: chunked"), 400),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n".to_owned(),
            501,
        ),
        (chunk("xyz\r\n"), 400),
        (chunk("-1\r\n"), 400),
        (chunk("fffffffffffffffff\r\n"), 400),
        (chunk("3\r\nabcd\r\n"), 400),
        (chunk(&"0".repeat(5000)), 400),
        (chunk("\u{fc}\r\n"), 400),
    ] {
        let (response, end) = Peer::new(&server).send(&request).half_close().rest();
        let response = String::from_utf8(response).expect("UTF-8");
        let expected = format!("HTTP/1.1 {status} ");
        assert!(response.starts_with(&expected), "{request:.80}: {response}");
        assert!(response.contains("Connection: close"), "{response}");
        assert_eq!(end, Ok(()));
    }
    assert!(server.requests().is_empty());
}

/// The peer still writes while its request is refused, and must still be able to read the response.
#[test]
fn a_refusal_reaches_a_peer_that_is_still_sending() {
    let server = Server::builder()
        .max_body(1000)
        .start(|request| Reply::new(200).body(request.length.to_string()));
    let mut peer = Peer::new(&server);
    peer.send("POST / HTTP/1.1\r\nContent-Length: 3000000\r\n\r\n");
    let _ = peer.try_send(vec![0; 3_000_000]);
    assert!(peer.half_close().rest().0.starts_with(b"HTTP/1.1 413 "));
    assert!(server.requests().is_empty());

    let mut peer = Peer::new(&server);
    peer.send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n");
    let _ = peer.try_send(vec![0; 3_000_000]);
    assert!(peer.half_close().rest().0.starts_with(b"HTTP/1.1 413 "));
    let mut peer = Peer::new(&server);
    assert_eq!(peer.post("/", &"a".repeat(1000)).response().text(), "1000");
}

#[test]
fn an_incomplete_request_is_ignored() {
    let server = quiet();
    for request in [
        "GET / HTTP/1.1\r\nHo",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "",
    ] {
        let (response, end) = Peer::new(&server).send(request).half_close().rest();
        assert_eq!((&response[..], end), (&b""[..], Ok(())), "{request}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn bodies_need_no_memory_if_they_are_not_kept() {
    let server = Server::builder()
        .keep_bodies(false)
        .max_body(10)
        .start(|request| Reply::new(200).body(request.length.to_string()));
    let mut peer = Peer::new(&server);
    assert_eq!(
        peer.post("/", &"a".repeat(300_000)).response().text(),
        "300000"
    );
    let requests = server.requests();
    assert_eq!((requests[0].body.len(), requests[0].length), (0, 300_000));

    let server = Server::builder()
        .keep_requests(false)
        .start(|_| Reply::new(200));
    Peer::new(&server).get("/").response();
    assert!(server.requests().is_empty());
}

/// A handler that panics ends its own connection only.
#[test]
fn a_handler_that_panics_ends_its_connection() {
    let server = Server::start(|request| match request.target.as_str() {
        "/bad" => panic!("a deliberate panic of the test"),
        _ => Reply::new(200).body("x"),
    });
    let (response, end) = ask(&server, "GET /bad HTTP/1.1\r\n\r\n");
    assert!(response.is_empty() && matches!(end, Ok(()) | Err(ErrorKind::ConnectionReset)));
    assert_eq!(Peer::new(&server).get("/good").response().text(), "x");
    assert_eq!(Peer::new(&server).within(Duration::from_millis(30)), b"");
}
