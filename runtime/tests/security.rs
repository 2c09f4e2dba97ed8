//! Security schemes and servers as data of operations.

use connect_runtime::{Method, Operation, SchemeKind, SecurityScheme, Segment};

static LANTERN: SecurityScheme =
    SecurityScheme::new("lantern", SchemeKind::ApiKeyHeader("X-Lantern-Key"));
static HARBOR: SecurityScheme = SecurityScheme::new("harbor", SchemeKind::OAuth2);

static PLAIN: Operation = Operation::new("things::get", Method::GET, &[], "/paths/~1things/get");
static GUARDED: Operation = Operation::new(
    "things::put",
    Method::PUT,
    &[Segment::Literal("things")],
    "/paths/~1things/put",
)
.security(&[&[&LANTERN, &HARBOR], &[&HARBOR], &[]])
.server("https://uploads.example/v2");

#[test]
fn an_operation_declares_neither_unless_told() {
    assert!(PLAIN.security.is_empty());
    assert_eq!(PLAIN.server, None);
}

#[test]
fn an_operation_names_its_alternatives_and_its_server() {
    let names: Vec<Vec<&str>> = GUARDED
        .security
        .iter()
        .map(|all| all.iter().map(|it| it.name).collect())
        .collect();
    assert_eq!(names, [vec!["lantern", "harbor"], vec!["harbor"], vec![]]);
    assert_eq!(
        LANTERN.kind,
        SchemeKind::ApiKeyHeader("X-Lantern-Key"),
        "where the key stands"
    );
    assert_eq!(GUARDED.server, Some("https://uploads.example/v2"));
    // The server is no part of the path, which is what a request shows.
    assert_eq!(
        GUARDED.to_string(),
        "things::put (PUT /things)",
        "the name of the call"
    );
}
