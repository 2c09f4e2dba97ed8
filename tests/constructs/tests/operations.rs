//! Operations as data: methods, security and servers.

mod support;

use connect_runtime::{Call, SchemeKind, SecurityScheme};
use constructs::specification::{GATE, GRANT, PAIR, PASS, SEAL, SERVERS, STAMP};
use constructs::{gates, vaults};
use support::sent;

#[test]
fn methods() {
    assert_eq!(sent(&gates::head()), "HEAD /gates");
    assert_eq!(sent(&gates::options()), "OPTIONS /gates");
    assert_eq!(sent(&gates::trace()), "TRACE /gates");
    assert_eq!(sent(&gates::update_all()), "PUT /gates");
    for call in [gates::head(), gates::options(), gates::trace()] {
        assert!(call.operation().idempotent);
    }
}

#[test]
fn schemes() {
    assert_eq!(
        (GATE.name, GATE.kind),
        ("gate", SchemeKind::ApiKeyHeader("X-Gate-Key"))
    );
    assert_eq!(PASS.kind, SchemeKind::Bearer);
    assert_eq!(STAMP.kind, SchemeKind::ApiKeyQuery("stamp"));
    assert_eq!(PAIR.kind, SchemeKind::Basic);
    assert_eq!(SEAL.kind, SchemeKind::MutualTls);
    assert_eq!(GRANT.kind, SchemeKind::OAuth2);
}

/// The ways to authorize a call.
fn security(call: &Call<()>) -> Vec<Vec<&'static SecurityScheme>> {
    let ways = call.operation().security.iter();
    ways.map(|it| it.to_vec()).collect()
}

#[test]
fn requirements() {
    assert_eq!(security(&vaults::get()), [[&GATE]]);
    assert_eq!(
        security(&vaults::update_all()),
        [vec![&PASS], vec![&GATE, &STAMP]]
    );
    assert_eq!(
        security(&vaults::patch_all()),
        [vec![], vec![&PAIR], vec![&GRANT], vec![&GATE, &SEAL]]
    );
    // No credential is needed, whatever the document says of other operations.
    assert_eq!(
        security(&vaults::delete_all()),
        [Vec::<&SecurityScheme>::new()]
    );
}

#[test]
fn servers() {
    assert_eq!(SERVERS, ["https://api.orchard.example/v3"]);
    assert_eq!(vaults::get().operation().server, None);
    let deep = vaults::get_deep().operation().server;
    assert_eq!(deep, Some("https://deep.orchard.example/v1"));
    let deeper = vaults::update_deep().operation().server;
    assert_eq!(deeper, Some("https://deeper.orchard.example"));
    assert_eq!(sent(&vaults::get_deep()), "GET /vaults/deep");
}
