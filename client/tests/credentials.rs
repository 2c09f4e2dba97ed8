//! Credentials: where each kind stands in a request, and which of them a call gets.

mod support;

use connect_client::runtime::Operation;
use connect_client::{Call, Client, Credential, ErrorKind};
use support::operations::{
    ANCHOR, BEACON, BY_ANCHOR, BY_BEACON, BY_CREW, BY_GUILD, BY_HARBOR, BY_LANTERN, BY_SEAL,
    BY_STAFF, HARBOR, LANTERN, OPEN, STAFF, get, request,
};
use support::{KEY, Setup};

fn call(operation: &'static Operation) -> impl Fn() -> Call<()> {
    move || request(operation).returns_empty()
}

fn lantern() -> Credential {
    Credential::api_key("l1ght")
}

fn beacon() -> Credential {
    Credential::api_key("b&c=1 ü")
}

#[test]
fn an_api_key_stands_where_its_scheme_says() {
    let setup = Setup::new()
        .credential("lantern", lantern())
        .credential("beacon", beacon())
        .credential("anchor", Credential::api_key("s1d"));

    let sent = setup.sends(call(&BY_LANTERN));
    assert_eq!(sent.header("x-lantern-key"), Some("l1ght"));
    assert!(sent.headers["x-lantern-key"].is_sensitive());
    assert_eq!(sent.url, "https://api.example/v1/ships");
    assert_eq!(sent.authorization(), None, "the key is not needed");

    let sent = setup.sends(call(&BY_BEACON));
    let url = "https://api.example/v1/ships?beacon%20key=b%26c%3D1%20%C3%BC";
    assert_eq!(sent.url, url);
    assert_eq!(sent.authorization(), None);
    let sent = setup.sends(|| request(&BY_BEACON).query("flag", "x y").returns_empty());
    let url = "https://api.example/v1/ships?flag=x%20y&beacon%20key=b%26c%3D1%20%C3%BC";
    assert_eq!(sent.url, url);

    let sent = setup.sends(call(&BY_ANCHOR));
    assert_eq!(sent.header("cookie"), Some("sid=s1d"));
    assert!(sent.headers["cookie"].is_sensitive());
    assert_eq!(sent.authorization(), None);
    let sent = setup.sends(|| request(&BY_ANCHOR).header("Cookie", "a=b").returns_empty());
    assert_eq!(sent.header("cookie"), Some("a=b; sid=s1d"));
}

#[test]
fn a_token_and_a_password_stand_in_authorization() {
    let setup = Setup::new()
        .credential("harbor", Credential::bearer("t0ken"))
        .credential("guild", Credential::bearer("gu1ld"))
        .credential("crew", Credential::bearer("cr3w"))
        .credential("staff", Credential::basic("Aladdin", "open sesame"));
    for (operation, expected) in [
        (&BY_HARBOR, "Bearer t0ken"),
        (&BY_GUILD, "Bearer gu1ld"),
        (&BY_CREW, "Bearer cr3w"),
        (&BY_STAFF, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
    ] {
        let sent = setup.sends(call(operation));
        assert_eq!(sent.headers.get_all("authorization").iter().count(), 1);
        assert_eq!(sent.authorization(), Some(expected));
        assert!(sent.headers["authorization"].is_sensitive());
    }
}

#[test]
fn a_key_in_authorization_takes_the_place_of_the_clients() {
    use connect_client::runtime::{SchemeKind, SecurityScheme};
    static TICKET: SecurityScheme =
        SecurityScheme::new("ticket", SchemeKind::ApiKeyHeader("Authorization"));
    static BY_TICKET: Operation = get().security(&[&[&TICKET]]);
    let setup = Setup::new().credential("ticket", Credential::api_key("Ticket 12 3"));
    let sent = setup.sends(call(&BY_TICKET));
    assert_eq!(sent.authorization(), Some("Ticket 12 3"));
}

#[test]
fn the_first_alternative_that_is_complete_is_used() {
    static EITHER: Operation =
        get().security(&[&[&LANTERN, &BEACON], &[&HARBOR], &[&STAFF], &[&LANTERN]]);
    let headers = |setup: Setup| {
        let sent = setup.sends(call(&EITHER));
        let lantern = sent.header("x-lantern-key").map(str::to_owned);
        let query = sent.url.split_once('?').map(|(_, it)| it.to_owned());
        (lantern, query, sent.authorization().map(str::to_owned))
    };
    let both = Setup::new()
        .credential("lantern", lantern())
        .credential("beacon", beacon());
    let query = Some("beacon%20key=b%26c%3D1%20%C3%BC".to_owned());
    assert_eq!(
        headers(both),
        (Some("l1ght".into()), query, None),
        "both together"
    );

    let incomplete = Setup::new()
        .credential("lantern", lantern())
        .credential("staff", Credential::basic("u", "p"))
        .credential("harbor", Credential::bearer("t0ken"));
    assert_eq!(
        headers(incomplete),
        (None, None, Some("Bearer t0ken".into()))
    );

    let last = Setup::new().credential("lantern", lantern());
    assert_eq!(headers(last), (Some("l1ght".into()), None, None));
}

#[test]
fn without_a_complete_alternative_the_key_is_sent() {
    static BOTH: Operation = get().security(&[&[&LANTERN, &BEACON]]);
    static OPTIONAL: Operation = get().security(&[&[], &[&LANTERN]]);
    let beacon_only = || Setup::new().credential("beacon", beacon());
    for operation in [&OPEN, &BY_LANTERN, &BOTH, &OPTIONAL, &BY_SEAL] {
        let sent = beacon_only().sends(call(operation));
        assert_eq!(sent.authorization(), Some(KEY));
        assert_eq!(sent.url, "https://api.example/v1/ships");
        let sent = beacon_only().without_key().sends(call(operation));
        assert_eq!(sent.authorization(), None);
    }
    let sent = Setup::new()
        .credential("lantern", lantern())
        .sends(call(&OPTIONAL));
    assert_eq!(
        sent.header("x-lantern-key"),
        Some("l1ght"),
        "it is preferred to none"
    );
    assert_eq!(sent.authorization(), None);
}

#[test]
fn a_certificate_is_no_credential() {
    use connect_client::runtime::{SchemeKind, SecurityScheme};
    static TUNNEL: SecurityScheme = SecurityScheme::new("tunnel", SchemeKind::MutualTls);
    static TOGETHER: Operation = get().security(&[&[&TUNNEL, &LANTERN]]);
    static EITHER: Operation = get().security(&[&[&TUNNEL], &[&LANTERN]]);
    static ALONE: Operation = get().security(&[&[&TUNNEL]]);
    let setup = || Setup::new().credential("lantern", lantern());
    for operation in [&TOGETHER, &EITHER] {
        let sent = setup().sends(call(operation));
        assert_eq!(sent.header("x-lantern-key"), Some("l1ght"));
        assert_eq!(sent.authorization(), None);
    }
    let sent = setup().sends(call(&ALONE));
    assert_eq!(sent.header("x-lantern-key"), None);
    assert_eq!(sent.authorization(), Some(KEY));
    let given = setup().credential("tunnel", Credential::api_key("k"));
    let text = support::printed(&given.refuses(call(&TOGETHER)));
    assert!(text.contains("`tunnel` takes a certificate"), "{text}");
}

#[test]
fn what_the_call_sets_itself_takes_precedence() {
    let setup = Setup::new()
        .credential("lantern", lantern())
        .credential("beacon", beacon())
        .credential("anchor", Credential::api_key("s1d"))
        .credential("harbor", Credential::bearer("t0ken"));
    let sent = setup.sends(|| {
        request(&BY_LANTERN)
            .header("X-Lantern-Key", "own")
            .returns_empty()
    });
    assert_eq!(sent.header("x-lantern-key"), Some("own"));
    let sent = setup.sends(|| {
        request(&BY_BEACON)
            .query("beacon key", "own")
            .returns_empty()
    });
    assert_eq!(sent.url, "https://api.example/v1/ships?beacon%20key=own");
    let sent = setup.sends(|| {
        request(&BY_ANCHOR)
            .header("Cookie", "sid=own")
            .returns_empty()
    });
    assert_eq!(sent.header("cookie"), Some("sid=own"));
    let sent = setup.sends(|| {
        request(&BY_HARBOR)
            .header("Authorization", "own")
            .returns_empty()
    });
    assert_eq!(sent.authorization(), Some("own"));
}

#[test]
fn a_credential_of_another_kind_is_refused_by_name() {
    let key = || Credential::api_key("s3cret");
    let token = || Credential::bearer("s3cret");
    let password = || Credential::basic("s3cret", "s3cret");
    for (operation, scheme, credentials) in [
        (&BY_LANTERN, "lantern", [token(), password()]),
        (&BY_BEACON, "beacon", [token(), password()]),
        (&BY_ANCHOR, "anchor", [token(), password()]),
        (&BY_HARBOR, "harbor", [key(), password()]),
        (&BY_GUILD, "guild", [key(), password()]),
        (&BY_CREW, "crew", [key(), password()]),
        (&BY_STAFF, "staff", [key(), token()]),
        (&BY_SEAL, "seal", [key(), token()]),
    ] {
        for credential in credentials {
            let setup = Setup::new().credential(scheme, credential);
            let text = support::printed(&setup.refuses(call(operation)));
            assert!(text.contains(&format!("`{scheme}`")), "{text}");
            assert!(
                !text.contains("s3cret") && !text.contains("czNjcmV0"),
                "{text}"
            );
        }
    }
    // Also where another alternative would do.
    static EITHER: Operation = get().security(&[&[], &[&LANTERN], &[&STAFF]]);
    let setup = Setup::new()
        .credential("lantern", lantern())
        .credential("staff", token());
    let error = setup.refuses(call(&EITHER));
    assert!(
        error
            .to_string()
            .contains("`staff` takes a user and a password"),
        "{error}"
    );
}

#[test]
fn a_key_that_its_place_cannot_hold_is_refused() {
    for (operation, scheme, value) in [
        (&BY_LANTERN, "lantern", "s3cret\r\nX-Other: 1"),
        (&BY_LANTERN, "lantern", "s3crét"),
        (&BY_ANCHOR, "anchor", "s3cret; path=/"),
        (&BY_ANCHOR, "anchor", "s3 cret"),
    ] {
        let setup = Setup::new().credential(scheme, Credential::api_key(value));
        let text = support::printed(&setup.refuses(call(operation)));
        assert!(
            text.contains(&format!("`{scheme}` cannot be sent")),
            "{text}"
        );
        assert!(!text.contains("s3c"), "{text}");
    }
    let long = "s3cret".repeat(20_000);
    let text = support::printed(
        &Setup::new()
            .credential("beacon", Credential::api_key(long))
            .refuses(call(&BY_BEACON)),
    );
    assert!(text.contains("too long") && !text.contains("s3c"), "{text}");
}

#[test]
fn a_later_credential_replaces_an_earlier_one() {
    let setup = Setup::new()
        .credential("lantern", Credential::bearer("t0ken"))
        .credential("lantern", lantern());
    let sent = setup.sends(call(&BY_LANTERN));
    assert_eq!(sent.header("x-lantern-key"), Some("l1ght"));
}

#[test]
fn a_header_of_a_hook_takes_precedence() {
    let setup = Setup::new()
        .credential("lantern", lantern())
        .on_request(|request| request.header("X-Lantern-Key", "own"));
    let sent = setup.sends(call(&BY_LANTERN));
    assert_eq!(sent.header("x-lantern-key"), Some("own"));
}

#[test]
fn schemes_that_cannot_be_served_together_are_refused() {
    use connect_client::runtime::{SchemeKind, SecurityScheme};
    static TWICE: Operation = get().security(&[&[&HARBOR, &STAFF]]);
    static TWIN: SecurityScheme = SecurityScheme::new("twin", SchemeKind::ApiKeyCookie("sid"));
    static IN_ONE_COOKIE: Operation = get().security(&[&[&ANCHOR, &TWIN]]);
    static HOST: SecurityScheme = SecurityScheme::new("host", SchemeKind::ApiKeyHeader("Host"));
    static BY_HOST: Operation = get().security(&[&[&HOST]]);
    static ODD: SecurityScheme = SecurityScheme::new("odd", SchemeKind::ApiKeyHeader("a b"));
    static BY_ODD: Operation = get().security(&[&[&ODD]]);
    static JAR: SecurityScheme = SecurityScheme::new("jar", SchemeKind::ApiKeyCookie("a;b"));
    static BY_JAR: Operation = get().security(&[&[&ANCHOR, &JAR]]);
    let setup = Setup::new()
        .credential("harbor", Credential::bearer("t0ken"))
        .credential("staff", Credential::basic("u", "p"))
        .credential("host", Credential::api_key("k"))
        .credential("odd", Credential::api_key("k"))
        .credential("anchor", Credential::api_key("k"))
        .credential("jar", Credential::api_key("k"))
        .credential("twin", Credential::api_key("k"));
    for (operation, expected) in [
        (&TWICE, "`staff` has the same place"),
        (&IN_ONE_COOKIE, "`twin` has the same place"),
        (&BY_HOST, "the header `host`"),
        (&BY_ODD, "`odd` has an invalid name"),
        (&BY_JAR, "`jar` has an invalid name"),
    ] {
        let error = setup.refuses(call(operation));
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn what_can_never_be_sent_is_an_error_of_the_builder() {
    for credential in [
        Credential::api_key(" "),
        Credential::bearer("s3cret s3cret"),
        Credential::basic("s3cret:", "x"),
    ] {
        let builder = Setup::new()
            .credential("lantern", credential)
            .on(Client::builder());
        let error = builder.build().expect_err("an invalid credential");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!error.is_missing_key(), "{error}");
        let text = support::printed(&error);
        assert!(
            text.contains("`lantern`") && !text.contains("s3cret"),
            "{text}"
        );
    }
    let builder = Setup::new().without_key().on(Client::builder());
    let error = builder.build().expect_err("neither a key nor a credential");
    assert!(error.to_string().contains("no API key"), "{error}");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.is_missing_key());
}
