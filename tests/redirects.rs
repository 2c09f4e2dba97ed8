//! Redirects: which are followed, and that the key goes to nobody else.
#![cfg(any(feature = "reqwest", feature = "blocking"))]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};

use connect_usage::{Error, ErrorKind};
use loopback::{Reply, Server};
use support::any::{Kind, with_each};
use support::{SECRET, get, post, printed};

/// A server that redirects each of its paths but `/end` to a location.
fn redirecting(status: u16, location: String) -> Server {
    Server::start(move |request| match request.target.as_str() {
        "/end" => Reply::new(200).body("end"),
        _ => Reply::redirect(status, &location),
    })
}

fn get_text(kind: Kind, server: &Server) -> Result<String, Error> {
    let call = get().header("X-Mine", "mine").answers_text();
    kind.client(server).send(call)
}

fn keys(server: &Server) -> Vec<bool> {
    server
        .requests()
        .iter()
        .map(|it| it.header("authorization").is_some())
        .collect()
}

#[test]
fn the_same_host_gets_the_key() {
    with_each(|kind| {
        for status in [301, 302, 303, 307, 308] {
            let server = redirecting(status, "/end".into());
            assert_eq!(get_text(kind, &server).expect("an answer"), "end");
            assert_eq!(keys(&server), [true, true]);
        }
    });
}

#[test]
fn another_port_or_host_does_not() {
    with_each(|kind| {
        let other = Server::start(|_| Reply::new(200).body("other"));
        let other_name = format!("http://localhost:{}/x", other.address().port());
        for location in [other.url("/x"), other_name] {
            let server = redirecting(302, location);
            assert_eq!(get_text(kind, &server).expect("an answer"), "other");
            assert_eq!(keys(&server), [true]);
        }
        assert_eq!(keys(&other), [false, false]);
        for request in other.requests() {
            let all = format!("{request:?}");
            assert!(
                !all.contains(SECRET) && request.header("x-mine").is_none(),
                "{all}"
            );
            assert_eq!(request.header("accept"), Some("application/json"));
        }
    });
}

#[test]
fn another_host_that_redirects_within_itself_does_not_get_it_either() {
    with_each(|kind| {
        let other = redirecting(302, "/end".into());
        let server = redirecting(302, other.url("/x"));
        assert_eq!(get_text(kind, &server).expect("an answer"), "end");
        assert_eq!(keys(&other), [false, false]);
    });
}

#[test]
fn unsafe_locations_are_refused() {
    with_each(|kind| {
        for location in [
            "http://api.example/x",
            "ftp://127.0.0.1/x",
            "http://:x",
            "data:text/plain,x",
        ] {
            let server = redirecting(302, format!("{location}?sig={SECRET}"));
            let error = get_text(kind, &server).expect_err(location);
            assert_eq!(
                (error.kind(), error.status().map(|it| it.as_u16())),
                (ErrorKind::Api, Some(302))
            );
            assert!(
                error
                    .to_string()
                    .contains("302 Found, the redirect was not followed"),
                "{error}"
            );
            assert!(!error.is_retryable());
            assert!(!printed(&error).contains(SECRET), "{}", printed(&error));
        }
    });
}

#[test]
fn endless_redirects_end() {
    with_each(|kind| {
        let count = AtomicUsize::new(0);
        let server = Server::start(move |_| {
            Reply::redirect(302, &format!("/{}", count.fetch_add(1, Ordering::Relaxed)))
        });
        let error = get_text(kind, &server).expect_err("no end");
        assert!(
            error
                .to_string()
                .contains("the redirect was not followed: there were ten before it"),
            "{error}"
        );
        assert_eq!(server.requests().len(), 11);
    });
}

#[test]
fn calls_that_write_are_not_redirected() {
    with_each(|kind| {
        let server = redirecting(307, "/end".into());
        let error = kind
            .client(&server)
            .send(post().json("x").answers_text())
            .expect_err("307");
        assert_eq!(
            (error.kind(), error.status().map(|it| it.as_u16())),
            (ErrorKind::Api, Some(307))
        );
        assert_eq!(server.requests().len(), 1);
    });
}

#[test]
fn a_redirect_that_is_the_answer_is_not_followed() {
    with_each(|kind| {
        let location = format!("https://files.example/a?sig={SECRET}");
        let server = redirecting(302, location.clone());
        let redirect = kind
            .client(&server)
            .send(get().answers_redirect())
            .expect("a redirect");
        assert_eq!(redirect.location.as_str(), location);
        assert!(!format!("{redirect:?}").contains(SECRET));
        assert_eq!(server.requests().len(), 1);
    });
}
