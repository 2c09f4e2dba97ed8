//! All ways to send calls use credentials and servers: lists, downloads, waits, and reads after a lost response.

mod support;

use connect_client::filter::Scope;
use connect_client::runtime::codegen::{Settlement, Subject};
use connect_client::runtime::{Method, Operation, Segment};
use connect_client::{Call, Credential, List, Outcome};
use support::operations::{BEACON, HARBOR, LANTERN, get, request};
use support::{BASE, KEY, Reply, Seen, Setup};

static GUARDED: Operation = get()
    .server("https://uploads.example")
    .security(&[&[&BEACON, &HARBOR]]);

fn setup() -> Setup {
    Setup::new()
        .credential("beacon", Credential::api_key("b3acon"))
        .credential("harbor", Credential::bearer("t0ken"))
}

#[track_caller]
fn are_guarded(seen: &[Seen]) {
    assert!(!seen.is_empty());
    for request in seen {
        assert!(
            request.url.starts_with("https://uploads.example/ships?"),
            "{}",
            request.url
        );
        assert!(
            request.url.ends_with("beacon%20key=b3acon"),
            "{}",
            request.url
        );
        assert_eq!(request.authorization(), Some("Bearer t0ken"));
    }
}

#[derive(Debug)]
enum Ships {}

impl Scope for Ships {
    const NAME: &'static str = "ships::list";
}

#[test]
fn each_page_of_a_list() {
    let ships = || List::<Ships, i64>::new(request(&GUARDED)).page_size(1);
    let respond = |seen: &Seen| {
        let offset = usize::from(seen.url.contains("offset=1"));
        let range = format!("items {offset}-{offset}/2");
        Reply::ok(["[1]", "[2]"][offset]).header("content-range", range)
    };
    let (rows, seen) = setup().with_each(
        respond,
        async |client| {
            let mut rows = Vec::new();
            let mut stream = client.stream(ships());
            while let Some(row) = stream.try_next().await? {
                rows.push(row);
            }
            Ok(rows)
        },
        |client| client.stream(ships()).collect(),
    );
    assert_eq!(rows.expect("two rows"), [1, 2]);
    assert!(seen.len() >= 2, "{seen:?}");
    are_guarded(&seen);
}

#[test]
fn each_request_of_a_download() {
    let file = || request(&GUARDED).returns_binary();
    let (content, seen) = setup().with_each(
        |_| Reply::ok("content"),
        async |client| client.download(file()).bytes().await,
        |client| client.download(file()).bytes(),
    );
    assert_eq!(&content.expect("a file").bytes[..], b"content");
    are_guarded(&seen);

    let url = || connect_client::PresignedUrl::from("https://uploads.example/f?sig=1".to_owned());
    let (_, seen) = setup().with_each(
        |_| Reply::ok("content"),
        async |client| client.download(url()).bytes().await,
        |client| client.download(url()).bytes(),
    );
    assert_eq!(seen[0].url, "https://uploads.example/f?sig=1");
    assert_eq!(seen[0].authorization(), None);
}

/// The read after a lost response is another operation: it has schemes and a server of its own.
#[test]
fn the_read_after_a_lost_response() {
    const BY_ID: &[Segment] = &[Segment::Literal("ships"), Segment::Parameter("id")];
    static AT_BASE: Operation = Operation::new("ships::get", Method::GET, BY_ID, "");
    static AT_ITS_OWN: Operation = Operation::new("ships::get", Method::GET, BY_ID, "")
        .server("https://reads.example")
        .security(&[&[&LANTERN]]);
    static SINK: Operation = Operation::new("ships::sink", Method::PUT, BY_ID, "")
        .server("https://uploads.example")
        .security(&[&[&HARBOR]])
        .settled_by(&Settlement::by(&AT_BASE, Subject::Path).returns_object());
    static RAISE: Operation = Operation::new("ships::raise", Method::PUT, BY_ID, "")
        .settled_by(&Settlement::by(&AT_ITS_OWN, Subject::Path).returns_object());
    fn acts(operation: &'static Operation) -> Call<connect_client::Json> {
        let request = request(operation).path("id", "S-1").header("X-Own", "1");
        request.returns_json()
    }
    // An empty response confirms the call. The object is read for its value.
    let respond = |seen: &Seen| match seen.headers.contains_key("content-length") {
        true => Reply::ok(""),
        false => Reply::ok(r#"{"id": "S-1"}"#),
    };
    let (result, seen) = setup().send(|| acts(&SINK), respond);
    result.expect("the object");
    assert_eq!(seen[0].url, "https://uploads.example/ships/S-1");
    assert_eq!(seen[0].authorization(), Some("Bearer t0ken"));
    assert_eq!(seen[0].header("x-own"), Some("1"));
    assert_eq!(seen[1].url, format!("{BASE}/ships/S-1"));
    assert_eq!(seen[1].authorization(), Some(KEY));
    assert_eq!(
        seen[1].header("x-own"),
        None,
        "it is meant for another host"
    );

    let lantern = || setup().credential("lantern", Credential::api_key("l1ght"));
    let (result, seen) = lantern().send(|| acts(&RAISE), respond);
    result.expect("the object");
    assert_eq!(seen[0].url, format!("{BASE}/ships/S-1"));
    assert_eq!(seen[0].authorization(), Some(KEY));
    assert_eq!(seen[1].url, "https://reads.example/ships/S-1");
    assert_eq!(seen[1].authorization(), None);
    assert_eq!(seen[1].header("x-lantern-key"), Some("l1ght"));
    assert_eq!(seen[1].header("x-own"), None);

    // The empty response has confirmed the call, even if the read cannot be sent.
    let wrong = setup().credential("lantern", Credential::bearer("t0ken"));
    let (result, seen) = wrong.send(|| acts(&RAISE), respond);
    let error = result.expect_err("no object");
    assert_eq!(error.outcome(), Some(Outcome::Happened));
    assert_eq!(seen.len(), 1);
}
