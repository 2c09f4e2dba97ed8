//! Redirects: which are followed, and that no other host receives the key.

use std::sync::atomic::{AtomicUsize, Ordering};

use connect_fake::Reply;
use connect_usage::{Error, ErrorKind};

use crate::case::cases;
use crate::net::{Host, Net};
use crate::support::{SECRET, get, post, printed};

cases![
    the_same_host_gets_the_key,
    another_port_or_host_does_not,
    another_host_that_redirects_to_itself_does_not_get_the_key,
    unsafe_locations_are_rejected,
    endless_redirects_end,
    calls_that_write_are_not_redirected,
    a_redirect_that_is_the_response_is_not_followed,
];

/// Starts a server that redirects each of its paths but `/end` to a location.
fn redirecting(net: &Net, status: u16, location: String) -> Host {
    net.serve(move |request| match request.target.as_str() {
        "/end" => Reply::new(200).body("end"),
        _ => Reply::redirect(status, &location),
    })
}

fn get_string(server: &Host) -> Result<String, Error> {
    let call = get().header("X-Mine", "mine").returns_text();
    server.client().send(call)
}

fn keys(server: &Host) -> Vec<bool> {
    server
        .requests()
        .iter()
        .map(|it| it.header("authorization").is_some())
        .collect()
}

fn the_same_host_gets_the_key(net: &Net) {
    for status in [301, 302, 303, 307, 308] {
        let server = redirecting(net, status, "/end".into());
        assert_eq!(get_string(&server).expect("a response"), "end");
        assert_eq!(keys(&server), [true, true]);
    }
}

fn another_port_or_host_does_not(net: &Net) {
    let other = net.serve(|_| Reply::new(200).body("other"));
    let other_name = other.other_url("/x");
    for location in [other.url("/x"), other_name] {
        let server = redirecting(net, 302, location);
        assert_eq!(get_string(&server).expect("a response"), "other");
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
}

fn another_host_that_redirects_to_itself_does_not_get_the_key(net: &Net) {
    let other = redirecting(net, 302, "/end".into());
    let server = redirecting(net, 302, other.url("/x"));
    assert_eq!(get_string(&server).expect("a response"), "end");
    assert_eq!(keys(&other), [false, false]);
}

fn unsafe_locations_are_rejected(net: &Net) {
    for location in [
        "http://api.example/x",
        "ftp://127.0.0.1/x",
        "http://:x",
        "data:text/plain,x",
    ] {
        let server = redirecting(net, 302, format!("{location}?sig={SECRET}"));
        let error = get_string(&server).expect_err(location);
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
}

fn endless_redirects_end(net: &Net) {
    let count = AtomicUsize::new(0);
    let server = net.serve(move |_| {
        Reply::redirect(302, &format!("/{}", count.fetch_add(1, Ordering::Relaxed)))
    });
    let error = get_string(&server).expect_err("no end");
    assert!(
        error
            .to_string()
            .contains("the redirect was not followed: the limit of ten redirects is reached"),
        "{error}"
    );
    assert_eq!(server.requests().len(), 11);
}

fn calls_that_write_are_not_redirected(net: &Net) {
    let server = redirecting(net, 307, "/end".into());
    let error = server
        .client()
        .send(post().json("x").returns_text())
        .expect_err("307");
    assert_eq!(
        (error.kind(), error.status().map(|it| it.as_u16())),
        (ErrorKind::Api, Some(307))
    );
    assert_eq!(server.requests().len(), 1);
}

fn a_redirect_that_is_the_response_is_not_followed(net: &Net) {
    let location = format!("https://files.example/a?sig={SECRET}");
    let server = redirecting(net, 302, location.clone());
    let redirect = server
        .client()
        .send(get().returns_redirect())
        .expect("a redirect");
    assert_eq!(redirect.location.as_str(), location);
    assert!(!format!("{redirect:?}").contains(SECRET));
    assert_eq!(server.requests().len(), 1);
}
