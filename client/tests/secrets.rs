//! Credentials are in no text, whoever prints it, and go to no other host.

mod support;

use std::sync::{Arc, Mutex};

use connect_client::Credential;
use connect_client::runtime::Operation;
use support::operations::{ANCHOR, BEACON, BY_BEACON, HARBOR, LANTERN, get, request};
use support::{BASE, Reply, Seen, Setup};

/// What no text contains, however it is encoded.
const SECRETS: [&str; 6] = ["l1ght", "b3acon", "s1d3", "t0ken", "p4ss", "cDRzc"];

static BY_ALL: Operation = get().security(&[&[&LANTERN, &BEACON, &ANCHOR, &HARBOR]]);

fn setup() -> Setup {
    Setup::new()
        .credential("lantern", Credential::api_key("l1ght"))
        .credential("beacon", Credential::api_key("b3acon"))
        .credential("anchor", Credential::api_key("s1d3"))
        .credential("harbor", Credential::bearer("t0ken"))
        .credential("staff", Credential::basic("xx", "p4ss"))
}

#[track_caller]
fn hides(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

/// Whether a request has the credentials: all of them, or none.
fn is_authorized(seen: &Seen) -> bool {
    let has = [
        seen.header("x-lantern-key") == Some("l1ght"),
        seen.url.matches("beacon%20key=b3acon").count() == 1,
        seen.header("cookie") == Some("sid=s1d3"),
        seen.authorization() == Some("Bearer t0ken"),
    ];
    if has.contains(&true) {
        assert_eq!(has, [true; 4], "{}", seen.url);
        return true;
    }
    let text = format!("{seen:?}");
    assert_eq!(
        SECRETS.iter().find(|it| text.contains(**it)),
        None,
        "{text}"
    );
    false
}

#[test]
fn builders_clients_and_requests_do_not_print_credentials() {
    let text = setup().printed();
    for name in ["lantern", "beacon", "anchor", "harbor", "staff"] {
        assert!(text.contains(name), "the names are shown");
    }
    hides(&text);
    let sent = setup().sends(|| request(&BY_ALL).returns_empty());
    assert!(is_authorized(&sent));
    hides(&sent.printed);
}

#[test]
fn hooks_do_not_see_credentials() {
    let notes: Arc<Mutex<String>> = Arc::default();
    let noted = Arc::clone(&notes);
    let setup = setup().on_request(move |request| {
        let text = format!("{request:?} {:?}", request.headers());
        let values = request.headers().values();
        let values: Vec<_> = values
            .map(|it| format!("{:?}", it.as_bytes().escape_ascii().to_string()))
            .collect();
        let names = ["x-lantern-key", "cookie", "authorization"];
        assert!(names.iter().all(|it| !request.headers().contains_key(*it)));
        *noted.lock().expect("notes") += &format!("{text} {values:?} {:?}", request.attempt());
        request.header("X-Tenant", "blue");
    });
    let sent = setup.sends(|| request(&BY_ALL).returns_empty());
    assert!(is_authorized(&sent));
    assert_eq!(sent.header("x-tenant"), Some("blue"));
    let notes = notes.lock().expect("notes").clone();
    assert!(notes.contains("ships::get"));
    hides(&notes);
}

#[test]
fn errors_do_not_print_credentials() {
    for reply in [Reply::lost(), Reply::status(403), Reply::ok("[")] {
        let call = || request(&BY_ALL).returns_json::<connect_client::Json>();
        let (result, seen) = setup().send(call, move |_| reply.clone());
        let error = result.expect_err("a failure");
        assert!(seen.iter().all(is_authorized));
        hides(&support::printed(&error));
        assert_eq!(error.request_path(), Some("/ships"));
    }
}

#[test]
fn each_attempt_has_the_credentials() {
    let call = || request(&BY_ALL).returns_empty();
    let (result, seen) = setup().send(call, |_| Reply::lost());
    result.expect_err("all attempts fail");
    assert!(seen.len() > 1);
    assert!(seen.iter().all(is_authorized));
}

#[test]
fn a_redirect_keeps_credentials_on_the_host_only() {
    let follow = |locations: &'static [&'static str]| {
        let call = || request(&BY_ALL).returns_empty();
        let (result, seen) = setup().send(call, move |seen| {
            let path = seen.url.split('?').next().unwrap_or_default();
            let at = locations.iter().position(|it| {
                let it = it.split('?').next().unwrap_or_default();
                path == it || path.strip_prefix("https://api.example") == Some(it)
            });
            match locations.get(at.map_or(0, |it| it + 1)) {
                Some(location) => Reply::redirect(*location),
                None => Reply::ok("{}"),
            }
        });
        result.expect("a response");
        let urls: Vec<String> = seen.iter().map(|it| it.url.clone()).collect();
        let authorized: Vec<bool> = seen.iter().map(is_authorized).collect();
        (urls, authorized)
    };
    let (urls, authorized) = follow(&["/again?page=2"]);
    assert_eq!(
        urls[1],
        "https://api.example/again?page=2&beacon%20key=b3acon"
    );
    assert_eq!(authorized, [true, true]);

    for other in [
        "https://other.example/x",
        "https://api.example:8443/x",
        "https://sub.api.example/x",
    ] {
        let locations: &'static [&'static str] = Vec::leak(vec![other]);
        let (urls, authorized) = follow(locations);
        assert_eq!(urls[1], other);
        assert_eq!(authorized, [true, false]);
    }
    let (_, authorized) = follow(&["https://other.example/x", "https://api.example/y"]);
    assert_eq!(
        authorized,
        [true, false, true],
        "as the key, on the way back"
    );
}

/// A server may build the location from the whole URL of the request.
#[test]
fn a_key_that_a_redirect_repeats_does_not_reach_another_host() {
    let call = || request(&BY_BEACON).query("flag", "x").returns_empty();
    let (_, seen) = setup().send(call, |seen| match seen.url.strip_prefix(BASE) {
        Some(rest) => Reply::redirect(format!("https://other.example{rest}")),
        None => Reply::ok("{}"),
    });
    assert_eq!(
        seen[0].url,
        "https://api.example/v1/ships?flag=x&beacon%20key=b3acon"
    );
    assert_eq!(seen[1].url, "https://other.example/ships?flag=x");

    let (_, seen) = setup().send(call, |seen| match seen.url.contains("/ships?") {
        true => Reply::redirect(seen.url.replace("/ships?", "/boats?").replace("%20", "+")),
        false => Reply::ok("{}"),
    });
    let url = "https://api.example/v1/boats?flag=x&beacon%20key=b3acon";
    assert_eq!(seen[1].url, url, "it is sent once");
}
