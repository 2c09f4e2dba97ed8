//! Operations with a server of their own: where their calls go, and what is sent there.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use connect_client::retry::Policy;
use connect_client::runtime::Operation;
use connect_client::{Call, Client, Credential, ErrorKind};
use support::operations::{BEACON, HARBOR, LANTERN, OPEN, get, request};
use support::{KEY, Reply, Setup};

static OWN: Operation = get().server("https://uploads.example/v2/");
static GUARDED: Operation = get()
    .server("https://uploads.example/v2/")
    .security(&[&[&LANTERN, &BEACON], &[&HARBOR]]);
/// Below another path of the host of the base URL.
static NEXT_DOOR: Operation = get().server("https://API.example:443/beta");

fn call(operation: &'static Operation) -> impl Fn() -> Call<()> {
    move || request(operation).header("X-Own", "1").returns_empty()
}

fn harbor() -> Setup {
    Setup::new().credential("harbor", Credential::bearer("t0ken"))
}

#[test]
fn another_host_gets_no_key() {
    for setup in [Setup::new(), harbor()] {
        let sent = setup.sends(call(&OWN));
        assert_eq!(sent.url, "https://uploads.example/v2/ships");
        assert_eq!(
            sent.authorization(),
            None,
            "the operation declares no scheme"
        );
        assert_eq!(sent.header("x-own"), Some("1"));
    }
    let sent = Setup::new().sends(call(&GUARDED));
    assert_eq!(sent.authorization(), None, "there is no credential");
    let sent = Setup::new().sends(call(&OPEN));
    assert_eq!(sent.url, "https://api.example/v1/ships");
    assert_eq!(sent.authorization(), Some(KEY));
}

#[test]
fn another_host_gets_the_credentials_that_the_operation_declares() {
    let sent = harbor().sends(call(&GUARDED));
    assert_eq!(sent.url, "https://uploads.example/v2/ships");
    assert_eq!(sent.authorization(), Some("Bearer t0ken"));

    let setup = harbor()
        .credential("lantern", Credential::api_key("l1ght"))
        .credential("beacon", Credential::api_key("b3acon"));
    let sent = setup.sends(call(&GUARDED));
    assert_eq!(
        sent.url,
        "https://uploads.example/v2/ships?beacon%20key=b3acon"
    );
    assert_eq!(sent.header("x-lantern-key"), Some("l1ght"));
    assert_eq!(sent.authorization(), None);
}

#[test]
fn the_host_of_the_base_url_gets_the_key_below_any_path() {
    let sent = Setup::new().sends(call(&NEXT_DOOR));
    assert_eq!(sent.url, "https://api.example/beta/ships");
    assert_eq!(sent.authorization(), Some(KEY));
}

#[test]
fn a_declared_server_can_be_replaced() {
    for declared in [
        "https://uploads.example/v2",
        "HTTPS://Uploads.example:443/v2/",
    ] {
        let setup = harbor()
            .server(declared, "https://first.example")
            .server(declared, "http://127.0.0.1:8081/base/");
        let sent = setup.sends(call(&GUARDED));
        assert_eq!(sent.url, "http://127.0.0.1:8081/base/ships");
        assert_eq!(sent.authorization(), Some("Bearer t0ken"));
        let sent = setup.sends(call(&OWN));
        assert_eq!(sent.url, "http://127.0.0.1:8081/base/ships");
        assert_eq!(sent.authorization(), None);
    }
    let setup = Setup::new().server("https://uploads.example/v2", "https://api.example/uploads");
    let sent = setup.sends(call(&OWN));
    assert_eq!(sent.url, "https://api.example/uploads/ships");
    assert_eq!(
        sent.authorization(),
        Some(KEY),
        "it is the host of the base URL"
    );

    let setup = Setup::new()
        .server("https://uploads.example/V2", "https://other.example")
        .server("https://api.example/v1", "https://other.example");
    assert_eq!(
        setup.sends(call(&OWN)).url,
        "https://uploads.example/v2/ships"
    );
    assert_eq!(setup.sends(call(&OPEN)).url, "https://api.example/v1/ships");
}

#[test]
fn a_redirect_off_the_server_takes_nothing_along() {
    for (location, is_own) in [
        ("/elsewhere", true),
        ("https://uploads.example:8443/x", false),
        ("https://other.example/x", false),
        // The key belongs there, but the call does not.
        ("https://api.example/v1/ships", false),
    ] {
        for (setup, authorization) in [(harbor(), Some("Bearer t0ken")), (Setup::new(), None)] {
            let (result, seen) = setup.send(call(&GUARDED), move |seen| {
                match seen.url.starts_with("https://uploads.example/v2/") {
                    true => Reply::redirect(location),
                    false => Reply::ok("{}"),
                }
            });
            result.expect("a response");
            assert_eq!(seen[0].authorization(), authorization);
            assert_eq!(
                seen[1].authorization(),
                authorization.filter(|_| is_own),
                "{location}"
            );
            assert_eq!(seen[1].header("x-own").is_some(), is_own, "{location}");
        }
    }
    // Nor from the base URL to the server of another operation.
    let (_, seen) = harbor().send(call(&OPEN), |seen| match seen.url.contains("api.example") {
        true => Reply::redirect("https://uploads.example/v2/ships"),
        false => Reply::ok("{}"),
    });
    assert_eq!(seen[1].authorization(), None);
}

/// What a hook adds may be a credential for the API.
#[test]
fn headers_of_hooks_go_to_the_host_of_the_base_url_only() {
    for (operation, expected) in [(&OPEN, true), (&NEXT_DOOR, true), (&OWN, false)] {
        let is_for_api = Arc::new(AtomicBool::new(false));
        let noted = Arc::clone(&is_for_api);
        let setup = Setup::new().on_request(move |request| {
            noted.store(request.is_for_api(), Ordering::Relaxed);
            request.header("X-Tenant", "blue");
        });
        let sent = setup.sends(call(operation));
        assert_eq!(sent.header("x-tenant").is_some(), expected);
        assert_eq!(is_for_api.load(Ordering::Relaxed), expected);
    }
}

#[test]
fn invalid_servers_are_errors_of_the_call() {
    static RELATIVE: Operation = get().server("/v2");
    static PLAIN: Operation = get().server("http://plain.example/v2");
    static WITH_PASSWORD: Operation = get().server("https://user:s3cret@x.example");
    static WITH_QUERY: Operation = get().server("https://x.example/?s3cret");
    static EMPTY: Operation = get().server("");
    for operation in [&RELATIVE, &PLAIN, &WITH_PASSWORD, &WITH_QUERY, &EMPTY] {
        let error = harbor().refuses(call(operation));
        let text = support::printed(&error);
        assert!(text.contains("the server of the operation"), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
    let setup = Setup::new()
        .server("http://plain.example/v2", "https://plain.example")
        .server("https://x.example?s3cret", "https://x.example/a");
    assert_eq!(setup.sends(call(&PLAIN)).url, "https://plain.example/ships");
    assert_eq!(
        setup.sends(call(&WITH_QUERY)).url,
        "https://x.example/a/ships"
    );
}

#[test]
fn invalid_replacements_are_errors_of_the_builder() {
    for (declared, replacement) in [
        ("/v2", "https://x.example"),
        ("https://u:s3cret@x.example", "https://x.example"),
        ("https://x.example", "s3cret"),
        ("https://x.example", "http://s3cret.example"),
        ("https://x.example", "https://u:s3cret@x.example"),
    ] {
        let setup = Setup::new().server(declared, replacement);
        let error = setup
            .on(Client::builder())
            .build()
            .expect_err("an invalid URL");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = support::printed(&error) + &setup.printed();
        assert!(!text.contains("s3cret"), "{text}");
    }
}

#[test]
fn errors_name_the_server_that_was_called() {
    let (result, _) = harbor().send(call(&GUARDED), |_| Reply::status(404));
    let error = result.expect_err("a failure");
    assert_eq!(error.origin(), Some("https://uploads.example"));
    assert!(!error.to_string().contains("base URL"), "{error}");
}

#[test]
fn a_server_that_is_busy_does_not_hold_calls_to_another() {
    fn at(operation: &'static Operation) -> Call<()> {
        call(operation)()
            .retry(Policy::none())
            .timeout(Duration::from_secs(300))
    }
    let busy = |seen: &support::Seen| match seen.url.starts_with("https://uploads.example") {
        true => Reply::status(429).header("retry-after", "20"),
        false => Reply::ok("{}"),
    };
    let (result, seen) = harbor().with_each(
        busy,
        async |client| {
            let refused = client.send(at(&GUARDED)).await;
            refused.expect_err("the server is busy");
            client.send(at(&OPEN)).await
        },
        |client| {
            let refused = client.send(at(&GUARDED));
            refused.expect_err("the server is busy");
            client.send(at(&OPEN))
        },
    );
    result.expect("a response");
    assert_eq!(seen.len(), 2);
}
