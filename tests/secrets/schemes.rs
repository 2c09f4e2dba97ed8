//! Calls with credentials for security schemes of every kind.

use connect_usage::Call;
use connect_usage::runtime::{
    Json, Method, Operation, Request, SchemeKind, SecurityScheme, Segment,
};

static HEADER: SecurityScheme = SecurityScheme::new("header", SchemeKind::ApiKeyHeader("X-Guard"));
static QUERY: SecurityScheme = SecurityScheme::new("query", SchemeKind::ApiKeyQuery("guard"));
static COOKIE: SecurityScheme = SecurityScheme::new("cookie", SchemeKind::ApiKeyCookie("guard"));
static BEARER: SecurityScheme = SecurityScheme::new("bearer", SchemeKind::Bearer);
static BASIC: SecurityScheme = SecurityScheme::new("basic", SchemeKind::Basic);

const fn guarded(security: &'static [&'static [&'static SecurityScheme]]) -> Operation {
    let path = &[Segment::Literal("guarded"), Segment::Parameter("id")];
    Operation::new("guarded::get", Method::GET, path, "").security(security)
}

static OPERATIONS: [Operation; 3] = [
    guarded(&[&[&HEADER, &QUERY, &COOKIE, &BEARER]]),
    guarded(&[&[&QUERY]]),
    guarded(&[&[&BASIC, &COOKIE]]),
];

fn call(operation: &'static Operation, id: &str) -> Call<Json> {
    Request::new(operation).path("id", id).returns_json()
}

/// Calls that succeed, of which some are redirected.
pub fn calls() -> Vec<Call<Json>> {
    let calls = OPERATIONS.iter();
    calls
        .flat_map(|it| [call(it, "UF-1"), call(it, "UF-2")])
        .collect()
}

/// Calls that the server refuses, with what it was sent in its response.
pub fn refused() -> Vec<Call<Json>> {
    OPERATIONS.iter().map(|it| call(it, "gone")).collect()
}
