//! Operations with security schemes.

use connect_client::runtime::codegen::RequestBuilder;
use connect_client::runtime::{Method, Operation, Request, SchemeKind, SecurityScheme, Segment};

pub static LANTERN: SecurityScheme =
    SecurityScheme::new("lantern", SchemeKind::ApiKeyHeader("X-Lantern-Key"));
pub static BEACON: SecurityScheme =
    SecurityScheme::new("beacon", SchemeKind::ApiKeyQuery("beacon key"));
pub static ANCHOR: SecurityScheme = SecurityScheme::new("anchor", SchemeKind::ApiKeyCookie("sid"));
pub static HARBOR: SecurityScheme = SecurityScheme::new("harbor", SchemeKind::Bearer);
pub static STAFF: SecurityScheme = SecurityScheme::new("staff", SchemeKind::Basic);
pub static GUILD: SecurityScheme = SecurityScheme::new("guild", SchemeKind::OAuth2);
pub static CREW: SecurityScheme = SecurityScheme::new("crew", SchemeKind::OpenIdConnect);
pub static SEAL: SecurityScheme = SecurityScheme::new("seal", SchemeKind::Other("mutualTLS"));

/// Reads ships, and needs nothing.
pub static OPEN: Operation = get();
pub static BY_LANTERN: Operation = get().security(&[&[&LANTERN]]);
pub static BY_BEACON: Operation = get().security(&[&[&BEACON]]);
pub static BY_ANCHOR: Operation = get().security(&[&[&ANCHOR]]);
pub static BY_HARBOR: Operation = get().security(&[&[&HARBOR]]);
pub static BY_STAFF: Operation = get().security(&[&[&STAFF]]);
pub static BY_GUILD: Operation = get().security(&[&[&GUILD]]);
pub static BY_CREW: Operation = get().security(&[&[&CREW]]);
pub static BY_SEAL: Operation = get().security(&[&[&SEAL]]);

pub const fn get() -> Operation {
    Operation::new(
        "ships::get",
        Method::GET,
        &[Segment::Literal("ships")],
        "/paths/~1ships/get",
    )
    .idempotent()
}

/// Begins a call of an operation.
pub fn request(operation: &'static Operation) -> RequestBuilder {
    Request::new(operation)
}
