//! The faults in front of a handler, and the log of them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use connect_fake::Reply;
use connect_fake::faults::{Event, Fault, Faults, Kind, Rates, RetryAfter};
use connect_fake::server::Server;

use crate::support::{GET, Peer, ask};

const BODY: &str = "0123456789";

/// A server behind these faults, and how often its handler was called.
fn server(faults: &Faults) -> (Server, Arc<AtomicU64>) {
    let calls = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&calls);
    let server = Server::builder().faults(faults).start(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        Reply::new(200).body(BODY)
    });
    (server, calls)
}

/// The outcome of one request under one fault, and its event in the log.
fn under(fault: Fault) -> (String, Result<(), ErrorKind>, Event) {
    let faults = Faults::scripted([fault.clone()]).elsewhere("http://127.0.0.1:1/");
    let (server, calls) = server(&faults);
    let request = "GET /a?b HTTP/1.1\r\nConnection: close\r\n\r\n";
    let (response, end) = ask(&server, request);
    let response = String::from_utf8_lossy(&response).into_owned();
    let [event] = &faults.log()[..] else {
        panic!("{:?}", faults.log())
    };
    let processed = calls.load(Ordering::Relaxed) == 1;
    assert_eq!((event.processed, event.number), (processed, 0), "{fault:?}");
    assert_eq!(event.fault, fault);
    assert_eq!(fault.lets_through(), processed);
    // A request after the end of the script has no fault.
    assert!(ask(&server, request).0.ends_with(BODY.as_bytes()));
    assert_eq!(faults.log()[1].fault, Fault::None);
    (response, end, event.clone())
}

#[test]
fn resets_happen_before_within_and_after_the_request() {
    for (fault, processed, was_read) in [
        (Fault::ResetBeforeReading, false, false),
        (Fault::ResetWhileReading { after: 0 }, false, true),
        (Fault::ResetUnprocessed, false, true),
        (Fault::ResetProcessed, true, true),
    ] {
        let (response, end, event) = under(fault);
        assert_eq!(
            (response.as_str(), end),
            ("", Err(ErrorKind::ConnectionReset))
        );
        assert_eq!(
            (event.processed, event.request.is_some(), event.status),
            (processed, was_read, None)
        );
    }
    for processed in [false, true] {
        let (response, end, event) = under(Fault::Close { processed });
        assert_eq!((response.as_str(), end, event.status), ("", Ok(()), None));
        assert_eq!(event.processed, processed);
    }
}

#[test]
fn a_reset_can_happen_in_the_middle_of_an_upload() {
    let faults = Faults::scripted([Fault::ResetWhileReading { after: 100_000 }]);
    let (server, calls) = server(&faults);
    let mut peer = Peer::new(&server);
    peer.send("POST /a HTTP/1.1\r\nContent-Length: 50000000\r\n\r\n");
    let sent = peer.try_send(vec![0; 50_000_000]);
    let kind = sent.expect_err("a reset").kind();
    assert!(matches!(
        kind,
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe
    ));
    let log = faults.log();
    let request = log[0].request.as_ref().expect("the head was read");
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("POST", "/a")
    );
    assert!(
        (100_000..5_000_000).contains(&request.length),
        "{}",
        request.length
    );
    assert!(!log[0].processed && calls.load(Ordering::Relaxed) == 0);
    assert!(server.requests().is_empty());
}

#[test]
fn an_upload_can_be_refused_before_it_is_read() {
    let faults = Faults::scripted([Fault::RefuseEarly { status: 413 }]);
    let (server, calls) = server(&faults);
    let mut peer = Peer::new(&server);
    peer.send("POST /a HTTP/1.1\r\nContent-Length: 50000000\r\n\r\n");
    let response = peer.response();
    assert_eq!((response.status, response.text()), (413, "No."));
    assert_eq!(response.header("connection"), Some("close"));
    let log = faults.log();
    let request = log[0].request.as_ref().expect("the head was read");
    assert_eq!((request.target.as_str(), request.length), ("/a", 0));
    assert!(!log[0].processed && calls.load(Ordering::Relaxed) == 0);
    assert_eq!(log[0].status, Some(413));
}

#[test]
fn a_connection_can_be_closed_without_notice() {
    let faults = Faults::scripted([Fault::None, Fault::HangUp]);
    let (server, calls) = server(&faults);
    let mut peer = Peer::new(&server);
    let first = peer.get("/a").response();
    assert_eq!(peer.get("/b").response(), first);
    assert_eq!(peer.rest(), (Vec::new(), Ok(())));
    assert_eq!(first.header("connection"), None);
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[test]
fn responses_can_be_announced() {
    let faults = Faults::scripted([Fault::Inform { count: 2 }]);
    let (server, _) = server(&faults);
    let mut peer = Peer::new(&server);
    peer.get("/a");
    for _ in 0..2 {
        assert!(peer.head().starts_with("HTTP/1.1 103 "));
    }
    assert_eq!(peer.response().text(), BODY);
}

#[test]
fn some_faults_replace_the_response() {
    for (fault, status, header) in [
        (
            Fault::TooManyRequests { retry_after: None },
            429,
            "Content-Length: 8",
        ),
        (
            Fault::Unavailable {
                retry_after: Some(RetryAfter::Seconds(17)),
            },
            503,
            "Retry-After: 17",
        ),
        (
            Fault::TooManyRequests {
                retry_after: Some(RetryAfter::Date(5)),
            },
            429,
            " GMT",
        ),
        (
            Fault::RedirectElsewhere { status: 307 },
            307,
            "Location: http://127.0.0.1:1/a?b",
        ),
        (
            Fault::RedirectPlain { status: 301 },
            301,
            "Location: http://plain.invalid/a?b",
        ),
        (
            Fault::ServerError {
                status: 502,
                processed: false,
            },
            502,
            "text/plain",
        ),
    ] {
        let (response, end, event) = under(fault);
        assert!(
            response.starts_with(&format!("HTTP/1.1 {status} ")),
            "{response}"
        );
        assert!(response.contains(&format!("{header}\r\n")), "{response}");
        assert_eq!(
            (end, event.status, event.processed),
            (Ok(()), Some(status), false)
        );
    }
}

#[test]
fn some_faults_damage_the_response() {
    for (fault, expected) in [
        (Fault::Cut { at: 999 }, "\r\n\r\n012345678"),
        (
            Fault::Cut { at: 500 },
            "Content-Length: 10\r\nConnection: close\r\n\r\n01234",
        ),
        (
            Fault::TooLong { by: 3 },
            "Content-Length: 13\r\nConnection: close\r\n\r\n0123456789",
        ),
        (
            Fault::TooShort { by: 3 },
            "Content-Length: 7\r\nConnection: close\r\n\r\n0123456789",
        ),
        (
            Fault::TooShort { by: 30 },
            "Content-Length: 10\r\nConnection: close\r\n\r\n0123456789",
        ),
        (
            Fault::ServerError {
                status: 504,
                processed: true,
            },
            "\u{fffd} out of order",
        ),
        (Fault::Garbage, "no HTTP \u{fffd}\u{fffd}\r\n\r\n"),
        (Fault::GarbageBody, "<html>\u{fffd}{\"id\":"),
        (
            Fault::Late {
                by: Duration::from_millis(1),
            },
            BODY,
        ),
        (
            Fault::Trickle {
                pieces: 3,
                pause: Duration::from_millis(1),
            },
            BODY,
        ),
    ] {
        let (response, end, event) = under(fault);
        assert!(response.ends_with(expected), "{response}");
        assert!(end.is_ok() && event.processed);
    }
    let (_, end, event) = under(Fault::CutByReset { at: 500 });
    assert_eq!(
        (end, event.processed),
        (Err(ErrorKind::ConnectionReset), true)
    );
}

#[test]
fn some_rows_of_a_list_can_be_made_unreadable() {
    let rows = r#"[{"b":1,"a":"x","c":1.50},{"b":2},{"b":null},{"b":-4}]"#;
    let answer = |rows: &'static str, fault: &Fault| {
        let faults = Faults::scripted([fault.clone()]);
        let server = Server::builder()
            .faults(&faults)
            .start(move |_| Reply::json(200, rows));
        Peer::new(&server).get("/").response().text().to_owned()
    };
    let fault = Fault::Unreadable {
        rows: 0b1101,
        value: "1.5",
    };
    let expected = r#"[{"a":"x","b":1.5,"c":1.50},{"b":2},{"b":null},{"b":1.5}]"#;
    assert_eq!(answer(rows, &fault), expected);
    let spoiled: Vec<_> = (0..4).filter(|it| fault.spoils(*it)).collect();
    assert_eq!(spoiled, [0, 2, 3]);
    for other in [r#"{"b":1}"#, "1", "no JSON"] {
        assert_eq!(answer(other, &fault), other);
    }
    assert!(!Fault::None.spoils(0));
}

#[test]
fn a_stall_is_in_the_log_while_it_lasts() {
    let faults = Faults::scripted([Fault::Stall { at: 300 }]);
    let (server, _) = server(&faults);
    let mut peer = Peer::new(&server);
    peer.get("/").head();
    assert_eq!(peer.within(Duration::from_millis(60)), b"012");
    assert_eq!(
        (faults.log()[0].processed, faults.log()[0].status),
        (true, Some(200))
    );
}

#[test]
fn the_next_connection_is_refused() {
    let lasting = Duration::from_millis(200);
    let faults = Faults::scripted([Fault::Refuse { lasting }]);
    let (server, _) = server(&faults);
    let start = Instant::now();
    let (response, end) = ask(&server, GET);
    assert!(response.ends_with(BODY.as_bytes()) && end.is_ok());
    let next = TcpStream::connect(server.address()).map_err(|it| it.kind());
    let is_refused = matches!(next, Err(ErrorKind::ConnectionRefused));
    assert!(is_refused || start.elapsed() >= lasting, "{next:?}");
    let response = Peer::patient(&server).get("/").response();
    assert!(response.text() == BODY && start.elapsed() >= lasting);
}

#[test]
fn one_seed_is_one_plan() {
    let plan = |seed| {
        let faults = Faults::seeded(seed, Rates::evenly(400));
        (0..200).map(|_| faults.next().fault).collect::<Vec<_>>()
    };
    assert_eq!(plan(1), plan(1));
    assert_ne!(plan(1), plan(2));
    // The same for the same rates, on every machine and with every later version, or seeds in bug reports would be
    // useless. New kinds come last, so these are the twenty that there were at first.
    let first = Kind::ALL.iter().take(20);
    let rates = first.fold(Rates::none(), |rates, kind| rates.with(*kind, 20));
    let faults = Faults::seeded(1, rates);
    let kinds = (0..200).filter_map(|_| faults.next().fault.kind());
    let kinds: Vec<_> = kinds.take(5).collect();
    let expected = [
        Kind::Garbage,
        Kind::Stall,
        Kind::TooShort,
        Kind::ResetBeforeReading,
        Kind::Close,
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn faults_happen_as_often_as_the_rates_say() {
    let count = |rates: Rates| {
        let faults = Faults::seeded(3, rates);
        let mut counts = BTreeMap::new();
        for _ in 0..100_000 {
            if let Some(kind) = faults.next().fault.kind() {
                *counts.entry(kind).or_insert(0_u32) += 1;
            }
        }
        counts
    };
    assert!(count(Rates::none()).is_empty());
    let counts = count(Rates::evenly(400));
    assert!(counts.keys().copied().eq(BTreeSet::from(Kind::ALL)));
    let each = 100_000 * (400 / Kind::ALL.len() as u32) / 1000;
    let is_near = |it: &u32| (each * 85 / 100..each * 115 / 100).contains(it);
    assert!(counts.values().all(is_near), "{counts:?}");
    let rates = Rates::none().with(Kind::Garbage, 900).with(Kind::Cut, 300);
    let counts = count(rates.with(Kind::Garbage, 750).with(Kind::Late, 500));
    assert!((74_000..76_000).contains(&counts[&Kind::Garbage]));
    assert!((24_000..26_000).contains(&counts[&Kind::Cut]));
    assert_eq!(
        counts.get(&Kind::Late),
        None,
        "rates beyond 1000 are not used"
    );
}

/// A minimal client against all faults: the handler was called as often as the log says, and nothing hangs.
#[test]
fn the_log_records_what_was_processed() {
    let rates = Rates::evenly(600).pause(Duration::from_micros(100));
    let faults = Faults::seeded(11, rates.with(Kind::Stall, 0));
    let (server, calls) = server(&faults);
    for number in 0..400 {
        let length = number * 700;
        let head = format!(
            "POST /{number} HTTP/1.1\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        );
        let mut peer = Peer::patient(&server);
        let _ = peer
            .try_send(head)
            .and_then(|()| peer.try_send(vec![b'a'; length]));
        let _ = peer.rest();
    }
    let log = faults.log();
    let processed = log.iter().filter(|it| it.processed).count() as u64;
    assert_eq!(processed, calls.load(Ordering::Relaxed));
    assert!(log.iter().map(|it| it.number).eq(0..log.len() as u64));
    let kinds: BTreeSet<_> = log.iter().filter_map(|it| it.fault.kind()).collect();
    assert_eq!(kinds.len(), Kind::ALL.len() - 1, "{kinds:?}");
    faults.stop();
    assert_eq!(Peer::patient(&server).get("/").response().text(), BODY);
    assert_eq!(
        faults.log().last().map(|it| it.fault.clone()),
        Some(Fault::None)
    );
}

/// An incomplete request has a number too, so that the numbers match the log.
#[test]
fn abandoned_requests_are_in_the_log() {
    let faults = Faults::scripted([]);
    let (server, _) = server(&faults);
    for request in ["GET /", "nonsense\r\n\r\n"] {
        let _ = Peer::new(&server).send(request).half_close().rest();
    }
    assert_eq!(Peer::new(&server).get("/").response().text(), BODY);
    let log = faults.log();
    let outcomes: Vec<_> = log.iter().map(|it| (it.processed, it.status)).collect();
    assert_eq!(outcomes, [(false, None), (false, None), (true, Some(200))]);
    assert!(log.iter().map(|it| it.number).eq(0..3));
}
