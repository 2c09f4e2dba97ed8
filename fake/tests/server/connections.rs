//! Persistent connections, and a server that does not listen.

use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use connect_fake::Reply;
use connect_fake::server::Server;

use crate::support::{Peer, ask};

fn echo() -> Server {
    Server::start(|request| Reply::new(200).body(format!("{} {}", request.target, request.text())))
}

#[test]
fn a_connection_serves_many_requests() {
    let server = echo();
    let mut peer = Peer::new(&server);
    for number in 0..50 {
        let response = peer.post(&format!("/{number}"), "body").response();
        assert_eq!(response.text(), format!("/{number} body"));
        assert_eq!(response.header("connection"), None);
    }
    assert_eq!(server.connections(), 1);
    assert!(server.requests().iter().all(|it| it.connection == 0));
    assert_eq!(Peer::new(&server).get("/b").response().text(), "/b ");
    assert_eq!(server.connections(), 2);
    assert_eq!(server.requests()[50].connection, 1);
}

#[test]
fn pipelined_requests_are_handled_in_order() {
    let server = echo();
    let mut peer = Peer::new(&server);
    let requests: String = (0..20)
        .map(|it| format!("POST /{it} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: r\r\n\r\n"))
        .collect();
    peer.send(requests);
    for number in 0..20 {
        assert_eq!(peer.response().text(), format!("/{number} abcde"));
    }
}

#[test]
fn either_side_can_close() {
    let server = echo();
    for request in [
        "GET /a HTTP/1.1\r\nConnection: Close\r\n\r\n",
        "GET /a HTTP/1.1\r\nConnection: te, close\r\n\r\n",
        "GET /a HTTP/1.0\r\n\r\n",
    ] {
        let (response, end) = ask(&server, request);
        let response = String::from_utf8(response).expect("UTF-8");
        assert!(
            response.contains("\r\nConnection: close\r\n") && response.ends_with("/a "),
            "{response}"
        );
        assert_eq!(end, Ok(()));
    }
    let mut old = Peer::new(&server);
    old.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    assert_eq!(old.response().text(), "/a ");
    assert_eq!(old.get("/b").response().text(), "/b ");

    let closing = Server::start(|_| Reply::new(200).body("x").closing());
    let (response, end) = ask(&closing, crate::support::GET);
    assert!(response.ends_with(b"Connection: close\r\n\r\nx") && end.is_ok());

    let builder = Server::builder().keep_alive(false);
    let single = builder.start(|_| Reply::new(200).body("x"));
    let (response, end) = ask(&single, crate::support::GET);
    assert!(response.ends_with(b"Connection: close\r\n\r\nx") && end.is_ok());
}

#[test]
fn a_peer_that_waits_for_100_continue_gets_it() {
    let server = echo();
    let mut peer = Peer::new(&server);
    peer.send("POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    assert_eq!(peer.head(), "HTTP/1.1 100 Continue\r\n\r\n");
    assert_eq!(peer.send("abc").response().text(), "/a abc");
}

#[test]
fn bodiless_responses_have_no_body() {
    let server = Server::start(|request| match request.target.as_str() {
        "/204" => Reply::new(204).body("x"),
        "/304" => Reply::new(304).body("x"),
        _ => Reply::new(200).body("abc"),
    });
    let mut peer = Peer::new(&server);
    assert!(!peer.get("/204").head().contains("Content-Length"));
    assert!(peer.get("/304").head().starts_with("HTTP/1.1 304 "));
    peer.send("HEAD /a HTTP/1.1\r\n\r\n");
    assert!(peer.head().contains("Content-Length: 3"));
    assert_eq!(peer.get("/a").response().text(), "abc");
}

#[test]
fn a_server_that_refuses_listens_again_at_the_same_port() {
    let server = echo();
    let mut open = Peer::new(&server);
    assert_eq!(open.get("/1").response().text(), "/1 ");
    for _ in 0..20 {
        server.refuse();
        for _ in 0..3 {
            let error = TcpStream::connect(server.address()).expect_err("refused");
            assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
        }
        assert_eq!(
            open.get("/2").response().text(),
            "/2 ",
            "open connections continue"
        );
        server.listen_again();
        assert_eq!(Peer::new(&server).get("/3").response().text(), "/3 ");
    }
    assert_eq!(
        server.connections(),
        21,
        "the connections that wake the server are not counted"
    );
}

#[test]
fn a_server_can_refuse_for_a_while() {
    let server = echo();
    let lasting = Duration::from_millis(100);
    let start = Instant::now();
    server.refuse_for(lasting);
    assert!(TcpStream::connect(server.address()).is_err() || start.elapsed() >= lasting);
    while TcpStream::connect(server.address()).is_err() {
        std::thread::yield_now();
    }
    assert!(start.elapsed() >= lasting);

    server.refuse();
    server.refuse_for(Duration::ZERO);
    assert!(
        TcpStream::connect(server.address()).is_err(),
        "shut for good"
    );
}

#[test]
fn each_server_has_its_own_port() {
    let servers: Vec<_> = (0..200).map(|_| echo()).collect();
    let mut ports: Vec<_> = servers.iter().map(|it| it.address().port()).collect();
    ports.sort_unstable();
    ports.dedup();
    assert_eq!(ports.len(), servers.len());
}

#[test]
fn a_server_stops_regardless_of_its_peers() {
    let server = Server::start(|request| match request.target.as_str() {
        "/never" => Reply::never(),
        "/much" => Reply::new(200).made(u64::MAX, |_, _| {}),
        _ => Reply::new(200).delayed(Duration::from_secs(3600)),
    });
    let mut peers: Vec<_> = (0..5).map(|_| Peer::new(&server)).collect();
    peers[0].get("/never");
    peers[1].get("/much");
    peers[2].get("/late");
    peers[3].send("GET /half");
    while server.requests().len() < 3 {
        std::thread::yield_now();
    }
    let address = server.address();
    drop(server);
    assert!(TcpStream::connect(address).is_err());

    let refusing = echo();
    refusing.refuse();
    drop(refusing);
}
